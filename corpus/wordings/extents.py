"""From where to where a variant goes whose first or last words are not those of the phrase.

"A community with a shared future for mankind" ends with another word than the phrase, and "a community with a shared
future has been" goes on after having ended before it. No rule of one language tells the two apart; the texts do. Where
they somewhere put a mark (a comma, a full stop, the end of a paragraph) after the same words, these words can end the
phrase, and do so wherever they stand: up to twice as many as are missing, and of several the nearest to as many.
Otherwise as many words stand for the missing ones as are missing. The same holds for beginnings.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from .nearness import Pattern
from .variants import Changes, Variant

# Words that stand for each missing one at the most.
_MOST_FOR_EACH = 2


type _Ending = tuple[int, tuple[str, ...]]


class WordedText(Protocol):
    """The words of a paragraph."""

    @property
    def words(self) -> Sequence[str]:
        """Its words, in order."""

    def parted(self, at: int) -> bool:
        """Whether a mark stands between the words ``at - 1`` and ``at``; true at the beginning and at the end."""


class Extent(NamedTuple):
    """What a variant is taken to say: the words from ``start`` up to ``end``, and what is changed in them."""

    start: int
    end: int
    changes: Changes


class _Side(NamedTuple):
    """What stands on one side of a variant, from it outwards.

    ``kept`` is which word of the phrase the variant begins or ends with, ``missing`` how many of the phrase are not
    there, ``words`` what can stand for them: those up to the next mark or the next variant, as far as may be;
    ``marked``: a mark stands after them.
    """

    kept: int
    missing: int
    words: tuple[str, ...]
    marked: bool

    def length(self, attested: set[_Ending], most: int | None = None) -> int:
        """How many words, ``most`` at the most, stand for the missing ones."""
        most = len(self.words) if most is None else min(most, len(self.words))
        known = [length for length in range(most, -1, -1) if (self.kept, self.words[:length]) in attested]
        if known:
            return min(known, key=lambda length: abs(length - self.missing))
        return min(self.missing, most)


def extents(pattern: Pattern, attested: Sequence[tuple[WordedText, Sequence[Variant]]]) -> list[list[Extent]]:
    """For each text the extents of its ``variants``; what can begin and end the phrase is learnt from all of them."""
    befores, afters = [], []
    for text, variants in attested:
        befores.append([_before(pattern, text, variants, at) for at in range(len(variants))])
        afters.append([_after(pattern, text, variants, at) for at in range(len(variants))])
    begins, ends = _attested(befores), _attested(afters)
    by_text: list[list[Extent]] = []
    for (_text, variants), before, after in zip(attested, befores, afters, strict=True):
        of_text: list[Extent] = []
        for variant, left, right in zip(variants, before, after, strict=True):
            start, end, changes = variant.start, variant.end, variant.within
            if right:
                length = right.length(ends)
                changes = changes.with_gap(of_phrase=right.missing, of_text=length)
                end += length
            if left:
                # What follows one variant is not what goes before the next as well.
                free = start - of_text[-1].end if of_text else start
                length = left.length(begins, most=min(free, pattern.most_changes - changes.total))
                changes = changes.with_gap(of_phrase=left.missing, of_text=length)
                start -= length
            of_text.append(Extent(start, end, changes))
        by_text.append(of_text)
    return by_text


def _attested(sides: Iterable[Iterable[_Side | None]]) -> set[_Ending]:
    return {(side.kept, side.words) for of_text in sides for side in of_text if side and side.marked}


def _after(pattern: Pattern, text: WordedText, variants: Sequence[Variant], at: int) -> _Side | None:
    variant = variants[at]
    if not variant.missing_after:
        return None
    left = pattern.most_changes - variant.within.total - variant.missing_before
    last = variants[at + 1].start if at + 1 < len(variants) else len(text.words)
    last = min(last, variant.end + left, variant.end + _MOST_FOR_EACH * variant.missing_after)
    end = variant.end
    while end < last and not text.parted(end):
        end += 1
    kept = len(pattern.words) - variant.missing_after
    return _Side(kept, variant.missing_after, tuple(text.words[variant.end : end]), text.parted(end))


def _before(pattern: Pattern, text: WordedText, variants: Sequence[Variant], at: int) -> _Side | None:
    variant = variants[at]
    if not variant.missing_before:
        return None
    left = pattern.most_changes - variant.within.total - variant.missing_after
    first = variants[at - 1].end if at else 0
    first = max(first, variant.start - left, variant.start - _MOST_FOR_EACH * variant.missing_before)
    start = variant.start
    while start > first and not text.parted(start):
        start -= 1
    words = tuple(reversed(text.words[start : variant.start]))
    return _Side(variant.missing_before, variant.missing_before, words, text.parted(start))
