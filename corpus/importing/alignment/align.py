"""Old paragraphs against new ones: what became of each.

Plain Python. Who is who is decided by order and neighbours first, since in texts of this kind the same sentence stands
in many places: paragraphs of the same words are paired in order (see ``patience``), those between two such pairs by
likeness (see ``likeness``), and only what is left then is looked for elsewhere, by words that stand nowhere else, as
Heckel 1978, "A technique for isolating differences between files", does it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple, Protocol

from .patience import Gap, common, exchangeable, gaps, rising, unique
from .similarity import ALIKE, ELSEWHERE, Bag, Group, Judgement, Lexicon, aligned, by_phrases, gained, repeated

# Paragraphs on either side of one of a formula that may have been it.
_NEAR = 3


class ChangeKind(StrEnum):
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

    ``sure`` is whether nothing else can be meant: not where a paragraph that many resemble has other names or numbers,
    nor where one of several with the same words may be any of them. For one that is gone, ``perhaps`` is a new one
    that has its words, or those of its formula in its place, though it is another.
    """

    old: int | None
    new: int | None
    change: ChangeKind
    others: tuple[int, ...] = ()
    sure: bool = True
    perhaps: int | None = None


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
        self.repeats = Counter(self.old_signs) | Counter(self.new_signs)
        self.whole = Gap(0, len(old), 0, len(new))
        self.groups: list[Group] = []
        self.unsure: set[Group] = set()
        self.perhaps: dict[int, int] = {}
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))
        self._in_place()
        self._elsewhere()
        self._repeated()

    @cached_property
    def bags(self) -> tuple[list[Bag], list[Bag]]:
        """The words of all paragraphs; not asked for where all are what they were."""
        return [Bag(each.text) for each in self.old], [Bag(each.text) for each in self.new]

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words tell."""
        return Lexicon(*self.bags)

    def pairings(self) -> tuple[Pairing, ...]:
        """What was found, in words of fates."""
        settled = self._settled()
        paired = []
        for group in self.groups:
            old, new, change, others = self._pair(group)
            if group not in settled and not others:
                change = ChangeKind.MOVED
            paired.append(Pairing(old, new, change, others, group not in self.unsure))
        paired += [Pairing(None, at, ChangeKind.NEW) for at in self.free_new]
        paired.sort(key=itemgetter(1))
        gone = [Pairing(at, None, ChangeKind.GONE, perhaps=self.perhaps.get(at)) for at in sorted(self.free_old)]
        return (*paired, *gone)

    def _settled(self) -> set[Group]:
        """The groups that stand in the order they stood in, as many words of them as can be."""
        groups = sorted(self.groups, key=lambda group: group.new)
        olds = [group.old[0] for group in groups]
        return {groups[place] for place in rising(olds, [len(self.old_signs[at]) + 1 for at in olds])}

    def _in_place(self) -> None:
        """Pair in order: the same words, and between two such pairs what is alike."""
        exact = common(self.old_signs, self.new_signs)
        for at, to in exact:
            self._keep(Group((at,), (to,)))
        for gap in gaps(exact, self.whole):
            olds, news = self.bags[0][gap.old : gap.old_end], self.bags[1][gap.new : gap.new_end]
            for group in aligned(olds, news, self.lexicon):
                self._judge(Group(*(tuple(start + at for at in part)
                                    for start, part in zip((gap.old, gap.new), group, strict=True))))  # fmt: skip

    def _elsewhere(self) -> None:
        """Pair what is left out of order, where its words stand nowhere else in the whole of both texts."""
        for at, to in unique(self.old_signs, self.new_signs, self.whole):
            self._keep_with_neighbours(at, to)
        olds, news = sorted(self.free_old), sorted(self.free_new)
        if not (olds and news):
            return
        old_bags, new_bags = [self.bags[0][at] for at in olds], [self.bags[1][to] for to in news]
        elsewhere = repeated(self.bags[0], old_bags) | repeated(self.bags[1], new_bags)
        for place, other in by_phrases(old_bags, new_bags, apart_from=elsewhere):
            if old_bags[place].likeness(new_bags[other]) >= ELSEWHERE:
                self._keep_with_neighbours(olds[place], news[other])

    def _repeated(self) -> None:
        """Of paragraphs with the same words, doubt those that may be others, and look for those that are left."""
        settled = self._settled()
        for side, signs in enumerate((self.old_signs, self.new_signs)):
            there = {at: group for group in self.groups for at in group[side]}
            # What surely stands elsewhere has left no doubt behind.
            places = [at for at in range(len(signs)) if at not in there or self._stays(there[at], settled)]
            free = {place for place, at in enumerate(places) if at not in there or there[at] not in settled}
            for place in exchangeable([signs[at] for at in places], free):
                group = there.get(places[place])
                if group:
                    self.unsure.add(group)
        pairs = {(group.old[0], group.new[0]) for group in self.groups}
        pairs |= {(-1, -1), (len(self.old), len(self.new))}
        for group in self.groups:
            (at, *_), (to, *_) = group
            beside = {(at - 1, to - 1), (at + 1, to + 1)}
            if self.repeats[self.old_signs[at]] > 1 and pairs.isdisjoint(beside):
                self.unsure.add(group)
        self.perhaps = {at: to for at, to in self.perhaps.items() if at in self.free_old and to in self.free_new}
        twins: dict[str, list[int]] = defaultdict(list)
        left: dict[str, list[int]] = defaultdict(list)
        for to, sign in enumerate(self.new_signs):
            twins[sign].append(to)
            if to in self.free_new:
                left[sign].append(to)
        for at in sorted(self.free_old):
            sign = self.old_signs[at]
            if sign in twins:
                near = max(0, bisect_left(twins[sign], at) - 1)
                self.perhaps[at] = left[sign].pop(0) if left[sign] else twins[sign][near]

    def _stays(self, group: Group, settled: set[Group]) -> bool:
        return group in settled or group in self.unsure

    def _judge(self, group: Group) -> None:
        """Keep ``group`` as far as its words allow."""
        (at, *_), (to, *_) = group
        is_same = self.old_signs[at] == self.new_signs[to]
        judgement = Judgement.SURE if is_same else self.lexicon.judge(group)
        if judgement is Judgement.OTHER:
            # Any paragraph of the formula near by may have become the one that stands there now.
            for near in range(at - _NEAR, at + _NEAR + 1):
                if near in self.free_old and self.lexicon.resemble(self.bags[0][near], self.bags[1][to]):
                    self.perhaps.setdefault(near, to)
            self.perhaps[at] = to
            return
        self._keep(group)
        if judgement is Judgement.UNSURE:
            self.unsure.add(group)

    def _keep_with_neighbours(self, at: int, to: int) -> None:
        """Pair these two, and those beside them on either side as long as they are alike: a block was moved."""
        if not self._both_free(at, to):
            return
        self._judge(Group((at,), (to,)))
        for step in (1, -1):
            beside, there = at + step, to + step
            while self._both_free(beside, there) and self._are_alike(beside, there):
                self._judge(Group((beside,), (there,)))
                beside, there = beside + step, there + step
            # Whether repeated paragraphs at the ends of a block belong to it nobody can tell.
            while (beside := beside - step) != at and self.repeats[self.old_signs[beside]] > 1:
                self.unsure.add(Group((beside,), (beside - at + to,)))

    def _both_free(self, at: int, to: int) -> bool:
        return at in self.free_old and to in self.free_new

    def _are_alike(self, at: int, to: int) -> bool:
        same = self.old_signs[at] == self.new_signs[to]
        return same or self.lexicon.likeness(self.bags[0][at], self.bags[1][to]) >= ALIKE

    def _keep(self, group: Group) -> None:
        self.groups.append(group)
        self.free_old.difference_update(group.old)
        self.free_new.difference_update(group.new)

    def _pair(self, group: Group) -> tuple[int, int, ChangeKind, tuple[int, ...]]:
        """What a pairing of a group says: the part with most of the words goes with the whole."""
        (at, *more_old), (to, *more_new) = group
        if more_new:
            parts = gained(self.bags[0][at], [self.bags[1][each] for each in group.new])
            main = group.new[parts.index(max(parts))]
            return at, main, ChangeKind.SPLIT, tuple(each for each in group.new if each != main)
        if more_old:
            parts = gained(self.bags[1][to], [self.bags[0][each] for each in group.old])
            main = group.old[parts.index(max(parts))]
            return main, to, ChangeKind.MERGED, tuple(each for each in group.old if each != main)
        before, after = self.old[at], self.new[to]
        same = (before.kind, before.number, before.text) == (after.kind, after.number, after.text)
        return at, to, ChangeKind.SAME if same else ChangeKind.EDITED, ()


def _sign(paragraph: Aligned) -> str:
    """What paragraphs are the same by: the words, or the printed number where there is nothing else."""
    return " ".join((paragraph.text or paragraph.number).split())
