"""What all benches share: tables, medians, and the real server with somebody who asks it."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.postgres import free_port

LONGEST_WAIT = 60.0


class Table:
    """A table that is printed line by line: texts to the left, figures to the right."""

    def __init__(self, *texts: str, figures: Sequence[str], width: int = 24) -> None:
        self._heads = (*texts, *figures)
        self._texts = len(texts)
        self._width = width

    def head(self) -> None:
        """Print what the columns are."""
        self.row(*self._heads)

    def row(self, *cells: object) -> None:
        """Print a line of ``cells``."""
        texts = "".join(f"{cell!s:{self._width}}" for cell in cells[: self._texts])
        figures = [f"{cell:>{max(10, len(head) + 2)}}" for head, cell in zip(self._heads, cells, strict=True)]
        print(texts + "".join(figures[self._texts :]), flush=True)


def database() -> str:
    """The name of the database that is measured on."""
    return urlsplit(os.environ["DATABASE_URL"]).scheme


def median(seconds: Sequence[float]) -> float:
    """The median in milliseconds."""
    return statistics.median(seconds) * 1000


def percentile(seconds: Sequence[float], percent: int = 95) -> float:
    """The 95th (or another) percentile in milliseconds."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000


def ms(milliseconds: float) -> str:
    """Milliseconds as they stand in a table."""
    return f"{milliseconds:.1f} ms"


def memory(process: int) -> int:
    """The resident memory of a process in KiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def server(*, workers: int = 3, threads: int = 4) -> Iterator[tuple[int, list[int]]]:
    """The real server, as ``make serve`` starts it unless told otherwise: its port and its processes' ids."""
    port = free_port()
    command = [
        "gunicorn",
        "--preload",
        "--workers",
        str(workers),
        "--threads",
        str(threads),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--timeout", "600", "--log-level", "warning", "annotator.config.wsgi"],
        # With a pool of connections, as a site has it.
        env=os.environ | {"DATABASE_URL": os.environ["DATABASE_URL"].removesuffix("?pool=no")},
    )
    try:
        _wait_for(port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        yield port, [int(child) for child in children]
    finally:
        process.terminate()
        process.wait(LONGEST_WAIT)


def _wait_for(port: int) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            Browser(port).get("/healthz")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


class Browser:
    """Somebody who asks the server, each time on a new connection: the server hangs up after two seconds of silence.

    What answers with another status than the one expected is an error.
    """

    def __init__(self, port: int, session: str = "") -> None:
        self._port = port
        self._cookies = {"sessionid": session} if session else {}
        self.body = b""
        self.headers: Message = Message()

    def get(self, address: str, status: int = http.client.OK, **headers: str) -> float:
        """Get a page; returns the seconds it took, and keeps ``body`` and ``headers``."""
        return self._ask("GET", address, None, status, {name.replace("_", "-"): headers[name] for name in headers})

    def post(self, address: str, fields: Mapping[str, object]) -> float:
        """Send a form as the page does; returns the seconds it took."""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
            "X-CSRFToken": self._cookies["csrftoken"],
        }
        return self._ask("POST", address, urlencode(fields), http.client.OK, headers)

    def _ask(self, method: str, address: str, body: str | None, status: int, headers: dict[str, str]) -> float:
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        start = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=LONGEST_WAIT)) as connection:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            self.body = response.read()
        seconds = time.perf_counter() - start
        if response.status != status:
            raise RuntimeError(f"{method} {address}: {response.status}\n{self.body.decode()[:2000]}")
        self.headers = response.headers
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return seconds
