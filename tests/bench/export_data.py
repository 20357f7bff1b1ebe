"""A site with many taggings, for the bench of exports: put straight into the tables, since actions would take hours."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched

from django.contrib.auth.models import User
from django.db import connection, models

from annotator.models import Passage, Tagging
from corpus.models import Collection, Document, Paragraph, Revision

from .site import tags

DOCUMENTS = 20
PARAGRAPHS = 500
# A document as people have it, which somebody reads meanwhile.
QUIET, QUIET_TAGGINGS = 99, 100
PASSAGES = 10
PEOPLE = 10
START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = (
    "The parties agree that paragraph by paragraph, the text is read again; what it says of tags, notes and references "
    "is kept where it stands. “A passage is a whole paragraph, or a stretch of words within one.” Where a rule asks for "
    "more than one thing, each is marked by itself, so that it can be answered by itself."
)
WORDS = TEXT.split()


def fill(taggings: int) -> None:
    """Fill an empty, migrated database with about ``taggings`` taggings (a multiple of 100,000 comes out exact)."""
    people = [User.objects.create(username=f"person-{number}") for number in range(PEOPLE)]
    codebook = [tag.pk for tag in tags()]
    collection = Collection.objects.create(slug="bench", title="Bench")
    numbers = {QUIET: QUIET_TAGGINGS, 0: taggings // DOCUMENTS - QUIET_TAGGINGS}
    for number in (QUIET, *range(DOCUMENTS)):
        here = numbers.get(number, taggings // DOCUMENTS)
        _document(collection, number, here, [person.pk for person in people], codebook)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _document(collection: Collection, number: int, taggings: int, people: list[int], tags: list[uuid.UUID]) -> None:
    document = Document.objects.create(
        collection=collection, slug=f"document-{number:02}", title=f"The report of the year {2000 + number}, with notes"
    )
    revision = Revision.objects.create(
        document=document, number=1, loaded_at=START, source_name="x", media_type="text/plain", sha256="0" * 64,
        length=PARAGRAPHS,
    )  # fmt: skip
    document.current = revision
    document.save()
    _insert(Paragraph, _paragraphs(document, revision))
    _insert(Passage, _passages(document, revision))
    _insert(Tagging, _taggings(document, taggings, people, tags))


def _paragraphs(document: Document, revision: Revision) -> Iterator[dict[str, object]]:
    for position in range(1, PARAGRAPHS + 1):
        turn = position % len(WORDS)
        yield {
            "document_id": document.pk,
            "key": position,
            "position": position,
            "kind": "body",
            "level": 0,
            "number": f"{position}.",
            "text": " ".join((WORDS[turn:] + WORDS[:turn]) * 2),
            "section": f"Part {position // 100 + 1} › Chapter {position // 10 + 1}: Of what is agreed",
            "section_number": f"{position // 100 + 1}",
            "since_id": revision.pk,
            "until_id": None,
        }


def _passages(document: Document, revision: Revision) -> Iterator[dict[str, object]]:
    for pk, text in Paragraph.objects.filter(document=document).order_by("pk").values_list("pk", "text"):
        for number in range(PASSAGES):
            start = None if number == 0 else number * 20
            end = None if number == 0 else start + 60 + number * 10
            yield {
                "paragraph_id": pk,
                "start": start,
                "end": end,
                "quote": text[start:end],
                "prefix": "",
                "suffix": "",
                "state": "kept",
                "revision_id": revision.pk,
            }


def _taggings(document: Document, number: int, people: list[int], tags: list[uuid.UUID]) -> Iterator[dict[str, object]]:
    passages = list(Passage.objects.filter(paragraph__document=document).order_by("pk").values_list("pk", flat=True))
    for turn in range(number):
        at = START + timedelta(seconds=turn * 7, microseconds=turn)
        digest = hashlib.blake2b(f"{document.pk} {turn}".encode(), digest_size=16).digest()
        yield {
            "id": uuid.UUID(bytes=digest),
            "content_object_id": passages[turn * 7919 % len(passages)],
            "tag_id": tags[turn % len(tags)],
            "author_id": people[turn // len(passages) % len(people)],
            "status": "published",
            "origin": "hand",
            "version": 1,
            "created_at": at,
            "modified_at": at,
            "withdrawn_at": None,
        }


def _insert(model: type[models.Model], rows: Iterable[dict[str, object]]) -> None:
    """Put ``rows`` into the table of ``model``: values by the names of their columns."""
    for some in batched(rows, 5000):
        columns = list(some[0])
        fields = [next(field for field in model._meta.concrete_fields if field.column == column) for column in columns]
        values = [[field.get_db_prep_save(row[field.column], connection) for field in fields] for row in some]
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
            else:
                slots = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({slots})", values)
