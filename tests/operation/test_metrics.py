"""Numbers for Prometheus, of all processes together; and mail about what went wrong."""

import logging
import os
import re
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest
from django.core import mail

from annotator.config.error_mail import ErrorMail
from tests.operation.test_deployment_files import FOLDER
from tests.postgres import free_port
from tests.support.starting import ROOT, start

TOKEN = "a token of some length"


def asked(port, address, method="GET", **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, address, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


@pytest.fixture
def port(data_folder, tmp_path):
    """A site of two workers."""
    # Of a server that ran before.
    (data_folder / "metrics").mkdir()
    (data_folder / "metrics" / "counter_1.db").write_bytes(b"")
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GLOSSATOR_", "PROMETHEUS"))}
    environment |= {"GLOSSATOR_DATA": str(data_folder), "GLOSSATOR_BIND": f"127.0.0.1:{port}", "DATABASE_URL": ""}
    environment |= {"WEB_CONCURRENCY": "2", "GLOSSATOR_METRICS_TOKEN": TOKEN}
    command = [sys.executable, "-m", "gunicorn", "--config", str(FOLDER / "gunicorn.conf.py"), "annotator.config.wsgi"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    try:
        while asked(port, "/healthz")[0] != 200:
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def test_all_workers_are_counted_together(port):
    for _ in range(12):
        assert asked(port, "/help/")[0] == 200
    assert asked(port, "/documents/nothing/")[0] == 404
    assert asked(port, "/no/such/page/")[0] == 404
    assert asked(port, "/", method="BREW")[0] == 403
    status, page = asked(port, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200

    def number(view, method, answered):
        line = rf'glossator_requests_total{{method="{method}",status="{answered}",view="{view}"}} ([\d.]+)'
        return float(re.search(line, page)[1])

    assert number("help", "GET", 200) == 12
    assert number("document", "GET", 404) == 1
    assert number("none", "GET", 404) == 1
    assert number("catalogue", "other", 403) == 1
    assert 'glossator_request_seconds_count{method="GET",view="help"} 12.0' in page
    # Nobody without the token.
    for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Bearer "}):
        assert asked(port, "/metrics", **headers)[0] == 404


def test_without_a_token_there_is_nothing(client, settings):
    settings.METRICS_TOKEN = ""
    for given in ("Bearer ", "Bearer None", ""):
        assert client.get("/metrics", headers={"Authorization": given}).status_code == 404


@pytest.fixture
def told(settings):
    settings.ADMINS = ["keeper@example.org"]
    logger = logging.getLogger("a fault")
    handler = ErrorMail(logging.ERROR)
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def fail(logger, why):
    try:
        raise ValueError(why)  # noqa: TRY301 - to be logged
    except ValueError:
        logger.exception("Internal Server Error: %s", "/tags/")


def test_a_fault_is_mailed_once_an_hour(told):
    for number in range(3):
        fail(told, f"fault {number}")
    told.error("Another one,\nof two lines")
    told.warning("Nothing to write about")
    first, other = mail.outbox
    assert first.to == ["keeper@example.org"]
    assert first.subject == "[Glossator] Internal Server Error: /tags/"
    assert "ValueError: fault 0" in first.body
    assert other.subject == "[Glossator] Another one, of two lines"


def test_what_is_wrong_with_the_mail_ends_no_request(told, monkeypatch, capsys):
    monkeypatch.setattr("annotator.config.error_mail.mail_admins", lambda *_: 1 / 0)
    fail(told, "fault")
    assert "ZeroDivisionError" in capsys.readouterr().err


ASK = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from django.conf import settings
settings.MAILERS["default"] = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
from django.test import Client
from annotator import urls
def fails(request):
    raise ValueError("A fault of ours")
fails.login_required = False
for pattern in urls.urlpatterns:
    if pattern.name == "help":
        pattern.callback = fails
Client(raise_request_exception=False, headers={"host": "localhost"}).get("/help/", {"q": "a secret"})
"""


def test_the_site_mails_its_faults_and_nothing_that_was_typed(data_folder):
    done = start(data_folder, ("-c", ASK), GLOSSATOR_ADMINS="keeper@example.org")
    assert done.stdout.count("Subject: [Glossator] Internal Server Error: /help/") == 1
    assert "A fault of ours" in done.stdout
    assert "a secret" not in done.stdout
