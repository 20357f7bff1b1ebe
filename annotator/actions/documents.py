"""Loading documents, and seeing beforehand what a load would make of a file."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePath

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.text import slugify
from django.utils.translation import gettext as _

from annotator import policy
from annotator.models import Event
from corpus.importing import readers, sources
from corpus.importing.blocks import Metadata, Reading, UnreadableFileError
from corpus.importing.isolation import read_isolated
from corpus.importing.load import load
from corpus.importing.manifest import SLUG
from corpus.importing.metadata import merge, metadata_of
from corpus.importing.plan import Plan, fitted, plan_of
from corpus.importing.refusal import LoadRefusedError
from corpus.models import Collection, Document, Paragraph

from .collections import details_of
from .recording import batch
from .refused import Refused

LONGEST_SLUG = 100


class Status(StrEnum):
    """What became of a document, or would become of it."""

    CREATED = "created"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did, or would do.

    ``revision`` is the number of the document's newest revision, 0 where nothing is written yet. ``counts`` are
    its paragraphs by kind. ``plan`` is there where the file was read, ``document`` where there is one.
    """

    status: Status
    slug: str
    metadata: Metadata
    counts: dict[str, int]
    revision: int = 0
    plan: Plan | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A file, read and planned."""

    name: str
    slug: str
    metadata: Metadata
    plan: Plan
    encoding: str


def preview_document(
    *, by: User | None, name: str, data: bytes, slug: str = "", metadata: Metadata | None = None
) -> Outcome:
    """What ``load_document`` would do with the same arguments; writes nothing.

    Raises:
        Refused: it would be refused.
        PermissionDenied: ``by`` may not load documents.
    """
    _require(by)
    draft = _read(name=name, data=data, slug=slug, metadata=metadata or Metadata())
    known = _known(draft.slug, data, by)
    return Outcome(
        status=Status.UNCHANGED if known else Status.CREATED,
        slug=draft.slug,
        metadata=draft.metadata,
        counts=draft.plan.counts,
        revision=known.current.number if known and known.current else 0,
        plan=draft.plan,
        document=known,
    )


def load_document(
    *,
    by: User | None,
    name: str,
    data: bytes,
    collection: Collection,
    slug: str = "",
    metadata: Metadata | None = None,
    request_id: uuid.UUID | None = None,
) -> Outcome:
    """Load a file as a new document, in one transaction with its event.

    Args:
        by: the person, ``None`` for the command line.
        name: the file's name; its ending says how it is read.
        data: the file's bytes.
        collection: where it goes; one that is not saved yet is saved along with the document.
        slug: its name in addresses; without one, made from the file's name, its title or its digest.
        metadata: what is known about it; goes before what the file says of itself.
        request_id: the id the client gave its request.

    Returns:
        The outcome: created, or unchanged where the same bytes stand under this slug already.

    Raises:
        Refused: the file cannot be read or kept, or the slug is taken by another text.
        PermissionDenied: ``by`` may not load documents, or not make the collection.
        AlreadyDone: a request of this id was carried out before.
    """
    _require(by)
    if by and collection.pk is None:
        policy.require(by, policy.Action.ADMINISTER)
    if by and collection.pk and not Collection.objects.visible_to(by).filter(pk=collection.pk).exists():
        raise Refused(_("There is no such collection. Choose one of those you can read."), field="collection")
    # Asked before the file is read, which may take long, and again after, since the slug may come from the text.
    early_slug = slug or slug_from(PurePath(name).stem)
    known = _known(early_slug, data, by) if early_slug else None
    if known:
        return unchanged(known)
    draft = _read(name=name, data=data, slug=slug, metadata=metadata or Metadata())
    known = _known(draft.slug, data, by)
    if known:
        return unchanged(known)
    try:
        document = _write(draft, data=data, collection=collection, by=by, request_id=request_id)
    except IntegrityError as error:
        if Document.objects.filter(slug=draft.slug).exists():
            raise _taken(draft.slug) from error
        raise
    return Outcome(
        Status.CREATED, draft.slug, draft.metadata, draft.plan.counts, revision=1, plan=draft.plan, document=document
    )


def slug_from(text: str) -> str:
    """A slug from a title or the stem of a file name, "" where none of its letters are Latin."""
    slug = slugify(text.replace(".", " "))[:LONGEST_SLUG].strip("-_")
    return slug if any(map(str.isalpha, slug)) else ""


def unchanged(document: Document) -> Outcome:
    """The outcome for a document that is there already."""
    standing = Paragraph.objects.standing().filter(document=document).order_by()
    found = dict(standing.values_list("kind").annotate(Count("pk")))
    return Outcome(
        status=Status.UNCHANGED,
        slug=document.slug,
        metadata=metadata_of_document(document),
        counts={kind: found[kind] for kind in Paragraph.Kind.values if kind in found},
        revision=document.current.number if document.current else 0,
        document=document,
    )


def metadata_of_document(document: Document) -> Metadata:
    """What is kept about ``document``."""
    return Metadata(
        title=document.title,
        subtitle=document.subtitle,
        author=document.author,
        publisher=document.publisher,
        published_on=document.published_on,
        language=document.language,
        source_url=document.source_url,
        rights=document.rights,
    )


def _require(by: User | None) -> None:
    if by is not None:
        policy.require(by, policy.Action.EDIT_DOCUMENT)


def _read(*, name: str, data: bytes, slug: str, metadata: Metadata) -> _Draft:
    """Read and plan a file; ``Refused`` says why it cannot be, with the line."""
    if slug and not SLUG.fullmatch(slug):
        raise Refused(
            _("“%(slug)s” cannot be a slug. Use up to 100 letters a to z, digits, hyphens and underscores.")
            % {"slug": slug},
            field="slug",
        )
    name = _clean(name)
    try:
        sources.refuse_too_large(data)
        reading = _reading(name, data)
        plan = plan_of(reading)
        known = fitted(merge(metadata, metadata_of(reading)), fallback_title=_title_from(plan, name))
    except (UnreadableFileError, LoadRefusedError) as error:
        is_named = not error.line or str(error.line) in error.reason
        place = "" if is_named else _("Line %(line)d: ") % {"line": error.line}
        raise Refused(f"{place}{error.reason}", field="file") from error
    # A Chinese file name makes no slug, nor may its title; the digest always does, and always the same one.
    digest = sha256(data).hexdigest()
    slug = slug or slug_from(PurePath(name).stem) or slug_from(known.title) or f"document-{digest[:8]}"
    return _Draft(name, slug, known, plan, reading.encoding)


def _reading(name: str, data: bytes) -> Reading:
    if readers.reader_for(name).ISOLATED:
        return read_isolated(name, data)
    return readers.read(name, data)


def _title_from(plan: Plan, name: str) -> str:
    """The title of a text that has none: its first heading, else the name of its file."""
    return next((heading.text for heading in plan.outline if heading.text), "") or PurePath(name).stem


def _clean(name: str) -> str:
    """The last part of a file name, without what cannot be shown or kept (bytes that are no characters, line ends)."""
    return "".join(char if char.isprintable() else "_" for char in PurePath(name).name)


def _known(slug: str, data: bytes, by: User | None) -> Document | None:
    """The document of these bytes at ``slug``, ``None`` where the slug is free; ``Refused`` where it is taken."""
    document = Document.objects.select_related("current", "collection").filter(slug=slug).first()
    if document is None:
        return None
    if by is not None and not Document.objects.visible_to(by).filter(pk=document.pk).exists():
        raise Refused(_("The slug “%(slug)s” is taken. Choose another.") % {"slug": slug}, field="slug")
    if document.current is None or document.current.sha256 != sha256(data).hexdigest():
        raise _taken(slug)
    return document


def _taken(slug: str) -> Refused:
    return Refused(
        _(
            "There is a document “%(slug)s” already, with another text. Loading revisions of a document comes with a "
            "later version. If this is another document, give it a slug of its own."
        )
        % {"slug": slug},
        field="slug",
    )


def _write(
    draft: _Draft, *, data: bytes, collection: Collection, by: User | None, request_id: uuid.UUID | None
) -> Document:
    with transaction.atomic(), batch(by=by, request_id=request_id) as current:
        if collection.pk is None:
            defaults = {name: getattr(collection, name) for name in ("title", "description", "access", "review")}
            collection, made = Collection.objects.get_or_create(slug=collection.slug, defaults=defaults)
            if made:
                current.record(Event.Verb.CREATED, collection, after=details_of(collection))
        document = load(
            plan=draft.plan,
            metadata=draft.metadata,
            collection=collection,
            slug=draft.slug,
            source=data,
            source_name=draft.name,
            media_type=readers.reader_for(draft.name).MEDIA_TYPE,
            encoding=draft.encoding,
            loaded_by=by,
            loaded_at=current.at,
        )
        revision = document.current
        after = {
            "slug": document.slug,
            "title": document.title,
            "revision": revision.number,
            "sha256": revision.sha256,
            "paragraphs": revision.length,
        }
        current.record(Event.Verb.LOADED, document, after=after)
    return document
