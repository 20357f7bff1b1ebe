"""Load: a hundred people read and eight write for a while, each with a moment's thought between two things.

An error is any answer but what was asked for; the page that says that others are saving counts as one. What was
answered as written and is not there afterwards is lost.
"""

import os
import random
import threading
import time
from http.client import OK
from uuid import uuid4

from tests.bench.measuring import Table, database, median, percentile

from .visiting import Answer, Server, Visitor

TABLE = Table(
    "database", "what", figures=["people", "requests", "errors", "median", "95th", "99th", "longest"], width=14
)
READERS, WRITERS = 100, 8
# Seconds between two things, at most; an open page asks for news every four by itself.
THOUGHT = {"read": 8.0, "write": 4.0}
LENGTH = 200


def run(seconds: float) -> int:
    """Read and write for ``seconds``; returns the number of errors."""
    from tests.bench import site

    site.prepare()
    document, people, tags = site.document(LENGTH), site.people(), site.tags()
    site.contribute(document, people, tags)
    keys = list(document.paragraphs.filter(kind="body").values_list("key", flat=True))
    sessions = [site.session_of(person) for person in people]
    times: dict[str, list[Answer]] = {"read": [], "ask for news": [], "write": []}
    acknowledged: set[str] = set()
    until = time.monotonic() + seconds
    text = f"/documents/{document.slug}/"

    def reader(visitor: Visitor) -> None:
        mark = ""
        while time.monotonic() < until:
            time.sleep(random.uniform(0, THOUGHT["read"]))
            if not mark:
                page = visitor.get(text)
                mark = page.etag
                times["read"].append(page)
            elif random.random() < 0.7:
                news = visitor.get(f"{text}margin/", If_None_Match=mark, HX_Request="true")
                mark = news.etag or mark
                times["ask for news"].append(news)
            else:
                address = random.choice((text, f"{text}{random.choice(keys)}/", "/", "/tags/", "/search/?q=theme"))
                times["read"].append(visitor.get(address))

    def writer(visitor: Visitor) -> None:
        while time.monotonic() < until:
            time.sleep(random.uniform(0, THOUGHT["write"]))
            said = f"What is *said* here: {uuid4()}."
            fields = {"body": said, "request_id": uuid4()}
            times["write"].append(visitor.post(f"{text}{random.choice(keys)}/annotations/", fields))
            acknowledged.update([said] if times["write"][-1].status == OK else [])

    with Server() as server:
        readers = [(reader, sessions[number % len(sessions)] if number % 2 else "") for number in range(READERS)]
        work = readers + [(writer, sessions[number]) for number in range(WRITERS)]
        threads = [threading.Thread(target=does, args=[Visitor(server.port, session)]) for does, session in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for line in server.complaints():
        print(f"  {line}")
    return _lost(acknowledged) + sum(_told(what, answers) for what, answers in times.items())


def _lost(acknowledged: set[str]) -> int:
    """How many of the notes that were answered as written are not there; told too."""
    from annotator.models import Annotation

    lost = acknowledged - set(Annotation.objects.filter(body__in=acknowledged).values_list("body", flat=True))
    print(f"{len(acknowledged)} notes were acknowledged, {len(lost)} of them are lost")
    return len(lost)


def _told(what: str, answers: list[Answer]) -> int:
    """Print what ``answers`` were like; returns how many were errors."""
    errors = [answer for answer in answers if answer.status not in {200, 304}]
    took = [answer.seconds for answer in answers]
    shown = [
        f"{each / 1000:.2f} s" for each in (median(took), percentile(took), percentile(took, 99), max(took) * 1000)
    ]
    name = "pgbouncer" if os.environ.get("BEHIND_PGBOUNCER") else database()
    TABLE.row(name, what, WRITERS if what == "write" else READERS, len(answers), len(errors), *shown)
    for answer in errors[:3]:
        print(f"  {answer.status}: {answer.body[:300]}")
    return len(errors)
