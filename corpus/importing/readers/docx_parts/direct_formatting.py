"""What the direct formatting of a Word paragraph says where its style says nothing.

Plain Python. A paragraph set in further than the others is a quotation; one set in as far as the item above it goes on
with that item; a short line in bold above a paragraph is a heading.
"""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace

from corpus.blocks import Kind
from corpus.importing.readers.docx_parts.body import StyledUnit
from corpus.importing.readers.docx_parts.styles import DEEPEST_HEADING
from corpus.importing.readers.html_parts.units import Unit
from corpus.importing.structure.headings import (
    parse_number,
    split_bullet,
)
from corpus.importing.structure.strong_lines import HeadingCandidate, strong_headings

LEAST_INDENT = 280  # twentieths of a point beyond what is usual: half a centimetre
MOST_INDENT = 2880  # what stands further right is a signature or an address
SAME_INDENT = 60
LEAST_QUOTATION = 40  # characters; shorter lines set in are signatures and addresses
_ABOVE_HEADING = frozenset({Kind.FRONT, Kind.HEADING, Kind.ITEM, Kind.ROW})


def settle_indents(units: Sequence[StyledUnit]) -> None:
    """Make quotations and further paragraphs of items of body paragraphs, in place."""
    left, right = _usual(units)
    items: list[tuple[int, int]] = []  # the indents and levels of the items around
    is_numbered = False  # by a typed number, that of the last paragraph that is not set in
    for one in units:
        unit, start, end = one.unit, one.indent.left or 0, one.indent.right or 0
        is_set_in = start - left >= LEAST_INDENT
        if unit.kind is Kind.ITEM:
            while items and items[-1][1] >= unit.level:
                items.pop()
            items.append((start, unit.level))
        elif unit.kind is not Kind.BODY or unit.role or unit.chrome:
            items.clear()
        elif one.continued:
            one.unit = replace(unit, kind=Kind.ITEM, level=one.continued)
        elif one.centred or parse_number(unit.text) or split_bullet(unit.text)[0]:
            items.clear()
            is_numbered = not one.centred
        elif is_set_in and end - right >= LEAST_INDENT:
            one.unit = replace(unit, kind=Kind.QUOTE)
        elif level := _level_at(items, start):
            one.unit = replace(unit, kind=Kind.ITEM, level=level)
        else:
            items.clear()
            is_numbered &= is_set_in
            is_far = start > MOST_INDENT or len(unit.text) < LEAST_QUOTATION
            if is_set_in and one.quotable and not (is_numbered or is_far):
                one.unit = replace(unit, kind=Kind.QUOTE)


def settle_headings(units: list[Unit], speakers: Container[int] = ()) -> None:
    """Make headings of short lines in bold that stand alone, in place, one level below those the styles make.

    Args:
        units: the units, the title already told apart.
        speakers: the places of lines that say who speaks, which head nothing.
    """
    deepest = max((unit.level for unit in units if unit.kind is Kind.HEADING), default=0)
    lines = [
        HeadingCandidate(
            unit.kind, unit.text, unit.number, unit.level, unit.strong and at not in speakers, is_plain(unit)
        )
        for at, unit in enumerate(units)
    ]
    chosen = strong_headings(lines)
    for at in chosen:
        level = min(deepest + max(units[at].level, 1), DEEPEST_HEADING)
        units[at] = replace(units[at], kind=Kind.HEADING, level=level)


def is_plain(unit: Unit) -> bool:
    """Whether nothing but its looks tells what a unit is."""
    return unit.kind is Kind.BODY and not (unit.number or unit.role or unit.chrome)


def _usual(units: Sequence[StyledUnit]) -> tuple[int, int]:
    """The commonest indents of paragraphs of the text."""
    sample = Counter(
        (one.indent.left or 0, one.indent.right or 0)
        for one in units
        if one.unit.kind is Kind.BODY and len(one.unit.text) >= LEAST_QUOTATION
    )
    return max(sample, key=lambda pair: (sample[pair], -sum(pair)), default=(0, 0))


def _level_at(items: Sequence[tuple[int, int]], start: int) -> int:
    """The level of the item that a paragraph set in so far goes on with; 0 if none."""
    if start < LEAST_INDENT:
        return 0
    return next((level for left, level in reversed(items) if left - SAME_INDENT <= start), 0)
