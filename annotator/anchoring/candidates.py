"""Places that the words of a lost or uncertain passage may have come to, for a person to choose from.

Plain Python, no Django. Where ``reanchor`` must be sure, this only has to be helpful: it looks in all the texts it is
given and says of each place why it is offered. Likeness is the part of the words, or in short passages of the letters,
that two have in common (Ratcliff and Obershelp, as in ``difflib``).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from corpus.folding import fold_all

from .quote_selector import WHOLE, TextRange, occurrences
from .word_diff import KeyedWord, keyed_words

NEIGHBOURS = 2
"""Words on each side that must be the neighbours for what stands between them to be offered."""
MOST_GROWN = 3
"""How many times as many words may stand between the neighbours as did; a few more are always allowed."""
LEAST_ALIKE = 0.55
"""Likeness from which on words are offered for being similar."""
LEAST_ALIKE_FEW = 0.75
"""The same for words of few letters, of which half are soon shared ("only", "on")."""
FEW_LETTERS = 6
MOST_OF_EACH = 3
"""Places offered in one text for being similar."""
SHORT = 6
"""Words up to which two passages are compared by their letters."""
MOST_COMPARED = 400
"""Words or letters of two passages that are compared; what follows says nothing more about them."""


class CandidateReason(StrEnum):
    """Why a place is offered, the best reason first."""

    SAME = "same"
    """The same words stand there."""
    BETWEEN = "between"
    """Other words stand there between the same neighbours."""
    SIMILAR = "similar"
    """Similar words stand there."""
    PLACED = "placed"
    """Nothing speaks for it but that the load put the passage there."""


_ORDER = list(CandidateReason)


class AnchorCandidate(NamedTuple):
    """A place: the text, by its place among those given, the stretch of it, why it is offered, and how like it is.

    ``likeness`` (0 to 1) is that of the words, and for the same words that of what stands around them.
    """

    text: int
    stretch: TextRange
    reason: CandidateReason
    likeness: float


def candidates(words: str, prefix: str, suffix: str, texts: Sequence[str], *, most: int = 6) -> list[AnchorCandidate]:
    """The places in ``texts`` where ``words`` may be now, the likeliest first; none of them overlap.

    Args:
        words: what the passage was made on.
        prefix: what stood before it.
        suffix: what stood after it.
        texts: paragraphs, the nearest first: of places that are as likely, that in the nearest goes first.
        most: how many are given at the most.
    """
    places: list[AnchorCandidate] = []
    for number, text in enumerate(texts):
        places += (
            AnchorCandidate(
                number, TextRange(*place), CandidateReason.SAME, _context_likeness(text, place, prefix, suffix)
            )
            for place in occurrences(text, words, limit=20)
        )
        places += _between(words, prefix, suffix, number, text)
        places += _similar(words, number, text)
    places.sort(key=_rank)
    chosen: list[AnchorCandidate] = []
    for each in places:
        if not any(_overlap(each, other) for other in chosen):
            chosen.append(each)
            if len(chosen) == most:
                break
    return chosen


def whole_candidates(words: str, texts: Sequence[str], *, most: int = 6) -> list[AnchorCandidate]:
    """Those of ``texts`` that a whole paragraph which said ``words`` may be now, the likeliest first."""
    places = []
    for number, text in enumerate(texts):
        reason = reason_for(words, "", "", text, WHOLE)
        if reason in {CandidateReason.SAME, CandidateReason.SIMILAR}:
            places.append(AnchorCandidate(number, WHOLE, reason, likeness(words, text)))
    return sorted(places, key=_rank)[:most]


def reason_for(words: str, prefix: str, suffix: str, text: str, stretch: TextRange) -> CandidateReason:
    """Why the passage that was made on ``words`` may be at ``range_meant`` of ``text``."""
    words_there = stretch.words(text)
    if fold_all(words).strip() == fold_all(words_there).strip():
        return CandidateReason.SAME
    if stretch.start is not None and stretch.end is not None:
        before, after = _frame(prefix, suffix)
        around = keyed_words(text[: stretch.start]), keyed_words(text[stretch.end :])
        if before and after and _keys(around[0][-len(before) :]) == before and _keys(around[1][: len(after)]) == after:
            return CandidateReason.BETWEEN
    return CandidateReason.SIMILAR if likeness(words, words_there) >= least_alike(words) else CandidateReason.PLACED


def least_alike(words: str) -> float:
    """The likeness from which on something is offered for being similar to ``words``."""
    return LEAST_ALIKE if len(words.strip()) > FEW_LETTERS else LEAST_ALIKE_FEW


def likeness(words: str, other: str) -> float:
    """How like two passages are (0 to 1), whatever their words' case and punctuation.

    By their letters, as far as one is short; a long one is told by its words, which is quicker.
    """
    one, two = (_keys(keyed_words(each))[:MOST_COMPARED] for each in (words, other))
    if not one or not two:
        return 0.0
    if min(len(one), len(two)) > SHORT:
        return SequenceMatcher(None, one, two, autojunk=False).ratio()
    letters, other_letters = (" ".join(each)[:MOST_COMPARED] for each in (one, two))
    return SequenceMatcher(None, letters, other_letters, autojunk=False).ratio()


def _rank(candidate: AnchorCandidate) -> tuple[int, float, int, int]:
    return _ORDER.index(candidate.reason), -candidate.likeness, candidate.text, candidate.stretch.start or 0


def _overlap(one: AnchorCandidate, other: AnchorCandidate) -> bool:
    (start, end), (begin, last) = one.stretch, other.stretch
    if one.text != other.text:
        return False
    return start is None or end is None or begin is None or last is None or (start < last and begin < end)


def _keys(words: Sequence[KeyedWord]) -> list[str]:
    return [word.key for word in words]


def _frame(prefix: str, suffix: str) -> tuple[list[str], list[str]]:
    """The neighbours on both sides; the outermost word of a context may have been cut, and counts as none."""
    before, after = _keys(keyed_words(prefix)), _keys(keyed_words(suffix))
    return (before[1:] or before)[-NEIGHBOURS:], (after[:-1] or after)[:NEIGHBOURS]


def _context_likeness(text: str, place: tuple[int, int], prefix: str, suffix: str) -> float:
    """How much of what stood around the words stands around ``place``, counted from the words outwards."""
    before = _in_common(fold_all(prefix)[::-1], fold_all(text[: place[0]])[::-1])
    after = _in_common(fold_all(suffix), fold_all(text[place[1] :]))
    length = len(fold_all(prefix)) + len(fold_all(suffix))
    return (before + after) / length if length else 1.0


def _in_common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _between(words: str, prefix: str, suffix: str, number: int, text: str) -> Iterator[AnchorCandidate]:
    """The places between the neighbours on both sides, where these are near enough to each other."""
    before, after = _frame(prefix, suffix)
    if not before or not after:
        return
    keyed = keyed_words(text)
    keys = _keys(keyed)
    most = max(len(before), 3) + MOST_GROWN * max(1, len(keyed_words(words)))
    for at in range(len(keys) - len(before) + 1):
        if keys[at : at + len(before)] != before:
            continue
        first = at + len(before)
        for last in range(first + 1, min(len(keys) - len(after), first + most) + 1):
            if keys[last : last + len(after)] == after:
                start, end = keyed[first].start, keyed[last - 1].end
                yield AnchorCandidate(
                    number, TextRange(start, end), CandidateReason.BETWEEN, likeness(words, text[start:end])
                )
                break


def _similar(words: str, number: int, text: str) -> list[AnchorCandidate]:
    """The stretches of as many words, give or take one, that are most like ``words``."""
    keys, keyed = _keys(keyed_words(words)), keyed_words(text)
    if not keys or not keyed:
        return []
    length = min(len(keys), len(keyed))
    starts = _promising(keys, _keys(keyed), length)
    places = []
    for at in starts:
        sizes = {length, length + 1, max(1, length - 1)}
        stretches = [TextRange(keyed[at].start, keyed[at + size - 1].end) for size in sizes if at + size <= len(keyed)]
        best = max(stretches, key=lambda each: likeness(words, each.words(text)))
        alike = likeness(words, best.words(text))
        if alike >= least_alike(words):
            places.append(AnchorCandidate(number, best, CandidateReason.SIMILAR, alike))
    return sorted(places, key=_rank)[:MOST_OF_EACH]


def _promising(keys: Sequence[str], keys_there: Sequence[str], length: int) -> list[int]:
    """Where the windows of ``length`` words begin that have most of the words, else most of the letters, in common."""
    kinds: Counter[str] = Counter(keys)
    if length <= NEIGHBOURS:
        # Too few for whole words to tell: a respelt one has none of them.
        letters = Counter("".join(keys))
        shares = [
            ((Counter("".join(keys_there[at : at + length])) & letters).total(), -at)
            for at in range(len(keys_there) - length + 1)
        ]
    else:
        window = Counter(keys_there[:length])
        shares = [((window & kinds).total(), 0)]
        for at in range(1, len(keys_there) - length + 1):
            window[keys_there[at - 1]] -= 1
            window[keys_there[at + length - 1]] += 1
            shares.append(((+window & kinds).total(), -at))
    # Of long passages, those with few words in common would be thrown away once they are compared.
    least = 1 if length <= SHORT else length // 2
    best = sorted((share for share in shares if share[0] >= least), reverse=True)[: MOST_OF_EACH * 2]
    return [-at for _count, at in best]
