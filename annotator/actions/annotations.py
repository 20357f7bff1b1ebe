"""Writing notes and replies."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Annotation, Event, Origin, Passage
from annotator.models.place import Place
from annotator.permissions import Permission, require
from annotator.presenters.note_html import checked_body, render_note
from corpus.db.insert import insert
from corpus.db.row_locks import locked_rows

from .batch import Batch, batch, snapshot
from .contributions import new_fields, save_changes, take_replies_along
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
    require(by, Permission.CONTRIBUTE)
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
    """Answer the note ``to``, where it stands by now. Returns the reply and the batch's id.

    Raises ``Refused`` where it was withdrawn meanwhile, or is not to be seen any more.
    """
    require(by, Permission.REPLY, to)
    body = checked_body(body)
    rendered = render_note(body, by)
    with batch(by=by, request_id=request_id) as current:
        to = _latest(to, by)
        document = to.passage.paragraph.document
        answer = Annotation(
            passage=to.passage,
            in_reply_to=to,
            body=body,
            **new_fields(current, document, by=by, draft=draft, origin=Origin.HAND),
        )
        _write(current, [answer], *rendered)
    return answer, current.id


def _latest(note: Annotation, by: User) -> Annotation:
    """``note`` as it is now, which is not withdrawn and does not go elsewhere until the transaction ends: 3 queries.

    What goes elsewhere is the first note of a thread, with all replies: it is locked first, as it is moved first.
    """
    first = note
    while first.in_reply_to is not None:
        first = first.in_reply_to
    for each in dict.fromkeys((first.pk, note.pk)):
        locked_rows(Annotation, [each])
    current: Annotation | None = Annotation.objects.visible_to(by).with_places().filter(pk=note.pk).first()
    if current is None:
        raise Refused(_("The note was withdrawn meanwhile and cannot be answered."))
    return current


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

    With a ``place``, it is put on the words there, and all that was answered to it goes with it. What has to be
    reviewed is only proposed.

    Raises ``NotUpdatedError`` where somebody else saved since: nothing is written over unseen.
    """
    require(by, Permission.EDIT, annotation)
    body = checked_body(body)
    if annotation.version != version:
        raise NotUpdatedError
    with batch(by=by, request_id=request_id) as current:
        (passage,) = passages_kept_or_made([place or annotation.as_proposed().passage])
        moved = passage.pk != annotation.passage_id
        save_changes(
            current,
            annotation,
            Event.Verb.EDITED,
            body=body,
            passage=passage,
            proposed_change=None,
            modified_at=current.at,
        )
        if moved and annotation.passage_id == passage.pk:
            take_replies_along(current, annotation)
    return current.id


def resolve(*, annotation: Annotation, by: User, request_id: UUID | None = None) -> UUID:
    """Mark the note as dealt with. Returns the batch's id."""
    require(by, Permission.RESOLVE, annotation)
    with batch(by=by, request_id=request_id) as current:
        if annotation.resolved_at is None:
            save_changes(current, annotation, Event.Verb.RESOLVED, resolved_at=current.at)
    return current.id


def reopen(*, annotation: Annotation, by: User, request_id: UUID | None = None) -> UUID:
    """Open a resolved note again. Returns the batch's id."""
    require(by, Permission.RESOLVE, annotation)
    with batch(by=by, request_id=request_id) as current:
        if annotation.resolved_at is not None:
            save_changes(current, annotation, Event.Verb.REOPENED, resolved_at=None)
    return current.id
