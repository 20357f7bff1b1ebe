"""The loader: the only writer of documents, revisions and paragraphs.

It decides nothing: what is written was planned, and who may write it is asked elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import batched
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from corpus import search
from corpus.blocks import Genre, Metadata
from corpus.db.statistics import refresh_on_commit
from corpus.importing.notices import as_json
from corpus.importing.plan import Plan, PlannedParagraph
from corpus.models import Collection, Document, Revision
from corpus.models.document import source_path

# Rows written at a time.
AT_A_TIME = 5000
_LONGEST_NAME = 255
_COLUMNS = (
    "document_id, since_id, key, position, kind, level, number, text, section, section_number"  # until_id stays NULL
)


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
    at: datetime
    genre: Genre = Genre.UNKNOWN


def load(
    *,
    plan: Plan,
    words: search.Inverted,
    metadata: Metadata,
    collection: Collection,
    slug: str,
    file: LoadedFile,
) -> Document:
    """Write a new document with its first revision and paragraphs, all of it or nothing.

    Args:
        plan: what to write.
        words: those of its paragraphs (``search.words_of``), worked out before the transaction that this is in.
        metadata: what is said about the document, fitted to what it can keep (``plan.fitted``).
        collection: where it goes.
        slug: its name in addresses, free.
        file: what it was read from.

    Returns:
        The document, with its collection and current revision.

    Raises:
        IntegrityError: the slug is taken, perhaps since a moment ago.
    """
    revision = revision_of(plan, file, number=1)
    with transaction.atomic():
        next_key = max(paragraph.key for paragraph in plan.paragraphs) + 1
        document = Document(collection=collection, slug=slug, next_key=next_key)
        write_metadata(document, metadata)
        document.save(force_insert=True)
        revision.document = document
        revision.save()
        document.current = revision
        document.save(update_fields=["current"])
        with connection.cursor() as cursor:
            insert_paragraphs(cursor, plan.paragraphs, document.pk, revision.pk)
        search.add(document, words)
        refresh_on_commit()
    return document


def revision_of(plan: Plan, file: LoadedFile, *, number: int) -> Revision:
    """The revision ``number`` of a document, not saved yet, with its source file, which is kept at once.

    That is before the transaction: a file that no revision names does no harm, a revision without its file would.
    """
    revision = Revision(
        number=number,
        loaded_at=file.at,
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


def insert_paragraphs(
    cursor: CursorWrapper, paragraphs: Iterable[PlannedParagraph], document: int, revision: int
) -> None:
    """Insert paragraphs of a document that stand from a revision on, both by primary key."""
    for some in batched(((document, revision, *paragraph) for paragraph in paragraphs), AT_A_TIME):
        insert(cursor, "corpus_paragraph", _COLUMNS, some)


def insert(cursor: CursorWrapper, table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows; plain SQL, as making a model instance of each takes longer than everything else together.

    Args:
        cursor: of the transaction that everything is written in.
        table: its name.
        columns: the names of those that the rows have, joined by commas; the others are left empty.
        rows: the values.
    """
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join(["%s"] * len(columns.split(",")))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608 - our own names
