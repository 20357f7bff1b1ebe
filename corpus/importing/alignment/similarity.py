"""Paragraphs whose words are much the same, and how much that says.

Plain Python. A word weighs the less the more paragraphs it stands in: Spärck Jones 1972, "A statistical
interpretation of term specificity and its application in retrieval". What many paragraphs share does not say which of
them is meant.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache, cached_property
from itertools import chain
from math import fsum, log
from sys import intern
from typing import NamedTuple

from corpus.folding import MARKS, UNSPACED

from .word_pairs import WordPairs

ALIKE = 0.3
"""How alike by weight (0 to 1) paragraphs are at least that are the same beyond doubt, or stand beside such a pair."""
ELSEWHERE = 0.75
"""How alike they are at least, by number of words, where nothing else says that they belong together."""
RESEMBLING = 0.5
"""How alike two paragraphs between the same neighbours are at least, by weight or by number of words; and, by number,
those of one formula."""
# Of a part's words by weight, how many stand in what the other parts leave of the whole.
_OF_A_PART = 0.6
# A text cut down or added to is known by what is left of it: nearly all words of the shorter, and not just a few.
_CONTAINED = 0.8
_FEWEST_CONTAINED = 5
# How many times as long a paragraph is that another one may have been put to.
_LONGER = 1.5
PHRASE = 4
# What a word weighs that stands in every paragraph, what one that tells anything, and what tells a paragraph by itself.
_LEAST_WEIGHT = 0.02
_LEAST_DISTINCTIVE = 0.05
DISTINCTIVE = 0.5
# Of what two paragraphs have that others of their formula have not: how much may differ for them to be the same one
# beyond doubt, as a part of what does not; and how much is in both for them to be the same one at all.
_DIFFERING = 0.2
_LIKELY = 0.3
NEGATIONS = frozenset({
    "no", "not", "never", "none", "nor", "neither", "without", "cannot", "kein", "keine", "keinen", "keiner", "nicht",
    "nie", "ne", "pas", "jamais", "non", "sin", "nunca", "não", "geen", "niet", "не", "нет", "ни", "لا", "لم", "لن",
    "ليس", "不", "没", "未", "无", "非", "勿", "否",
})  # fmt: skip
"""Words that turn what is said into its opposite."""
# Scripts without spaces count by the character: Thai to Khmer, kana, ideographs, Hangul.
_WORD = re.compile(rf"(?=[{UNSPACED}])\w[{MARKS}]*|[^\W_{UNSPACED}]+(?:[{MARKS}]+[^\W_{UNSPACED}]*)*")

type Phrase = tuple[str, ...]


class Bead(NamedTuple):
    """Paragraphs that belong together: one old with one or more new ones, or several old ones with one new."""

    old: tuple[int, ...]
    new: tuple[int, ...]


NOBODY = Bead((), ())


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

    @property
    def counts(self) -> Counter[str]:
        """How often each word stands in it."""
        return Counter(self.words)

    @cached_property
    def each(self) -> frozenset[str]:
        """Its words, each as often as it stands in it: a second "the" is "the 2"."""
        words = set(self.words)
        if len(words) < self.size:
            again = ((word, times) for word, times in self.counts.items() if times > 1)
            words.update(intern(f"{word} {time}") for word, times in again for time in range(2, times + 1))
        # A copy takes half of the memory.
        return frozenset(words)

    def forget(self) -> None:
        """Give back the memory of ``each`` until it is asked for again."""
        self.__dict__.pop("each", None)

    def common(self, other: "Bag") -> int:
        """How many words it has in common with ``other``, each as often as it stands in both."""
        return len(self.each & other.each)

    def likeness(self, other: "Bag") -> float:
        """Twice the common words as a part (0 to 1) of all words of both: Dice's coefficient."""
        return _dice(self.common(other), self.size + other.size)

    def phrases(self) -> set[Phrase]:
        """The words by fours; all of them together where there are fewer."""
        words = self.words
        return {tuple(words[at : at + PHRASE]) for at in range(max(1, len(words) - PHRASE + 1))} if words else set()


class _Weights(dict[str, float]):
    """What each word tells; a second "the" as much as the first."""

    def __missing__(self, word: str) -> float:
        self[word] = weight = self[word.partition(" ")[0]]
        return weight


class Lexicon:
    """The words of two texts, ``old`` and ``new``, and how much each tells of where it stands."""

    def __init__(self, old: Sequence[Bag], new: Sequence[Bag]) -> None:
        self._sides = old, new
        in_old, in_new = (Counter(chain.from_iterable(set(bag.words) for bag in bags)) for bags in self._sides)
        total = max(len(old), len(new)) + 1
        self._weights = _Weights(
            (word, max(_LEAST_WEIGHT, (log(total / count) / log(total)) ** 2))
            for word, count in (in_old | in_new).items()
        )
        self.weight = cache(lambda bag: self.weigh(bag.each))

    def weigh(self, words: Iterable[str]) -> float:
        """What words weigh together: each 1 where it stands in one paragraph only, next to nothing where in all."""
        # Whatever their order, to the last digit.
        return fsum(map(self._weights.__getitem__, words))

    def numbers_tell(self, bag: Bag) -> float:
        """What its numbers tell of its place, but for one of them.

        Where all are counted anew, what was said of the third is said of the fourth now.
        """
        numbers = [self._weights[word] ** 2 for word in _numbers(bag)]
        return sum(numbers) - max(numbers, default=0.0)

    def _number(self, words: Iterable[str]) -> float:
        """What the number weighs that tells most, as often as it is there."""
        numbers = Counter(word.partition(" ")[0] for word in words if word[0].isdigit())
        return max((self._weights[word] * count for word, count in numbers.items()), default=0.0)

    def common(self, one: Bag, other: Bag) -> float:
        """What the words weigh that both have."""
        return self.weigh(one.each & other.each)

    def likeness(self, one: Bag, other: Bag) -> float:
        """As ``Bag.likeness``, by weight."""
        return _dice(self.common(one, other), self.weight(one) + self.weight(other))

    @staticmethod
    def resemble(one: Bag, other: Bag) -> bool:
        """Whether they have most words in common, whatever these tell."""
        return one.likeness(other) >= RESEMBLING

    def holds(self, one: Bag, other: Bag) -> bool:
        """Whether nearly all words of one of them, by weight, are in the other."""
        return self.common(one, other) >= _CONTAINED * min(self.weight(one), self.weight(other))

    def is_in(self, one: Bag, other: Bag, apart: Bag | None = None) -> bool:
        """Whether nearly all words of ``one``, by weight, are in ``other``, but for those that are in it ``apart``."""
        if not apart:
            common = self.common(one, other)
        else:
            common = self.weigh((one.counts & (other.counts - apart.counts)).elements())
        return bool(one.size) and common >= _CONTAINED * self.weight(one)

    def may_be(self, at: int, to: int) -> bool:
        """Whether an old paragraph may be a new one at all: of one formula with it, or a part of it."""
        one, other = self._sides[0][at], self._sides[1][to]
        return self.resemble(one, other) or self.holds(one, other)

    def was_put_to(self, one: Bag, bead: Bead) -> bool:
        """Whether the new paragraph of a pair holds nearly all words of ``one`` besides those of the old one."""
        was, now = self._sides[0][bead.old[0]], self._sides[1][bead.new[0]]
        return len(bead.new) == 1 and 2 * (now.size - was.size) >= one.size and self.is_in(one, now, was)

    def is_part(self, gained: Counter[str], part: Bag) -> bool:
        """Whether ``gained`` are enough of the words of ``part``, whatever its number is by now."""
        weight = self.weight(part) - self._number(part.words)
        return self.weigh(gained.elements()) - self._number(gained.elements()) >= _OF_A_PART * weight

    def may_have_another(self, bead: Bead) -> bool:
        """Whether a new paragraph is an old one with what may be a further paragraph.

        That is where it begins or ends with a further one to the letter, where what was put before or after it
        resembles others, is said in others too or is a few words and numbers, or where it resembles others and has
        become much longer.
        """
        (at, *_), (to, *_) = bead
        one, other = self._sides[0][at], self._sides[1][to]
        if other.size <= one.size or not one.size:
            return False
        for size in range(1, other.size - one.size + 1):
            ends = {tuple(other.words[:size]), tuple(other.words[-size:])}
            if not self._wholes.isdisjoint(ends - {tuple(one.words)}):
                return True
        looked_at = [(one, self.pairs.of(0, bead.old))] if other.size >= _LONGER * one.size else []
        size, put = one.size, None
        if other.words[:size] == one.words:
            put = slice(size, None)
        elif other.words[-size:] == one.words:
            put = slice(other.size - size)
        if put:
            bag, pairs = _bag(other.words[put]), self.pairs.of(1, bead.new)[put.start : put.stop and put.stop - 1]
            if sum(word.isalpha() for word in bag.words) < PHRASE or self.pairs.stand_elsewhere(pairs, bead):
                return True
            looked_at.append((bag, pairs))
        # Or what was put there is a part of another one, which it may have been taken from.
        return any(
            self.resemble(bag, double) or (bag is not one and self.is_in(bag, double))
            for bag, pairs in looked_at
            for side, apart in enumerate(bead)
            for double in map(self._sides[side].__getitem__, self.pairs.doubles(pairs, side, apart))
        )

    @cached_property
    def pairs(self) -> WordPairs:
        """Their pairs of words."""
        return WordPairs([[bag.words for bag in bags] for bags in self._sides])

    @cached_property
    def _wholes(self) -> set[Phrase]:
        """The words of each paragraph."""
        return {tuple(bag.words) for bag in chain(*self._sides)}

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
            likeness >= RESEMBLING
            or self.resemble(one, other)
            or (min(one.size, other.size) >= _FEWEST_CONTAINED and self.holds(one, other))
        )
        return common * likeness if enough else 0.0

    def judge(self, bead: Bead, apart: Bead = NOBODY) -> Judgement:
        """Whether the paragraphs of ``bead`` are the same, as far as their words say; those ``apart`` do not count.

        Where others resemble them, it must be said by words that the others have not: the ratio to the second-best
        match, as in Lowe 2004, "Distinctive image features from scale-invariant keypoints".
        """
        one, other = (joined([bags[at] for at in places]) for bags, places in zip(self._sides, bead, strict=True))
        common, weights = self.common(one, other), (self.weight(one), self.weight(other))
        missing = min(weights) - common
        # A number that both have may be another one's by now, where all are counted anew.
        distinctive = common - self._number(one.each & other.each)
        is_there = missing < _LEAST_DISTINCTIVE and distinctive >= DISTINCTIVE and _in_a_row(one, other)
        says_else = self._says_else(one, other)
        if is_there and not says_else:
            return Judgement.SURE
        shared = self.shared_by(bead, apart)
        if shared:
            own = common - shared
            if is_there or missing <= _DIFFERING * (distinctive - shared):
                return Judgement.UNSURE if says_else and distinctive - shared < DISTINCTIVE else Judgement.SURE
            return Judgement.UNSURE if own >= _LIKELY * (own + missing) else Judgement.OTHER
        is_alike = _dice(common, sum(weights)) >= ALIKE
        # Of a few words some are others, and the rest tells little.
        is_changed = missing >= _LEAST_DISTINCTIVE and distinctive < DISTINCTIVE and other.size < 2 * PHRASE
        is_sure = is_alike and not is_changed and (missing <= distinctive or not _differ(one, other))
        return Judgement.SURE if is_sure else Judgement.UNSURE

    def if_not(self, bead: Bead, side: int, at: int) -> Judgement:
        """What would be said of the paragraph ``at`` a side in place of that of ``bead``, if this were not there."""
        other = bead._replace(new=(at,)) if side else bead._replace(old=(at,))
        is_like = self.resemble(self._sides[0][other.old[0]], self._sides[1][other.new[0]])
        return self.judge(other, apart=bead) if is_like else Judgement.OTHER

    def _says_else(self, one: Bag, other: Bag) -> bool:
        """Whether something is negated in one of them alone, or words that tell are exchanged for each other."""
        if any(word.partition(" ")[0] in NEGATIONS for word in one.each ^ other.each):
            return True
        distinctive, other_words = (
            [word for word in bag.words if word in apart.each and self._weights[word] >= _LEAST_DISTINCTIVE]
            for bag, apart in ((one, other), (other, one))
        )
        if distinctive == other_words:
            return False
        # What was moved together with what stands around it is no exchange.
        moved = {word for phrase in one.phrases() & other.phrases() for word in phrase}
        return not moved.issuperset(distinctive)

    def own(self, bead: Bead) -> float:
        """What the words weigh that say of the pair ``bead`` which one it is, among others of their formula."""
        (at, *_), (to, *_) = bead
        both = self._sides[0][at].each & self._sides[1][to].each
        return self.weigh(both) - self._number(both) - self.shared_by(bead)

    def shared_by(self, bead: Bead, apart: Bead = NOBODY) -> float:
        """What the words weigh that those of ``bead`` share with one of their formula, ``apart`` from some; or 0."""
        one, other = (joined([bags[at] for at in places]) for bags, places in zip(self._sides, bead, strict=True))
        return max(
            self._shared(one, self.pairs.of(0, bead.old), 1, bead.new + apart.new),
            self._shared(other, self.pairs.of(1, bead.new), 0, bead.old + apart.old),
        )

    def _shared(self, bag: Bag, pairs: Sequence[int], side: int, apart: Iterable[int]) -> float:
        """What the words weigh that ``bag`` shares with one of its formula on a side, ``apart`` from some; or 0."""
        doubles = map(self._sides[side].__getitem__, self.pairs.doubles(pairs, side, apart))
        return max(
            (self.common(bag, double) for double in doubles if self.resemble(bag, double) or self.is_in(bag, double)),
            default=0.0,
        )


def joined(bags: Sequence[Bag]) -> Bag:
    """The words of all ``bags``."""
    return bags[0] if len(bags) == 1 else _bag([word for bag in bags for word in bag.words])


def _bag(words: list[str]) -> Bag:
    bag = Bag("")
    bag.words, bag.size = words, len(words)
    return bag


def _in_a_row(one: Bag, other: Bag) -> bool:
    """Whether half of the words of the shorter one stand in the other one as they do in it, if they are many."""
    phrases = min(one, other, key=lambda bag: bag.size).phrases()
    return min(one.size, other.size) < 2 * PHRASE or 2 * len(one.phrases() & other.phrases()) >= len(phrases)


def _differ(one: Bag, other: Bag) -> bool:
    """Whether each has a number that the other has not."""
    numbers, other_numbers = _numbers(one), _numbers(other)
    return bool(numbers - other_numbers and other_numbers - numbers)


def _numbers(bag: Bag) -> set[str]:
    return {word for word in bag.words if word[0].isdigit()}


def _dice(shared: float, total: float) -> float:
    return 2 * shared / total if total else 0.0
