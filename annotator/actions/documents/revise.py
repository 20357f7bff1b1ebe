"""Loading a further revision of a document: its text, what is said about it, and the marks on it."""

import uuid
from dataclasses import fields, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from annotator.actions.batch import batch
from annotator.errors import Refused, UnaskedRevision
from annotator.models import Event
from annotator.selectors.reanchor_plan import PlannedMoves, ReanchorSummary
from corpus.blocks import Metadata
from corpus.importing.plan import fitted
from corpus.importing.structure.metadata import merge
from corpus.importing.writing.changeset import Changeset, changeset_of
from corpus.importing.writing.revise import ChangedMeanwhileError, revise, rows_of
from corpus.models import Document

from .metadata import details_of
from .parse import Draft
from .reanchor import PlannedThings, move_in

# A text with a smaller part of its words in common with the one before is taken for another document.
LEAST_ALIKE = 0.2


def metadata_of_document(document: Document) -> Metadata:
    return Metadata(**{name: getattr(document, name) for name in Metadata.__slots__})


def facts_of(document: Document, draft: Draft) -> Metadata:
    """What is said about ``document`` once ``draft`` is its text.

    What was given with the file goes first. What the file says of itself comes next, but for what somebody has changed
    by hand; what neither says stays as it is.
    """
    edited = Event.objects.filter(
        document=document, subject_type=Event.Subject.DOCUMENT, action=Event.Verb.EDITED
    ).order_by("at", "pk")
    by_hand = {
        name
        for before, after in edited.values_list("before", "after")
        if before and after
        for name in after
        if before.get(name) != after[name]
    }
    unknown: dict[str, Any] = {each.name: each.default for each in fields(Metadata) if each.name in by_hand}
    stated = replace(draft.stated, **unknown)
    known = merge(draft.given, stated, metadata_of_document(document))
    return fitted(known, fallback_title=document.title)


def changeset_for(document: Document, draft: Draft, *, even_if_other: bool) -> Changeset:
    """What ``draft`` does to the paragraphs of ``document`` (with its newest revision); may take seconds.

    Raises ``Refused`` where it looks like another text altogether, unless ``even_if_other``.
    """
    changeset = changeset_of(document, draft.plan)
    if not even_if_other and changeset.share < LEAST_ALIKE:
        raise UnaskedRevision(
            _("There is a document “%(slug)s” already, and this text has almost no words in common with it.")
            % {"slug": document.slug},
            _(
                "If it is a new text of that document, tick “Load it as a revision anyway”; if it is another document, "
                "give it a slug of its own."
            ),
            slug=document.slug,
        )
    return changeset


def write_revision(
    changeset: Changeset, draft: Draft, *, data: bytes, by: User | None, request_id: uuid.UUID | None
) -> tuple[Document, ReanchorSummary]:
    """Write what ``changeset`` says, and move the marks, in one transaction with the events.

    Returns:
        The document as it is now, and what became of the marks.

    Raises:
        Refused: another revision was loaded since the changeset was made.
        AlreadyDone: a request of this id was carried out before.
    """
    before = details_of(changeset.document)
    facts = facts_of(changeset.document, draft)
    # Before the transaction: while it is open, nobody else can write on SQLite.
    planned, counts = PlannedMoves(changeset), changeset.counts
    things = PlannedThings(planned, changeset)
    file = draft.file(data, by=by)
    with rows_of(changeset, file) as rows, transaction.atomic(), batch(by=by, request_id=request_id) as current:
        try:
            revision = revise(
                changeset=changeset,
                rows=rows,
                metadata=facts,
                at=current.at,
            )
        except ChangedMeanwhileError:
            raise Refused(
                _("Somebody loaded another text of “%(slug)s” meanwhile. Look at that, then load yours again.")
                % {"slug": draft.slug},
                field="slug",
            ) from None
        marks = move_in(current, changeset, revision, planned, things)
        document = revision.document
        after = details_of(document) | {
            "slug": document.slug,
            "revision": revision.number,
            "sha256": revision.sha256,
            "paragraphs": revision.length,
            "changes": counts,
            "marks": marks.counts,
            "marks_by_person": marks.by_person,
        }
        current.record(Event.Verb.LOADED, document, before=before, after=after)
    return document, marks
