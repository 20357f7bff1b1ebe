"""Exports: all taggings of a site as one CSV file over HTTP, from a server of one process that everybody shares.

The limit is the database's own program writing the same columns, in no order: PostgreSQL's psql with COPY, the sqlite3
shell in its mode csv (where that is missing, Python's sqlite3 and csv). Memory is what the server's grows by. "Page" is
what another person waits for a document of about a hundred taggings: alone, and while a file is being sent.
"""

import csv
import http.client
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from .measuring import Browser, Table, database, median, memory, ms, percentile, server

TABLE = Table(
    "database",
    figures=[
        "taggings", "rows/s", "limit/s", "of limit", "first byte", "memory",
        "page: median", "95th", "meanwhile: median", "95th",
    ],
    width=12,
)  # fmt: skip
PAGE = "/documents/quiet/"
EXPORT = "/export/tags.csv"
ALONE = 40
READ = 256 * 1024
# What a person would write to get the same columns, in no order.
COLUMNS = """
    SELECT t.id, g.id, g.name, g.path, d.slug, d.title, r.number, p.key, p.number, p.section, s.start, s."end", s.quote,
        s.state, u.username, t.created_at, t.status, t.origin
    FROM annotator_tagging t
    JOIN annotator_tag g ON g.id = t.tag_id
    JOIN annotator_passage s ON s.id = t.content_object_id
    JOIN corpus_paragraph p ON p.id = s.paragraph_id
    JOIN corpus_document d ON d.id = p.document_id
    JOIN corpus_revision r ON r.id = d.current_id
    JOIN auth_user u ON u.id = t.author_id
    WHERE t.withdrawn_at IS NULL AND t.status = 'published'
"""


def measure(options: Namespace) -> None:
    """Fill the site; write the columns by hand, download them, and download them with somebody else there."""
    from . import site
    from .export_data import fill

    site.prepare()
    taggings = fill(options.taggings)
    limit = _limit()
    with server(workers=1, threads=8) as (port, (worker,)):
        browser = Browser(port)
        browser.get(PAGE)
        browser.get(f"{EXPORT}?document=quiet")
        alone = [browser.get(PAGE) for _ in range(ALONE)]
        before = memory(worker)
        watched = _Watched(worker)
        first, whole = _download(port, taggings)
        watched.read(port)
        _download(port, taggings)
        together, most = watched.stop()
    TABLE.row(
        database(), f"{taggings:,}", f"{taggings / whole:,.0f}", f"{taggings / limit:,.0f}",
        f"{limit / whole:.0%}", ms(first * 1000), f"{(most - before) / 1024:.0f} MB", ms(median(alone)),
        ms(percentile(alone)), ms(median(together)), ms(percentile(together)),
    )  # fmt: skip


def _limit() -> float:
    """Seconds until the database's own program has written everything."""
    address = os.environ["DATABASE_URL"].partition("?")[0]
    file = address.removeprefix("sqlite:///")
    start = time.perf_counter()
    if database() == "postgresql":
        _run("psql", address, "-qc", f"COPY ({COLUMNS}) TO STDOUT (FORMAT csv)")
    elif shutil.which("sqlite3"):
        _run("sqlite3", "-readonly", file, ".mode csv", COLUMNS)
    else:
        print("The sqlite3 shell is not installed: the limit is Python's sqlite3 and csv.")
        with closing(sqlite3.connect(file)) as connection, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            csv.writer(nowhere).writerows(connection.execute(COLUMNS))
    return time.perf_counter() - start


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _download(port: int, rows: int) -> tuple[float, float]:
    """Seconds until the first byte, and until the last."""
    start = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request("GET", EXPORT)
        response = connection.getresponse()
        lines = response.read(1).count(b"\n")
        first = time.perf_counter() - start
        while data := response.read(READ):
            lines += data.count(b"\n")
    if lines != rows + 1:
        raise RuntimeError(f"{lines - 1} rows instead of {rows}")
    return first, time.perf_counter() - start


class _Watched:
    """The memory of the server, and another person who reads pages, until ``stop``."""

    def __init__(self, worker: int) -> None:
        self._stop = threading.Event()
        self._times: list[float] = []
        self._most = 0
        self._threads: list[threading.Thread] = []
        self._start(self._weigh, worker)

    def _start(self, target: Callable[[int], None], argument: int) -> None:
        self._threads.append(threading.Thread(target=target, args=[argument]))
        self._threads[-1].start()

    def read(self, port: int) -> None:
        """Begin to read pages."""
        self._start(self._read, port)

    def _read(self, port: int) -> None:
        while not self._stop.wait(0.1):
            self._times.append(Browser(port).get(PAGE))

    def _weigh(self, worker: int) -> None:
        while not self._stop.wait(0.05):
            self._most = max(self._most, memory(worker))

    def stop(self) -> tuple[list[float], int]:
        """The times of the pages in seconds, and the most memory in KiB."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self._times, self._most
