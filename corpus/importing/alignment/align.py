"""Old paragraphs against new ones: what became of each.

Plain Python. Who is who is decided by order and neighbours first, since in texts of this kind the same sentence stands
in many places: paragraphs of the same words are paired in order (see ``patience``), those between two such pairs by
likeness (see ``likeness``), and only what is left then is looked for elsewhere, by words that stand nowhere else, as
Heckel 1978, "A technique for isolating differences between files", does it.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import NamedTuple, Protocol

from .patience import Gap, common, gaps, rising, unique
from .similarity import ELSEWHERE, IN_PLACE, Bag, Group, aligned, by_phrases, gained, repeated


class Fate(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    """Kind, printed number and text are what they were, and so is its place among the others."""
    MOVED = "moved"
    """It stands elsewhere among the others, as it was or edited."""
    EDITED = "edited"
    """Kind, printed number or text are not what they were."""
    SPLIT = "split"
    """It is several paragraphs now."""
    MERGED = "merged"
    """It holds what were several paragraphs."""
    NEW = "new"
    """Nothing stood there."""
    GONE = "gone"
    """It stands nowhere."""


class Pairing(NamedTuple):
    """An old paragraph and what it is now, by their places in the two texts.

    ``old`` is ``None`` for a new one, ``new`` for one that is gone. ``others`` are, for a split, the further new parts
    (``new`` has most of the words), and for a merge the further old ones (``old`` made up most of it). They have no
    pairing of their own: every paragraph occurs once in a result.
    """

    old: int | None
    new: int | None
    fate: Fate
    others: tuple[int, ...] = ()


class Aligned(Protocol):
    """What is looked at of a paragraph."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def number(self) -> str:
        """The number or mark printed before it."""

    @property
    def text(self) -> str:
        """Its text."""


def align(old: Sequence[Aligned], new: Sequence[Aligned]) -> tuple[Pairing, ...]:
    """What became of each paragraph of ``old`` in ``new``.

    Returns:
        The pairings of the new paragraphs in their order, then those of the paragraphs that are gone. The same for
        the same texts, whenever and wherever.
    """
    return _Alignment(old, new).pairings()


class _Alignment:
    """One alignment; ``groups`` holds what is found, and each paragraph is in one of them at most."""

    def __init__(self, old: Sequence[Aligned], new: Sequence[Aligned]) -> None:
        self.old, self.new = old, new
        self.old_signs, self.new_signs = [list(map(_sign, paragraphs)) for paragraphs in (old, new)]
        self.whole = Gap(0, len(old), 0, len(new))
        self.groups: list[Group] = []
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))
        # Only those that are compared word by word, which are few, are taken apart into words.
        self.old_bag = cache(lambda at: Bag(old[at].text))
        self.new_bag = cache(lambda at: Bag(new[at].text))
        self._in_place()
        self._elsewhere()

    def pairings(self) -> tuple[Pairing, ...]:
        """What was found, in words of fates."""
        found = sorted(map(self._pair, self.groups), key=itemgetter(1))
        olds = [pairing[0] for pairing in found]
        settled = set(rising(olds, [len(self.old_signs[at]) + 1 for at in olds]))
        fated = [
            Pairing(old, new, fate if place in settled or others else Fate.MOVED, others)
            for place, (old, new, fate, others) in enumerate(found)
        ]
        fated += [Pairing(None, at, Fate.NEW) for at in self.free_new]
        fated.sort(key=itemgetter(1))
        return (*fated, *(Pairing(at, None, Fate.GONE) for at in sorted(self.free_old)))

    def _in_place(self) -> None:
        """Pair in order: the same words, and between two such pairs what is alike."""
        exact = common(self.old_signs, self.new_signs)
        for at, to in exact:
            self._keep(Group((at,), (to,)))
        for gap in gaps(exact, self.whole):
            olds = [self.old_bag(at) for at in range(gap.old, gap.old_end)]
            news = [self.new_bag(to) for to in range(gap.new, gap.new_end)]
            for group in aligned(olds, news):
                self._keep(
                    Group(tuple(gap.old + at for at in group.old), tuple(gap.new + to for to in group.new)),
                )

    def _elsewhere(self) -> None:
        """Pair what is left out of order, where its words stand nowhere else in the whole of both texts."""
        for at, to in unique(self.old_signs, self.new_signs, self.whole):
            self._keep_with_neighbours(at, to)
        olds, news = sorted(self.free_old), sorted(self.free_new)
        if not (olds and news):
            return
        bags = [self.old_bag(at) for at in olds], [self.new_bag(to) for to in news]
        elsewhere = repeated(self.old_signs, bags[0]) | repeated(self.new_signs, bags[1])
        for place, other in by_phrases(*bags, apart_from=elsewhere):
            if bags[0][place].likeness(bags[1][other]) >= ELSEWHERE:
                self._keep_with_neighbours(olds[place], news[other])

    def _keep_with_neighbours(self, at: int, to: int) -> None:
        """Pair these two, and those beside them on either side as long as they are alike: a block was moved."""
        if not self._both_free(at, to):
            return
        self._keep(Group((at,), (to,)))
        for step in (1, -1):
            beside, there = at + step, to + step
            while self._both_free(beside, there) and self._are_alike(beside, there):
                self._keep(Group((beside,), (there,)))
                beside, there = beside + step, there + step

    def _both_free(self, at: int, to: int) -> bool:
        return at in self.free_old and to in self.free_new

    def _are_alike(self, at: int, to: int) -> bool:
        same = self.old_signs[at] == self.new_signs[to]
        return same or self.old_bag(at).likeness(self.new_bag(to)) >= IN_PLACE

    def _keep(self, group: Group) -> None:
        self.groups.append(group)
        self.free_old.difference_update(group.old)
        self.free_new.difference_update(group.new)

    def _pair(self, group: Group) -> tuple[int, int, Fate, tuple[int, ...]]:
        """What a pairing of a group says: the part with most of the words goes with the whole."""
        (at, *more_old), (to, *more_new) = group
        if more_new:
            parts = gained(self.old_bag(at), [self.new_bag(each) for each in group.new])
            main = group.new[parts.index(max(parts))]
            return at, main, Fate.SPLIT, tuple(each for each in group.new if each != main)
        if more_old:
            parts = gained(self.new_bag(to), [self.old_bag(each) for each in group.old])
            main = group.old[parts.index(max(parts))]
            return main, to, Fate.MERGED, tuple(each for each in group.old if each != main)
        before, after = self.old[at], self.new[to]
        same = (before.kind, before.number, before.text) == (after.kind, after.number, after.text)
        return at, to, Fate.SAME if same else Fate.EDITED, ()


def _sign(paragraph: Aligned) -> str:
    """What paragraphs are the same by: the words, or the printed number where there is nothing else."""
    return " ".join((paragraph.text or paragraph.number).split())
