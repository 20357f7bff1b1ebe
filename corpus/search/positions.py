"""Where a term stands among the words of a text, by the positions of each of its words.

Plain Python: the same on every database. The words of a document are numbered from 0; an inverted index tells for each
word at which numbers it stands, and joins of these lists find phrases, alternatives and distances (Zobel and Moffat,
"Inverted files for text search engines", ACM Computing Surveys 38, 2006). The time depends on how often the words of
the term stand in the text and on the distances allowed, and never on in how many ways they can be combined.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import repeat
from operator import add, itemgetter
from typing import NamedTuple

from .query import SearchWord, Sequence, Step


class PostingList(NamedTuple):
    """Where a word stands: the numbers of its first words, and of how many words it is made at each.

    A word written with a hyphen in it ("co-operation") is two words, and also one ("cooperation") of two; where all
    are of one, ``lengths`` is empty.
    """

    starts: array[int]
    lengths: array[int]


NOWHERE = PostingList(array("I"), array("I"))
_RARITY = itemgetter(0)

type LookUp = Callable[[SearchWord], PostingList]
type Span = tuple[int, int]
type Onward = Callable[[int], int | None]
"""The end of all that follows, from the end of what stands before it; ``None`` where that does not stand there."""


class TermFinder:
    """Finds a term in one document after another."""

    def __init__(self, term: Sequence) -> None:
        self.term = term
        self._aligned = _aligned(term)
        # The steps that are one word each: whether these are there is asked at once.
        self._alone = {
            step.options[0] for step in term if len(step.options) == 1 and isinstance(step.options[0], SearchWord)
        }
        self._others = tuple(step for step in term if step.options[0] not in self._alone)

    def may_stand(self, known: Mapping[SearchWord, object]) -> bool:
        """Whether each step of the term has a word among ``known``."""
        return self._alone <= known.keys() and _may_stand(self._others, known)

    def spans(self, look_up: LookUp) -> Iterable[Span]:
        """Where the term stands: (first word, word after the last), in order."""
        return zip(*self.ends(look_up), strict=True)

    def ends(self, look_up: LookUp) -> tuple[list[int], list[int]]:
        """The first words where the term stands, in order, and for each the word after the last.

        Each place where it begins counts once, with the nearest place where it ends.
        """
        if self._aligned is not None and (starts := _side_by_side(self._aligned, look_up)) is not None:
            width = self._aligned[-1][0] + 1
            return starts, [start + width for start in starts]
        nearest = _nearest(self.term, look_up, lambda end: end)
        starts = sorted(nearest)
        return starts, [nearest[start] for start in starts]


def _aligned(term: Sequence) -> list[tuple[int, tuple[SearchWord, ...]]] | None:
    """The search words of each step and how far it is from the first one, where that is always the same distance."""
    aligned: list[tuple[int, tuple[SearchWord, ...]]] = []
    at = 0
    for step in term:
        search_words = tuple(option for option in step.options if isinstance(option, SearchWord))
        if step.least != step.most or len(search_words) < len(step.options):
            return None
        at += step.least
        aligned.append((at, search_words))
        at += 1
    return aligned


def _may_stand(term: Sequence, known: Mapping[SearchWord, object]) -> bool:
    return all(
        any(option in known if isinstance(option, SearchWord) else _may_stand(option, known) for option in step.options)
        for step in term
    )


def _side_by_side(aligned: list[tuple[int, tuple[SearchWord, ...]]], look_up: LookUp) -> list[int] | None:
    """Where a term of single words at fixed distances begins, in order; ``None`` where one is written as several."""
    columns: list[tuple[int, int, Collection[int]]] = []
    for distance, search_words in aligned:
        joined: list[array[int]] = []
        for search_word in search_words:
            starts, lengths = look_up(search_word)
            if lengths:
                return None
            joined.append(starts)
        column: Collection[int] = joined[0] if len(joined) == 1 else set().union(*joined)
        columns.append((len(column), distance, column))
    # The rarest first: what it leaves is all that the others are asked about.
    columns.sort(key=_RARITY)
    _number, distance, rarest = columns[0]
    starts_left = [start - distance for start in rarest if start >= distance]
    for _number, distance, column in columns[1:]:
        if not starts_left:
            break
        positions = column if isinstance(column, set) else set(column)
        starts_left = [start for start in starts_left if start + distance in positions]
    return starts_left if isinstance(rarest, array) else sorted(starts_left)


def _nearest(term: Sequence, look_up: LookUp, onward: Onward) -> dict[int, int]:
    """The first words where ``term`` stands, each with the nearest end of what follows it, as ``onward`` tells that.

    From the last step to the first, so that each place of a step is looked at once, whatever stands before it.
    """
    ends: dict[int, int] = {}
    for number in range(len(term) - 1, -1, -1):
        if number < len(term) - 1:
            onward = _within(ends, term[number + 1])
        ends = _of_step(term[number], look_up, onward)
        if not ends:
            break
    return ends


def _of_step(step: Step, look_up: LookUp, onward: Onward) -> dict[int, int]:
    ends: dict[int, int] = {}
    for option in step.options:
        if isinstance(option, SearchWord):
            starts, lengths = look_up(option)
            spans = zip(starts, map(add, starts, lengths or repeat(1)), strict=False)
            reached: Iterable[tuple[int, int | None]] = [(start, onward(end)) for start, end in spans]
        else:
            reached = _nearest(option, look_up, onward).items()
        for start, end in reached:
            if end is not None and end < ends.get(start, end + 1):
                ends[start] = end
    return ends


def _within(end_of: Mapping[int, int], step: Step) -> Onward:
    """From the end of the step before, the nearest end of ``step``; ``end_of`` has its ends by where it begins."""
    if step.least == step.most:
        return lambda end: end_of.get(end + step.least)
    starts = sorted(end_of)
    ends = [end_of[start] for start in starts]

    def nearest(end: int) -> int | None:
        first, last = bisect_left(starts, end + step.least), bisect_right(starts, end + step.most)
        return min(ends[first:last], default=None)

    return nearest
