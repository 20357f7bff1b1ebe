"""``make upgrade``: a site of an earlier release, with data, becomes one of this checkout; and a reload drops no request.

In between, while the tables are new and the program is not yet, the old program is asked to do what it does all day.

``python -m tests.upgrade [COMMIT]``: the release to begin with, 0.2.0 unless told otherwise. Its program runs from a copy
in a temporary folder, with the packages that are installed. On SQLite, or on the database of ``DATABASE_URL``, which has
to be empty.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
from collections import Counter
from http.client import HTTPConnection, HTTPException
from io import BytesIO, StringIO
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
# The commit of the release 0.2.0.
RELEASE = "744fc58"
# Files of an export, with the columns that name a row for ever and say what a person made.
COMPARED = {
    "documents": ("document", "title"),
    "paragraphs": ("document", "paragraph", "text"),
    "tags": ("tagging_id", "tag", "document", "paragraph", "author", "status"),
    "annotations": ("annotation_id", "document", "paragraph", "author", "status", "body"),
    "cross-references": ("cross_reference_id", "relation", "author", "status"),
}
PAGES = ("/", "/documents/handbook/", "/tags/", "/help/", "/search/?q=words")
# What the old program is asked for on the new tables, and what it answers; run by it.
AT_WORK = """
import json, uuid
from django.contrib.auth.models import User
from django.test import Client
from annotator.models import Tag
ada = User.objects.filter(groups__name="Annotators").first()
ada.set_password("four random words")
ada.save()
client = Client(headers={"host": "localhost"}, raise_request_exception=False)
place, answers = "/documents/handbook/3/", {}
def sent(address, **typed):
    return client.post(address, {"request_id": str(uuid.uuid4()), **typed}).status_code
answers["reading"] = client.get("/documents/handbook/").status_code
answers["logging in"] = sent("/accounts/login/", login=ada.username, password="four random words")
for page in ("/", place, "/tags/", "/activity/", "/cross-references/", f"/people/{ada.username}/"):
    answers[page] = client.get(page).status_code
answers["exporting"] = client.get("/export/tags.csv").status_code
answers["searching"] = client.get("/search/?q=words").status_code
answers["tagging"] = sent(place + "tags/", tags=Tag.objects.order_by("pk").first().name)
answers["noting"] = sent(place + "annotations/", body="By an old program.")
print(json.dumps(answers))
"""
# What fails there with an error page and changes nothing; so that site is stopped while it is migrated. What later
# releases do has to go on (tests/contracts/test_migrations.py).
FAILS = {RELEASE: {"searching", "tagging", "noting"}}
# Readers at once, and seconds before and after a reload.
READERS, SECONDS = 4, 3


def copy_of(commit: str, folder: Path) -> Path:
    """The program as it was at ``commit``."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


class Site:
    """A site in ``data``, run by the program in ``program``."""

    def __init__(self, data: Path) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GLOSSATOR_")}
        self.environment = kept | {"GLOSSATOR_DATA": str(data)}

    def manage(self, program: Path, *asked: str) -> str:
        """Run a command; what it wrote."""
        done = subprocess.run(
            [sys.executable, "manage.py", *asked],
            cwd=program, env=self.environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{program.name}: manage.py {' '.join(asked)}\n{done.stderr}")
        return done.stdout

    def rows(self, program: Path, file: Path) -> dict[str, Counter[tuple[str, ...]]]:
        """What is exported, as rows of the columns that are compared."""
        self.manage(program, "export", "bundle", "--output", str(file))
        found = {}
        with zipfile.ZipFile(file) as bundle:
            for kind, columns in COMPARED.items():
                (name,) = [each for each in bundle.namelist() if each.rpartition("/")[2] == f"{kind}.csv"]
                lines = list(csv.DictReader(StringIO(bundle.read(name).decode("utf-8-sig"))))
                shared = [column for column in columns if not lines or column in lines[0]]
                assert shared, (kind, lines[0])
                found[kind] = Counter(tuple(line[column] for column in shared) for line in lines)
        return found


def asked(port: int, page: str) -> int:
    """The status of an answer, 0 where there was none, or not all of it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", page, headers={"Host": "localhost", "Connection": "close"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return 0
    else:
        return answer.status
    finally:
        connection.close()


def serve(site: Site, program: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers."""
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "docs/deploy/gunicorn.conf.py"), "--bind",
               f"127.0.0.1:{port}", "--workers", "2", "annotator.config.wsgi"]  # fmt: skip
    server = subprocess.Popen(command, cwd=program, env=site.environment, stderr=log.open("ab"))
    while asked(port, "/healthz") != 200:
        if server.poll() is not None:
            raise SystemExit(log.read_text())
        time.sleep(0.1)
    return server


def reload_under_load(server: subprocess.Popen[bytes], port: int) -> Counter[int]:
    """Answers by status, while the server is told to take its workers anew, three times."""
    statuses: Counter[int] = Counter()
    over = threading.Event()

    def read(number: int) -> None:
        while not over.is_set():
            number += 1
            statuses[asked(port, PAGES[number % len(PAGES)])] += 1

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        time.sleep(SECONDS)
        server.send_signal(signal.SIGHUP)
    time.sleep(SECONDS)
    over.set()
    for reader in readers:
        reader.join()
    return statuses


def main() -> int:
    """Do it, and say what was found; 1 where something was lost."""
    commit = sys.argv[1] if len(sys.argv) > 1 else RELEASE
    with tempfile.TemporaryDirectory(prefix="glossator-upgrade-") as base:
        old, site = copy_of(commit, Path(base, "old")), Site(Path(base, "data"))
        site.manage(old, "migrate", "--verbosity", "0")
        site.manage(old, "create_demo")
        before = site.rows(old, Path(base, "before.zip"))
        began = time.monotonic()
        site.manage(ROOT, "migrate", "--verbosity", "0")
        seconds = time.monotonic() - began
        answers: dict[str, int] = json.loads(site.manage(old, "shell", "--no-imports", "-c", AT_WORK).splitlines()[-1])
        failed = {name for name, status in answers.items() if status not in {200, 302}}
        print(f"the old program on the new tables: {answers}")
        site.manage(ROOT, "migrate", "--verbosity", "0")
        site.manage(ROOT, "collectstatic", "--noinput", "--verbosity", "0")
        after = site.rows(ROOT, Path(base, "after.zip"))
        lost = 0
        for kind, rows in before.items():
            missing = rows - after[kind]
            lost += missing.total()
            print(f"{kind}: {rows.total()} before, {after[kind].total()} after, {missing.total()} of them lost")
            for row in list(missing)[:5]:
                print("  ", row)
        print(f"migrate took {seconds:.1f} s")
        port, log = free_port(), Path(base, "log")
        server = serve(site, ROOT, port, log)
        try:
            statuses = reload_under_load(server, port)
        finally:
            server.terminate()
            server.wait(60)
        dropped = statuses.total() - statuses[200] - statuses[302]
        print(f"three reloads: {statuses.total()} requests, {dropped} dropped or failed ({dict(statuses)})")
    return 1 if lost or dropped or failed != FAILS.get(commit, set()) or not before["tags"] else 0


if __name__ == "__main__":
    sys.exit(main())
