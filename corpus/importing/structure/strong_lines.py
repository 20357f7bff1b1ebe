"""Lines in bold that stand alone above a paragraph: headings that no style and no element makes.

Plain Python, for the blocks of any format.
"""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.blocks import Kind
from corpus.importing.structure.headings import heading_number, is_bare_heading, parse_number
from corpus.importing.structure.title_block import is_publisher

LEAST_BELOW = 60  # characters of a paragraph below a heading without a number
_LISTED = frozenset({Kind.QUOTE, Kind.ROW})


class HeadingCandidate(NamedTuple):
    """A paragraph, as far as it may be a heading: ``is_plain`` says that nothing but its looks tells what it is."""

    kind: Kind
    text: str
    number: str
    level: int
    is_strong: bool
    is_plain: bool


def strong_headings(lines: Sequence[HeadingCandidate], *, numbered: bool = False) -> set[int]:
    """The places of the lines in bold that head what is below them; several may stand above each other.

    Typed numbers that make a heading by themselves ("2. Term") are left to those who look at all of them, unless
    ``numbered``.
    """
    chosen: set[int] = set()
    for at in range(len(lines) - 2, -1, -1):
        line, after = lines[at], lines[at + 1]
        if not line.is_strong or not may_head(line, numbered=numbered):
            continue
        if at + 1 in chosen or (not after.is_strong and _is_headed(after, line)):
            chosen.add(at)
    return chosen


def may_head(line: HeadingCandidate, *, numbered: bool = False) -> bool:
    """Whether a paragraph or a numbered item may be a heading by its words."""
    text = line.text
    if line.is_plain and (parsed := parse_number(text)):
        if not line.is_strong or (heading_number(text) and not numbered):
            return False
        text = parsed.text.removesuffix(".")
    is_item = line.kind is Kind.ITEM and line.number not in {"", "•"}
    return bool(text) and (is_item or line.is_plain) and is_bare_heading(text) and not is_publisher(text)


def _is_headed(after: HeadingCandidate, line: HeadingCandidate) -> bool:
    """Whether ``line`` may head this: it heads no item beside it, nor what goes on with a signature or an address."""
    if after.kind is Kind.ITEM:
        return after.level > line.level
    least = len(line.text) if parse_number(line.text) else LEAST_BELOW
    return after.kind in _LISTED or (after.kind is Kind.BODY and after.is_plain and len(after.text) >= least)
