"""Headings that no mark and no element makes: "Our vision" between two paragraphs, "Privacy", "II. The market".

Plain Python, for the blocks of any format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.blocks import Block, Kind
from corpus.importing.structure.division_names import UNNUMBERED
from corpus.importing.structure.furniture import may_be_title
from corpus.importing.structure.heading_levels import settle
from corpus.importing.structure.headings import (
    LONGEST_UNNUMBERED_HEADING,
    ends_sentence,
    heading_number,
    is_bare_heading,
    is_paragraph,
    is_unnumbered_heading,
)
from corpus.importing.structure.number_sequences import follows
from corpus.importing.structure.table_of_contents import settle_contents
from corpus.importing.structure.title_block import is_publisher

_PROSE = frozenset({Kind.BODY, Kind.QUOTE})
_ABOVE_HEADING = frozenset({Kind.FRONT, Kind.HEADING, Kind.ITEM, Kind.ROW})


def find_bare_headings(blocks: list[Block], places: Iterable[int] | None = None) -> dict[int, int]:
    """Make headings of the short lines between paragraphs, in place.

    One that reads like a button of a page ("Privacy") is one of a page only where other furniture stands beside it.

    Args:
        blocks: all blocks of a document.
        places: which of them may become headings; all, without it.

    Returns:
        The rank of each of the new headings, by its place.
    """
    inner = range(1, len(blocks) - 1)
    headings: list[int] = []
    for place in inner if places is None else sorted({*inner} & {*places}):
        if _is_heading(blocks, place):
            blocks[place] = replace(blocks[place], kind=Kind.HEADING, level=1)
            headings.append(place)
    if len(headings) == 1 and blocks[headings[0] - 1].kind is Kind.FRONT:
        # A short first paragraph.
        blocks[headings[0]] = replace(blocks[headings[0]], kind=Kind.BODY, level=0)
        return {}
    # Capitals have no rank; they are headings of the first level wherever they stand.
    return {place: 0 if blocks[place].text.isupper() else UNNUMBERED for place in headings}


def with_plain_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of a text none of whose headings is marked as one, with those that its paragraphs are."""
    if any(block.kind is Kind.HEADING for block in blocks):
        return tuple(blocks)
    headed = list(blocks)
    settle_contents(headed)
    ranks: dict[int, int] = {}
    doubtful: dict[int, str] = {}
    for place, block in enumerate(headed):
        if block.kind is not Kind.BODY or "\n" in block.text:
            continue
        line = f"{block.number} {block.text}".lstrip()
        numbered = heading_number(line)
        rank = numbered.rank if numbered else int(not block.number and is_unnumbered_heading(line))
        if not rank:
            continue
        ranks[place] = rank if numbered else 0
        headed[place] = replace(block, kind=Kind.HEADING, level=1)
        if numbered and numbered.is_doubtful:
            doubtful[place] = line
    ranks |= find_bare_headings(headed)
    return tuple(settle(headed, ranks, doubtful))


def _is_heading(blocks: Sequence[Block], place: int) -> bool:
    if len(blocks[place].text) > LONGEST_UNNUMBERED_HEADING:
        return False
    before, block, after = blocks[place - 1 : place + 2]
    is_button = block.kind is Kind.FURNITURE and may_be_title(block.text)
    if block.number or not (block.kind is Kind.BODY or is_button) or is_publisher(block.text):
        return False
    if not (before.kind in _ABOVE_HEADING or (before.kind in _PROSE and ends_sentence(before.text))):
        return False
    if is_button and block.text.isupper() and (after.kind is Kind.HEADING or after.number):
        return True
    if after.kind is not Kind.BODY or not is_bare_heading(block.text):
        return False
    # Between numbered paragraphs that count on, the next may be short; a title that may be a button stands above it.
    is_between = (
        bool(before.number)
        and (ends_sentence(after.text) or after.text[-1] in ":：")
        and follows(before.number, after.number)
    )
    is_title = is_button and before.kind in _PROSE and len(after.text) > len(block.text)
    return is_paragraph(after.text) or is_between or is_title
