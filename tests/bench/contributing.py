"""Contributing: tags, notes and cross-references sent over HTTP by people who are logged in, as the page sends them.

The limit is the same rows inserted by sqlite3 or psycopg alone, a transaction for each contribution, by as many at once:
the rows that the site has written are taken out of the tables and put in again. It checks nothing and answers nobody.
Every contribution is counted afterwards; one that is lost, or an answer that is no success, ends the run.
"""

import time
import uuid
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Thread
from typing import Any, NamedTuple

from .measuring import Browser, Table, database, median, ms, percentile, server

TABLE = Table(
    "database",
    "contribution",
    figures=["paragraphs", "clients", "median", "95th", "per second", "limit: median", "per second", "of limit"],
    width=16,
)
SHORT = 50
AT_ONCE = 8
# Words that a contribution stands on.
STRETCH = 6
TABLES = {
    "tags": "annotator_tagging",
    "annotations": "annotator_annotation",
    "cross-references": "annotator_crossreference",
}
# The column of the passage that is made with a contribution; the other end of a cross-reference is there already.
PASSAGES = ("content_object_id", "passage_id", "source_id")


class Work(NamedTuple):
    """Contributions of one kind to one document: its paragraphs, and what a form says besides the place."""

    kind: str
    slug: str
    paragraphs: Sequence[tuple[int, str]]
    fields: Callable[[int], dict[str, object]]

    def send(self, browser: Browser, number: int) -> float:
        """Make contribution ``number``, each on words of its own; returns the seconds."""
        from .site import stretch

        first, place = divmod(number, len(self.paragraphs))
        key, text = self.paragraphs[place]
        start, end = stretch(text, first, STRETCH)
        fields = {"start": start, "end": end, "request_id": uuid.uuid4()} | self.fields(number)
        return browser.post(f"/documents/{self.slug}/{key}/{self.kind}/", fields)


def measure(options: Namespace) -> None:
    """Measure every kind in a short and a long document, by one client and by several."""
    from corpus.models import Paragraph

    from . import site

    site.prepare()
    people, tags = site.people(), site.tags()
    documents = [site.document(length) for length in (SHORT, options.paragraphs)]
    other = documents[0].slug
    fields: dict[str, Callable[[int], dict[str, object]]] = {
        "tags": lambda number: {"tags": tags[number % len(tags)].name},
        "annotations": lambda number: {
            "body": f"Note {number}: *compare* what is said of this above, and of that below."
        },
        "cross-references": lambda number: {"target": f"{other}/{number % 40 + 3}", "relation": "restates"},
    }
    sessions = [site.session_of(person) for person in people]
    with server() as (port, _workers):
        numbers = {document.slug: 0 for document in documents}
        for kind in TABLES:
            for clients, number in ((1, options.requests), (AT_ONCE, options.requests * 4)):
                for document in documents:
                    bodies = Paragraph.objects.filter(document=document, kind=Paragraph.Kind.BODY).order_by("position")
                    work = Work(kind, document.slug, list(bodies.values_list("key", "text")), fields[kind])
                    _measure(port, sessions[:clients], work, numbers[document.slug], number)
                    numbers[document.slug] += number


def _measure(port: int, sessions: Sequence[str], work: Work, first: int, number: int) -> None:
    started = datetime.now(UTC)
    browsers = [Browser(port, session) for session in sessions]
    for browser in browsers:
        # The form, which gives the token, and wakes the server up.
        browser.get(f"/documents/{work.slug}/{work.paragraphs[0][0]}/")
    times, seconds = _at_once(
        [lambda turn, browser=browser: work.send(browser, first + turn) for browser in browsers], number
    )
    limits, limit = _limit(TABLES[work.kind], started, number, len(sessions))
    TABLE.row(
        database(), work.kind, work.slug.rpartition("-")[2], len(sessions), ms(median(times)), ms(percentile(times)),
        f"{number / seconds:.0f}", ms(median(limits)), f"{number / limit:.0f}", f"{limit / seconds:.0%}",
    )  # fmt: skip


def _at_once(clients: Sequence[Callable[[int], float]], number: int) -> tuple[list[float], float]:
    """Let each client do its share of ``number`` things: the seconds of each thing, and of all together."""
    times: list[float] = []
    errors: list[Exception] = []

    def work(client: Callable[[int], float], turns: range) -> None:
        try:
            times.extend([client(turn) for turn in turns])
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends the run
            errors.append(error)

    threads = [
        Thread(target=work, args=[client, range(offset, number, len(clients))]) for offset, client in enumerate(clients)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if errors:
        raise errors[0]
    return times, seconds


def _limit(table: str, started: datetime, number: int, clients: int) -> tuple[list[float], float]:
    """The seconds of each transaction, and of all, that put in again what was written since ``started``."""
    from .raw import Raw

    connections = [Raw() for _ in range(clients)]
    try:
        written = _taken_out(connections[0], table, started)
        if len(written) != number:
            raise RuntimeError(f"{number} contributions were acknowledged, and {len(written)} are there.")
        inserts = [lambda turn, raw=raw: raw.insert(written[turn]) for raw in connections]
        return _at_once(inserts, number)
    finally:
        for connection in connections:
            connection.close()


def _taken_out(raw: Any, table: str, started: datetime) -> list[list[tuple[str, dict[str, Any]]]]:
    """The rows of each contribution to ``table`` since ``started``, with their tables; they are deleted."""
    since = started.replace(tzinfo=None).isoformat(" ") if raw.is_sqlite else started
    submissions = {row["id"]: row for row in raw.rows("annotator_submission", "at >= %s", since)}
    events = {row["subject_id"]: row for row in raw.rows("annotator_event", "at >= %s", since)}
    passages = {row["id"]: row for row in raw.rows("annotator_passage")}
    found = []
    for contribution in raw.rows(table, "created_at >= %s", since):
        event = events.pop(contribution["id"])
        passage = next(contribution[name] for name in PASSAGES if name in contribution)
        found.append(
            [
                ("annotator_submission", submissions.pop(event["batch"])),
                ("annotator_passage", passages.pop(passage)),
                (table, contribution),
                ("annotator_event", event),
            ]
        )
    if events or submissions:
        raise RuntimeError(f"{len(events)} events and {len(submissions)} requests are of no contribution.")
    for rows in found:
        raw.delete(rows)
    return found
