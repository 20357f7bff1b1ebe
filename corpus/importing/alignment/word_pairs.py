"""Pairs of words one after the other: in which paragraphs they stand, and how much they tell of one.

Plain Python. What is said in much the same words elsewhere has its pairs of words there. What is unlikely to be said
again by chance has words that seldom follow each other (Shannon 1948, "A mathematical theory of communication").
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, count, pairwise
from math import log2

type Words = Sequence[str]

# Of its pairs of words, how many a paragraph that resembles another is the first or the last to have.
_FEWEST_VOTES = 0.15
_MOST_DOUBLES = 3
_ENOUGH_PAIRS = 16
# What a paragraph tells, in bits, that is made again in one of a thousand where another one is made.
_BITS = 10


class WordPairs:
    """The pairs of words of the paragraphs of two texts, each by a number; ``sides`` are the words of either text."""

    def __init__(self, sides: Sequence[Sequence[Words]]) -> None:
        self._sides = sides
        numbers: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
        self._pairs = [[array("i", map(numbers.__getitem__, pairwise(words))) for words in side] for side in sides]
        self._counts = array("i", [0]) * len(numbers)
        # For each side, by the numbers of pairs, the last and the first paragraph that has each; -1 where none has.
        self._ends = [[array("i", [-1]) * len(numbers) for _ in range(2)] for _ in sides]
        for paragraphs, (last, first) in zip(self._pairs, self._ends, strict=True):
            for at, pairs in enumerate(paragraphs):
                for pair in pairs:
                    self._counts[pair] += 1
                    last[pair] = at
                    if first[pair] < 0:
                        first[pair] = at

    def of(self, side: int, places: Sequence[int]) -> array[int]:
        """The pairs of all paragraphs at ``places`` of a side."""
        return self._pairs[side][places[0]] + sum((self._pairs[side][at] for at in places[1:]), array("i"))

    def doubles(self, pairs: Sequence[int], side: int, apart: Iterable[int]) -> Iterator[int]:
        """Those on a side, ``apart`` from some, that may say what one with these pairs of words does.

        Looked at are the last and the first ones with its pairs, where they have enough of them.
        """
        # Of many pairs some will do.
        some = pairs[:: 1 + (len(pairs) + 1) // _ENOUGH_PAIRS]
        nobody, enough = {-1, *apart}, _FEWEST_VOTES * len(some)
        for ends in self._ends[side]:
            votes = Counter(at for at in map(ends.__getitem__, some) if at not in nobody)
            if votes and max(votes.values()) >= enough:
                yield from (at for at, _count in votes.most_common(_MOST_DOUBLES))

    def stand_elsewhere(self, pairs: Sequence[int], apart: Sequence[Iterable[int]]) -> bool:
        """Whether half of ``pairs`` stand in paragraphs other than those ``apart`` on either side."""
        nobody = [{-1, *places} for places in apart]
        elsewhere = sum(
            any(ends[pair] not in nobody[side] for side in (0, 1) for ends in self._ends[side]) for pair in pairs
        )
        return 2 * elsewhere >= len(pairs)

    def is_chance(self, at: int, often: int) -> bool:
        """Whether an old paragraph may be written again to the letter by chance, among ``often`` others.

        One of its numbers does not count: what was said of the third may be said of the fourth by now.
        """
        bits: defaultdict[str, float] = defaultdict(float)
        for (before, word), pair in zip(pairwise(self._sides[0][at]), self._pairs[0][at], strict=True):
            bits[word] += log2(self._firsts[before] / self._counts[pair])
        of_number = max((bits[word] for word in bits if word[0].isdigit()), default=0)
        return sum(bits.values()) - of_number < log2(often) + _BITS

    @cached_property
    def _firsts(self) -> Counter[str]:
        """How often each word stands before another one."""
        return Counter(word for words in chain(*self._sides) for word in words[:-1])
