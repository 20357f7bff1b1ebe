"""The frame of every write: one transaction, one batch of events, and a repeat that does nothing."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.errors import AlreadyDone, BrokenOff, NotUpdatedError, Refused, SentOtherwise
from annotator.models import (
    Annotation,
    Contribution,
    CrossReference,
    Event,
    Passage,
    ProposedParallel,
    SavedSearch,
    Status,
    Submission,
    Tag,
    Tagging,
)
from corpus.db.insert import columns_of, insert, insert_new, insert_values
from corpus.db.lock_timeout import bound_waiting, let_others_write
from corpus.db.statistics import refresh_on_commit
from corpus.models import Collection, Document, Paragraph

from .notify import notify
from .prune import prune_now_and_then
from .tag_numbers import recount_now_and_then

SUBJECTS = {
    Tagging: Event.Subject.TAGGING,
    Annotation: Event.Subject.ANNOTATION,
    CrossReference: Event.Subject.CROSS_REFERENCE,
    Tag: Event.Subject.TAG,
    Document: Event.Subject.DOCUMENT,
    Collection: Event.Subject.COLLECTION,
    SavedSearch: Event.Subject.SAVED_SEARCH,
    ProposedParallel: Event.Subject.PARALLEL,
}
MODELS: dict[str, type[Contribution]] = {
    Event.Subject.TAGGING: Tagging,
    Event.Subject.ANNOTATION: Annotation,
    Event.Subject.CROSS_REFERENCE: CrossReference,
}
# What a snapshot keeps of each kind besides the shared fields: all that an undo must be able to put back.
OWN_FIELDS = {
    Tagging: ("tag_id", "content_object_id"),
    Annotation: ("passage_id", "in_reply_to_id", "body", "resolved_at"),
    CrossReference: ("source_id", "target_id", "relation", "note"),
}
# What PostgreSQL calls it.
DEADLOCK = "40P01"
# Who sees a contribution of each status, besides its author: as ``permissions.contributions_visible_to`` has it.
SEEN_BY = {
    Status.PUBLISHED: Event.Audience.EVERYBODY,
    Status.PROPOSED: Event.Audience.MEMBERS,
    Status.DECLINED: Event.Audience.EDITORS,
    Status.DRAFT: Event.Audience.AUTHOR,
}
# What is done about a change that is proposed of something leaves its status as it is.
DECIDING = {Event.Verb.PROPOSED, Event.Verb.DECLINED, Event.Verb.RETURNED}
# Things changed in one transaction, for as long as which nobody else writes on SQLite: half a second or one.
AT_ONCE = 500
# Events of an action that may have changed what the planner should know.
MANY = 500
SHARED_FIELDS = ("status", "origin", "version", "withdrawn_at")
# What a published contribution says, and where: what review is about.
CONTENT = {
    Tagging: ("tag_id", "content_object_id"),
    Annotation: ("passage_id", "body"),
    CrossReference: ("source_id", "target_id", "relation", "note"),
}


# A digest of what was sent with the request that is carried out, where a form sent it.
SENT: ContextVar[str] = ContextVar("sent", default="")


def is_repeat(request_id: uuid.UUID | None, by: User) -> bool:
    """Whether this request of ``by`` was carried out before: where what it was about is gone since."""
    if request_id is None:
        return False
    kept = Submission.objects.filter(pk=request_id, by=by).values_list("digest", flat=True).first()
    return kept is not None and not is_other(kept)


def is_other(digest: str) -> bool:
    """Whether what was sent now is surely something else than that which ``digest`` is of."""
    return bool(digest and SENT.get() and digest != SENT.get())


def plain(value: object) -> object:
    """``value`` as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def place_of(passage: Passage) -> dict[str, object]:
    """Where ``passage`` is, in words that mean something without the database."""
    return {
        "document": passage.paragraph.document.slug,
        "paragraph": passage.paragraph.key,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.quote,
    }


def snapshot(contribution: Contribution) -> dict[str, object]:
    """``contribution`` as it is now, for an event: ids to undo with, and names and places to read."""
    fields = (*SHARED_FIELDS, *OWN_FIELDS[type(contribution)])
    kept = {name: plain(getattr(contribution, name)) for name in fields}
    if isinstance(contribution, Tagging):
        # Never what suggested it, which may stand where a reader of the event may not read.
        kept["tag"] = contribution.tag.name
    for path in contribution.PLACES:
        kept["passage" if len(contribution.PLACES) == 1 else path] = place_of(getattr(contribution, path))
    return kept


def audience_of(action: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> int:
    """Who noticed what was done to a contribution: all who saw it ``before``, and all who see it ``after``."""
    kept = [each for each in (before, after) if each]
    if action in DECIDING and len(kept) > 1 and kept[0]["status"] == kept[1]["status"]:
        return Event.Audience.DECIDING
    seen = [SEEN_BY[each["status"]] for each in kept if each["withdrawn_at"] is None]
    return min(seen, default=Event.Audience.AUTHOR)


def digest_of(kept: Mapping[str, object]) -> str:
    """A value that is another one as soon as anything in ``kept`` is: for things that carry no version."""
    return sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


@dataclass
class Batch:
    """What one action does: its time, its person, and the events it leaves."""

    by: User | None
    id: uuid.UUID
    at: datetime
    undoes: uuid.UUID | None = None
    # Of the request that asks for it, until that is carried out: with the part that leaves nothing to do.
    request_id: uuid.UUID | None = None
    finished: bool = True
    events: list[Event] = field(default_factory=list)
    written: int = 0
    # The tags that stay until the end of it (``contributions.hold_tags``).
    locked_tags: set[uuid.UUID | str] = field(default_factory=set)
    # The authors of marks that lost their words in it.
    adrift: set[int] = field(default_factory=set)
    # The authors who were told in it that it undoes what they did.
    notified_of_undo: set[int] = field(default_factory=set)

    def record(
        self,
        action: Event.Verb,
        thing: Any,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
        left: Sequence[Paragraph] = (),
    ) -> Event:
        """Append an event about ``thing``, which must have its passages with their places loaded, and return it.

        ``left`` are the paragraphs it stood on before, which hear of it too: those that the event has no room to name,
        by one of their own.
        """
        about = thing.pk if isinstance(thing.pk, uuid.UUID) else None
        event = self._append(action, thing, subject_id=about, reason=reason, before=before, after=after)
        if isinstance(thing, Document):
            event.document = thing
            return event
        places = [getattr(thing, path).paragraph for path in getattr(thing, "PLACES", ())]
        if isinstance(thing, Contribution):
            event.subject_author_id = thing.author_id
            event.audience = audience_of(action, before, after)
        # The other paragraph of what has two ends is always its other end.
        named = list(dict.fromkeys(places if len(places) > 1 else [*places, *left]))
        self._name(event, named)
        if any(each not in named for each in left):
            # With both ends where it had two: who saw it there is told, and nobody else.
            removed = self._append(Event.LEFT, thing)
            removed.subject_author_id, removed.audience = thing.author_id, audience_of(Event.LEFT, before, None)
            self._name(removed, left)
        return event

    def _append(self, action: str, thing: Any, **fields: Any) -> Event:
        event = Event(
            # A microsecond apart, so that the order within a batch is the order in which things were done.
            at=self.at + timedelta(microseconds=self.written + len(self.events)),
            actor_id=None if self.by is None else self.by.pk,
            action=action,
            subject_type=SUBJECTS[type(thing)],
            batch=self.id,
            undoes=self.undoes,
            **fields,
        )
        self.events.append(event)
        return event

    @staticmethod
    def _name(event: Event, places: Sequence[Paragraph]) -> None:
        """Set the one or two ``places`` on ``event``."""
        for prefix, place in zip(("", "other_"), places, strict=False):
            setattr(event, f"{prefix}paragraph_id", place.pk)
            setattr(event, f"{prefix}document_id", place.document_id)

    def write(self) -> None:
        """Write the events there are, and whom they concern: those of very many things need not wait for the end."""
        insert(self.events)
        notify(self.events, self.adrift, self.notified_of_undo)
        self.written += len(self.events)
        self.events.clear()

    def write_columns(self, events: Sequence[list[Any]]) -> None:
        """Write events as ``values_of`` has them, of which nobody is told, with the time and id of this batch."""
        names = [field.name for field in columns_of(Event)]
        at, batch_at = names.index("at"), names.index("batch")
        own = columns_of(Event)[batch_at].get_db_prep_save(self.id, connection)
        for event in events:
            moment = self.at + timedelta(microseconds=self.written)
            event[at], event[batch_at] = connection.ops.adapt_datetimefield_value(moment), own
            self.written += 1
        insert_values(Event, events)


@contextmanager
def _unless_deadlocked() -> Iterator[None]:
    """Refuse what the database broke off because two waited for each other: the other one was carried out."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
            raise
        raise Refused(_("Somebody changed the same things at the same moment. Nothing was done: try again.")) from error


@contextmanager
def batch(*, by: User | None, request_id: uuid.UUID | None = None, undoes: uuid.UUID | None = None) -> Iterator[Batch]:
    """One action: everything inside happens together with its events, or not at all.

    ``request_id`` is the id the client gave its request and becomes the batch's. Raises ``AlreadyDone`` where a
    request of that id was carried out before, also when both arrive at once: the row is written first, so the
    second waits for the first on its primary key; and ``SentOtherwise`` where that had other content (``SENT``) or was
    somebody else's.
    What says after a part that it is not ``finished`` is carried out with the last: cut off before and sent again, it
    goes on.
    """
    sent = request_id if by else None
    current = Batch(by=by, id=request_id or uuid.uuid4(), at=timezone.now(), undoes=undoes, request_id=sent)
    with part_of(current):
        yield current


def begin_again(current: Batch) -> None:
    """Have what is gone on with be an action of its own where what its request did before was undone: 1 query."""
    if Event.objects.filter(undoes=current.id).exists():
        current.id = uuid.uuid4()


def _sent_before(request_id: uuid.UUID, by: User | None) -> Exception:
    """What is raised where a request of this id was carried out before."""
    sent = Submission.objects.get(pk=request_id)
    if sent.by_id != (by and by.pk):
        return SentOtherwise(_("This page was made for somebody else. Nothing was done: send it again."))
    return sent_otherwise() if is_other(sent.digest) else AlreadyDone()


def sent_otherwise() -> SentOtherwise:
    """The refusal of a request that was carried out before with other content."""
    return SentOtherwise(
        _(
            "This was sent before with other content, and that was done. What it says now was not. Look at what was "
            "done; to do this too, send it again."
        )
    )


@contextmanager
def part_of(current: Batch) -> Iterator[None]:
    """A transaction of an action that takes several, so that others may write between them.

    What was written in one stays, whatever becomes of the next; to undo the action is to undo all of them.
    """
    with _unless_deadlocked(), transaction.atomic():
        bound_waiting()
        current.locked_tags.clear()
        if current.request_id is not None:
            sent = Submission(pk=current.request_id, by=current.by, digest=SENT.get())
            if not insert_new([sent]):
                raise _sent_before(current.request_id, current.by)
        # It may have waited for others, who may have done a part of it.
        current.at = max(current.at, timezone.now())
        yield
        current.write()
        if current.finished:
            current.request_id = None
        elif current.request_id is not None:
            Submission.objects.filter(pk=current.request_id).delete()
        if current.written >= MANY:
            refresh_on_commit()
        prune_now_and_then()
        recount_now_and_then()


@contextmanager
def next_part_of(current: Batch) -> Iterator[None]:
    """``part_of`` for every part but the first, once others could write.

    Raises ``BrokenOff`` where it fails and one before it wrote something.
    """
    try:
        let_others_write()
        with part_of(current):
            yield
    except BrokenOff:
        raise
    except (DatabaseError, NotUpdatedError, PermissionDenied, Refused) as error:
        if not current.written:
            raise
        raise BrokenOff(
            _(
                "A part was done and stays so. Then it broke off, since somebody changed something here, you may not "
                "do the rest, or the database did not answer. To go on, do the same again."
            )
        ) from error


def go_on(current: Batch, do_part: Callable[[Batch], None]) -> None:
    """The parts of an action after the first, until one says that it has ``finished``."""
    while not current.finished:
        with next_part_of(current):
            do_part(current)
