"""Paragraphs whose words are much the same, and how much that says.

Plain Python. Within a stretch the best pairs in order are found by dynamic programming, as sentences of a translation
are aligned: Gale and Church 1993, "A program for aligning sentences in bilingual corpora", with words in common in
place of their lengths. A word weighs the less the more paragraphs it stands in: Spärck Jones 1972, "A statistical
interpretation of term specificity and its application in retrieval". What many paragraphs share does not say which of
them is meant.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, cached_property
from itertools import chain, pairwise
from math import log
from sys import intern
from typing import NamedTuple

from corpus.folding import UNSPACED

from .patience import Gap, gaps, in_order

ALIKE = 0.3
"""How alike by weight (0 to 1) paragraphs are at least that are the same beyond doubt, or stand beside such a pair."""
ELSEWHERE = 0.75
"""How alike they are at least, by number of words, where nothing else says that they belong together."""
# How alike two paragraphs between the same neighbours are at least, by weight or by number of words; and, by number,
# those of one formula.
_ALIKE = 0.5
# Of a part's words by weight, how many stand in what the other parts leave of the whole.
_OF_A_PART = 0.6
# A text cut down or added to is known by what is left of it: nearly all words of the shorter, and not just a few.
_CONTAINED = 0.8
_FEWEST_CONTAINED = 5
# Pairs looked at in one stretch; a longer one without a pair to cut it at is left alone.
_MOST_CELLS = 2_500
_PHRASE = 4
# What a word weighs that stands in every paragraph, what one that tells anything, and what tells a paragraph by itself.
_LEAST_WEIGHT = 0.02
_LEAST_TELLING = 0.05
_TELLING = 0.5
# Of what two paragraphs have that others of their formula have not: how much may differ for them to be the same one
# beyond doubt, as a part of what does not; and how much is in both for them to be the same one at all.
_DIFFERING = 0.2
_LIKELY = 0.3
# Of its pairs of words, how many a paragraph that resembles another is the first or the last to have.
_FEWEST_VOTES = 0.15
_MOST_DOUBLES = 3
_ENOUGH_PAIRS = 16
# Scripts without spaces count by the character: Thai to Khmer, kana, ideographs, Hangul.
_WORD = re.compile(rf"(?=[{UNSPACED}])\w|[^\W_{UNSPACED}]+")

type Phrase = tuple[str, ...]


class Group(NamedTuple):
    """Paragraphs that belong together: one old with one or more new ones, or several old ones with one new."""

    old: tuple[int, ...]
    new: tuple[int, ...]


NOBODY = Group((), ())


class Judgement(Enum):
    """What the words of two paragraphs say about their being one and the same."""

    SURE = "sure"
    UNSURE = "unsure"
    """They are alike, but so are others; or they are not much alike."""
    OTHER = "other"
    """They have little in common that others have not."""


class Bag:
    """The words of a paragraph, whatever their case and order."""

    def __init__(self, text: str) -> None:
        self.words = [*map(intern, _WORD.findall(text.casefold()))]
        self.size = len(self.words)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in it."""
        return Counter(self.words)

    def common(self, other: "Bag") -> int:
        """How many words it has in common with ``other``, each as often as it stands in both."""
        return sum(_overlap(self.counts, other.counts).values())

    def likeness(self, other: "Bag") -> float:
        """Twice the common words as a part (0 to 1) of all words of both: Dice's coefficient."""
        return _dice(self.common(other), self.size + other.size)

    def phrases(self) -> set[Phrase]:
        """The words by fours; all of them together where there are fewer."""
        words = self.words
        return {tuple(words[at : at + _PHRASE]) for at in range(max(1, len(words) - _PHRASE + 1))} if words else set()


class Lexicon:
    """The words of two texts, ``old`` and ``new``, and how much each tells of where it stands."""

    def __init__(self, old: Sequence[Bag], new: Sequence[Bag]) -> None:
        self._sides = old, new
        in_old, in_new = (Counter(chain.from_iterable(set(bag.words) for bag in bags)) for bags in self._sides)
        total = max(len(old), len(new)) + 1
        self._weights = {
            word: max(_LEAST_WEIGHT, (log(total / max(in_old[word], in_new[word])) / log(total)) ** 2)
            for word in in_old | in_new
        }
        self.weight = cache(lambda bag: self.weigh(bag.counts))

    def weigh(self, counts: Mapping[str, int]) -> float:
        """What words weigh together: each 1 where it stands in one paragraph only, next to nothing where in all."""
        weights = self._weights
        return sum([weights[word] * count for word, count in counts.items()])

    def numbers_tell(self, bag: Bag) -> float:
        """What its numbers tell of its place, but for one of them.

        Where all are counted anew, what was said of the third is said of the fourth now.
        """
        numbers = [self._weights[word] ** 2 for word in bag.counts if word[0].isdigit()]
        return sum(numbers) - max(numbers, default=0.0)

    def common(self, one: Bag, other: Bag) -> float:
        """What the words weigh that both have."""
        return self.weigh(_overlap(one.counts, other.counts))

    def likeness(self, one: Bag, other: Bag) -> float:
        """As ``Bag.likeness``, by weight."""
        return _dice(self.common(one, other), self.weight(one) + self.weight(other))

    @staticmethod
    def resemble(one: Bag, other: Bag) -> bool:
        """Whether they have most words in common, whatever these tell."""
        return one.likeness(other) >= _ALIKE

    def holds(self, one: Bag, other: Bag) -> bool:
        """Whether nearly all words of one of them, by weight, are in the other."""
        return self.common(one, other) >= _CONTAINED * min(self.weight(one), self.weight(other))

    def worth(self, one: Bag, other: Bag) -> float:
        """What pairing them is worth: what the words weigh that they have in common, the more the fewer others are.

        Nothing where they are neither alike nor of one formula, and none of them is a part of the other.
        """
        common = self.common(one, other)
        if not common:
            return 0.0
        weights = self.weight(one), self.weight(other)
        likeness = _dice(common, sum(weights))
        enough = (
            likeness >= _ALIKE
            or self.resemble(one, other)
            or (min(one.size, other.size) >= _FEWEST_CONTAINED and self.holds(one, other))
        )
        return common * likeness if enough else 0.0

    def judge(self, group: Group, apart: Group = NOBODY) -> Judgement:
        """Whether the paragraphs of ``group`` are the same, as far as their words say; those ``apart`` do not count.

        Where others resemble them, it must be said by words that the others have not: the ratio to the second-best
        match, as in Lowe 2004, "Distinctive image features from scale-invariant keypoints".
        """
        one, other = (joined([bags[at] for at in places]) for bags, places in zip(self._sides, group, strict=True))
        common, weights = self.common(one, other), (self.weight(one), self.weight(other))
        missing = min(weights) - common
        if missing < _LEAST_TELLING and common >= _TELLING:
            return Judgement.SURE
        shared = max(self._shared(one, 1, group.new + apart.new), self._shared(other, 0, group.old + apart.old))
        if shared:
            own = common - shared
            if missing <= _DIFFERING * own:
                return Judgement.SURE
            return Judgement.UNSURE if own >= _LIKELY * (own + missing) else Judgement.OTHER
        return Judgement.SURE if _dice(common, sum(weights)) >= ALIKE else Judgement.UNSURE

    def _shared(self, bag: Bag, side: int, apart: Iterable[int]) -> float:
        """What the words weigh that ``bag`` shares with one of its formula on a side, ``apart`` from some; or 0.

        Looked at are the last and the first ones with its pairs of words, where they have enough of them.
        """
        # Of many pairs some will do.
        pairs = list(pairwise(bag.words))[:: 1 + bag.size // _ENOUGH_PAIRS]
        most = 0.0
        numbers = [number for number in map(self._pairs.get, pairs) if number is not None]
        for ends in self._ends[side]:
            votes = Counter(at for at in map(ends.__getitem__, numbers) if at >= 0)
            for at in apart:
                del votes[at]
            if max(votes.values(), default=0) < _FEWEST_VOTES * len(pairs):
                continue
            for at, _count in votes.most_common(_MOST_DOUBLES):
                double = self._sides[side][at]
                if self.resemble(bag, double):
                    most = max(most, self.common(bag, double))
        return most

    @cached_property
    def _pairs(self) -> dict[Phrase, int]:
        """A number for each pair of words one after the other."""
        numbers: dict[Phrase, int] = {}
        for bag in chain(*self._sides):
            for pair in pairwise(bag.words):
                numbers.setdefault(pair, len(numbers))
        return numbers

    @cached_property
    def _ends(self) -> list[list[array[int]]]:
        """For each side, by the numbers of pairs, the last and the first paragraph that has each; -1 where none has."""
        number = self._pairs.__getitem__
        found = []
        for bags in self._sides:
            last, first = (array("i", [-1]) * len(self._pairs) for _ in range(2))
            for ends, step in ((last, 1), (first, -1)):
                for at in range(len(bags))[::step]:
                    for pair in map(number, pairwise(bags[at].words)):
                        ends[pair] = at
            found.append([last, first])
        return found


def joined(bags: Sequence[Bag]) -> Bag:
    """The words of all ``bags``."""
    if len(bags) == 1:
        return bags[0]
    whole = Bag("")
    whole.words = [word for bag in bags for word in bag.words]
    whole.size = len(whole.words)
    return whole


def aligned(old: Sequence[Bag], new: Sequence[Bag], lexicon: Lexicon) -> list[Group]:
    """The groups of paragraphs of a stretch that are alike, in order on both sides, by index in the stretch.

    The time taken is bounded: first pairs are taken from both ends as long as they are alike, then the stretch is cut
    at pairs that share phrases found nowhere else in it, and what remains longer than ``_MOST_CELLS`` is left alone.
    """
    start, end, shorter = 0, 0, min(len(old), len(new))
    while start < shorter and lexicon.likeness(old[start], new[start]) >= _ALIKE:
        start += 1
    while end < shorter - start and lexicon.likeness(old[-1 - end], new[-1 - end]) >= _ALIKE:
        end += 1
    pairs = [(at, at) for at in range(start)] + [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]
    for rest in gaps(pairs, Gap(0, len(old), 0, len(new))):
        found = by_phrases(old[rest.old : rest.old_end], new[rest.new : rest.new_end]) if rest.cells > 1 else []
        cuts = [(rest.old + at, rest.new + to) for at, to in found]
        alike = [(at, to) for at, to in cuts if lexicon.likeness(old[at], new[to]) >= _ALIKE]
        pairs += in_order(alike, [old[at].size for at, _to in alike])
    for gap in gaps(sorted(pairs), Gap(0, len(old), 0, len(new))):
        if gap.cells <= _MOST_CELLS:
            path = _best_path(old[gap.old : gap.old_end], new[gap.new : gap.new_end], lexicon)
            pairs += [(gap.old + at, gap.new + to) for at, to in path]
    return _with_parts(old, new, sorted(pairs), lexicon)


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


def _best_path(old: Sequence[Bag], new: Sequence[Bag], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The pairs in order that are worth most together."""
    # From each place on: what the best pairs from there on to both ends are worth.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    paired = set()
    for at in range(len(old) - 1, -1, -1):
        for to in range(len(new) - 1, -1, -1):
            without = max(best[at + 1][to], best[at][to + 1])
            worth = lexicon.worth(old[at], new[to])
            best[at][to] = max(without, worth and best[at + 1][to + 1] + worth)
            if best[at][to] > without:
                paired.add((at, to))
    at = to = 0
    while at < len(old) and to < len(new):
        if (at, to) in paired:
            yield at, to
            at, to = at + 1, to + 1
        elif best[at + 1][to] >= best[at][to + 1]:
            at += 1
        else:
            to += 1


def _with_parts(
    old: Sequence[Bag], new: Sequence[Bag], pairs: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[Group]:
    """``pairs``, each with the unpaired paragraphs beside it that hold what it misses: it was split or merged."""
    free_old = set(range(len(old))).difference(at for at, _to in pairs)
    free_new = set(range(len(new))).difference(to for _at, to in pairs)
    found = []
    for at, to in pairs:
        news = _parts(old[at], new, to, free_new, lexicon)
        olds = _parts(new[to], old, at, free_old, lexicon) if len(news) == 1 else [at]
        found.append(Group(tuple(olds), tuple(news)))
    return found


def _parts(whole: Bag, parts: Sequence[Bag], main: int, free: set[int], lexicon: Lexicon) -> list[int]:
    """The part ``main`` of ``whole`` and the ``free`` ones beside it that are parts of the rest; they are taken."""
    taken = [main]
    if free.isdisjoint((main - 1, main + 1)):
        return taken
    rest: Mapping[str, int] = _less(whole.counts, parts[main].counts)
    for step in (1, -1):
        at = main + step
        while rest and at in free and parts[at].size:
            gained = _overlap(rest, parts[at].counts)
            if lexicon.weigh(gained) < _OF_A_PART * lexicon.weight(parts[at]):
                break
            rest = _less(rest, gained)
            taken.append(at)
            free.discard(at)
            at += step
    return sorted(taken)


def gained(whole: Bag, parts: Sequence[Bag]) -> list[int]:
    """How many words of ``whole`` each of ``parts``, in order, has that those before it have not."""
    rest: Mapping[str, int] = whole.counts
    found = []
    for part in parts:
        found.append(sum(_overlap(rest, part.counts).values()))
        rest = _less(rest, part.counts)
    return found


def repeated(bags: Sequence[Bag], some: Iterable[Bag]) -> set[Phrase]:
    """The phrases of ``some`` of ``bags`` that more than one of all has."""
    wanted = {phrase for bag in some for phrase in bag.phrases()}
    counts = Counter(phrase for bag in bags for phrase in bag.phrases() & wanted)
    return {phrase for phrase, count in counts.items() if count > 1}


def _standing_once(bags: Sequence[Bag], apart_from: Container[Phrase]) -> dict[Phrase, int]:
    """The phrases that only one of ``bags`` has, with its place."""
    places: dict[Phrase, list[int]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for phrase in bag.phrases():
            places[phrase].append(at)
    return {phrase: found[0] for phrase, found in places.items() if len(found) == 1 and phrase not in apart_from}


def _overlap(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    """The words that both have, as often as both have them."""
    return {word: min(b[word], count) for word, count in a.items() if word in b}


def _less(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
    """The words of ``a`` that are left without those of ``b``."""
    return {word: count - b.get(word, 0) for word, count in a.items() if count > b.get(word, 0)}


def _dice(shared: float, total: float) -> float:
    return 2 * shared / total if total else 0.0
