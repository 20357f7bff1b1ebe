"""How near two texts are by their words, and why.

The cosine of the words that both have, each weighed by how rare it is (inverse document frequency: Sparck Jones, "A
statistical interpretation of term specificity and its application in retrieval", Journal of Documentation 28, 1972),
a part of which hangs on how many of them stand beside the same words in both.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

RULE = "words 1"
"""What found a parallel, with its version: another one where scores would be others."""
FOR_ORDER = 0.2
"""The part of a likeness that hangs on the order of the words."""
LEAST_WEIGHT = 0.01
MOST_COMPARED = 600
"""Words of a text whose order is looked at."""
RUN = 4
"""Words in a row from which on they are told as a reason."""
MOST_NAMED = 3
"""Rare words told as a reason, at the most."""
COMMON = 10
"""Paragraphs to each occurrence below which a word is too common to be a reason."""


class Weights(dict[str, float]):
    """How much words count in a corpus: the logarithm of how many paragraphs there are to each occurrence."""

    def __init__(self, paragraphs: int, frequency: Callable[[str], int]) -> None:
        """Weigh by how often a word stands in that many paragraphs."""
        super().__init__()
        self.paragraphs = paragraphs
        self.frequency = frequency

    def __missing__(self, word: str) -> float:
        frequency = max(self.frequency(word), 1)
        self[word] = weight = max(log(max(self.paragraphs, 1) / frequency), 0) + LEAST_WEIGHT
        return weight

    def of(self, words: Iterable[str]) -> float:
        """The weight of a text."""
        return sum(map(self.__getitem__, words))


class Likeness(NamedTuple):
    """How near two texts are (0 to 1), and the words that both have, the rarest first."""

    score: float
    shared: tuple[str, ...]


NONE = Likeness(0.0, ())


def overlap(one: Counter[str], other: Counter[str], weights: Weights) -> float:
    """The weight of the words that both have, each as often as both have it."""
    return sum(weights[word] * min(one[word], other[word]) for word in one.keys() & other.keys())


def likeness(one: Sequence[str], other: Sequence[str], weights: Weights) -> Likeness:
    """Compare two texts by their words (``corpus.search.tokenizer``); the same whichever comes first."""
    counted, other_counts = Counter(one), Counter(other)
    common = sorted(counted.keys() & other_counts.keys(), key=lambda word: (-weights[word], word))
    if not common:
        return NONE
    shared = overlap(counted, other_counts, weights)
    cosine = shared / sqrt(weights.of(one) * weights.of(other))
    together = set(_pairs(one)) & set(_pairs(other))
    ordered = min(_weight_in(one, together, weights), _weight_in(other, together, weights))
    score = cosine * (1 - FOR_ORDER + FOR_ORDER * min(1.0, ordered / shared))
    return Likeness(min(score, 1.0), tuple(common))


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words that stand beside each other; the ends of a text stand beside its first and last word."""
    return pairwise(("", *words, ""))


def _weight_in(words: Sequence[str], pairs: Container[tuple[str, str]], weights: Weights) -> float:
    """The weight of the words that stand in one of ``pairs``."""
    shared = [pair in pairs for pair in _pairs(words)]
    return sum(
        weights[word] for word, (before, behind) in zip(words, pairwise(shared), strict=True) if before or behind
    )


def agreeing_blocks(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    """What agrees in the same order, as (place in the one, place in the other, number of words).

    After Ratcliff and Obershelp, as in ``difflib``, which finds other blocks when the texts change places; so the
    shorter one is always the first. Of long texts the first 600 words are looked at.
    """
    one, other = tuple(one[:MOST_COMPARED]), tuple(other[:MOST_COMPARED])
    swapped = (len(other), other) < (len(one), one)
    first, second = (other, one) if swapped else (one, other)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()[:-1]
    return [(to, at, length) if swapped else (at, to, length) for at, to, length in blocks]


class Reason(NamedTuple):
    """A sentence in English with named places, and what stands in these; said in the singular where ``number`` is 1."""

    sentence: str
    plural: str
    params: dict[str, object]
    number: int = 2

    def __str__(self) -> str:
        return (self.sentence if self.number == 1 else self.plural) % self.params


def scored(score: float, wording: str) -> float:
    """A score to four digits, which both databases and the files keep alike: 1 for the same words alone.

    Without what half of the documents say, texts may be the same that are not.
    """
    return round(min(score, 1.0 if wording == "same" else 0.9999), 4)


def reasons(one: Sequence[str], other: Sequence[str], likeness_: Likeness, weights: Weights) -> list[Reason]:
    """Why two texts are parallels, in words, the best reason first."""
    parts = [wording(one, other)[1]]
    parts += [
        _reason(
            "“%(word)s” stands once in %(of)s paragraphs.",
            "“%(word)s” stands %(number)s times in %(of)s paragraphs.",
            weights.frequency(word),
            word=word,
            of=weights.paragraphs,
        )
        for word in likeness_.shared[:MOST_NAMED]
        if weights.frequency(word) * COMMON <= weights.paragraphs
    ]
    return parts


def containment(words: Sequence[str], other: Sequence[str], weights: Weights) -> tuple[float, Reason]:
    """Which part (0 to 1) of the weight of ``words`` a text of any length has, and how many of them, as a reason."""
    counted, other_counts = Counter(words), Counter(other)
    number = (counted & other_counts).total()
    reason = _reason("%(there)s of the %(number)s words stand there.", number=len(words), there=number)
    # A word alone stands in many texts, and says nothing of what they say.
    return (overlap(counted, other_counts, weights) / weights.of(words) if number > 1 else 0.0), reason


def alike_in_meaning(model: str, alike: float) -> Reason:
    """The reason that a model gives, which says that it is one."""
    return _reason("The same thought, says %(model)s (%(alike)s).", model=model, alike=f"{alike:.2f}")


def wording(one: Sequence[str], other: Sequence[str]) -> tuple[str, Reason]:  # noqa: PLR0911 - a ladder
    """How the wording of the one is in the other: the name of the kind, and in words."""
    shorter, longer = sorted((len(one), len(other)))
    blocks = agreeing_blocks(one, other)
    agreeing = sum(length for _at, _to, length in blocks)
    if agreeing == longer:
        return "same", _reason("The same words.")
    if 3 * (longer - agreeing) <= longer and not _grown(one, other, blocks):
        changed = longer - agreeing
        return "changed", _reason(
            "The same wording, one word changed.", "The same wording, %(number)s words changed.", changed
        )
    if 4 * (shorter - agreeing) <= shorter:
        changed = shorter - agreeing
        if not changed:
            return "within", _reason("One stands within the other.")
        return "within", _reason(
            "One stands within the other, one word changed.",
            "One stands within the other, %(number)s words changed.",
            changed,
        )
    if sorted(one) == sorted(other):
        return "order", _reason("The same words in another order.")
    if (run := max((length for _at, _to, length in blocks), default=0)) >= RUN:
        return "run", _reason("%(number)s words in a row are the same.", number=run)
    return "shared", _reason(
        "One word is shared, in other wording.",
        "%(number)s words are shared, in other wording.",
        len({*one} & {*other}),
    )


def _grown(one: Sequence[str], other: Sequence[str], blocks: Sequence[tuple[int, int, int]]) -> bool:
    """Whether the longer one is the other with some words in a row before or after it."""
    in_longer = 1 if len(other) > len(one) else 0
    longer, shorter = (other, one) if in_longer else (one, other)
    if not blocks or 4 * (len(shorter) - sum(block[2] for block in blocks)) > len(shorter):
        return False
    before = blocks[0][in_longer] - blocks[0][1 - in_longer]
    end, end_in_shorter = (blocks[-1][side] + blocks[-1][2] for side in (in_longer, 1 - in_longer))
    after = min(len(longer), MOST_COMPARED) - end - (min(len(shorter), MOST_COMPARED) - end_in_shorter)
    return max(before, after) >= RUN


def _reason(sentence: str, plural: str = "", number: int = 2, **params: object) -> Reason:
    return Reason(sentence, plural or sentence, {"number": number, **params}, number)
