"""Revisions as their lists show them: what each changed, and the contributions that it moved."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from annotator.models import Event, Passage
from annotator.models.kinds import CONTRIBUTION_KINDS
from corpus.importing.notices import describe, from_json
from corpus.models import Change, Document, Revision
from corpus.models.collection import Person

from .cards import names_of
from .history import PLACES
from .quotation import quoted

# Encodings of which nothing need be said.
_PLAIN = frozenset({"", "utf-8", "utf-8-sig"})


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision with the number of paragraphs of each kind of change: ``(label, number)``."""

    revision: Revision
    changes: Sequence[tuple[str | Promise, int]]
    previous: int
    """The number of the revision before that was not taken back, 0 for the first."""

    @property
    def reading(self) -> list[str]:
        return reading_of(self.revision)


def reading_of(revision: Revision) -> list[str]:
    """How the file of ``revision`` was read: what somebody said of it, and what its reader decided or left out."""
    notices = from_json(revision.notices)
    parts = []
    if revision.genre:
        parts.append(_("Read as: %(kind)s.") % {"kind": revision.get_genre_display()})
    if revision.encoding not in _PLAIN and not any(notice.code.startswith("encoding_") for notice in notices):
        parts.append(_("Encoding: %(encoding)s.") % {"encoding": revision.encoding})
    return parts + [describe(notice, _) for notice in notices]


def revision_rows(
    revisions: Iterable[Revision], counts: Mapping[int, Mapping[str, int]], standing: Iterable[int]
) -> list[RevisionRow]:
    """``revisions`` with what each changed, as ``Change.objects.counts`` has it.

    ``standing`` are the numbers of those of the document that were not taken back.
    """
    numbers = [0, *sorted(standing)]
    return [
        RevisionRow(
            each,
            [(kind.label, changes[kind]) for kind in Change.What if kind in changes],
            numbers[bisect_left(numbers, each.number) - 1],
        )
        for each in revisions
        for changes in [counts.get(each.number, {})]
    ]


def fortunes_of(loading: Event | None) -> list[tuple[str, str, str]]:
    """What the event ``loading`` of a revision says became of the marks: of each person, by name: "3 kept, 1 lost".

    The first is about all of them and names nobody.
    """
    kept = loading.after or {} if loading else {}
    by_person = {"": kept.get("marks", {})} | kept.get("marks_by_person", {})
    names = names_of(filter(None, by_person))
    return [
        # PostgreSQL keeps the keys of JSON in an order of its own.
        (
            person,
            names.get(person, ""),
            ", ".join(f"{states[state]} {state.label}" for state in Passage.State if state in states),
        )
        for person, states in sorted(by_person.items())
        if states
    ]


@dataclass(frozen=True, slots=True)
class MovedEnd:
    """One end of a contribution before and after: the words, and where they stand."""

    label: str
    state: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    words_now: str
    since: str = ""
    """What was decided about it after that, in words; nothing while it waits, or where nothing had to be decided."""

    @property
    def state_in_words(self) -> str:
        return str(Passage.State(self.state).label)

    @property
    def address(self) -> str:
        address = reverse("paragraph", args=[self.after["document"], self.after["paragraph"]])
        whole = self.after["start"] is None or self.state == Passage.State.LOST
        return address if whole else f"{address}?start={self.after['start']}&end={self.after['end']}"

    @property
    def moved_on(self) -> bool:
        """Whether it is on another paragraph."""
        return bool(self.before["paragraph"] != self.after["paragraph"])


@dataclass(frozen=True, slots=True)
class ShownMove:
    """The event by which a revision moved a contribution, with the ends that are not as they were."""

    event: Event
    ends: Sequence[MovedEnd]


def moves_of(events: Iterable[Event], document: Document, viewer: Person) -> list[ShownMove]:
    """The moves that ``events`` are about, with the ends that stand in ``document``: 1 query for each kind of mark.

    It asks what was decided since about those whose words were lost or uncertain, as far as ``viewer`` may see them.
    """
    events = list(events)
    now: dict[tuple[UUID, str], Passage] = {}
    for kind, model in CONTRIBUTION_KINDS.items():
        keys = [each.subject_id for each in events if each.subject_type == kind and _was_unsettled(each)]
        if keys:
            contributions = model.objects.visible_to(viewer).filter(pk__in=keys)
            for thing in contributions.select_related(*(f"{path}__paragraph" for path in model.PLACES)):
                now |= {(thing.pk, path): getattr(thing, path) for path in model.PLACES}
    return [ShownMove(event, _ends_of(event, document, now)) for event in events]


def _was_unsettled(event: Event) -> bool:
    return not Passage.UNSETTLED.isdisjoint((event.after or {})["anchor"].values())


def _decided(passage: Passage | None, document: Document) -> str:
    """What was decided about an end whose words were lost or uncertain, and which stands on ``passage`` now."""
    if passage is None or (passage.unsettled and not passage.let_go):
        return ""
    if passage.let_go:
        return _("let go, as its words are nowhere any more.")
    if passage.document_id != document.pk:
        return _("put into another text.")
    words = quoted(truncatechars(passage.quote, 120))
    return _("decided, it stands on %(words)s, ¶ %(key)s.") % {"words": words, "key": passage.paragraph.key}


def _ends_of(event: Event, document: Document, places: Mapping[tuple[UUID, str], Passage]) -> list[MovedEnd]:
    # A move leaves both snapshots.
    was, now = event.before or {}, event.after or {}
    ends = []
    for path, state in now["anchor"].items():
        name = path if path in PLACES else "passage"
        before, after = was[name], now[name]
        if after["document"] == document.slug and (before != after or state in Passage.UNSETTLED):
            label = str(PLACES[name]) if name != "passage" else ""
            since = ""
            if state in Passage.UNSETTLED and event.subject_id:
                since = _decided(places.get((event.subject_id, path)), document)
            ends.append(MovedEnd(label, state, before, after, now["found"][path], since))
    return ends
