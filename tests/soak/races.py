"""Races: eight people do the same, or what does not go together, at the same moment, again and again.

Nobody gets an error of the server; what can be done once is done once; what was answered as done is there.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

from tests.bench.measuring import Table, database

from .visiting import Answer, Server, Visitor

TABLE = Table("database", "race", figures=["rounds", "requests", "done", "refused", "errors", "wrong"], width=30)
DONE = 200
PEOPLE = 8

type Form = tuple[str, dict[str, Any]]


class Site:
    """The site and its people, the first of whom is an editor."""

    def __init__(self, port: int) -> None:
        from django.contrib.auth.models import Group

        from annotator.permissions import EDITORS
        from tests.bench import site

        self.document, self.people = site.document(60), site.people()
        self.people[0].groups.set([Group.objects.get(name=EDITORS)])
        self.visitors = [Visitor(port, site.session_of(person)) for person in self.people]
        self.keys = list(self.document.paragraphs.filter(kind="body").values_list("key", flat=True))
        self.tags = site.tags()
        self._pool = ThreadPoolExecutor(PEOPLE)

    def address(self, number: int, kind: str) -> str:
        """A form on one of the paragraphs."""
        return f"/documents/{self.document.slug}/{self.keys[number % len(self.keys)]}/{kind}/"

    def note(self, number: int) -> Any:
        """A note, made by the second of the people."""
        from annotator.actions import annotations
        from annotator.models.place import Place
        from corpus.models import Paragraph

        paragraph = Paragraph.objects.select_related("document__collection").get(
            document=self.document, key=self.keys[number % len(self.keys)]
        )
        [note], _batch = annotations.annotate(places=[Place(paragraph)], body=f"Race {number}.", by=self.people[1])
        return note

    def at_once(self, forms: Sequence[Form], *, by: int | None = None) -> list[Answer]:
        """Send one form each at the same moment, all of person ``by`` where one is named."""
        barrier = Barrier(len(forms))

        def send(turn: int) -> Answer:
            barrier.wait()
            return self.visitors[turn if by is None else by].post(*forms[turn])

        return list(self._pool.map(send, range(len(forms))))


def same_request(site: Site, number: int) -> tuple[list[Answer], bool]:
    """One request, eight times: carried out once, and all are told that it was."""
    from annotator.models import Event

    asked = uuid4()
    form = site.address(number, "annotations"), {"body": "Once.", "request_id": asked}
    answers = site.at_once([form] * PEOPLE, by=2)
    right = all(each.status == DONE for each in answers)
    return answers, right and Event.objects.filter(batch=asked).count() == 1


def same_tag(site: Site, number: int) -> tuple[list[Answer], bool]:
    """One person puts the same tag on the same words from eight windows: it is there once."""
    from annotator.models import Tagging

    tag = site.tags[number % len(site.tags)]
    here = {"author": site.people[3], "tag": tag, "content_object__paragraph__key": site.keys[number % len(site.keys)]}
    forms = [(site.address(number, "tags"), {"tags": tag.name, "request_id": uuid4()}) for _ in range(PEOPLE)]
    answers = site.at_once(forms, by=3)
    return answers, Tagging.objects.filter(**here, withdrawn_at=None).count() == 1


def same_version(site: Site, number: int) -> tuple[list[Answer], bool]:
    """A note is edited from eight windows that all show the same version: one is saved, the others see both."""
    note = site.note(number)
    address = f"/contributions/annotation/{note.pk}/edit/"
    forms = [(address, {"body": f"Words {turn}.", "version": 1, "request_id": uuid4()}) for turn in range(PEOPLE)]
    answers = site.at_once(forms, by=1)
    note.refresh_from_db()
    saved = [turn for turn, answer in enumerate(answers) if answer.status == DONE]
    return answers, len(saved) == 1 and note.body == f"Words {saved[0]}." and note.version == 2


def withdrawn_meanwhile(site: Site, number: int) -> tuple[list[Answer], bool]:
    """A note is withdrawn while others answer it: what was answered as done is there."""
    from annotator.models import Annotation, Event

    note = site.note(number)
    asked = [uuid4() for _ in range(PEOPLE)]
    forms: list[Form] = [(f"/annotations/{note.pk}/reply/", {"body": "But.", "request_id": each}) for each in asked]
    forms[1] = f"/contributions/annotation/{note.pk}/withdraw/", {"request_id": asked[1]}
    answers = site.at_once(forms)
    done = {each for each, answer in zip(asked, answers, strict=True) if answer.status == DONE}
    told = set(Event.objects.filter(batch__in=asked).values_list("batch", flat=True))
    replies = Annotation.objects.filter(in_reply_to=note).count()
    return answers, told == done and replies == len(done - {asked[1]})


def merged_meanwhile(site: Site, number: int) -> tuple[list[Answer], bool]:
    """A tag is merged into another while seven people use it: what was answered as done is there."""
    from annotator.models import Event, Tag, Tagging

    tag, into = (
        Tag.objects.create(name=name, key=name, slug=name, path=name, colour=1, definition="For a race.")
        for name in (f"race{number}", f"goal{number}")
    )
    asked = [uuid4() for _ in range(PEOPLE)]
    forms: list[Form] = [(site.address(number, "tags"), {"tags": tag.name, "request_id": each}) for each in asked]
    forms[0] = f"/tags/{tag.slug}/merge/", {"into": into.pk, "request_id": asked[0]}
    answers = site.at_once(forms)
    done = [each for each, answer in zip(asked[1:], answers[1:], strict=True) if answer.status == DONE]
    made = Event.objects.filter(batch__in=done, action="created").values_list("subject_id", flat=True)
    standing = Tagging.objects.filter(pk__in=made, withdrawn_at=None, tag__in=[tag, into]).count()
    return answers, standing == len(done)


def undone_twice(site: Site, number: int) -> tuple[list[Answer], bool]:
    """An action is undone from eight windows: once."""
    from annotator.models import Event

    note = site.note(number)
    batch = Event.objects.get(subject_id=note.pk).batch
    answers = site.at_once([("/undo/", {"batch": batch, "request_id": uuid4()}) for _ in range(PEOPLE)], by=1)
    return answers, Event.objects.filter(undoes=batch).values("batch").distinct().count() == 1


RACES: list[Callable[[Site, int], tuple[list[Answer], bool]]] = [
    same_request,
    same_tag,
    same_version,
    withdrawn_meanwhile,
    merged_meanwhile,
    undone_twice,
]


def run(seconds: float) -> int:
    """Race for ``seconds``; returns how much was wrong."""
    from tests.bench import site

    site.prepare()
    counts: dict[str, Counter] = {race.__name__: Counter() for race in RACES}
    with Server() as server:
        people = Site(server.port)
        until, number = time.monotonic() + seconds, 0
        while time.monotonic() < until or number < 2:
            for race in RACES:
                answers, right = race(people, number)
                counted = counts[race.__name__]
                counted.update(
                    "done" if each.status == DONE else "refused" for each in answers if 0 < each.status < 500
                )
                errors = [each for each in answers if not 0 < each.status < 500]
                counted.update(rounds=1, requests=len(answers), errors=len(errors), wrong=not right)
            number += 1
    for name, counted in counts.items():
        figures = [counted[each] for each in ("rounds", "requests", "done", "refused", "errors", "wrong")]
        TABLE.row(database(), name.replace("_", " "), *figures)
    return sum(counted["errors"] + counted["wrong"] for counted in counts.values())
