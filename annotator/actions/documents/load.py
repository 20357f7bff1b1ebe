"""Loading documents, and seeing beforehand what a load would make of a file."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePath

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import Count
from django.utils.translation import gettext as _

from annotator import permissions
from annotator.actions.batch import batch
from annotator.actions.collections import details_of
from annotator.errors import Refused, UnaskedRevision
from annotator.models import Event
from annotator.progress import say
from annotator.selectors.reanchor_plan import PlannedMove, PlannedMoves, ReanchorSummary, summary_of
from corpus.blocks import Genre, Metadata
from corpus.importing.notices import Notice, from_json
from corpus.importing.plan import Plan
from corpus.importing.readers.encoding import codec_of
from corpus.importing.writing.changeset import Changeset
from corpus.importing.writing.load import load, ready
from corpus.models import Collection, Document, Paragraph

from .parse import Draft, read_draft, slug_from_path, with_lines_as_before
from .revise import changeset_for, facts_of, metadata_of_document, write_revision


class LoadOutcome(StrEnum):
    """What became of a document, or would become of it."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did, or would do.

    ``revision`` is the number of the document's newest revision, 0 where nothing is written yet. ``counts`` are its
    paragraphs by kind, ``notices`` what the reader of its file decided, guessed or left out. ``plan`` is there where
    the file was read, ``document`` where there is one. Of a further revision, ``changes`` are how many paragraphs each
    change has, ``marks`` how many passages each state, ``by_person`` those of them that each person marked, and
    ``edited`` the keys of the paragraphs whose text is another one; ``unsettled``, in a preview, are the passages it
    would leave lost or uncertain.
    """

    status: LoadOutcome
    slug: str
    metadata: Metadata = field(default_factory=Metadata)
    counts: dict[str, int] = field(default_factory=dict)
    revision: int = 0
    plan: Plan | None = None
    notices: Sequence[Notice] = ()
    document: Document | None = None
    changes: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    by_person: dict[str, dict[str, int]] = field(default_factory=dict)
    edited: Sequence[int] = ()
    unsettled: Sequence[PlannedMove] = ()


def preview_document(
    *,
    by: User | None,
    name: str,
    data: bytes,
    collection: Collection | None = None,
    slug: str = "",
    metadata: Metadata | None = None,
    genre: Genre = Genre.UNKNOWN,
    may_revise: bool = True,
    even_if_other: bool = False,
    encoding: str = "",
) -> Outcome:
    """What ``load_document`` would do with the same arguments; writes nothing.

    Without a collection, nothing is asked about it.

    Raises:
        Refused: it would be refused.
        PermissionDenied: ``by`` may not load documents.
    """
    _require(by)
    draft = read_draft(name=name, data=data, slug=slug, metadata=metadata or Metadata(), encoding=encoding, genre=genre)
    known = _known(draft.slug, by)
    if known is None:
        if collection:
            _refuse_collection(collection, by)
        return _created(draft)
    if _has(known, data, encoding, genre):
        return replace(unchanged(known), plan=draft.plan)
    _refuse_unasked(known, data, may_revise=may_revise)
    draft = with_lines_as_before(draft, known, data, encoding)
    changeset = changeset_for(known, draft, even_if_other=even_if_other)
    if is_same_file(known, data) and not changeset.is_change:
        return replace(unchanged(known), plan=draft.plan)
    marks = summary_of(changeset, PlannedMoves(changeset).now())
    return replace(revised(changeset, draft, known, marks=marks), unsettled=marks.unsettled)


def load_document(
    *,
    by: User | None,
    name: str,
    data: bytes,
    collection: Collection,
    slug: str = "",
    metadata: Metadata | None = None,
    genre: Genre = Genre.UNKNOWN,
    request_id: uuid.UUID | None = None,
    may_revise: bool = True,
    even_if_other: bool = False,
    encoding: str = "",
) -> Outcome:
    """Load a file as a new document, or as a further revision of the one at its slug: one transaction with its events.

    Args:
        by: the person, ``None`` for the command line.
        name: the file's name; its ending says how it is read.
        data: the file's bytes.
        collection: where a new document goes, and nothing for one that is there; one that is not saved yet is saved
            along with it.
        slug: its name in addresses; without one, made from the file's name, its title or its digest.
        metadata: what is known about it; goes before what the file says of itself.
        genre: what kind of text it is, where the guess would be wrong.
        request_id: the id the client gave its request.
        may_revise: whether somebody said, or sees beforehand, that the file is a new text of the document at its slug.
        even_if_other: revise the document also where the text has almost no words in common with it.
        encoding: the name of its encoding, where it does not say it itself; "" to find out.

    Returns:
        The outcome: created, revised, or unchanged where the same bytes stand under this slug already.

    Raises:
        Refused: the file cannot be read or kept, or the slug is that of another document.
        PermissionDenied: ``by`` may not load documents, or not make the collection.
        AlreadyDone: a request of this id was carried out before.
    """
    _require(by)
    # Asked before the file is read, which may take long, and again after, since the slug may come from the text.
    early_slug = slug or slug_from_path(PurePath(name))
    known = _known(early_slug, by) if early_slug else None
    if known is None:
        _refuse_collection(collection, by)
    if known and _has(known, data, encoding, genre):
        return unchanged(known)
    say(_("Reading the file"), 0, 3)
    draft = read_draft(name=name, data=data, slug=slug, metadata=metadata or Metadata(), encoding=encoding, genre=genre)
    say(_("Comparing it with what is here"), 1, 3)
    if draft.slug != early_slug:
        known = _known(draft.slug, by)
        if known and _has(known, data, encoding, genre):
            return unchanged(known)
    if known:
        _refuse_unasked(known, data, may_revise=may_revise)
        draft = with_lines_as_before(draft, known, data, encoding)
        changeset = changeset_for(known, draft, even_if_other=even_if_other)
        if is_same_file(known, data) and not changeset.is_change:
            return unchanged(known)
        say(_("Writing the revision and moving the marks"), 2, 3)
        written, marks = write_revision(changeset, draft, data=data, by=by, request_id=request_id)
        return revised(changeset, draft, written, marks=marks)
    _refuse_collection(collection, by)
    say(_("Writing"), 2, 3)
    try:
        document = _write(draft, data=data, collection=collection, by=by, request_id=request_id)
    except IntegrityError as error:
        if Document.objects.filter(slug=draft.slug).exists():
            raise Refused(
                _(
                    "There is a document “%(slug)s” already, with another text, since a moment ago. If this is a new "
                    "text of it, load it as a revision of that; else give it a slug of its own."
                )
                % {"slug": draft.slug},
                field="slug",
            ) from error
        raise
    return replace(_created(draft), revision=1, document=document)


def _created(draft: Draft) -> Outcome:
    """The outcome for a new document, before it is written."""
    plan = draft.plan
    return Outcome(LoadOutcome.CREATED, draft.slug, draft.metadata, plan.counts, plan=plan, notices=plan.notices)


def unchanged(document: Document) -> Outcome:
    """The outcome for a document that is there already."""
    standing = Paragraph.objects.standing().filter(document=document).order_by()
    counts = dict(standing.values_list("kind").annotate(Count("pk")))
    return Outcome(
        status=LoadOutcome.UNCHANGED,
        slug=document.slug,
        metadata=metadata_of_document(document),
        counts={kind: counts[kind] for kind in Paragraph.Kind.values if kind in counts},
        revision=document.current.number if document.current else 0,
        notices=from_json(document.current.notices) if document.current else (),
        document=document,
    )


def _require(by: User | None) -> None:
    if by is not None:
        permissions.require(by, permissions.Permission.EDIT_DOCUMENT)


def _refuse_collection(collection: Collection, by: User | None) -> None:
    """Raise where ``by`` may not put a document there; ``None``, the command line, may."""
    if by and collection.pk is None:
        permissions.require(by, permissions.Permission.ADMINISTER)
    if by and collection.pk and not Collection.objects.visible_to(by).filter(pk=collection.pk).exists():
        raise Refused(_("There is no such collection. Choose one of those you can read."), field="collection")


def _refuse_unasked(document: Document, data: bytes, *, may_revise: bool) -> None:
    """Raise ``Refused`` where nothing but the name of a file says that it is a new text of ``document``.

    The very bytes that stand there, read in another encoding or as another kind of text, are.
    """
    if not may_revise and not is_same_file(document, data):
        raise UnaskedRevision(
            _(
                "There is a document “%(slug)s” already, with another text, and nothing but the file’s name says that "
                "this is the same document."
            )
            % {"slug": document.slug},
            _(
                "If it is a new text of that document, choose that under “Revision of”; if it is another document, "
                "give it a slug of its own."
            ),
            slug=document.slug,
        )


def _known(slug: str, by: User | None) -> Document | None:
    """The document at ``slug``, ``None`` where the slug is free; ``Refused`` where ``by`` may not see whose it is."""
    document = Document.objects.select_related("current", "collection").filter(slug=slug).first()
    if document and by is not None and not Document.objects.visible_to(by).filter(pk=document.pk).exists():
        raise Refused(_("The slug “%(slug)s” is taken. Choose another.") % {"slug": slug}, field="slug")
    return document


def _has(document: Document, data: bytes, encoding: str, genre: Genre) -> bool:
    """Whether the newest revision of ``document`` was read from these very bytes, and as what they are said to be."""
    revision = document.current
    if revision is None or not is_same_file(document, data):
        return False
    return (not encoding or revision.encoding in {"", codec_of(encoding)}) and (not genre or revision.genre == genre)


def is_same_file(document: Document, data: bytes) -> bool:
    """Whether the newest revision of ``document`` was read from these very bytes."""
    return document.current is not None and document.current.sha256 == sha256(data).hexdigest()


def revised(changeset: Changeset, draft: Draft, document: Document, *, marks: ReanchorSummary) -> Outcome:
    """The outcome for a further revision: ``document`` before, where it is not written yet, or after."""
    return Outcome(
        status=LoadOutcome.REVISED,
        slug=document.slug,
        metadata=facts_of(document, draft),
        counts=draft.plan.counts,
        revision=changeset.number,
        plan=changeset.plan,
        notices=changeset.plan.notices,
        document=document,
        changes=changeset.counts,
        marks=marks.counts,
        by_person=marks.by_person,
        edited=changeset.edited,
    )


def _write(
    draft: Draft, *, data: bytes, collection: Collection, by: User | None, request_id: uuid.UUID | None
) -> Document:
    with ready(draft.plan, draft.file(data, by=by)) as rows, batch(by=by, request_id=request_id) as current:
        if collection.pk is None:
            defaults = {name: getattr(collection, name) for name in ("title", "description", "access", "review")}
            collection, is_new = Collection.objects.get_or_create(slug=collection.slug, defaults=defaults)
            if is_new:
                current.record(Event.Verb.CREATED, collection, after=details_of(collection))
        document = load(
            rows=rows,
            metadata=draft.metadata,
            collection=collection,
            slug=draft.slug,
            at=current.at,
        )
        revision = document.current
        assert revision is not None  # noqa: S101 - the one just loaded
        after = {
            "slug": document.slug,
            "title": document.title,
            "revision": revision.number,
            "sha256": revision.sha256,
            "paragraphs": revision.length,
        }
        current.record(Event.Verb.LOADED, document, after=after)
    return document
