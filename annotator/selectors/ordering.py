"""The orders in which occurrences are listed."""

from array import array
from datetime import date
from itertools import chain

from annotator.selectors.occurrences import Occurrences
from corpus.search.finding import Words

type At = tuple[int, int, int, int]
"""The place in ``found`` of its document, in this of its paragraph, its first word, and the word after its last."""

PLACE, DATE, WORDS = "place", "date", "words"
# Words before or after that are sorted by.
NEAREST = 3
AFTER = [f"after{number}" for number in range(1, NEAREST + 1)]
BEFORE = [f"before{number}" for number in range(1, NEAREST + 1)]
ORDERS = (PLACE, DATE, WORDS, *AFTER, *BEFORE)


def in_order(found: Occurrences, order: str) -> list[At]:
    """All places of ``found``: in the order of the text, and by ``order`` before that.

    ``date``: of the document, those without one last. ``words``: what is said. ``after1`` to ``before3``: that word
    after or before it within the paragraph, then the ones further away; those with none come first. Words are compared
    folded, by their letters' code points: the same on every database.
    """
    places = [(at, *place) for at, each in enumerate(found.found) for place in each.occurrences]
    if order == DATE:
        dates = [by_date(found.documents[each.words.document].published_on) for each in found.found]
        return sorted(places, key=lambda place: dates[place[0]])
    return _by_words(found, places, order) if order in ORDERS and order != PLACE else places


def by_date(day: date | None) -> tuple[bool, str]:
    """What documents are ordered by: those without a date last."""
    return day is None, day.isoformat() if day else ""


def _by_words(found: Occurrences, places: list[At], order: str) -> list[At]:
    """``places`` by the words there, after them or before them: 2 queries."""
    read = found.written({place[0] for place in places})
    by_document = [read[each.words.document] for each in found.found]
    around = _words_around(by_document, places, order)
    ranks = found.ranks(chain.from_iterable(around))
    sortable = [tuple([ranks[key] for key in several]) for several in around]
    return [places[number] for number in sorted(range(len(places)), key=sortable.__getitem__)]


def _words_around(by_document: list[Words], places: list[At], order: str) -> list[array[int]]:
    """The keys of the words that each of ``places`` is ordered by."""
    if order == WORDS:
        return [by_document[at].written[first:last] for at, _paragraph, first, last in places]
    if order in AFTER:
        skipped = AFTER.index(order)
        return [
            by_document[at].written[last + skipped : min(last + NEAREST, by_document[at].firsts[paragraph + 1])]
            for at, paragraph, _first, last in places
        ]
    skipped = BEFORE.index(order)
    return [
        by_document[at].written[max(first - NEAREST, by_document[at].firsts[paragraph]) : max(first - skipped, 0)][::-1]
        for at, paragraph, first, _last in places
    ]
