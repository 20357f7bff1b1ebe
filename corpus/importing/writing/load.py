"""The loader: the only writer of documents, revisions and paragraphs.

It decides nothing: what is written was planned, and who may write it is asked elsewhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction

from corpus import search
from corpus.blocks import Genre, Metadata
from corpus.db.many import StagedRows
from corpus.db.statistics import refresh_on_commit
from corpus.importing.notices import as_json
from corpus.importing.plan import Plan, PlannedParagraph
from corpus.models import Collection, Document, Paragraph, Revision
from corpus.models.document import source_path

_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The file that a revision is read from, which is kept with it, and who loads it.

    ``media_type`` is its format, ``encoding`` the codec of its text, "" where the format is not text, ``genre`` the
    kind of text it is read as, where somebody said so; ``by`` is ``None`` for the command line.
    """

    data: bytes
    name: str
    media_type: str
    encoding: str
    by: User | None
    genre: Genre = Genre.UNKNOWN


@dataclass(frozen=True, slots=True)
class TextRows:
    """A text, ready to be written (``ready``): its revision, the next key after it, its paragraphs and its words."""

    revision: Revision
    next_key: int
    paragraphs: StagedRows
    words: search.Prepared


@contextmanager
def ready(plan: Plan, file: LoadedFile) -> Iterator[TextRows]:
    """What ``load`` writes of ``plan``, which was read from ``file``, made before the transaction that this is in."""
    revision = revision_of(plan, file, number=1)
    next_key = max(paragraph.key for paragraph in plan.paragraphs) + 1
    with new_paragraphs(plan.paragraphs) as paragraphs, search.words_of(plan.paragraphs) as words:
        yield TextRows(revision, next_key, paragraphs, words)


def load(
    *,
    rows: TextRows,
    metadata: Metadata,
    collection: Collection,
    slug: str,
    at: datetime,
) -> Document:
    """Write a new document with its first revision and paragraphs, all of it or nothing.

    Args:
        rows: what to write (``ready``).
        metadata: what is said about the document, fitted to what it can keep (``plan.fitted``).
        collection: where it goes.
        slug: its name in addresses, free.
        at: now.

    Returns:
        The document, with its collection and current revision.

    Raises:
        IntegrityError: the slug is taken, perhaps since a moment ago.
    """
    revision = rows.revision
    with transaction.atomic():
        document = Document(collection=collection, slug=slug, next_key=rows.next_key)
        write_metadata(document, metadata)
        document.save(force_insert=True)
        revision.document, revision.loaded_at = document, at
        revision.save()
        document.current = revision
        document.save(update_fields=["current"])
        rows.paragraphs.insert(document_id=document.pk, since_id=revision.pk)
        pks = Paragraph.objects.filter(document=document).order_by("position").values_list("pk", flat=True)
        rows.words.write(document.pk, pks.iterator())
        refresh_on_commit()
    return document


def revision_of(plan: Plan, file: LoadedFile, *, number: int) -> Revision:
    """The revision ``number`` of a document, not saved yet, with its source file, which is kept at once.

    That is before the transaction: a file that no revision names does no harm, a revision without its file would.
    """
    revision = Revision(
        number=number,
        loaded_by=file.by,
        source_name=file.name[-_LONGEST_NAME:],
        media_type=file.media_type,
        encoding=file.encoding,
        genre=file.genre.value,
        notices=as_json(plan.notices),
        sha256=sha256(file.data).hexdigest(),
        length=len(plan.paragraphs),
        paragraph_count=plan.paragraph_count,
    )
    _keep_source(revision, file.data)
    return revision


def write_metadata(document: Document, metadata: Metadata) -> None:
    """Set what is said about ``document``."""
    for name in Metadata.__slots__:
        setattr(document, name, getattr(metadata, name))


def _keep_source(revision: Revision, source: bytes) -> None:
    """Keep the bytes under their digest, once; a file that a crash left half written is replaced."""
    storage = revision.source.storage
    name = source_path(revision, revision.source_name)
    if storage.exists(name):
        if storage.size(name) == len(source):
            revision.source.name = name
            return
        storage.delete(name)
    revision.source.name = storage.save(name, ContentFile(source))


def new_paragraphs(paragraphs: Sequence[PlannedParagraph]) -> StagedRows:
    """Paragraphs that a revision puts in, which stand until another takes them out."""
    return StagedRows("corpus_paragraph", PlannedParagraph._fields, paragraphs)
