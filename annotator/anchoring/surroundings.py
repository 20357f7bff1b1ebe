"""What stands around a stretch of a text, and its punctuation. Plain Python, no Django."""

import re
from itertools import takewhile

from corpus.folding import APOSTROPHES, QUOTATION_MARKS, fold_all

from .quote_selector import CONTEXT

ENDS_SENTENCE = re.compile(r"[.!?…。]")
_MARK = re.compile(r"\s*\S")
_SPACED = re.compile(r"\s([«‹»›!?;:])")
_QUOTES = frozenset(f"{APOSTROPHES}{QUOTATION_MARKS}«»‹›「」『』《》")
EDGE = "\n"
"""Stands before and after a text where its context is compared: its end is a context of its own."""


def fitting(was: str, there: str) -> str:
    """The punctuation that ``there`` begins with and that stands for ``was``: of the same kinds, up to a space.

    A space may stand before what French sets one beside, where it did.
    """
    kinds, spaced = {_kind(mark) for mark in was}, {_kind(found[1]) for found in _SPACED.finditer(was)}
    fits = takewhile(lambda mark: _kind(mark[-1]) in (spaced if len(mark) > 1 else kinds), _MARK.findall(there))
    return "".join(fits)


def _kind(mark: str) -> str:
    return "." if ENDS_SENTENCE.match(mark) else '"' if mark in _QUOTES else fold_all(mark)


def around(text: str, at: tuple[int, int]) -> tuple[str, str]:
    """What stands before ``at``, backwards, and after it; the ends of a text count as something that stands there."""
    before, after = f"{EDGE}{text[: at[0]]}"[-CONTEXT:], f"{text[at[1] :]}{EDGE}"[:CONTEXT]
    return fold_all(before)[::-1], fold_all(after)


def in_common(a: str, b: str) -> int:
    """How many characters two texts have in common from the beginning."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
