"""Pages: every page of the site and the admin's lists, for somebody not logged in, an annotator and an editor.

On two sites that differ in the number of taggings alone (``--taggings`` and ten times as many), which are built once
and kept under ``var/bench``. Times are of the whole answer in one process, medians: processor time on SQLite, seconds on
PostgreSQL, which works in processes of its own. "Bare" is the rows that the page shows and the numbers it says, asked for
by sqlite3 or psycopg alone, on the larger site. A page that takes more than 1.3 times as long there GROWS.
"""

import json
import logging
import os
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from .measuring import Table, database, ms

TABLE = Table(
    "database",
    "person",
    "page",
    figures=["taggings", "       median", "10 times", "       median", "ratio", "     bytes", "    bare"],
    width=18,
)
KEPT = Path(__file__).resolve().parents[2] / "var" / "bench"
TIMES = 5
# Seconds after which what is slow is not asked for again.
ENOUGH = 2.0
LARGER = 10
GROWTH = 1.3
# Milliseconds that no ratio is taken of.
NOISE = 3.0
PEOPLE = ("", "annotator-0", "editor")
PLACES = "JOIN annotator_passage s ON s.id = t.content_object_id JOIN corpus_paragraph p ON p.id = s.paragraph_id"
VISIBLE = "t.withdrawn_at IS NULL AND t.status = 'published'"
TAG = "t.tag_id = (SELECT id FROM annotator_tag WHERE slug = '{tag}')"
NUMBERS = "count(DISTINCT s.id), count(DISTINCT p.document_id)"
IN_TEXT = f"""
    SELECT t.id, s.quote, p.key, p.section, d.title, u.username FROM annotator_tagging t {PLACES}
    JOIN corpus_document d ON d.id = p.document_id JOIN auth_user u ON u.id = t.author_id
    WHERE {VISIBLE} AND {TAG} ORDER BY d.slug, p.position, p.key, s.start LIMIT 50
"""
NEWEST = "SELECT * FROM annotator_event ORDER BY at DESC, id DESC LIMIT 50"
# What says the same as a page, by the beginning of its name.
BARE = {
    "tag": f"{IN_TEXT}; SELECT {NUMBERS} FROM annotator_tagging t {PLACES} WHERE {VISIBLE} AND {TAG}",
    "tag, page 50": f"{IN_TEXT} OFFSET 2450; SELECT {NUMBERS} FROM annotator_tagging t {PLACES} WHERE {VISIBLE} AND {TAG}",
    "tags": f"SELECT t.tag_id, {NUMBERS} FROM annotator_tagging t {PLACES} WHERE {VISIBLE} GROUP BY t.tag_id",
    "document_tags": f"""
        SELECT t.tag_id, count(DISTINCT s.id) FROM annotator_tagging t {PLACES}
        JOIN corpus_document d ON d.id = p.document_id
        WHERE {VISIBLE} AND p.until_id IS NULL AND d.slug = 'document-000' GROUP BY t.tag_id""",
    "activity": NEWEST,
    "activity, page 200": f"{NEWEST} OFFSET 9950",
    "export, tags": "SELECT count(*) FROM (SELECT 1 FROM annotator_tagging LIMIT 10001) t",
    "person": """
        SELECT t.id, s.quote FROM annotator_tagging t JOIN annotator_passage s ON s.id = t.content_object_id
        WHERE t.author_id = (SELECT id FROM auth_user WHERE username = 'annotator-0') ORDER BY t.created_at DESC LIMIT 50""",
    "find_tags": "SELECT * FROM annotator_tag WHERE name LIKE '%aspect%' ORDER BY path LIMIT 12",
}


def run(options: Namespace, programs: list[list[str]]) -> int:
    """Build what is not there, measure each site in a process of its own, and print the two side by side."""
    failed = 0
    for program in programs:
        found = []
        for taggings in (options.taggings, options.taggings * LARGER):
            folder = KEPT / f"{'postgresql' if program else 'sqlite'}-{taggings}"
            folder.mkdir(parents=True, exist_ok=True)
            environment = os.environ | {
                "GLOSSATOR_DATA": str(folder),
                "DATABASE_URL": f"sqlite:///{folder}/glossator.sqlite3",
                "DJANGO_SETTINGS_MODULE": "annotator.config.settings",
                "FSYNC": "on",
            }
            size = f"--taggings={taggings}", f"--paragraphs={options.paragraphs}"
            command = [sys.executable, *program, "-m", "tests.bench", "--here", *size, "pages"]
            if subprocess.run(command, check=False, env=environment).returncode:
                return 1
            found.append(json.loads((folder / "pages.json").read_text(encoding="utf-8")))
        _print(*found)
    return failed


def _print(small: dict[str, Any], large: dict[str, Any]) -> None:
    for name, (time_there, size, bare) in large["pages"].items():
        # Where only one of them answered, there is nothing to compare.
        if name not in small["pages"]:
            continue
        before = small["pages"][name][0]
        ratio = time_there / before
        grows = "  GROWS" if ratio > GROWTH and time_there - before > NOISE else ""
        TABLE.row(
            large["database"], *name.split("|"), f"{small['taggings']:,}", ms(before), f"{large['taggings']:,}",
            ms(time_there), f"{ratio:.2f}", f"{size:,}", f"{'' if bare is None else ms(bare)}{grows}",
        )  # fmt: skip


def measure(options: Namespace) -> None:
    """On one site: build it, or take up what was kept of it, and leave what each page took in ``pages.json``."""
    from django.contrib.auth.models import User

    from .raw import Raw

    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    _ready(options)
    data = Path(os.environ["GLOSSATOR_DATA"])
    addresses = dict(_addresses())
    raw, pages = Raw(), {}
    for name in PEOPLE:
        client = _client(User.objects.get(username=name) if name else None)
        for page, address in addresses.items():
            answer = client.get(address)
            # What is streamed is a file, which the bench of exports measures.
            if answer.streaming or answer.status_code != 200:
                answer.close()
                continue
            took = _median(lambda client=client, address=address: client.get(address))
            bare = BARE.get(page)
            statements = bare.replace("{tag}", addresses["tag"].split("/")[2]).split(";") if bare else []
            limit = _median(lambda statements=statements: [raw.query(each) for each in statements]) if bare else None
            pages[f"{name or 'anonymous'}|{page}"] = (took, len(answer.content), limit)
    raw.close()
    said = {"database": database(), "taggings": options.taggings, "pages": pages}
    (data / "pages.json").write_text(json.dumps(said), encoding="utf-8")


def _ready(options: Namespace) -> None:
    """Have the site there: as it was kept, or built. PostgreSQL's cluster is thrown away, and what was in it kept."""
    from django.core.management import call_command

    from corpus.db.statistics import refresh

    from .kept_site import build, is_built

    kept = Path(os.environ["GLOSSATOR_DATA"]) / "kept.dump"
    address = os.environ["DATABASE_URL"].partition("?")[0]
    if database() == "postgresql" and kept.exists():
        subprocess.run(["pg_restore", "-d", address, "--no-owner", str(kept)], check=True)
        # What the product does after a load; a dump has no statistics.
        refresh()
    if is_built(options.taggings):
        call_command("migrate", verbosity=0)
        return
    print(f"Building a site of {options.taggings:,} taggings on {database()}, once.", flush=True)
    build(options.taggings, options.paragraphs)
    if database() == "postgresql":
        subprocess.run(["pg_dump", "-Fc", "-f", str(kept), address], check=True)


def _addresses() -> Iterator[tuple[str, str]]:
    """Every address that answers a plain question, by its name, and some that say more."""
    from django.contrib import admin
    from django.urls import reverse

    from annotator.exports.kinds import EXPORT_KINDS
    from annotator.models import Annotation, CrossReference, Event, Tag, Tagging
    from corpus.db.newest import Newest
    from tests.contracts.test_permissions import TABLE as ROWS

    tagging = Tagging.objects.order_by("created_at")[0]
    note, reference = Annotation.objects.order_by("created_at")[0], CrossReference.objects.order_by("created_at")[0]
    parts: dict[str, object] = {
        "document": "document-000", "key": 5, "revision": 1, "form": "tags", "passage": tagging.content_object_id,
        "kind": "annotation", "note": note.pk, "verb": "resolve", "reference": reference.pk, "person": "annotator-0",
        "tag": Tag.objects.order_by("sort_key")[1].slug, "file": "tags",
        "beside": "document-001",
    }  # fmt: skip
    left_out = [name for name, row in ROWS.items() if not parts.keys() >= set(row.args)]
    print(f"Not asked for, as they need what no site of this kind has: {', '.join(left_out)}", flush=True)
    for name, row in ROWS.items():
        if name not in left_out:
            yield name, reverse(name, args=[parts[part] for part in row.args])
    yield "tag, page 50", f"{reverse('tag', args=[parts['tag']])}?page=50"
    events = Event.objects.order_by("-at", "-pk")
    places = [Newest(events, "at").place_of(last) for last in events[199 * 50 - 1 :][:1]]
    # As the link of the page before has it.
    yield "activity, page 200", f"{reverse('activity')}?page=200" + "".join(f"&after={place}" for place in places)
    yield "find_tags", f"{reverse('find_tags')}?q=aspect"
    yield "search, common", f"{reverse('search')}?q=handbook"
    yield "search, nothing", f"{reverse('search')}?q=nobodywrotethis"
    yield "bulk", f"{reverse('tag_in_bulk')}?q=handbook"
    for kind in EXPORT_KINDS:
        yield f"export, {kind}", f"{reverse('export')}?kind={kind}"
    for model in admin.site._registry:
        meta = model._meta
        yield f"admin, {meta.model_name}", reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    yield "admin, tagging, page 50", f"{reverse('admin:annotator_tagging_changelist')}?p=50"


def _client(person: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    if person is not None:
        client.force_login(person)
    return client


def _median(work: Callable[[], object]) -> float:
    """Milliseconds of ``work``: of the processor where the database works in this process."""
    clock = time.process_time if database() == "sqlite" else time.perf_counter
    took = []
    for _turn in range(TIMES):
        start = clock()
        work()
        took.append(clock() - start)
        if sum(took) > ENOUGH:
            break
    return median(took) * 1000
