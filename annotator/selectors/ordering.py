"""The orders in which occurrences are listed."""

from collections.abc import Callable, Sequence
from datetime import date

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
    if order == WORDS:
        return _by_words(found, places, lambda _words, _paragraph, first, last: range(first, last))
    if order in AFTER:
        skipped = AFTER.index(order)
        return _by_words(
            found,
            places,
            lambda words, at, _first, last: range(last + skipped, min(last + NEAREST, words.firsts[at + 1])),
        )
    if order in BEFORE:
        skipped = BEFORE.index(order)
        return _by_words(
            found,
            places,
            lambda words, at, first, _last: range(first - 1 - skipped, max(first - NEAREST, words.firsts[at]) - 1, -1),
        )
    return places


def by_date(day: date | None) -> tuple[bool, str]:
    """What documents are ordered by: those without a date last."""
    return day is None, day.isoformat() if day else ""


def _by_words(found: Occurrences, places: Sequence[At], which: Callable[[Words, int, int, int], range]) -> list[At]:
    """``places`` by the words that ``which`` names by their numbers: 2 queries."""
    read = found.written({place[0] for place in places})
    by_document = [read[each.words.document] for each in found.found]
    keys: list[tuple[int, ...]] = []
    for at, paragraph, first, last in places:
        words = by_document[at]
        keys.append(tuple([words.written[number] for number in which(words, paragraph, first, last)]))
    distinct = {key for several in keys for key in several}
    known = found.known(distinct)
    rank = {word: number for number, word in enumerate(sorted({word for _written, word in known.values()}))}
    ranks = {key: rank[known[key][1]] for key in distinct}
    sortable = [tuple([ranks[key] for key in several]) for several in keys]
    order = sorted(range(len(places)), key=sortable.__getitem__)
    return [places[number] for number in order]
