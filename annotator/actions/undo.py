"""Taking back what one did: the last actions, each a batch of events, in reverse."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import batched, groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.errors import AlreadyDone, BrokenOff, NotUpdatedError, Refused
from annotator.models import Contribution, Event, ProposedParallel, Status, Tag, UnfinishedUndo
from annotator.models.event import EventQuerySet
from annotator.permissions import Permission, can, require

from . import confirm_anchor, contributions, taggings, tags
from .batch import AT_ONCE, MODELS, OWN_FIELDS, SHARED_FIELDS, Batch, batch, begin_again, go_on
from .parallels.judge import put_back_in as put_verdict_back_in
from .tag_tree import hold_codebook

# Kinds of things that what is asked of others hangs on: the tags that came with them, the note that is answered.
BESIDE = (Event.Subject.TAG, Event.Subject.ANNOTATION)
_subject = attrgetter("subject_type")
# How long an action can be undone.
UNDO_WINDOW = timedelta(hours=24)
Verb = Event.Verb
# Changes of these kinds are undone by putting back what the event says was there before.
PUT_BACK = {
    Verb.EDITED,
    Verb.PROPOSED,
    Verb.PUBLISHED,
    Verb.DECLINED,
    Verb.RETURNED,
    Verb.RESOLVED,
    Verb.REOPENED,
    Verb.CONFIRMED,
    Verb.LET_GO,
    Verb.ACCEPTED,
    Verb.REJECTED,
    Verb.SET_ASIDE,
}
UNDOABLE = {Verb.CREATED, Verb.IMPORTED, Verb.WITHDRAWN, Verb.RESTORED, Verb.MERGED, Verb.DELETED, *PUT_BACK}
# What made a thing, or brought it back: to undo that is to take it away again.
CAME = {Verb.CREATED, Verb.IMPORTED, Verb.RESTORED}
# What it takes to undo each of these, as the rules are now.
TAKES = {
    Verb.CREATED: Permission.WITHDRAW,
    Verb.WITHDRAWN: Permission.WITHDRAW,
    Verb.RESTORED: Permission.WITHDRAW,
    Verb.IMPORTED: Permission.IMPORT,
    Verb.EDITED: Permission.EDIT,
    Verb.CONFIRMED: Permission.EDIT,
    Verb.LET_GO: Permission.EDIT,
    Verb.PROPOSED: Permission.PROPOSE,
    Verb.PUBLISHED: Permission.DECIDE,
    Verb.DECLINED: Permission.DECIDE,
    Verb.RETURNED: Permission.DECIDE,
    Verb.RESOLVED: Permission.RESOLVE,
    Verb.REOPENED: Permission.RESOLVE,
}
# What is said about documents and who reads a collection is not put back blindly: others read by it since.
SUBJECTS = {*MODELS, Event.Subject.TAG, Event.Subject.PARALLEL}


def undo(*, batch_id: UUID, by: User, request_id: UUID | None = None) -> UUID:
    """Take back everything ``by`` did in the batch ``batch_id``, or nothing. Returns the new batch's id.

    More than ``AT_ONCE`` events are undone in parts, each of them whole or not at all, once it is known that all of
    them can be; where that was cut off, to undo ``batch_id`` again is to go on with the same undo.
    Of the tags that an import made, those that something uses or that were changed since stay.

    Raises ``Refused`` where it was undone already, is too long ago, somebody changed one of the things since, or ``by``
    may not do one of these things any more, or not read where one of them stands, and ``BrokenOff`` where a part was
    undone before; an undo is itself an action and can be undone.
    """
    events = Event.objects.listed().filter(batch=batch_id, actor=by).order_by("-at", "-pk")
    newest = events.first()
    if newest is None:
        raise Refused(_("There is nothing of yours to undo here."))
    if not recent(newest):
        raise Refused(_("This was done more than a day ago. Change it by hand."))
    if events.exclude(action__in=UNDOABLE, subject_type__in=SUBJECTS).exists():
        raise Refused(_("This action cannot be undone."))
    undoing = _Undoing(batch_id, events, by)
    with undoing.in_words():
        undoing.look_through()
    try:
        with batch(by=by, request_id=request_id, undoes=batch_id) as current:
            begin_again(current)
            # What is undone itself is not gone on with.
            UnfinishedUndo.objects.filter(batch=batch_id).delete()
            undoing.next_part(current)
    except OperationalError:
        # It may have waited in vain for another undo of the same, which is the answer then.
        undoing.look_through()
        raise
    go_on(current, undoing.next_part)
    return current.id


class _Changed(Refused):
    """Somebody changed what is to be undone; ``place`` is where that stands, in brackets, if it stands at one place."""

    def __init__(self, place: str = "") -> None:
        super().__init__(_("Somebody changed this since, so it was not undone. Change it by hand."))
        self.place = place


class _Undoing:
    """The undo of one action. ``parts``: the ids of its events, the newest first, that are undone together."""

    def __init__(self, batch_id: UUID, events: EventQuerySet, by: User) -> None:
        self._batch_id = batch_id
        self._begun = UnfinishedUndo.objects.filter(undoes=batch_id).first()
        self._by = by
        about = set(events.filter(subject_type__in=BESIDE).values_list("subject_type", "action", "subject_id"))
        self._new_tags = {
            str(pk) for subject, verb, pk in about if (subject, verb) == (Event.Subject.TAG, Verb.CREATED)
        }
        self._notes = {pk for subject, _verb, pk in about if subject == Event.Subject.ANNOTATION}
        left = events.filter(at__lt=self._begun.before) if self._begun else events
        rows = list(left.values_list("pk", "subject_type"))
        self.parts = deque([rows] if len(rows) <= AT_ONCE else _parts(rows))
        self._total = events.count() if self._begun else len(rows)
        self._undone = self._total - len(rows)

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Refuse in words for the person, which say where a part is undone already."""
        try:
            yield
        except (NotUpdatedError, _Changed) as error:
            why = _("somebody changed something in it") + getattr(error, "place", "")
            raise (self._broken_off(why) if self._undone else _Changed()) from None
        except PermissionDenied:
            if not self._undone:
                raise Refused(_("You may not do all of this any more, so nothing was undone. Ask an editor.")) from None
            raise self._broken_off(_("you may not do all of it any more")) from None

    def _broken_off(self, why: str) -> BrokenOff:
        said = _(
            "%(done)s of %(total)s changes were undone and stay so. The rest cannot be undone, since %(why)s. Change "
            "it by hand; or undo this undo, too: the activity has its button."
        )
        return BrokenOff(said % {"done": f"{self._undone:,}", "total": f"{self._total:,}", "why": why})

    def look_through(self) -> None:
        """Refuse what cannot be undone as a whole, as things are now; a single part is looked at when it is undone."""
        self._refuse_if_undone(self._begun)
        if self._begun or len(self.parts) == 1:
            return
        seen: set[UUID] = set()
        for part in self.parts:
            events = self._events(part)
            _require_all(events, self._notes, by=self._by)
            _require_unchanged(event for event in events if event.subject_id not in seen)
            seen.update(event.subject_id for event in events)

    def next_part(self, current: Batch) -> None:
        """Undo the newest events that are left."""
        with self.in_words():
            begun = UnfinishedUndo.objects.select_for_update().filter(undoes=self._batch_id).first()
            if begun and begun.batch == current.request_id and not self._is_as_seen(begun):
                # The same request was sent twice at once, and the other one goes on with it.
                raise AlreadyDone
            self._refuse_if_undone(begun)
            earlier = []
            events = self._events(self.parts.popleft())
            if begun:
                current.id = begun.batch
                about = {event.subject_id for event in events}
                earlier = list(Event.objects.filter(batch=current.id, subject_id__in=about).order_by("-at", "-pk"))
            _require_all(events, self._notes, by=self._by)
            _require_unchanged([*earlier, *events], hold=True)
            _reverse_all(current, events, self._new_tags)
            if not (current.written or current.events):
                raise Refused(_("All of these tags are in use by now or were changed since, so none was deleted."))
            current.finished = not self.parts
            if self.parts:
                self._begun = UnfinishedUndo(undoes=self._batch_id, batch=current.id, before=events[-1].at)
                self._begun.save()
            elif begun:
                begun.delete()
            self._undone += len(events)

    def _refuse_if_undone(self, begun: UnfinishedUndo | None) -> None:
        """Refuse where it was undone, or another request goes on with it: ``begun`` is how far it is by now."""
        if not self._is_as_seen(begun) or (begun is None and Event.objects.filter(undoes=self._batch_id).exists()):
            raise Refused(_("This was undone already."))

    def _is_as_seen(self, begun: UnfinishedUndo | None) -> bool:
        return (begun and begun.before) == (self._begun and self._begun.before)

    @staticmethod
    def _events(part: Iterable[tuple[UUID, str]]) -> list[Event]:
        found = Event.objects.in_bulk([pk for pk, _subject in part])
        return [found[pk] for pk, _subject in part]


def _parts(rows: list[tuple[UUID, str]]) -> Iterator[Sequence[tuple[UUID, str]]]:
    """``rows`` for a transaction each; tags that an import made go together, since some stand below others."""
    for is_tag, some in groupby(rows, lambda row: row[1] == Event.Subject.TAG):
        together = tuple(some)
        yield from [together] if is_tag else batched(together, AT_ONCE)


def recent(event: Event) -> bool:
    """Whether ``event`` is so recent that it can be undone."""
    return event.at >= timezone.now() - UNDO_WINDOW


def undoable(event: Event) -> bool:
    """Whether ``event`` is of a kind that can be undone."""
    return event.action in UNDOABLE and event.subject_type in SUBJECTS


def may_be_undone(events: Sequence[Event]) -> bool:
    """Whether an action that left ``events``, of which there are some, is recent and of a kind that can be undone."""
    return recent(events[-1]) and all(undoable(event) for event in events)


def _direction(event: Event, new_tags: set[str]) -> tuple[str, bool | None]:
    """The kind of thing, and whether to undo ``event`` is to take it away, to bring it back, or neither (``None``).

    Tags are taken away together where an import made them: those that something uses by now stay. What was tagged with
    one of ``new_tags``, which came in the same action, goes one by one and for good, so that the tag can go too.
    """
    together = {*CAME, Verb.WITHDRAWN} if event.subject_type in MODELS else {Verb.IMPORTED}
    if event.subject_type == Event.Subject.PARALLEL:
        together = set()
    if event.action == Verb.CREATED and event.after.get("tag_id") in new_tags:
        together = set()
    return event.subject_type, event.action in CAME if event.action in together else None


def _reverse_all(current: Batch, events: list[Event], new_tags: set[str]) -> None:
    """Undo ``events``, the newest first."""
    if any(event.subject_type == Event.Subject.TAG for event in events):
        # Before anything that is tagged: whoever changes the codebook does it in this order.
        hold_codebook()
    for (subject, withdraws), some in groupby(events, lambda event: _direction(event, new_tags)):
        if withdraws is None:
            for is_put_back, run in groupby(some, _is_put_back):
                if is_put_back:
                    _put_back_all(current, MODELS[subject], list(run))
                    continue
                for event in run:
                    _reverse(current, event)
        elif subject == Event.Subject.TAG:
            tags.delete_unused_in(current, {event.subject_id: event.after["version"] for event in some})
        else:
            _reverse_together(current, MODELS[subject], {event.subject_id for event in some}, withdraws=withdraws)


def _require_all(events: Sequence[Event], notes: set[UUID | None], *, by: User) -> None:
    """Raise ``PermissionDenied`` unless ``by`` may undo all of ``events`` now and reads all that they are about.

    A reply goes where its note goes, which is among ``notes``: it is asked of the note. 1 query for some hundred
    things.
    """
    for subject, some in groupby(sorted(events, key=_subject), key=_subject):
        if subject == Event.Subject.TAG:
            require(by, Permission.EDIT_CODEBOOK)
            continue
        if subject == Event.Subject.PARALLEL:
            require(by, Permission.JUDGE_PARALLELS)
            pairs = ProposedParallel.objects.filter(pk__in={event.subject_id for event in some})
            if pairs.visible_to(by).count() < pairs.count():
                raise PermissionDenied
            continue
        for chunk in batched(some, contributions.AT_A_TIME):
            _require_chunk(MODELS[subject], chunk, notes, by=by)


def _require_chunk(model: type[Contribution], events: Sequence[Event], notes: set[UUID | None], *, by: User) -> None:
    things = model.objects.readable_by(by).in_bulk({event.subject_id for event in events})
    for event in events:
        if event.action == Verb.DELETED:
            require(by, Permission.CONTRIBUTE)
            continue
        thing = things.get(event.subject_id)
        if thing is None:
            # Who deleted it meanwhile is asked about versions later; what may not be read is not there.
            if model.objects.filter(pk=event.subject_id).exists():
                raise PermissionDenied
            continue
        if event.action == Verb.EDITED and getattr(thing, "in_reply_to_id", None) in notes:
            continue
        takes = TAKES[Verb(event.action)]
        if event.of_change and can(by, Permission.EDIT, thing):
            takes = Permission.EDIT
        elif thing.status == Status.DRAFT and thing.author_id != by.pk:
            # Nobody but an import, or its undo, has brought or taken what somebody else drafts.
            takes = Permission.IMPORT
        require(by, takes, thing)


def _require_unchanged(events: Iterable[Event], *, hold: bool = False) -> None:
    """Refuse where a contribution is not as the newest of ``events`` about it, which comes first, has left it.

    ``hold``: until the transaction ends nobody else changes them. 1 query for some hundred things.
    """
    newest: dict[UUID, Event] = {}
    for event in events:
        newest.setdefault(event.subject_id, event)
    for subject, model in MODELS.items():
        # What was said of its words stands with the passage, whatever became of the contribution itself.
        of_kind = (event for event in newest.values() if event.subject_type == subject and not _is_of_words(event))
        for some in batched(of_kind, contributions.AT_A_TIME):
            rows = model.objects.filter(pk__in=[event.subject_id for event in some]).order_by("pk")
            here = dict((rows.select_for_update() if hold else rows).values_list("pk", "version"))
            for event in some:
                if here.get(event.subject_id) != (event.after or {}).get("version"):
                    raise _Changed(_place_of(event))


def _place_of(event: Event) -> str:
    place = (event.after or {}).get("passage")
    return f" ({place['document']}/{place['paragraph']})" if place else ""


def _is_of_words(event: Event) -> bool:
    return event.before is not None and "passages" in event.before


def _reverse_together(current: Batch, model: type[Contribution], about: set[UUID], *, withdraws: bool) -> None:
    """Undo that contributions of one kind came, or that all went, some hundred at a time: there may be thousands."""
    for some in batched(about, contributions.AT_A_TIME):
        found = model.objects.with_places().in_bulk(some)
        contributions.withdraw_or_restore_in(current, [*found.values()], current.at if withdraws else None)
        current.write()


def _reverse(current: Batch, event: Event) -> None:
    """Undo one event."""
    if event.subject_type == Event.Subject.TAG:
        _reverse_tag(current, event)
        return
    if event.subject_type == Event.Subject.PARALLEL:
        put_verdict_back_in(current, event)
        return
    if event.action == Verb.DELETED:
        taggings.make_again(current, event.subject_id, event.before)
        return
    thing = MODELS[event.subject_type].objects.with_places().filter(pk=event.subject_id).first()
    if thing is None:
        raise _Changed
    if _is_of_words(event):
        confirm_anchor.put_back_in(current, thing, event)
    else:
        taggings.delete_in(current, thing)


def _is_put_back(event: Event) -> bool:
    """Whether ``event`` changed columns of a contribution, which are put back."""
    made = event.action in {Verb.CREATED, Verb.DELETED}
    return event.subject_type in MODELS and not made and not _is_of_words(event)


def _put_back_all(current: Batch, model: type[Contribution], events: Sequence[Event]) -> None:
    """Put back what ``events``, some of one kind, changed, and see to it that ``current.by`` reads where it is then."""
    about = {event.subject_id for event in events}
    found = model.objects.with_places().in_bulk(about)
    for event in events:
        _put_back(current, found[event.subject_id], event)
    for some in batched(about, contributions.AT_A_TIME):
        if model.objects.readable_by(current.by).filter(pk__in=some).count() < len(some):
            raise PermissionDenied


def _put_back(current: Batch, thing: Contribution, event: Event) -> None:
    """Write the values that ``event`` changed back as they were before it."""
    changes: dict[str, Any] = {}
    # Names and places are there to be read; what is put back are the columns themselves.
    for name in (*SHARED_FIELDS, *OWN_FIELDS[type(thing)], "proposed_change"):
        value = event.before.get(name)
        if name != "version" and value != event.after.get(name):
            changes[name] = datetime.fromisoformat(value) if value and name.endswith("_at") else value
    contributions.save_changes(current, thing, Verb.EDITED, modified_at=current.at, **changes)


def _reverse_tag(current: Batch, event: Event) -> None:
    tag = Tag.objects.filter(pk=event.subject_id).first()
    if event.action in {Verb.MERGED, Verb.DELETED}:
        tags.make_again(current, event.subject_id, event.before)
    elif tag is None or tag.version != event.after["version"]:
        raise _Changed
    elif event.action == Verb.CREATED and (into := event.after.get("merged_into")):
        tags.merge_again(current, tag, into)
    elif event.action == Verb.CREATED:
        tags.delete_in(current, tag)
    else:
        tags.put_back(current, tag, event.before)
