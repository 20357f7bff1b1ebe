"""What stands around a stretch of a text, and its punctuation. Plain Python, no Django."""

import re
from itertools import takewhile

from corpus.folding import fold_all

from .quote_selector import CONTEXT

ENDS_SENTENCE = re.compile(r"[.!?…。]")
EDGE = "\n"
"""Stands before and after a text where its context is compared: its end is a context of its own."""


def fitting(was: str, there: str) -> str:
    """The punctuation that ``there`` begins with and that stands for ``was``: of the same kinds, up to a space."""
    kinds = {_kind(mark) for mark in was}
    return "".join(takewhile(lambda mark: _kind(mark) in kinds and not mark.isspace(), there))


def _kind(mark: str) -> str:
    return "." if ENDS_SENTENCE.match(mark) else fold_all(mark)


def around(text: str, at: tuple[int, int]) -> tuple[str, str]:
    """What stands before ``at``, backwards, and after it; the ends of a text count as something that stands there."""
    before, after = f"{EDGE}{text[: at[0]]}"[-CONTEXT:], f"{text[at[1] :]}{EDGE}"[:CONTEXT]
    return fold_all(before)[::-1], fold_all(after)


def in_common(a: str, b: str) -> int:
    """How many characters two texts have in common from the beginning."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
