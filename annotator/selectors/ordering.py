"""The orders in which occurrences are listed."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Protocol

from annotator.selectors.occurrences import Occurrences
from corpus.search.finding import ForwardIndex

type At = tuple[int, int, int, int]
"""The place in ``found`` of its document, in this of its paragraph, its first word, and the word after its last."""

PLACE, DATE, WORDS = "place", "date", "words"
# Words before or after that are sorted by.
NEAREST = 3
AFTER = [f"after{number}" for number in range(1, NEAREST + 1)]
BEFORE = [f"before{number}" for number in range(1, NEAREST + 1)]
ORDERS = (PLACE, DATE, WORDS, *AFTER, *BEFORE)
# Where a line has no such word; no word of an index has this key.
_NONE = 0


class OrderedPlaces(Protocol):
    """Places in an order, of which a part is taken."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, part: slice, /) -> Sequence[At]:
        """Some of them."""


def in_order(occurrences: Occurrences, order: str) -> OrderedPlaces:
    """All places of ``occurrences``: in the order of the text, and by ``order`` before that.

    ``date``: of the document, those without one last. ``words``: what is said. ``after1`` to ``before3``: that word
    after or before it within the paragraph, then the ones further away; those with none come first. Words are compared
    folded, by their letters' code points: the same on every database.
    """
    places = [(at, *place) for at, each in enumerate(occurrences.by_document) for place in each.occurrences]
    if order == DATE:
        dates = [by_date(occurrences.documents[each.words.document].published_on) for each in occurrences.by_document]
        return sorted(places, key=lambda place: dates[place[0]])
    return _ByWords(occurrences, places, order) if order in ORDERS and order != PLACE else places


def by_date(day: date | None) -> tuple[bool, str]:
    """What documents are ordered by: those without a date last."""
    return day is None, day.isoformat() if day else ""


class _ByWords:
    """Places by words: by the first of these all of them, by the others those that are taken."""

    def __init__(self, occurrences: Occurrences, places: list[At], order: str) -> None:
        """2 queries."""
        self.occurrences = occurrences
        self.order = order
        read = occurrences.written({place[0] for place in places})
        self.by_document = [read[each.words.document] for each in occurrences.by_document]
        nearest = _nearest_words(self.by_document, places, order)
        ranks = occurrences.ranks(nearest) | {_NONE: -1}
        by_place = [ranks[key] for key in nearest]
        sequence = sorted(range(len(places)), key=by_place.__getitem__)
        self.places = [places[number] for number in sequence]
        self.ranks = [by_place[number] for number in sequence]

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, part: slice) -> list[At]:
        """Some of them: 1 query."""
        start, stop, _step = part.indices(len(self.places))
        if start >= stop:
            return []
        # The others decide among those of the same first word, which may stand before or after the part as well.
        low, high = bisect_left(self.ranks, self.ranks[start]), bisect_right(self.ranks, self.ranks[stop - 1])
        some = self.places[low:high]
        around = _words_around(self.by_document, some, self.order)
        ranks = self.occurrences.ranks(chain.from_iterable(around))
        sortable = [tuple([ranks[key] for key in keys]) for keys in around]
        sequence = sorted(range(len(some)), key=sortable.__getitem__)
        return [some[number] for number in sequence[start - low : stop - low]]


def _nearest_words(by_document: list[ForwardIndex], places: list[At], order: str) -> list[int]:
    """The key of the first word that each of ``places`` is ordered by."""
    if order == WORDS:
        return [by_document[at].written[first] for at, _paragraph, first, _last in places]
    if order in AFTER:
        skipped = AFTER.index(order)
        return [
            by_document[at].written[last + skipped] if last + skipped < by_document[at].firsts[paragraph + 1] else _NONE
            for at, paragraph, _first, last in places
        ]
    skipped = BEFORE.index(order) + 1
    return [
        by_document[at].written[first - skipped] if first - skipped >= by_document[at].firsts[paragraph] else _NONE
        for at, paragraph, first, _last in places
    ]


def _words_around(by_document: list[ForwardIndex], places: list[At], order: str) -> list[array[int]]:
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
