"""Logs for programs: a line of JSON for each record, with the id of its request."""

import json
import re

from tests.support.starting import start

ASK = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from django.test import Client
from annotator.views import catalogue
from annotator import urls
client = Client(raise_request_exception=False, headers={"host": "localhost"})
def fails(request):
    raise ValueError("A fault\\nof ours")
fails.login_required = False
for pattern in urls.urlpatterns:
    if pattern.name == "help":
        pattern.callback = fails
print(client.get("/", headers={"X-Request-ID": "from-the-proxy"})["X-Request-ID"])
print(client.get("/help/", {"q": "a secret"})["X-Request-ID"])
print(client.get("/nowhere/", headers={"X-Request-ID": "forged\\tid"})["X-Request-ID"])
"""


def logged(data_folder, **variables):
    done = start(data_folder, ("-c", ASK), GLOSSATOR_LOG="json", **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n"), [json.loads(line) for line in done.stderr.splitlines()]


def test_every_line_is_json_with_the_id_of_its_request(data_folder):
    (home, fault, nowhere, *_), records = logged(data_folder, GLOSSATOR_PROXIES="1")
    assert home == "from-the-proxy"
    assert re.fullmatch(r"[0-9a-f]{32}", fault)
    # One that could forge a line is not taken.
    assert re.fullmatch(r"[0-9a-f]{32}", nowhere)
    assert all(record["at"] and record["level"] and record["logger"] for record in records)
    (first,) = [record for record in records if record["request_id"] == home]
    assert (first["method"], first["path"], first["status"]) == ("GET", "/", 200)
    assert first["milliseconds"] >= 0
    of_fault = [record for record in records if record["request_id"] == fault]
    assert {record["level"] for record in of_fault} == {"ERROR", "INFO"}
    (error,) = [record for record in of_fault if record["level"] == "ERROR"]
    assert "ValueError: A fault\nof ours" in error["exc_info"]
    assert "a secret" not in json.dumps([record for record in of_fault if record["logger"] == "glossator.requests"])


def test_the_id_of_a_stranger_is_not_taken(data_folder):
    (home, _fault, nowhere, *_), _records = logged(data_folder)
    assert re.fullmatch(r"[0-9a-f]{32}", home)
    assert re.fullmatch(r"[0-9a-f]{32}", nowhere)
