"""Search in the paragraphs: one behaviour, whichever database is below.

``parse`` understands what was typed, ``find`` tells where it stands (``finding.py``), ``matching`` narrows a queryset
of paragraphs, and ``snippets`` says where in one text the words stand. Who may read the paragraphs, and what the
filters of a query mean, is the caller's business. ``index`` puts the paragraphs of a document into the index, and
``unindex`` takes them out. The loader works the words out (``words_of``, ``words_in``) before anybody has to wait for
it, so that a load pays for the index once and not by the row.
"""

from corpus.models import Document
from corpus.models.paragraph import ParagraphQuerySet

from .finding import Allowed, DocumentOccurrences, among, find
from .indexing import LETTERS, Prepared, index, rebuild, unindex, words_in, words_of
from .inverted import found_in
from .query import Query, Step, parse

__all__ = [
    "Allowed",
    "DocumentOccurrences",
    "Prepared",
    "Query",
    "among",
    "find",
    "index",
    "matching",
    "parse",
    "rebuild",
    "snippets",
    "together",
    "unindex",
    "words_in",
    "words_of",
]

EVERYTHING = Allowed(kinds="".join(LETTERS.values()))


def matching(paragraphs: ParagraphQuerySet, query: str | Query) -> ParagraphQuerySet:
    """Narrow ``paragraphs`` to those ``query`` finds.

    Args:
        paragraphs: any queryset of paragraphs that has not been sliced.
        query: as typed (see ``corpus.search.query``), or parsed; its filters are not looked at.

    Returns:
        Those with all wanted terms and none of the unwanted ones, in the order they had; none where there is nothing to
        search for. Only standing paragraphs are indexed, so others are never found.
    """
    understood = parse(query) if isinstance(query, str) else query
    if understood.wanted:
        return paragraphs.filter(pk__in=among(_keys_found(understood)))
    if understood.unwanted:
        any_of_them = Query(wanted=((Step(understood.unwanted),),))
        return paragraphs.standing().exclude(pk__in=among(_keys_found(any_of_them)))
    return paragraphs.none()


def _keys_found(query: Query) -> list[int]:
    documents = Document.objects.order_by().values_list("pk", flat=True)
    return [each.words.pks[at] for each in find(query, documents, EVERYTHING) for at in each.paragraphs]


def snippets(text: str, query: str | Query) -> list[tuple[int, int]]:
    """Where the wanted terms of ``query`` stand in ``text``.

    Returns:
        (start, end) pairs in code points, in order, none touching another.
    """
    return found_in(text, parse(query) if isinstance(query, str) else query)


def together(text: str, query: Query) -> list[tuple[int, int]]:
    """Where all the wanted terms of ``query`` stand side by side in ``text``, in any order: as ``snippets``."""
    runs: list[tuple[int, int]] = []
    for start, end in found_in(text, query):
        if runs and not any(map(str.isalnum, text[runs[-1][1] : start])):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    terms = [Query(wanted=(term,)) for term in query.wanted]
    return [(start, end) for start, end in runs if all(found_in(text[start:end], term) for term in terms)]
