"""Who is told of what was done: the rows of the inboxes, written with the events, in their transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from annotator.models import Annotation, Event, Notification, Passage, Status
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.presenters.markdown import mentions_in
from corpus.db.insert import AT_A_TIME, insert_new

Verb, Kind = Event.Verb, Notification.Kind
# What others do to a contribution that its author is told of.
DECISIONS = {Verb.PUBLISHED, Verb.DECLINED, Verb.RETURNED, Verb.WITHDRAWN, Verb.RESTORED}
# Of an edit by others, what its author is told of; a tag that is merged is the codebook's business.
EDITS = ("status", "body", "relation", "note")

type NotificationsByPerson = dict[tuple[int, UUID], tuple[Notification.Kind, Event]]


def notify(events: Sequence[Event], adrift: set[int], notified_of_undo: set[int]) -> None:
    """Write the notifications of ``events``, which are written already: no query where nobody is told.

    ``adrift`` are the authors of the marks that lost their words earlier in the same action; those in ``events`` are
    added. They are told by the event of the load, once each however many marks they have. ``notified_of_undo`` are
    those who were told earlier that the action undoes something of theirs, which they are told once too.
    """
    notifications: NotificationsByPerson = {}
    contributed = [event for event in events if event.subject_type in CONTRIBUTION_KINDS]
    adrift.update(event.subject_author_id for event in contributed if event.subject_author_id and _is_adrift(event))
    for event in events:
        if event.action == Verb.LOADED:
            notifications |= {(person, event.pk): (Kind.ADRIFT, event) for person in adrift}
    for event in contributed:
        author = event.subject_author_id
        if author and author not in notified_of_undo and _is_decision(event):
            notifications[author, event.pk] = (Kind.DECISION, event)
            if event.undoes:
                notified_of_undo.add(author)
    for some in batched((each for each in contributed if each.subject_type == Event.Subject.ANNOTATION), AT_A_TIME):
        _about_notes(some, notifications)
    if notifications:
        insert_new(
            [
                Notification(person_id=person, event=event, kind=kind, at=event.at)
                for (person, _pk), (kind, event) in notifications.items()
            ],
            ("person_id", "event_id"),
        )


def _is_adrift(event: Event) -> bool:
    """Whether ``event`` is about a mark that a revision left without its words."""
    return event.action == Verb.MOVED and not Passage.UNSETTLED.isdisjoint((event.after or {})["anchor"].values())


def _is_decision(event: Event) -> bool:
    """Whether ``event`` is about somebody's contribution, and they want to know what another did to it."""
    before, after = event.before or {}, event.after or {}
    if event.actor_id == event.subject_author_id or after.get("status") == Status.DRAFT:
        return False
    if event.action in DECISIONS:
        return True
    # What is proposed of it is told when it is decided, too.
    return event.action in {Verb.EDITED, Verb.PROPOSED} and any(
        before.get(name) != after.get(name) for name in (*EDITS, "proposed_change")
    )


def _about_notes(events: Sequence[Event], notifications: NotificationsByPerson) -> None:
    """Add to ``notifications`` who is mentioned in the notes that are new, and who takes part in their discussions."""
    new = [event for event in events if _came_to_be_seen(event)]
    changed = [event for event in events if event not in new and _is_reworded(event)]
    mentioned = _mentioned(event for event in (*new, *changed) if "@" in str((event.after or {}).get("body")))
    settled = [event for event in events if event.action in {Verb.RESOLVED, Verb.REOPENED}]
    answers = [event for event in new if (event.after or {}).get("in_reply_to_id")]
    notes = _notes_beside([*answers, *settled])
    for event in (*new, *changed):
        before = set(mentions_in(str((event.before or {}).get("body") or ""))) if event in changed else set()
        for person, name in mentioned.get(event.subject_id, ()):
            if name not in before:
                _add(notifications, person, event, Kind.MENTION)
    for event in answers:
        answered = notes.get(UUID(str((event.after or {})["in_reply_to_id"])))
        if answered is not None:
            _add(notifications, answered[1], event, Kind.REPLY)
    taking_part = _by_discussion(notes)
    for event in (*answers, *settled):
        for person in taking_part.get(event.subject_id, ()):
            _add(notifications, person, event, Kind.DISCUSSION)


def _add(notifications: NotificationsByPerson, person: int, event: Event, kind: Notification.Kind) -> None:
    """Tell ``person`` of ``event``, unless they did it, or are told for a reason that comes first."""
    order = list(Kind)
    known = notifications.get((person, event.pk))
    if person != event.actor_id and (known is None or order.index(kind) < order.index(known[0])):
        notifications[person, event.pk] = (kind, event)


def _came_to_be_seen(event: Event) -> bool:
    """Whether a note is new to others: made, or submitted. What was imported was said, and told, elsewhere."""
    before, after = event.before or {}, event.after or {}
    if after.get("status") == Status.DRAFT or after.get("withdrawn_at"):
        return False
    return event.action == Verb.CREATED or before.get("status") == Status.DRAFT


def _is_reworded(event: Event) -> bool:
    before, after = event.before or {}, event.after or {}
    return bool(before) and after.get("status") != Status.DRAFT and before.get("body") != after.get("body")


def _mentioned(events: Iterable[Event]) -> dict[UUID | None, list[tuple[int, str]]]:
    """The people, by id and name, whom the notes of ``events`` mention, by note: 1 query where any mentions one."""
    mentions: dict[UUID | None, list[tuple[int, str]]] = defaultdict(list)
    if about := [event.subject_id for event in events]:
        rows = Annotation.mentions.through.objects.filter(annotation__in=about)
        for note, person, name in rows.values_list("annotation", "user", "user__username"):
            mentions[note].append((person, name))
    return mentions


type NotesByKey = Mapping[UUID, tuple[UUID | None, int, bool]]


def _notes_beside(events: Sequence[Event]) -> NotesByKey:
    """All notes on the passages of those of ``events``: what each answers, its author, whether others see it: 1 query.

    Answers stand on the passage of their note.
    """
    passages: set[Any] = {(event.after or {}).get("passage_id") for event in events}
    if not passages:
        return {}
    rows = Annotation.objects.filter(passage__in=passages)
    return {
        pk: (parent, author, status != Status.DRAFT and withdrawn is None)
        for pk, parent, author, status, withdrawn in rows.values_list(
            "pk", "in_reply_to", "author", "status", "withdrawn_at"
        )
    }


def _by_discussion(notes: NotesByKey) -> dict[UUID | None, set[int]]:
    """For each of ``notes``, who has written in the discussion that it belongs to."""
    first: dict[UUID, UUID] = {}
    people: dict[UUID, set[int]] = defaultdict(set)
    for pk, (_parent, author, seen) in notes.items():
        way = [pk]
        while way[-1] not in first and (parent := notes[way[-1]][0]) is not None and parent in notes:
            way.append(parent)
        root = first.get(way[-1], way[-1])
        first |= dict.fromkeys(way, root)
        if seen:
            people[root].add(author)
    return {pk: people[root] for pk, root in first.items()}
