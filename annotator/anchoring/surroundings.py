"""What stands around a stretch of a text, and its punctuation. Plain Python, no Django."""

import re
from itertools import takewhile

from corpus.folding import APOSTROPHES, QUOTATION_MARKS, fold_all

from .quote_selector import CONTEXT

ENDS_SENTENCE = re.compile(r"[.!?…。]")
_MARK = re.compile(r"\s*\S")
_SPACED = re.compile(r"\s([«‹»›!?;:])")
_QUOTES = frozenset(f"{APOSTROPHES}{QUOTATION_MARKS}«»‹›「」『』《》")
AGREED = 12
"""Code points on one side of a passage that must be what they were for the context to agree."""
EDGE = "\n"
"""Stands before and after a text where its context is compared: its end is a context of its own."""


def fitting(was: str, now: str, french: str) -> str:
    """The punctuation that ``now`` begins with and that stands for ``was``: of the same kinds, up to a space.

    A space may stand before what French sets one beside, where it did, and before the first of its quotation marks
    where others were. ``french`` are those of this side: what opens the next quotation is none of this one.
    """
    kinds, spaced = {_kind(mark) for mark in was}, {_kind(match[1]) for match in _SPACED.finditer(was)}
    marks = _MARK.findall(now)
    if next((mark[-1] for mark in marks if _kind(mark[-1]) == '"'), "-") in french:
        spaced |= kinds & {'"'}

    def stands(mark: str) -> bool:
        if len(mark) == 1:
            return _kind(mark) in kinds
        return _kind(mark[-1]) in spaced and (mark[-1] in french or mark[-1] not in "«»‹›")

    return "".join(takewhile(stands, marks))


def _kind(mark: str) -> str:
    return "." if ENDS_SENTENCE.match(mark) else '"' if mark in _QUOTES else fold_all(mark)


def _around(text: str, at: tuple[int, int]) -> tuple[str, str]:
    """What stands before ``at``, backwards, and after it; the ends of a text count as something that stands there."""
    # The edge is put there last: folded, it would be a space, as stands beside any word.
    before, after = fold_all(text[max(0, at[0] - CONTEXT) : at[0]]), fold_all(text[at[1] : at[1] + CONTEXT])
    return before[::-1] + EDGE * (at[0] < CONTEXT), after + EDGE * (len(text) - at[1] < CONTEXT)


def agree(old: str, at: tuple[int, int], new: str, place: tuple[int, int]) -> bool:
    """Whether what stands before or after ``place`` of ``new`` is what stood before or after ``at`` of ``old``."""
    both = zip(_around(old, at), _around(new, place), strict=True)
    return any(_in_common(was, now) >= min(AGREED, len(was)) for was, now in both)


def likeness(old: str, at: tuple[int, int], new: str, place: tuple[int, int]) -> int:
    """How many characters before and after ``place`` of ``new`` are those around ``at`` of ``old``."""
    return sum(_in_common(was, now) for was, now in zip(_around(old, at), _around(new, place), strict=True))


def _in_common(a: str, b: str) -> int:
    """How many characters two texts have in common from the beginning."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
