"""Events as histories and lists show them: what an edit changed, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.models import Contribution, Event, Passage
from annotator.selectors.history import events_of, readable_documents
from corpus.models.collection import Person

# The parts of a snapshot that are shown when they changed.
READABLE = {
    "status": gettext_lazy("Status"),
    "state": gettext_lazy("Words"),
    "tag": gettext_lazy("Tag"),
    "body": gettext_lazy("Note"),
    "relation": gettext_lazy("Relation"),
    "note": gettext_lazy("Note"),
    "name": gettext_lazy("Name"),
    "path": gettext_lazy("Path"),
    "definition": gettext_lazy("Definition"),
    "use_when": gettext_lazy("Use when"),
    "avoid_when": gettext_lazy("Avoid when"),
    "collection": gettext_lazy("Collection"),
    "title": gettext_lazy("Title"),
    "subtitle": gettext_lazy("Subtitle"),
    "short_title": gettext_lazy("Short title"),
    "author": gettext_lazy("Author"),
    "publisher": gettext_lazy("Publisher"),
    "published_on": gettext_lazy("Published on"),
    "language": gettext_lazy("Language"),
    "source_url": gettext_lazy("Source address"),
    "rights": gettext_lazy("Rights"),
    "description": gettext_lazy("Description"),
    "access": gettext_lazy("Read by"),
    "groups": gettext_lazy("Groups"),
    "review": gettext_lazy("Review"),
    "leavers": gettext_lazy("Work of people who leave, under"),
}
# The places in a snapshot, which are shown to those who may read what stands there.
PLACES = {"passage": gettext_lazy("Passage"), "source": gettext_lazy("From"), "target": gettext_lazy("To")}


def in_words(value: object) -> str:
    """A value of a snapshot as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return str(value or "—")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One part of a thing that an edit changed, before and after in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a list shows it.

    ``changes`` are what an edit changed; ``titles`` are those of the documents that its note links to, by slug, as far
    as the viewer may know them; ``has_history`` says that the viewer may open the history of what it is
    about, ``undoable`` that they may undo its batch. ``together`` is how many events of its batch they may see, where
    that goes on from or onto another page.
    """

    event: Event
    changes: Sequence[FieldChange] = ()
    has_history: bool = False
    undoable: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    together: int = 0

    @property
    def adrift(self) -> list[str]:
        """As what a revision left the words it moved, where they may be others or are gone."""
        states = ((self.event.after or {}).get("anchor") or {}).values()
        return [str(Passage.State(state).label) for state in states if state in Passage.UNSETTLED]


def changes_in(event: Event, readable: Mapping[str, str] | None = None) -> list[FieldChange]:
    """What an edit changed that a person would want to read.

    Where it moved something, too, if ``readable`` is given: the documents whose places are named, as short titles by
    slug; of others only that there was one.
    """
    if not (event.before and event.after):
        return []
    before, after = event.before, event.after
    if event.of_change:
        # What it would make of the words and places.
        before, after = (kept | (kept.get("proposed_change") or {}) for kept in (before, after))
    changes = differences(before, after, readable)
    # Resolving and reopening have names of their own; undoing either is an edit.
    was, now = bool(before.get("resolved_at")), bool(after.get("resolved_at"))
    if event.action == Event.Verb.EDITED and was != now:
        changes.append(FieldChange(_("Resolved"), in_words(was), in_words(now)))
    return changes


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], readable: Mapping[str, str] | None = None
) -> list[FieldChange]:
    """Where the snapshots ``before`` and ``after`` differ; ``readable`` as in ``changes_in``."""

    def place_in_words(place: Any) -> str:
        title = (readable or {}).get(place["document"])
        if title is None:
            return _("a passage you may not read")
        return f"{title}, ¶ {place['paragraph']}: “{place['quote']}”"

    shown: list[tuple[str, Any, Any]] = [(name, label, in_words) for name, label in READABLE.items()]
    if readable is not None:
        shown += [(name, label, place_in_words) for name, label in PLACES.items()]
    return [
        FieldChange(str(label), words(before.get(name)), words(after.get(name)))
        for name, label, words in shown
        if before.get(name) != after.get(name)
    ]


def who_saved(events: Iterable[Event], viewer: Person) -> str:
    """Who did the last of ``events``, as a sentence that tells of a conflict begins."""
    by_viewer = any(event.actor_id == viewer.pk for event in [*events][-1:])
    return _("You, in another window,") if by_viewer else _("Somebody else")


def saved_meanwhile(events: Iterable[Event], viewer: Person) -> str:
    """What is said above a form of which something was saved since it was opened, ``events`` being what was done."""
    message = _(
        "%(who)s saved this while you were writing, so what you wrote here was not saved. Both are shown. Take over "
        "what you need and save again."
    )
    return message % {"who": who_saved(events, viewer)}


def rows_of(events: Iterable[Event]) -> list[EventRow]:
    """``events`` with what they changed, without where they moved things."""
    return [EventRow(event, changes_in(event)) for event in events]


def history_of(contribution: Contribution, viewer: Person) -> list[EventRow]:
    """What was done to ``contribution``, oldest first, with where it stood: 2 queries."""
    events = events_of(contribution, viewer)
    kept = (snapshot for event in events for snapshot in (event.before, event.after) if snapshot)
    readable = readable_documents(kept, viewer)
    return [EventRow(event, changes_in(event, readable)) for event in events]
