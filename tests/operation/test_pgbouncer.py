"""Behind PgBouncer in transaction mode everything works: reading, writing, exports, loads, a backup."""

import json
import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests import pgbouncer
from tests.operation.test_moving import MAKE, SITE, another_database  # noqa: F401 - a fixture
from tests.support.starting import start

# Eight people at once on three connections, so that each statement may come to another session than the one before.
AT_ONCE = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.contrib.auth.models import User
from django.test import Client
from annotator.models import Annotation
edda = User.objects.get(username="edda")
def visit(number):
    client = Client(headers={"host": "localhost"})
    client.force_login(edda)
    got = []
    for time in range(5):
        got.append(client.get("/documents/council/").status_code)
        got.append(client.post("/documents/council/1/annotations/", {"body": f"{number} {time}", "quote": ""}).status_code)
        for address in ("/export/tags.csv", "/export/events.csv", "/export/bundle.zip"):
            answer = client.get(address)
            got.append(answer.status_code)
            len(b"".join(answer) if answer.streaming else answer.content)
    return got
with ThreadPoolExecutor(8) as people:
    got = list(people.map(visit, range(8)))
print(json.dumps([sorted({status for each in got for status in each}), Annotation.objects.filter(author=edda).count()]))
"""


@pytest.fixture
def bouncer(another_database, tmp_path_factory):  # noqa: F811 - the fixture
    with pgbouncer.bouncer(another_database, tmp_path_factory.mktemp("pgbouncer"), 3) as address:
        yield address


@pytest.mark.postgres
@pytest.mark.timeout(900)
@pytest.mark.django_db
@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="asks PostgreSQL itself")
@pytest.mark.skipif(pgbouncer.PROGRAM is None, reason="PgBouncer is not installed")
def test_the_address_needs_no_option(bouncer, tmp_path):
    def run(*program):
        done = start(tmp_path / "site", program, DATABASE_URL=bouncer)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("-c", SITE, json.dumps([MAKE]))
    statuses, notes = json.loads(run("-c", AT_ONCE))
    assert statuses == [200, 302]
    assert notes == 1 + 40
    bundle = str(tmp_path / "bundle.zip")
    work = [
        ["backup", str(tmp_path / "backup.zip")],
        ["export", "bundle", "--sources", "--output", bundle],
        ["import_contributions", bundle],
    ]
    run("-c", SITE, json.dumps(work))


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="asks PostgreSQL itself")
def test_no_query_is_compiled():
    """Of a page of events that took nine tenths of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone()[0] == "off"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="asks PostgreSQL itself")
def test_a_cursor_on_the_server_ends_with_its_transaction():
    """Outside of one it would be in a session, which behind PgBouncer is several people's."""

    def on_the_server():
        rows = ContentType.objects.order_by("pk").iterator(1)
        next(rows)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE %s", [r"\_django%"])
            return cursor.fetchone()[0]

    assert on_the_server() == 0
    with transaction.atomic():
        assert on_the_server() == 1
