"""Paragraphs whose words are much the same, one with one or one with several.

Plain Python. Within a stretch the best pairs in order are found by dynamic programming, as sentences of a translation
are aligned: Gale and Church 1993, "A program for aligning sentences in bilingual corpora", with words in common in
place of their lengths. One paragraph may go with several: it was split, or they were merged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.folding import UNSPACED

from .patience import Gap, in_order

IN_PLACE = 0.5
"""How alike (0 to 1) two paragraphs between the same neighbours are at least."""
_ALONE = 0.25
"""The same where each is all there is between the neighbours."""
ELSEWHERE = 0.75
"""How alike they are at least where nothing but their words says that they belong together."""
# Of a part's words, how many stand in the whole; and how alike the whole is to all parts together.
_OF_A_PART = 0.6
_OF_THE_WHOLE = 0.7
# A text cut down or added to is known by what is left of it: nearly all words of the shorter, and not just a few.
_CONTAINED = 0.8
_FEWEST_CONTAINED = 5
_MOST_PARTS = 50
# Pairs looked at in one stretch; a longer one is cut at phrases that stand once on both sides.
_MOST_CELLS = 2_500
_PHRASE = 4
_WORD = re.compile(rf"(?=[{UNSPACED}])\w|[^\W_{UNSPACED}]+")

type Phrase = tuple[str, ...]


class Group(NamedTuple):
    """Paragraphs that belong together: one old with one or more new ones, or several old ones with one new."""

    old: tuple[int, ...]
    new: tuple[int, ...]


class Bag:
    """The words of a paragraph, whatever their case and order."""

    def __init__(self, text: str) -> None:
        self.words = _WORD.findall(text.casefold())
        self.counts = Counter(self.words)
        self.size = len(self.words)

    def common(self, other: "Bag") -> int:
        """How many words it has in common with ``other``, each as often as it stands in both."""
        return _overlap(self.counts, other.counts)

    def likeness(self, other: "Bag") -> float:
        """Twice the common words as a part (0 to 1) of all words of both: Dice's coefficient."""
        return _dice(self.common(other), self.size + other.size)

    def phrases(self) -> set[Phrase]:
        """The words by fours; all of them together where there are fewer."""
        words = self.words
        return {tuple(words[at : at + _PHRASE]) for at in range(max(1, len(words) - _PHRASE + 1))} if words else set()


def aligned(old: Sequence[Bag], new: Sequence[Bag]) -> list[Group]:
    """The groups of paragraphs of a stretch that are alike, in order on both sides, by index in the stretch.

    The time taken is bounded: a long stretch is cut at pairs that share phrases found nowhere else in it, and what
    remains longer than that without a single one is left alone.
    """
    found = []
    for gap in _pieces(old, new):
        if gap.cells <= _MOST_CELLS:
            groups = _best_path(old[gap.old : gap.old_end], new[gap.new : gap.new_end])
            found += [
                Group(tuple(gap.old + at for at in olds), tuple(gap.new + at for at in news)) for olds, news in groups
            ]
    return found


def by_phrases(old: Sequence[Bag], new: Sequence[Bag], apart_from: Container[Phrase] = ()) -> list[tuple[int, int]]:
    """Pairs that share more phrases found nowhere else than either does with another, in the order of ``old``.

    The phrases ``apart_from`` are not looked at.
    """
    in_old, in_new = _standing_once(old, apart_from), _standing_once(new, apart_from)
    votes = Counter((at, in_new[phrase]) for phrase, at in in_old.items() if phrase in in_new)
    best_old: dict[int, int] = {}
    best_new: dict[int, int] = {}
    for left, right in sorted(votes, key=lambda pair: (-votes[pair], pair)):
        best_old.setdefault(left, right)
        best_new.setdefault(right, left)
    return sorted((left, right) for left, right in best_old.items() if best_new[right] == left)


def _pieces(old: Sequence[Bag], new: Sequence[Bag]) -> Iterator[Gap]:
    """The stretch, or where it is long, pieces of it that are cut before pairs of like paragraphs."""
    left, right = 0, 0
    last = (0, 0)
    if len(old) * len(new) > _MOST_CELLS:
        for at, to in _in_order(old, by_phrases(old, new)):
            # Cut at the pair before, once the piece would grow too long with this one.
            if (at - left) * (to - right) > _MOST_CELLS and last > (left, right):
                yield Gap(left, last[0], right, last[1])
                left, right = last
            last = (at, to)
        if (len(old) - left) * (len(new) - right) > _MOST_CELLS and last > (left, right):
            yield Gap(left, last[0], right, last[1])
            left, right = last
    yield Gap(left, len(old), right, len(new))


def _in_order(old: Sequence[Bag], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return in_order(pairs, [old[at].size for at, _to in pairs])


def _best_path(old: Sequence[Bag], new: Sequence[Bag]) -> Iterator[Group]:
    """The groups in order that have most words in common, from the last to the first."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    # From each place on: what the best groups from there on to both ends are worth, and how the first step goes.
    for at in range(len(old) - 1, -1, -1):
        for to in range(len(new) - 1, -1, -1):
            steps = [(best[at + 1][to], (1, 0)), (best[at][to + 1], (0, 1))]
            steps += [
                (best[at + olds][to + news] + worth, (olds, news)) for worth, olds, news in _joined(old, new, at, to)
            ]
            worth, step = max(steps, key=lambda each: each[0])
            best[at][to] = worth
            came[at, to] = step
    at = to = 0
    while (at, to) in came:
        olds, news = came[at, to]
        if olds and news:
            yield Group(tuple(range(at, at + olds)), tuple(range(to, to + news)))
        at, to = at + olds, to + news


def _joined(old: Sequence[Bag], new: Sequence[Bag], at: int, to: int) -> Iterator[tuple[float, int, int]]:
    """The groups that begin at these places: what each is worth, and how many old and new ones it has."""
    left, right = old[at], new[to]
    shared = left.common(right)
    if not shared:
        return
    likeness = _dice(shared, left.size + right.size)
    shorter = min(left.size, right.size)
    enough = _ALONE if len(old) == len(new) == 1 else IN_PLACE
    if likeness >= enough or (shorter >= _FEWEST_CONTAINED and shared >= _CONTAINED * shorter):
        yield shared * likeness, 1, 1
    # A part has fewer words than the whole: most pairs of texts that all resemble each other are ruled out at once.
    if right.size < left.size and shared >= _OF_A_PART * right.size:
        yield from ((worth, 1, parts) for worth, parts in _parts(left, new, to))
    if left.size < right.size and shared >= _OF_A_PART * left.size:
        yield from ((worth, parts, 1) for worth, parts in _parts(right, old, at))


def _parts(whole: Bag, all_parts: Sequence[Bag], at: int) -> Iterator[tuple[float, int]]:
    """How many paragraphs from ``at`` on, at least two, ``whole`` may be put together from, with their worth."""
    left = whole.counts.copy()
    shared = total = 0
    for count, part in enumerate(all_parts[at : at + _MOST_PARTS], 1):
        gained = _overlap(part.counts, left)
        if not part.size or gained < _OF_A_PART * part.size:
            return
        left -= part.counts
        shared += gained
        total += part.size
        likeness = _dice(shared, whole.size + total)
        if count > 1 and likeness >= _OF_THE_WHOLE:
            yield shared * likeness, count


def gained(whole: Bag, parts: Sequence[Bag]) -> list[int]:
    """How many words of ``whole`` each of ``parts``, in order, has that those before it have not."""
    shared = accumulate(parts, lambda left, part: left - part.counts, initial=whole.counts)
    return [_overlap(part.counts, left) for part, left in zip(parts, shared, strict=False)]


def repeated(texts: Iterable[str], bags: Iterable[Bag]) -> set[Phrase]:
    """The phrases of ``bags`` that more than one of ``texts`` has."""
    wanted = {phrase for bag in bags for phrase in bag.phrases()}
    counts = Counter(phrase for text in texts for phrase in Bag(text).phrases() & wanted)
    return {phrase for phrase, count in counts.items() if count > 1}


def _standing_once(bags: Sequence[Bag], apart_from: Container[Phrase]) -> dict[Phrase, int]:
    """The phrases that only one of ``bags`` has, with its place."""
    places: dict[Phrase, list[int]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for phrase in bag.phrases():
            places[phrase].append(at)
    for phrase in [phrase for phrase in places if phrase in apart_from]:
        del places[phrase]
    return {phrase: found[0] for phrase, found in places.items() if len(found) == 1}


def _overlap(a: Counter[str], b: Counter[str]) -> int:
    if len(a) > len(b):
        a, b = b, a
    return sum(min(count, b[word]) for word, count in a.items() if word in b)


def _dice(shared: int, total: int) -> float:
    return 2 * shared / total if total else 0.0
