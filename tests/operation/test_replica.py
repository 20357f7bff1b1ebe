"""Reading from a real streaming replica on this machine: behind, up to date, and stopped."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.postgres import binaries, free_port, somebody
from tests.support.starting import start

pytestmark = [
    pytest.mark.no_database,
    pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed"),
]

WALK = """
import json, logging, os, subprocess, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
import django
django.setup()
import psycopg
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from annotator.config import replica
from corpus.models import Document
from tests.support.factories import make_document

said = []
handler = logging.Handler()
handler.emit = lambda record: said.append(record.getMessage())
logging.getLogger("annotator.config.replica").addHandler(handler)

text = make_document(["A passage of words."], title="The old title")
person = User.objects.create_superuser("person", password="a password")
there = psycopg.connect(os.environ["THERE"], autocommit=True)

def lsn(connected, function):
    return connected.execute(f"SELECT {function}() - '0/0'::pg_lsn").fetchone()[0]

def catch_up():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
        wanted = cursor.fetchone()[0]
    while lsn(there, "pg_last_wal_replay_lsn") < wanted:
        time.sleep(0.05)

def sees(client, address):
    answer = client.get(address, headers={"host": "localhost"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    assert answer.status_code == 200, (address, answer.status_code, said)
    assert connection.alias == "default", address
    return "new" if b"The new title" in body else "old" if b"The old title" in body else "none"

catch_up()
nobody, member = Client(), Client()
member.force_login(person)
catch_up()
found = {}
pages = {"home": "/", "csv": "/export/documents.csv", "bundle": "/export/bundle.zip"}

def look(when, client, who):
    for name in ("home", "csv"):
        found[f"{when}, {who}, {name}"] = sees(client, pages[name])

# The replica is held back: it knows the old title.
there.execute("SELECT pg_wal_replay_pause()")
while there.execute("SELECT pg_get_wal_replay_pause_state()").fetchone()[0] != "paused":
    time.sleep(0.05)
Document.objects.filter(pk=text.pk).update(title="The new title")
look("behind", nobody, "nobody")
look("behind", member, "member")
sees(nobody, pages["bundle"])
# Somebody who has just written reads all from the primary.
assert member.post("/undo/", headers={"host": "localhost"}).status_code == 302
look("behind, after a write", member, "member")
# What is sent is never taken there.
assert nobody.post("/accounts/login/", {"login": "person", "password": "a password"}, headers={"host": "localhost"}).status_code == 302
look("behind", nobody, "who has logged in")
there.execute("SELECT pg_wal_replay_resume()")
catch_up()
look("up to date", Client(), "nobody")
# Nothing of a write reaches it: it refuses.
try:
    with connections["replica"].cursor() as cursor:
        cursor.execute("DELETE FROM auth_user")
except django.db.Error as error:
    found["a write there"] = error.__cause__.sqlstate
connections["replica"].close()
# Stopped: all is read from the primary, and the log says so, once for a while.
there.close()
subprocess.run(json.loads(os.environ["STOP"]), check=True, stdout=subprocess.DEVNULL)
look("stopped", Client(), "nobody")
look("stopped", member, "member")
found["said"] = len(said)
assert "reading from the primary" in said[0], said
# Started again, it is asked again after a while.
subprocess.run(json.loads(os.environ["START"]), check=True, stdout=subprocess.DEVNULL)
replica._Health.asked_again_at = 0
assert replica.answers()
look("back", Client(), "nobody")
print(json.dumps(found))
"""


@pytest.fixture
def clusters():
    """The addresses of a primary and its replica, and the commands that stop and start the replica."""
    base = Path(tempfile.mkdtemp(prefix="glossator-pg-"))
    as_user, folder = somebody(), binaries()
    if as_user:
        shutil.chown(base, "nobody", "nogroup")
    ports = {"primary": free_port(), "replica": free_port()}

    def command(name, action, *more):
        options = f"-c listen_addresses=127.0.0.1 -c port={ports[name]} -c unix_socket_directories={base} -c fsync=off"
        return [*as_user, str(folder / "pg_ctl"), "-D", str(base / name), "-w", "-l", str(base / f"{name}.log"),
                "-o", options, *more, action]  # fmt: skip

    def run(*asked):
        subprocess.run(asked, check=True, cwd=base, stdout=subprocess.DEVNULL)

    run(*as_user, str(folder / "initdb"), "-D", str(base / "primary"), "-U", "glossator", "-A", "trust", "-E", "UTF8",
        "--no-sync")  # fmt: skip
    run(*command("primary", "start"))
    try:
        run(*as_user, str(folder / "pg_basebackup"), "-D", str(base / "replica"), "-R", "-X", "stream", "-c", "fast",
            "-h", "127.0.0.1", "-p", str(ports["primary"]), "-U", "glossator", "--no-sync")  # fmt: skip
        run(*command("replica", "start"))
        addresses = {name: f"postgresql://glossator@127.0.0.1:{port}/postgres" for name, port in ports.items()}
        yield addresses, command("replica", "stop", "-m", "fast"), command("replica", "start")
    finally:
        for name in ("replica", "primary"):
            subprocess.run(command(name, "stop", "-m", "immediate"), check=False, cwd=base, capture_output=True)
        shutil.rmtree(base, ignore_errors=True)


def test_who_reads_from_the_replica(clusters, tmp_path):
    addresses, stop, begin = clusters
    where = {"DATABASE_URL": addresses["primary"], "DATABASE_REPLICA_URL": addresses["replica"]}
    assert start(tmp_path, ("manage.py", "migrate", "--verbosity", "0"), **where).returncode == 0
    told = {"THERE": addresses["replica"], "STOP": json.dumps(stop), "START": json.dumps(begin)}
    done = start(tmp_path, ("-c", WALK), **where, **told)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {
        # Held back.
        "behind, nobody, home": "old",
        "behind, nobody, csv": "old",
        "behind, member, home": "new",
        "behind, member, csv": "old",
        "behind, after a write, member, home": "new",
        "behind, after a write, member, csv": "new",
        "behind, who has logged in, home": "new",
        "behind, who has logged in, csv": "old",
        "up to date, nobody, home": "new",
        "up to date, nobody, csv": "new",
        # read_only_sql_transaction
        "a write there": "25006",
        "stopped, nobody, home": "new",
        "stopped, nobody, csv": "new",
        "stopped, member, home": "new",
        "stopped, member, csv": "new",
        "said": 1,
        "back, nobody, home": "new",
        "back, nobody, csv": "new",
    }
