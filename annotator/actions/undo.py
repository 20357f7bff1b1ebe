"""Taking back what one did: the last actions, each a batch of events, in reverse."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched, groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Contribution, Event, ProposedParallel, Status, Tag
from annotator.permissions import Action, can, require

from . import confirm_anchor, contributions, taggings, tags
from .batch import MODELS, OWN_FIELDS, SHARED_FIELDS, Batch, batch
from .parallels.judge import put_back_in as put_verdict_back_in
from .tag_tree import hold_codebook

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
    Verb.CREATED: Action.WITHDRAW,
    Verb.WITHDRAWN: Action.WITHDRAW,
    Verb.RESTORED: Action.WITHDRAW,
    Verb.IMPORTED: Action.IMPORT,
    Verb.EDITED: Action.EDIT,
    Verb.CONFIRMED: Action.EDIT,
    Verb.LET_GO: Action.EDIT,
    Verb.PROPOSED: Action.PROPOSE,
    Verb.PUBLISHED: Action.DECIDE,
    Verb.DECLINED: Action.DECIDE,
    Verb.RETURNED: Action.DECIDE,
    Verb.RESOLVED: Action.RESOLVE,
    Verb.REOPENED: Action.RESOLVE,
}
# What is said about documents and who reads a collection is not put back blindly: others read by it since.
SUBJECTS = {*MODELS, Event.Subject.TAG, Event.Subject.PARALLEL}


def undo(*, batch_id: UUID, by: User, request_id: UUID | None = None) -> UUID:
    """Take back everything ``by`` did in the batch ``batch_id``, or nothing. Returns the new batch's id.

    Of the tags that an import made, those that something uses or that were changed since stay.

    Raises ``Refused`` where it was undone already, is too long ago, somebody changed one of the things since, or ``by``
    may not do one of these things any more, or not read where one of them stands;
    an undo is itself an action and can be undone.
    """
    events = list(Event.objects.listed().filter(batch=batch_id, actor=by).order_by("-at", "-pk"))
    if not events:
        raise Refused(_("There is nothing of yours to undo here."))
    if not recent(events[0]):
        raise Refused(_("This was done more than a day ago. Change it by hand."))
    if not all(undoable(event) for event in events):
        raise Refused(_("This action cannot be undone."))
    with batch(by=by, request_id=request_id, undoes=batch_id) as current:
        if Event.objects.filter(undoes=batch_id).exists():
            raise Refused(_("This was undone already."))
        try:
            _reverse_all(current, events)
        except NotUpdatedError:
            raise Refused(_changed()) from None
        except PermissionDenied:
            raise Refused(_("You may not do all of this any more, so nothing was undone. Ask an editor.")) from None
        if not (current.written or current.events):
            raise Refused(_("All of these tags are in use by now or were changed since, so none was deleted."))
    return current.id


def recent(event: Event) -> bool:
    """Whether ``event`` is so recent that it can be undone."""
    return event.at >= timezone.now() - UNDO_WINDOW


def undoable(event: Event) -> bool:
    """Whether ``event`` is of a kind that can be undone."""
    return event.action in UNDOABLE and event.subject_type in SUBJECTS


def may_be_undone(events: Sequence[Event]) -> bool:
    """Whether an action that left ``events``, of which there are some, is recent and of a kind that can be undone."""
    return recent(events[-1]) and all(undoable(event) for event in events)


def _changed() -> str:
    return _("Somebody changed this since, so it was not undone. Change it by hand.")


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


def _reverse_all(current: Batch, events: list[Event]) -> None:
    """Undo ``events``, the newest first."""
    made = [event for event in events if event.action == Verb.CREATED]
    new_tags = {str(event.subject_id) for event in made if event.subject_type == Event.Subject.TAG}
    _require_all(events, by=current.by)
    if any(event.subject_type == Event.Subject.TAG for event in events):
        # Before anything that is tagged: whoever changes the codebook does it in this order.
        hold_codebook()
    reversed_already: set[UUID] = set()
    for (subject, withdraws), some in groupby(events, lambda event: _direction(event, new_tags)):
        if withdraws is None:
            for event in some:
                _reverse(current, event, untouched=event.subject_id not in reversed_already)
                reversed_already.add(event.subject_id)
        elif subject == Event.Subject.TAG:
            tags.delete_unused_in(current, _versions(some))
        else:
            _reverse_together(current, MODELS[subject], _versions(some), reversed_already, withdraws=withdraws)


def _require_all(events: Sequence[Event], *, by: User) -> None:
    """Raise ``PermissionDenied`` unless ``by`` may undo all of ``events`` now and reads all that they are about.

    A reply goes where its note goes: it is asked of the note. 1 query for some hundred things.
    """
    about = {event.subject_id for event in events}
    for subject, some in groupby(sorted(events, key=_subject), key=_subject):
        if subject == Event.Subject.TAG:
            require(by, Action.EDIT_CODEBOOK)
            continue
        if subject == Event.Subject.PARALLEL:
            require(by, Action.JUDGE_PARALLELS)
            _require_pairs({event.subject_id for event in some}, by=by)
            continue
        for chunk in batched(some, contributions.AT_A_TIME):
            _require_chunk(MODELS[subject], chunk, about, by=by)


def _require_pairs(about: set[UUID], *, by: User) -> None:
    pairs = ProposedParallel.objects.filter(pk__in=about)
    if pairs.visible_to(by).count() < pairs.count():
        raise PermissionDenied


def _require_chunk(model: type[Contribution], events: Sequence[Event], about: set[UUID | None], *, by: User) -> None:
    things = model.objects.readable_by(by).in_bulk({event.subject_id for event in events})
    for event in events:
        if event.action == Verb.DELETED:
            require(by, Action.CONTRIBUTE)
            continue
        thing = things.get(event.subject_id)
        if thing is None:
            # Who deleted it meanwhile is asked about versions later; what may not be read is not there.
            if model.objects.filter(pk=event.subject_id).exists():
                raise PermissionDenied
            continue
        if event.action == Verb.EDITED and getattr(thing, "in_reply_to_id", None) in about:
            continue
        takes = TAKES[Verb(event.action)]
        if event.of_change and can(by, Action.EDIT, thing):
            takes = Action.EDIT
        elif thing.status == Status.DRAFT and thing.author_id != by.pk:
            # Nobody but an import, or its undo, has brought or taken what somebody else drafts.
            takes = Action.IMPORT
        require(by, takes, thing)


def _subject(event: Event) -> str:
    return event.subject_type


def _versions(events: Iterable[Event]) -> dict[UUID, int]:
    """The versions that the newest of ``events``, which comes first, left of each thing."""
    versions: dict[UUID, int] = {}
    for event in events:
        versions.setdefault(event.subject_id, event.after["version"])
    return versions


def _reverse_together(
    current: Batch,
    model: type[Contribution],
    versions: dict[UUID, int],
    reversed_already: set[UUID],
    *,
    withdraws: bool,
) -> None:
    """Undo that contributions of one kind came, or that all went, some hundred at a time: there may be thousands."""
    for some in batched(versions, contributions.AT_A_TIME):
        found = model.objects.with_places().in_bulk(some)
        for pk in some:
            thing = found.get(pk)
            if thing is None or (pk not in reversed_already and thing.version != versions[pk]):
                raise Refused(_changed())
        contributions.withdraw_or_restore_in(current, [found[pk] for pk in some], current.at if withdraws else None)
        current.write()
    reversed_already.update(versions)


def _reverse(current: Batch, event: Event, *, untouched: bool) -> None:
    """Undo one event; ``untouched`` where none of its thing's later events was undone before it in this batch."""
    if event.subject_type == Event.Subject.TAG:
        _reverse_tag(current, event)
        return
    if event.subject_type == Event.Subject.PARALLEL:
        put_verdict_back_in(current, event)
        return
    if event.action == Verb.DELETED:
        taggings.make_again(current, event.subject_id, event.before)
        return
    model = MODELS[event.subject_type]
    thing = model.objects.with_places().filter(pk=event.subject_id).first()
    # What was said of its words stands with the passage, whatever became of the contribution itself.
    of_words = event.before is not None and "passages" in event.before
    if thing is None or (untouched and not of_words and thing.version != event.after["version"]):
        raise Refused(_changed())
    if of_words:
        confirm_anchor.put_back_in(current, thing, event)
    elif event.action == Verb.CREATED:
        taggings.delete_in(current, thing)
    else:
        _put_back(current, thing, event)


def _put_back(current: Batch, thing: Contribution, event: Event) -> None:
    """Write the values that ``event`` changed back as they were before it."""
    changes: dict[str, Any] = {}
    # Names and places are there to be read; what is put back are the columns themselves.
    for name in (*SHARED_FIELDS, *OWN_FIELDS[type(thing)], "proposed_change"):
        value = event.before.get(name)
        if name != "version" and value != event.after.get(name):
            changes[name] = datetime.fromisoformat(value) if value and name.endswith("_at") else value
    contributions.save_changes(current, thing, Verb.EDITED, modified_at=current.at, **changes)
    if not type(thing).objects.readable_by(current.by).filter(pk=thing.pk).exists():
        raise PermissionDenied


def _reverse_tag(current: Batch, event: Event) -> None:
    tag = Tag.objects.filter(pk=event.subject_id).first()
    if event.action in {Verb.MERGED, Verb.DELETED}:
        tags.make_again(current, event.subject_id, event.before)
    elif tag is None or tag.version != event.after["version"]:
        raise Refused(_changed())
    elif event.action == Verb.CREATED:
        tags.delete_in(current, tag)
    else:
        tags.put_back(current, tag, event.before)
