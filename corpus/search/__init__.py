"""Search in the paragraphs: one behaviour, whichever database is below.

``matching`` narrows any queryset of paragraphs to those a query finds; ``snippets`` says where in a text the words
stand. Who may read the paragraphs, which of them count and in what order they come is the caller's business.
``index`` puts the paragraphs of a document into the index and ``unindex`` takes them out: the loader calls them, so
that a load pays for the index once and not by the row.
"""

from itertools import batched
from types import ModuleType

from django.db import connection, transaction

from corpus.models import Document, Paragraph
from corpus.models.paragraph import ParagraphQuerySet

from . import postgres, sqlite
from .query import Query, parse, ranges, together

__all__ = ["Query", "index", "matching", "parse", "rebuild", "snippets", "together", "unindex"]

# Paragraphs taken from the database and put into the index at a time: few enough to keep memory flat.
_AT_A_TIME = 2000


def matching(paragraphs: ParagraphQuerySet, query: str | Query) -> ParagraphQuerySet:
    """Narrow ``paragraphs`` to those ``query`` finds.

    Args:
        paragraphs: any queryset of paragraphs that has not been sliced.
        query: as typed (see ``corpus.search.query``), or parsed.

    Returns:
        Those with all wanted words and phrases and none of the unwanted ones, in the order they had; none where
        there is nothing to search for. Only standing paragraphs are indexed, so others are never found.
    """
    understood = parse(query) if isinstance(query, str) else query
    if not understood:
        return paragraphs.none()
    if understood.wanted or understood.begun:
        paragraphs = paragraphs.filter(pk__in=_engine().with_all(understood.wanted, understood.begun))
    else:
        paragraphs = paragraphs.standing()
    if understood.unwanted:
        paragraphs = paragraphs.exclude(pk__in=_engine().with_any(understood.unwanted))
    return paragraphs


def snippets(text: str, query: str | Query) -> list[tuple[int, int]]:
    """Where the wanted words and phrases of ``query`` stand in ``text``.

    Returns:
        (start, end) pairs in code points, in order, none touching another.
    """
    return ranges(text, parse(query) if isinstance(query, str) else query)


def index(document: Document) -> None:
    """Put the standing paragraphs of ``document`` into the index, in place of what is there of it."""
    unindex(document)
    standing = Paragraph.objects.standing().filter(document=document).order_by()
    with connection.cursor() as cursor:
        for some in batched(standing.values_list("pk", "text").iterator(_AT_A_TIME), _AT_A_TIME):
            _engine().add(cursor, some)


def unindex(document: Document) -> None:
    """Take the paragraphs of ``document`` out of the index."""
    with connection.cursor() as cursor:
        _engine().remove(cursor, document.pk)


def rebuild() -> None:
    """Make the whole index anew, in one transaction: after paragraphs came in by another way than the loader."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM corpus_paragraph_text")
        for document in Document.objects.order_by("pk"):
            index(document)


def _engine() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]
