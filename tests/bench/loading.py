"""Loading: a text file of paragraphs of about a hundred words, by the command, in a process of its own.

The limit is the insertion of the same rows into a table with the same columns, indexes and checks, in one transaction
with the same pragmas, by sqlite3's ``executemany`` or PostgreSQL's ``COPY``. It reads no file, finds no headings, checks
no foreign key and keeps no words for the search; loading does. What keeping them costs stands by itself: the words of
these paragraphs, made before, put into the same search index by the same plain means.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from .measuring import Table, database

TABLE = Table(
    "database",
    figures=[
        "paragraphs", "seconds", "paragraphs/s", "limit/s", "times the limit", "of that the index", "index alone/s",
        "peak memory",
    ],
)  # fmt: skip
TIMES = 3


def measure(options: Namespace) -> None:
    """Load the same text a few times, each time beside the limit."""
    from .site import prepare, text

    prepare()
    file = Path(os.environ["GLOSSATOR_DATA"]) / "long.txt"
    file.write_bytes(text(options.paragraphs))
    loads, limits, indexings, searches, most = [], [], [], [], 0
    for turn in range(TIMES):
        seconds, peak = _load(file, f"long-{turn}")
        loads.append(seconds)
        indexings.append(_indexing(f"long-{turn}"))
        of_rows, of_search = _limits(f"long-{turn}")
        limits.append(of_rows)
        searches.append(of_search)
        most = max(most, peak)
    seconds, limit, indexing, search = (statistics.median(each) for each in (loads, limits, indexings, searches))
    TABLE.row(
        database(), f"{options.paragraphs:,}", f"{seconds:.2f}", f"{options.paragraphs / seconds:,.0f}",
        f"{options.paragraphs / limit:,.0f}", f"{seconds / limit:.1f}", f"{indexing:.2f} s",
        f"{options.paragraphs / search:,.0f}", f"{most / 1024:.0f} MB",
    )  # fmt: skip


def _load(file: Path, slug: str) -> tuple[float, int]:
    """The seconds the command says the document took, and the most memory of its process in KiB."""
    command = [sys.executable, "manage.py", "load_documents", str(file), "--slug", slug, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    (document,) = json.loads(printed)["documents"]
    if document["status"] != "created":
        raise RuntimeError(document["message"])
    return document["seconds"], usage.ru_maxrss


def _indexing(slug: str) -> float:
    """The seconds of that load that the index of words takes: as many as putting the document into it again."""
    from corpus.models import Document
    from corpus.search import index

    document = Document.objects.get(slug=slug)
    start = time.perf_counter()
    index(document)
    return time.perf_counter() - start


def _limits(slug: str) -> tuple[float, float]:
    """The seconds for the same rows, and those for the same rows of the index of words."""
    from .raw import Raw

    of_document = f"document_id = (SELECT id FROM corpus_document WHERE slug = '{slug}')"
    with closing(Raw()) as raw:
        seconds = []
        for table, condition in (("corpus_paragraph", of_document), ("corpus_posting", of_document)):
            rows = raw.rows(table, condition)
            seconds.append(raw.insert_many(raw.copy_of(table), rows))
    return seconds[0], seconds[1]
