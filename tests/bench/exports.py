"""How fast a million taggings are exported over HTTP, beside what the database's own program does.

``python -m tests.bench.exports`` fills a throwaway site on each database, starts the real server on it, and measures
in one run: the database's program writing the same columns (the limit), the download, the memory of the server, and
another person's page meanwhile. ``--taggings N`` takes fewer.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.postgres import free_port

TAGGINGS = 1_000_000
PAGE = "/documents/document-99/"
EXPORT = "/export/tags.csv"
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


def main(arguments: list[str] | None = None) -> int:
    """Measure on SQLite and, where it is installed, on PostgreSQL; print a table."""
    parser = ArgumentParser(prog="python -m tests.bench.exports", description=__doc__)
    parser.add_argument("--taggings", type=int, default=TAGGINGS)
    parser.add_argument("--here", action="store_true", help="Measure on DATABASE_URL, an empty database, alone.")
    options = parser.parse_args(arguments)
    if options.here:
        _measure(options.taggings)
        return 0
    print(f"Export of {options.taggings:,} taggings over HTTP")
    print(
        f"{'database':12}{'limit rows/s':>14}{'export rows/s':>15}{'of limit':>10}{'first byte':>12}{'memory':>9}"
        f"{'page alone':>12}{'meanwhile':>11}{'p95':>17}"
    )
    measure = ["-m", "tests.bench.exports", "--here", "--taggings", str(options.taggings)]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"GLOSSATOR_DATA": folder, "DJANGO_SETTINGS_MODULE": "annotator.config.settings"}
        environment["GLOSSATOR_SECRET_KEY"] = "bench"
        sqlite = environment | {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        failed = subprocess.run([sys.executable, *measure], check=False, env=sqlite).returncode
        on_postgres = [sys.executable, "-m", "tests.postgres", *measure]
        return failed or subprocess.run(on_postgres, check=False, env=environment).returncode


def _measure(taggings: int) -> None:
    _fill(taggings)
    address = os.environ["DATABASE_URL"]
    limit = taggings / _timed(_limit_command(address))
    with _server() as (port, worker):
        _get(port, PAGE)
        _get(port, f"{EXPORT}?document=document-00")
        alone = [_get(port, PAGE) for _ in range(40)]
        before = _memory(worker)
        watched = _Watched(worker)
        first, whole = _download(port, taggings)
        # Again, with somebody else there.
        watched.read(port)
        _download(port, taggings)
        together, most = watched.stop()
    print(
        f"{urlsplit(address).scheme:12}{limit:>14,.0f}{taggings / whole:>15,.0f}{taggings / whole / limit:>10.0%}"
        f"{first * 1000:>9.0f} ms{(most - before) / 1024:>6.0f} MB{_ms(alone):>9.0f} ms{_ms(together):>8.0f} ms"
        f"{_ms(alone, 95):>8.0f}/{_ms(together, 95):.0f} ms",
        flush=True,
    )


def _fill(taggings: int) -> None:
    import django
    from django.core.management import call_command
    from django.db import transaction

    django.setup()
    from tests.bench.export_data import fill

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with transaction.atomic():
        fill(taggings)


def _limit_command(address: str) -> list[str]:
    if address.startswith("sqlite"):
        return ["sqlite3", "-readonly", address.removeprefix("sqlite:///"), ".mode csv", COLUMNS]
    return ["psql", address.partition("?")[0], "-qc", f"COPY ({COLUMNS}) TO STDOUT (FORMAT csv)"]


def _timed(command: list[str]) -> float:
    """Seconds until ``command`` has written everything."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


@contextmanager
def _server() -> Iterator[tuple[int, int]]:
    """The real server with one process, so that everybody shares it: its port and the process's id."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "8", "--timeout", "600"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "annotator.config.wsgi"], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            time.sleep(0.1)
            try:
                _get(port, "/healthz")
            except OSError:
                continue
            break
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        yield port, int(children[0])
    finally:
        process.terminate()
        process.wait(60)


def _get(port: int, address: str) -> float:
    """Seconds for a page."""
    start = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", address)
        response = connection.getresponse()
        response.read()
        if response.status != http.client.OK:
            raise RuntimeError(f"{address}: {response.status}")
    return time.perf_counter() - start


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
        while not self._stop.wait(0.3):
            self._times.append(_get(port, PAGE))

    def _weigh(self, worker: int) -> None:
        while not self._stop.wait(0.05):
            self._most = max(self._most, _memory(worker))

    def stop(self) -> tuple[list[float], int]:
        """The times of the pages in seconds, and the most memory in KiB."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self._times, self._most


def _memory(process: int) -> int:
    """Resident memory in KiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def _ms(seconds: list[float], percent: int = 50) -> float:
    return statistics.quantiles(seconds, n=100)[percent - 1] * 1000


if __name__ == "__main__":
    sys.exit(main())
