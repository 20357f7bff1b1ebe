"""What two sequences have in common, in order: the anchors of an alignment.

Plain Python. Patience diff after Bram Cohen (as in Bazaar and ``git diff --patience``): what stands once on both sides
is paired first, in the rising order that holds most words, and the same is done again between two such pairs. A short
formula that changed places cannot so displace long paragraphs that did not. Where nothing stands once, ``difflib``
decides in a short stretch. In a long one runs of neighbours that stand once are paired, and where there are none
either, the first of a kind goes with the first, the second with the second.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import NamedTuple

# Lengths of runs of neighbours that are looked for once on both sides, where no member stands once.
_RUNS = (4, 8, 16, 32)
# Paragraphs one after the other that tell together what each by itself does not.
_PHRASE = 6
# How much further than a block is long others may be that it may be exchanged with: it may have been cut.
_NEAR = 3
# The pairs that difflib may have to look at; its worst case is cubic.
_SHORT = 40_000


class Gap(NamedTuple):
    """A stretch of both sequences: from ``old`` up to ``old_end``, and from ``new`` up to ``new_end``."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def cells(self) -> int:
        """How many pairs it holds."""
        return (self.old_end - self.old) * (self.new_end - self.new)


def rising(values: Sequence[int], weights: Sequence[float]) -> list[int]:
    """The places of the strictly rising part of ``values`` that weighs most, in order.

    The best part that ends below a value is looked up in a tree of maxima (Fenwick 1994, "A new data structure for
    cumulative frequency tables").
    """
    ranks = {value: rank for rank, value in enumerate(sorted(set(values)), 1)}
    tree: list[tuple[float, int]] = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    for place, value in enumerate(values):
        rank = ranks[value]
        below, at = tree[0], rank - 1
        while at:
            below = max(below, tree[at])
            at -= at & -at
        before.append(below[1])
        best = (below[0] + weights[place], place)
        while rank < len(tree):
            tree[rank] = max(tree[rank], best)
            rank += rank & -rank
    members = []
    place = max(tree)[1]
    while place >= 0:
        members.append(place)
        place = before[place]
    return members[::-1]


def in_order(pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[tuple[int, int]]:
    """The part of ``pairs``, which rise on their left side, that rises on the right side as well and weighs most."""
    return [pairs[place] for place in rising([right for _left, right in pairs], weights)]


def gaps(pairs: Sequence[tuple[int, int]], within: Gap) -> list[Gap]:
    """The stretches before, between and after ``pairs``, which rise on both sides, that are empty on neither."""
    edges = [(within.old - 1, within.new - 1), *pairs, (within.old_end, within.new_end)]
    gaps_between = [Gap(before[0] + 1, after[0], before[1] + 1, after[1]) for before, after in pairwise(edges)]
    return [gap for gap in gaps_between if gap.cells]


def exchangeable(
    sequence: Sequence[Hashable], free: Container[int], is_like: Callable[[int, int], bool]
) -> Iterator[int]:
    """The places that could as well be one of the ``free`` ones: beside a run of these, and equal to one in it.

    A block that was put in or taken out beside members like its own may have stood earlier or later: the "sliders"
    of ``git diff --indent-heuristic``. Where it may have been edited too, so could those as near as it is long
    that are like one in it, as ``is_like`` has it.
    """
    for is_free, run in groupby(range(len(sequence)), free.__contains__):
        if is_free:
            places = list(run)
            members = {sequence[at] for at in places}
            for beside, step in ((places[0] - 1, -1), (places[-1] + 1, 1)):
                at = beside
                while 0 <= at < len(sequence) and sequence[at] in members:
                    yield at
                    at += step
                while 0 <= at < len(sequence) and abs(at - beside) < len(places) + _NEAR:
                    if any(is_like(at, other) for other in places):
                        yield at
                    at += step


def common(a: Sequence[str], b: Sequence[str], weigh: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pairs of equal members of ``a`` and ``b`` by index, rising on both sides.

    Where they cross, those are kept that ``weigh`` most.
    """
    pairs: list[tuple[int, int]] = []
    waiting = [Gap(0, len(a), 0, len(b))]
    while waiting:
        gap = waiting.pop()
        inner = _ends(a, b, gap, pairs)
        if not inner.cells:
            continue
        heaviest = _heaviest(unique(a, b, inner), weigh)
        if not heaviest and inner.cells <= _SHORT:
            pairs += _matched(a, b, inner)
            continue
        heaviest = heaviest or _heaviest(_runs(a, b, inner) or _ranked(a, b, inner), weigh)
        if heaviest:
            pairs += heaviest
            waiting += gaps(heaviest, inner)
    return sorted(pairs)


def _heaviest(pairs: list[tuple[int, int]], weigh: Callable[[int, int], float]) -> list[tuple[int, int]]:
    if all(one < other for (_at, one), (_beside, other) in pairwise(pairs)):
        return pairs
    return in_order(pairs, [weigh(at, to) for at, to in pairs])


def unique(a: Sequence[Hashable], b: Sequence[Hashable], gap: Gap) -> list[tuple[int, int]]:
    """The members that stand once on each side of ``gap``, in the order of ``a``."""
    in_a, in_b = _places(a, gap.old, gap.old_end), _places(b, gap.new, gap.new_end)
    return [(places[0], in_b[each][0]) for each, places in in_a.items() if len(places) == len(in_b.get(each, ())) == 1]


def _runs(a: Sequence[str], b: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    """The beginnings of runs that stand once on each side of ``gap``, of the shortest length there are any of."""
    for length in _RUNS:
        in_a = [tuple(a[at : at + length]) for at in range(gap.old, gap.old_end - length + 1)]
        in_b = [tuple(b[at : at + length]) for at in range(gap.new, gap.new_end - length + 1)]
        pairs = unique(in_a, in_b, Gap(0, len(in_a), 0, len(in_b)))
        if pairs:
            return [(gap.old + at, gap.new + to) for at, to in pairs]
    return []


def in_phrases(sequence: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every few members that stand one after the other."""
    return zip(*(sequence[at:] for at in range(_PHRASE)), strict=False)


def _ranked(a: Sequence[str], b: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    """The first of each kind with the first, the second with the second, in the order of ``a``."""
    in_a, in_b = _places(a, gap.old, gap.old_end), _places(b, gap.new, gap.new_end)
    return sorted(pair for each, places in in_a.items() for pair in zip(places, in_b.get(each, ()), strict=False))


def _places(sequence: Sequence[Hashable], start: int, end: int) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(start, end):
        places[sequence[at]].append(at)
    return places


def _ends(a: Sequence[str], b: Sequence[str], gap: Gap, pairs: list[tuple[int, int]]) -> Gap:
    """Pair what is equal from both ends of ``gap``; what is left of it."""
    old, old_end, new, new_end = gap
    while old < old_end and new < new_end and a[old] == b[new]:
        pairs.append((old, new))
        old, new = old + 1, new + 1
    while old < old_end and new < new_end and a[old_end - 1] == b[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
        pairs.append((old_end, new_end))
    return Gap(old, old_end, new, new_end)


def _matched(a: Sequence[str], b: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    left, right = a[gap.old : gap.old_end], b[gap.new : gap.new_end]
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [(gap.old + block.a + step, gap.new + block.b + step) for block in blocks for step in range(block.size)]
