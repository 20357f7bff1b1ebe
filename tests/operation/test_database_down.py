"""A database that is down, does not answer or has no tables is said on a page; the site is back with it."""

import json
import socket

import pytest
from django.db import connection

from tests.postgres import free_port
from tests.support.starting import start

MIGRATE = "The database has no tables yet, or not all of them: run manage.py migrate."
ASK = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "localhost"})
asked = [client.get("/"), client.post("/documents/a/1/annotations/", {"body": "What was typed"}), client.get("/healthz"), client.get("/readyz")]
print(json.dumps([[each.status_code, each.get("Retry-After"), each.content.decode()] for each in asked]))
"""


@pytest.mark.parametrize("listening", [True, False], ids=["says nothing", "is not there"])
def test_what_needs_it_is_a_503_and_what_does_not_goes_on(tmp_path, listening):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if listening:
            server.listen()
        port = server.getsockname()[1]
        shown = start(tmp_path, ("-c", ASK), DATABASE_URL=f"postgresql://nobody@127.0.0.1:{port}/none")
    assert "Traceback" not in shown.stderr
    catalogue, form, alive, ready = json.loads(shown.stdout)
    assert catalogue[:2] == [503, "5"]
    assert "cannot reach its database" in catalogue[2]
    assert form[0] == 503
    assert "What was typed" in form[2]
    assert alive == [200, None, "ok"]
    assert ready[0] == 503
    assert "does not answer" in ready[2]


def test_a_command_says_it_in_a_line(tmp_path):
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    ended = start(tmp_path, ("manage.py", "prune"), DATABASE_URL=address)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.startswith("The site cannot reach its database.")


def test_a_command_says_that_the_disk_is_full(tmp_path):
    fill = (
        "import sqlite3, sys, runpy\n"
        "from django.db.backends.sqlite3.base import DatabaseWrapper as W\n"
        "real = W.get_new_connection\n"
        "def small(self, params):\n"
        "    made = real(self, params); made.execute('PRAGMA max_page_count = 20'); return made\n"
        "W.get_new_connection = small\n"
        "sys.argv = ['manage.py', 'migrate', '--verbosity', '0']\n"
        "runpy.run_path('manage.py', run_name='__main__')\n"
    )
    ended = start(tmp_path, ("-c", fill))
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "The disk is full" in ended.stderr


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connections that break off")
@pytest.mark.django_db(transaction=True)
def test_after_a_connection_broke_off_the_next_request_has_a_new_one(client):
    from django.db import connections

    def ask():
        # As the server does before each request.
        connection.close_if_unusable_or_obsolete()
        return client.get("/").status_code

    assert ask() == 200
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()
    assert ask() == 200


def test_a_database_without_tables_is_said_with_what_makes_them(tmp_path):
    shown = start(tmp_path, ("-c", ASK))
    assert "Traceback" not in shown.stderr
    catalogue, form, alive, _ready = json.loads(shown.stdout)
    assert catalogue[:2] == [503, "60"]
    assert MIGRATE in catalogue[2]
    assert form[0] == 503
    assert "What was typed" in form[2]
    assert alive == [200, None, "ok"]


@pytest.mark.parametrize("command", [("export", "documents"), ("load_documents", "README.md")], ids=lambda one: one[0])
def test_a_command_says_that_there_are_no_tables(tmp_path, command):
    ended = start(tmp_path, ("manage.py", *command))
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert MIGRATE in ended.stderr
    assert "report this" not in ended.stderr
