"""Writing notes and replies."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Annotation, Event, Origin, Passage
from annotator.models.place import Place
from annotator.permissions import Action, require
from annotator.presenters.note_html import checked_body, render_note
from corpus.db.insert import insert

from .batch import Batch, batch, snapshot
from .contributions import new_fields, save_changes
from .passages import passages_for, passages_kept_or_made


def annotate(
    *,
    places: Sequence[Place],
    body: str,
    by: User,
    draft: bool = False,
    origin: Origin = Origin.HAND,
    request_id: UUID | None = None,
) -> tuple[list[Annotation], UUID]:
    """Write a note on each of ``places``, in one batch. Returns the new notes and the batch's id."""
    require(by, Action.CONTRIBUTE)
    body = checked_body(body)
    # Before the transaction: while it is open, nobody else can write on SQLite.
    rendered = render_note(body, by)
    with batch(by=by, request_id=request_id) as current:
        notes = [
            Annotation(
                passage=passage,
                body=body,
                **new_fields(current, passage.paragraph.document, by=by, draft=draft, origin=origin),
            )
            for passage in {passage.pk: passage for passage in passages_for(places)}.values()
        ]
        _write(current, notes, *rendered)
    return notes, current.id


def reply(
    *, to: Annotation, body: str, by: User, draft: bool = False, request_id: UUID | None = None
) -> tuple[Annotation, UUID]:
    """Answer the note ``to``, on the same passage. Returns the reply and the batch's id."""
    require(by, Action.REPLY, to)
    if to.withdrawn_at is not None:
        raise Refused(_("The note was withdrawn meanwhile and cannot be answered."))
    body = checked_body(body)
    rendered = render_note(body, by)
    with batch(by=by, request_id=request_id) as current:
        document = to.passage.paragraph.document
        answer = Annotation(
            passage=to.passage,
            in_reply_to=to,
            body=body,
            **new_fields(current, document, by=by, draft=draft, origin=Origin.HAND),
        )
        _write(current, [answer], *rendered)
    return answer, current.id


def _write(current: Batch, notes: list[Annotation], html: str, mentioned: list[User]) -> None:
    for note in notes:
        note.body_html = html
    insert(notes)
    for note in notes:
        if mentioned:
            note.mentions.set(mentioned)
        current.record(Event.Verb.CREATED, note, after=snapshot(note))


def edit(
    *,
    annotation: Annotation,
    body: str,
    version: int,
    by: User,
    place: Place | Passage | None = None,
    request_id: UUID | None = None,
) -> UUID:
    """Change the words of ``annotation``, which the person saw at ``version``. Returns the batch's id.

    With a ``place``, it is put on the words there, and all that was answered to it goes with it.
    Raises ``NotUpdatedError`` where somebody else saved since: nothing is written over unseen.
    """
    require(by, Action.EDIT, annotation)
    body = checked_body(body)
    if annotation.version != version:
        raise NotUpdatedError
    with batch(by=by, request_id=request_id) as current:
        (passage,) = passages_kept_or_made([place or annotation.passage])
        moved = passage.pk != annotation.passage_id
        set_body(current, annotation, body, passage=passage)
        if moved:
            for answer in replies_below(annotation):
                save_changes(current, answer, Event.Verb.EDITED, passage=passage)
    return current.id


def set_body(current: Batch, annotation: Annotation, body: str, **more: Any) -> Event:
    """``edit`` as a part of a larger action, which changes ``more`` columns too; returns the event."""
    html, mentioned = render_note(body, annotation.author)
    event = save_changes(
        current, annotation, Event.Verb.EDITED, body=body, body_html=html, modified_at=current.at, **more
    )
    annotation.mentions.set(mentioned)
    return event


def replies_below(note: Annotation) -> list[Annotation]:
    """All replies below ``note``, also withdrawn ones, which may be brought back: a query for each level."""
    found: list[Annotation] = []
    level = [note]
    while level:
        level = list(Annotation.objects.with_places().filter(in_reply_to__in=level))
        found += level
    return found


def resolve(*, annotation: Annotation, by: User, request_id: UUID | None = None) -> UUID:
    """Mark the note as dealt with. Returns the batch's id."""
    require(by, Action.RESOLVE, annotation)
    with batch(by=by, request_id=request_id) as current:
        if annotation.resolved_at is None:
            save_changes(current, annotation, Event.Verb.RESOLVED, resolved_at=current.at)
    return current.id


def reopen(*, annotation: Annotation, by: User, request_id: UUID | None = None) -> UUID:
    """Open a resolved note again. Returns the batch's id."""
    require(by, Action.RESOLVE, annotation)
    with batch(by=by, request_id=request_id) as current:
        if annotation.resolved_at is not None:
            save_changes(current, annotation, Event.Verb.REOPENED, resolved_at=None)
    return current.id
