"""Outages: a writer that stands still (SQLite), a database that is down (PostgreSQL), while people read and write.

Who cannot be served gets a page that says so (503) with what was typed, soon; with the outage it is over.
"""

import shlex
import sqlite3
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from tests.bench.measuring import Table, database
from tests.postgres import binaries, somebody

from .visiting import Answer, Server, Visitor

TABLE = Table("database", figures=["outages", "read", "longest", "not saved", "errors", "back after"], width=14)
UNAVAILABLE = 503
WRITERS = 24
# Seconds of each outage.
LASTS = 5.0


def run(seconds: float) -> int:
    """Have outages for ``seconds``; returns how much was wrong."""
    from django.db import connection

    from tests.bench import site

    site.prepare()
    document, person = site.document(50), site.people()[0]
    key = document.paragraphs.filter(kind="body").values_list("key", flat=True)[0]
    session = site.session_of(person)
    begin = {"sqlite": _standing_writer, "postgresql": _stopped}[connection.vendor]
    # While a writer stands still, reading goes on; without a database it cannot.
    expected = {"sqlite": 200, "postgresql": UNAVAILABLE}[connection.vendor]
    typed = "What was typed is not lost."
    address = f"/documents/{document.slug}/{key}/annotations/"
    reads: list[Answer] = []
    writes: list[Answer] = []
    back: list[float] = []
    until = time.monotonic() + seconds
    with Server() as server, ThreadPoolExecutor(WRITERS) as pool:
        visitor = Visitor(server.port, session)
        for _ in range(WRITERS):
            # Each of its processes wakes up with its first page.
            visitor.get(f"/documents/{document.slug}/")
        while time.monotonic() < until or not back:
            end = begin()
            over = time.monotonic() + LASTS
            forms = [{"body": typed, "request_id": uuid4()} for _ in range(WRITERS)]
            sending = [pool.submit(visitor.post, address, form) for form in forms]
            while time.monotonic() < over:
                reads.append(visitor.get(f"/documents/{document.slug}/"))
                time.sleep(0.1)
            end()
            start = time.monotonic()
            while visitor.post(address, {"body": typed, "request_id": uuid4()}).status != 200:
                time.sleep(0.02)
            back.append(time.monotonic() - start)
            writes += [each.result() for each in sending]
    errors = [each for each in reads if each.status != expected]
    errors += [each for each in writes if each.status not in {200, UNAVAILABLE}]
    not_saved = sum(each.status == UNAVAILABLE for each in writes)
    longest = max(each.seconds for each in reads)
    TABLE.row(database(), len(back), len(reads), f"{longest:.1f} s", not_saved, len(errors), f"{max(back):.1f} s")
    for answer in errors[:3]:
        print(f"  {answer.status}: {answer.body[:300]}")
    return len(errors)


def _standing_writer() -> Callable[[], None]:
    """Another program begins to write and goes no further; returns what ends it."""
    from django.db import connection

    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    def end() -> None:
        with closing(other):
            other.execute("ROLLBACK")

    return end


def _stopped() -> Callable[[], None]:
    """The server of the database stops at once; returns what starts it again."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    connection.close()
    command = shlex.split((data / "postmaster.opts").read_text(encoding="utf-8"))
    program = [*somebody(), str(binaries() / "pg_ctl"), "-D", str(data), "-w"]

    def run(*arguments: str) -> None:
        subprocess.run([*program, *arguments], check=True, cwd=data.parent, stdout=subprocess.DEVNULL)

    run("-m", "immediate", "stop")
    # All but the program and its folder.
    options = shlex.join(command[3:])
    return lambda: run("-l", str(data.parent / "log"), "-o", options, "start")
