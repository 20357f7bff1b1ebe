"""A site with many taggings, for the bench of exports: put straight into the tables, since actions would take hours."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import batched

from django.contrib.auth.models import User
from django.db import connection, models

from annotator.models import Passage, Tagging
from corpus.models import Collection, Document, Paragraph, Revision

from .site import TAGS, tags

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
TURN = timedelta(days=7, microseconds=7)
# In another order than that of the text, as people work.
TAG = """
    INSERT INTO annotator_tagging (
        id, content_object_id, tag_id, author_id, status, origin, version, created_at, modified_at, withdrawn_at
    )
    WITH numbered AS (SELECT id, row_number() OVER (ORDER BY slug) - 1 AS number FROM annotator_tag)
    SELECT {new_id}, s.id, numbered.id, %s, 'published', 'hand', 1, %s, %s, NULL
    FROM annotator_passage s
    JOIN corpus_paragraph p ON p.id = s.paragraph_id
    JOIN numbered ON numbered.number = (s.id + %s) %% %s
    WHERE p.document_id = %s
    ORDER BY s.id * 7919 %% 10007
    LIMIT %s
"""


def fill(taggings: int) -> None:
    """Fill an empty, migrated database with about ``taggings`` taggings (a multiple of 100,000 comes out exact)."""
    people = [User.objects.create(username=f"person-{number}") for number in range(PEOPLE)]
    tags()
    collection = Collection.objects.create(slug="bench", title="Bench")
    numbers = {QUIET: QUIET_TAGGINGS, 0: taggings // DOCUMENTS - QUIET_TAGGINGS}
    for number in (QUIET, *range(DOCUMENTS)):
        here = numbers.get(number, taggings // DOCUMENTS)
        _document(collection, number, here, [person.pk for person in people])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _document(collection: Collection, number: int, taggings: int, people: list[int]) -> None:
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
    _tag(document, taggings, people)


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


def _tag(document: Document, taggings: int, people: list[int]) -> None:
    """Let one person after another tag all passages, until there are ``taggings``; the database makes the rows."""
    new_id = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    for turn, person in enumerate(people):
        at = Tagging._meta.get_field("created_at").get_db_prep_save(START + turn * TURN, connection)
        few = max(0, min(PARAGRAPHS * PASSAGES, taggings - turn * PARAGRAPHS * PASSAGES))
        with connection.cursor() as cursor:
            cursor.execute(TAG.format(new_id=new_id), [person, at, at, turn, TAGS, document.pk, few])


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
