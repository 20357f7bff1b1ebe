"""The real server, which can be killed, and people who ask it things and keep what it answered."""

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from typing import NamedTuple, Self
from urllib.parse import urlencode

from tests.postgres import free_port

# Django takes any such value, as long as cookie and header have the same.
TOKEN = "a" * 32
LONGEST_WAIT = 60.0


class Answer(NamedTuple):
    """What the server answered, and after how many seconds; the status is 0 where it did not."""

    status: int
    body: str
    seconds: float
    etag: str = ""


class Server:
    """The site as ``make serve`` starts it, in a process group of its own."""

    def __init__(self, *, workers: int = 3, threads: int = 4) -> None:
        self.port = free_port()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server
        size = ["--workers", str(workers), "--threads", str(threads), "--bind", f"127.0.0.1:{self.port}"]
        command = [
            "gunicorn",
            "--preload",
            "--no-control-socket",
            *size,
            "--log-level",
            "critical",
            "annotator.config.wsgi",
        ]
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            # With a connection for each thread, as a site has it.
            env=os.environ | {"DATABASE_URL": os.environ["DATABASE_URL"].removesuffix("?pool=no")},
            start_new_session=True,
            stderr=self._log,
        )
        until = time.monotonic() + LONGEST_WAIT
        while Visitor(self.port).get("/healthz").status != http.client.OK:
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError("The server did not start.")
            time.sleep(0.05)

    def complaints(self) -> list[str]:
        """The last line of each traceback that it wrote, each once."""
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").splitlines()
        return sorted(
            {line[:300] for line in lines if re.match(r"[\w.]+(Error|Exception|DoesNotExist|Refused)\b", line)}
        )

    def kill(self) -> None:
        """End all its processes at once, wherever they are: as a crash or a lack of memory does."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(LONGEST_WAIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait(LONGEST_WAIT)


class Visitor:
    """Somebody who asks the server, each time on a new connection."""

    def __init__(self, port: int, session: str = "") -> None:
        self._port = port
        cookies = {"sessionid": session, "csrftoken": TOKEN} if session else {}
        self._headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def get(self, address: str, **headers: str) -> Answer:
        """Get a page; ``If_None_Match`` and the like are headers."""
        return self._ask("GET", address, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, address: str, fields: Mapping[str, object]) -> Answer:
        """Send a form as a page with htmx does."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "X-CSRFToken": TOKEN}
        return self._ask("POST", address, urlencode(fields), headers)

    def _ask(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Answer:
        start = time.perf_counter()
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=LONGEST_WAIT)) as connection:
                connection.request(method, address, body, self._headers | headers)
                response = connection.getresponse()
                text = response.read().decode()
                return Answer(response.status, text, time.perf_counter() - start, response.getheader("ETag", ""))
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, repr(error), time.perf_counter() - start)
