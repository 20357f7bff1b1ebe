"""The loader: the only writer of documents, revisions and paragraphs.

It decides nothing: what is written was planned, and who may write it is asked elsewhere.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import batched

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from corpus import search
from corpus.models import Collection, Document, Revision
from corpus.models.document import source_path

from .blocks import Metadata
from .plan import Plan, PlannedParagraph

# From this many paragraphs on, the planner's statistics are brought up to date after the load.
BIG = 5000
_AT_A_TIME = 5000
_LONGEST_NAME = 255
_COLUMNS = (
    "document_id, since_id, key, position, kind, level, number, text, section, section_number"  # until_id stays NULL
)


def load(
    *,
    plan: Plan,
    metadata: Metadata,
    collection: Collection,
    slug: str,
    source: bytes,
    source_name: str,
    media_type: str,
    encoding: str,
    loaded_by: User | None,
    loaded_at: datetime,
) -> Document:
    """Write a new document with its first revision and paragraphs, all of it or nothing.

    Args:
        plan: what to write.
        metadata: what is said about the document, fitted to what it can keep (``plan.fitted``).
        collection: where it goes.
        slug: its name in addresses, free.
        source: the bytes it was read from, kept with the revision.
        source_name: the name of the file.
        media_type: its format.
        encoding: the codec its text was in, "" where the format is not text.
        loaded_by: the person, or ``None`` for the command line.
        loaded_at: now.

    Returns:
        The document, with its collection and current revision.

    Raises:
        IntegrityError: the slug is taken, perhaps since a moment ago.
    """
    revision = Revision(
        number=1,
        loaded_at=loaded_at,
        loaded_by=loaded_by,
        source_name=source_name[-_LONGEST_NAME:],
        media_type=media_type,
        encoding=encoding,
        sha256=sha256(source).hexdigest(),
        length=len(plan.paragraphs),
        paragraph_count=plan.paragraph_count,
    )
    # Before the transaction: a file that no revision names does no harm, a revision without its file would.
    _keep_source(revision, source)
    with transaction.atomic():
        document = Document.objects.create(
            collection=collection,
            slug=slug,
            next_key=max(paragraph.key for paragraph in plan.paragraphs) + 1,
            title=metadata.title,
            subtitle=metadata.subtitle,
            author=metadata.author,
            publisher=metadata.publisher,
            published_on=metadata.published_on,
            language=metadata.language,
            source_url=metadata.source_url,
            rights=metadata.rights,
        )
        revision.document = document
        revision.save()
        document.current = revision
        document.save(update_fields=["current"])
        with connection.cursor() as cursor:
            for some in batched(_rows(plan, document.pk, revision.pk), _AT_A_TIME):
                _insert(cursor, some)
        search.index(document)
        if len(plan.paragraphs) >= BIG:
            transaction.on_commit(refresh_statistics)
    return document


def refresh_statistics() -> None:
    """Tell the planner what there is now; without it, it goes on planning for the few paragraphs it knew."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE corpus_paragraph")
        cursor.execute("ANALYZE corpus_paragraph_text")


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


def _rows(plan: Plan, document: int, revision: int) -> Iterator[tuple]:
    return ((document, revision, *paragraph) for paragraph in plan.paragraphs)


def _insert(cursor: CursorWrapper, rows: tuple[tuple, ...]) -> None:
    """Insert paragraphs; plain SQL, as making a model instance of each takes longer than everything else together."""
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY corpus_paragraph ({_COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join(["%s"] * (2 + len(PlannedParagraph._fields)))
        cursor.executemany(f"INSERT INTO corpus_paragraph ({_COLUMNS}) VALUES ({places})", rows)  # noqa: S608 - our own column names
