"""Joining passages."""

from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import CrossReference, Event, Origin, Passage, Relation
from annotator.models.cross_reference import MAX_NOTE
from annotator.models.place import Place
from annotator.permissions import Permission, require
from annotator.presenters.markdown import normalise
from corpus.db.insert import insert_new

from .batch import Batch, batch, snapshot
from .contributions import new_fields, save_changes
from .passages import passages_for, passages_kept_or_made


def checked_note(source: Passage, target: Passage, relation: str, note: str) -> str:
    """``note`` as it is kept; ``Refused`` where that, the relation or the ends will not do."""
    if source.pk == target.pk:
        raise Refused(_("A passage cannot be cross-referenced to itself. Choose another end."), field="target")
    if relation not in Relation.values:
        raise Refused(_("There is no relation “%(relation)s”.") % {"relation": relation}, field="relation")
    note = normalise(note).strip()
    if len(note) > MAX_NOTE:
        raise Refused(
            _("The note has %(length)s characters; %(most)s is the most. Shorten it.")
            % {"length": f"{len(note):,}", "most": f"{MAX_NOTE:,}"},
            field="note",
        )
    return note


def cross_reference(
    *,
    source: Place,
    target: Place,
    relation: str,
    by: User,
    note: str = "",
    draft: bool = False,
    origin: Origin = Origin.HAND,
    request_id: UUID | None = None,
) -> tuple[CrossReference, UUID]:
    """Join ``source`` to ``target``: "source ``relation`` target". Returns the reference and the batch's id.

    It is reviewed where either end's collection is: a link says something about both.
    """
    require(by, Permission.CONTRIBUTE)
    with batch(by=by, request_id=request_id) as current:
        one, other = passages_for([source, target])
        note = checked_note(one, other, relation, note)
        reference = join_in(current, (one, other), relation=relation, note=note, by=by, draft=draft, origin=origin)
        if reference is None:
            raise Refused(_("You have joined these two passages in this way already."))
    return reference, current.id


def join_in(
    current: Batch,
    ends: tuple[Passage, Passage],
    *,
    relation: str,
    note: str,
    by: User,
    draft: bool = False,
    origin: Origin = Origin.HAND,
) -> CrossReference | None:
    """``cross_reference`` of two passages as a part of a larger action; ``None`` where ``by`` made the same before."""
    reviewed = max(ends, key=lambda end: end.paragraph.document.collection.review)
    reference = CrossReference(
        source=ends[0],
        target=ends[1],
        relation=relation,
        note=note,
        **new_fields(current, reviewed.paragraph.document, by=by, draft=draft, origin=origin),
    )
    if not insert_new([reference]):
        return None
    current.record(Event.Verb.CREATED, reference, after=snapshot(reference))
    return reference


def edit(
    *,
    reference: CrossReference,
    source: Place | Passage,
    target: Place | Passage,
    relation: str,
    note: str,
    version: int,
    by: User,
    request_id: UUID | None = None,
) -> UUID:
    """Correct the ends, the relation or the note of ``reference``, which the person saw at ``version``.

    Raises ``NotUpdatedError`` where somebody else saved since. Returns the batch's id.
    """
    require(by, Permission.EDIT, reference)
    if reference.version != version:
        raise NotUpdatedError
    with batch(by=by, request_id=request_id) as current:
        one, other = passages_kept_or_made([source, target])
        note = checked_note(one, other, relation, note)
        save_changes(
            current,
            reference,
            Event.Verb.EDITED,
            source=one,
            target=other,
            relation=relation,
            note=note,
            proposed_change=None,
            modified_at=current.at,
        )
    return current.id
