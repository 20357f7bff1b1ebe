"""Bare numbers of verses and clauses: "1 In the beginning", "1:1 In the beginning", and raised "¹ In".

Plain Python, for the blocks of any format. A line alone does not tell "3 Ships" from verse 3. So the whole document
decides: where the bare numbers at the beginning of its paragraphs count on from each other they are split off all of
them, whatever follows (a quotation mark, a small letter, a bracket); elsewhere none is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from corpus.blocks import Block, Kind

LEAST_VERSES = 3
LEAST_IN_ORDER = 0.9  # of the bare numbers count on from the one before, or begin anew
LEAST_SHARE = 0.6  # of the paragraphs
LEAST_SHARE_OF_SENTENCES = 0.2  # the same, where most of them could be no headings
WIDEST_GAP = 3  # verses left out or counted together
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_VERSE = re.compile(
    r"(?P<number>(?:\d{1,3}:){0,2}\d{1,3}(?:[-–]\d{1,3})?(?=[\s\"'“‘«„(¿¡—–]|(?!(?:st|nd|rd|th)\b)[^\W\d_])"
    r"|[⁰¹²³⁴-⁹]{1,3})\s*(?=\S)"
)
_MAY_BE_VERSE = frozenset({Kind.BODY, Kind.HEADING})
_PARAGRAPHS = frozenset({Kind.BODY, Kind.QUOTE, Kind.ITEM})
_NO_TITLE_ENDS = ".;:,!?。；：，！？—–-"


class _Verse(NamedTuple):
    place: int
    number: str
    text: str
    values: tuple[int, ...]


def split_verses(blocks: Sequence[Block], *, declared: bool = False) -> dict[int, Block]:
    """Return the blocks that are numbered verses or clauses, by their place, with their numbers split off.

    Args:
        blocks: all blocks of a document; a number that was split off one by one counts as well.
        declared: somebody says that the text is verse, so that few verses suffice.
    """
    verses = _candidates(blocks)
    in_order = _in_order(verses)
    if not declared and not (len(in_order) >= LEAST_VERSES and _are_in_order(verses) and _is_verse(blocks, verses)):
        return {}
    return {
        verse.place: replace(blocks[verse.place], kind=Kind.BODY, number=verse.number, text=verse.text, level=0)
        for verse in (verses if declared else in_order)
    }


def with_verses(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return all blocks, with bare numbers split off of all verses, or of no paragraph where they are in no order."""
    split = split_verses(blocks)
    verses = _candidates(blocks)
    if not split and not _are_in_order(verses):
        split = {
            verse.place: replace(blocks[verse.place], number="", text=f"{verse.number} {verse.text}")
            for verse in verses
            # What is raised is a number in any order, of a note if not of a verse.
            if blocks[verse.place].kind is Kind.BODY and blocks[verse.place].number[:1].isdecimal()
        }
    return tuple(split.get(place, block) for place, block in enumerate(blocks))


def _are_in_order(verses: Sequence[_Verse]) -> bool:
    return len(_in_order(verses)) >= LEAST_IN_ORDER * len(verses)


def _in_order(verses: Sequence[_Verse]) -> list[_Verse]:
    return [verse for last, verse in zip([None, *verses], verses, strict=False) if _counts_on(last, verse)]


def _candidates(blocks: Sequence[Block]) -> list[_Verse]:
    """The paragraphs that begin with a bare number."""
    verses = []
    for place, block in enumerate(blocks):
        if block.kind not in _MAY_BE_VERSE or not (block.number or block.text)[:1].isdigit():
            continue
        line = f"{block.number} {block.text}" if block.number else block.text
        match = _VERSE.match(line)
        if match and (not block.number or match["number"] == block.number):
            number = match["number"]
            values = tuple(int(part) for part in re.findall(r"\d+", number.translate(_RAISED)))
            verses.append(_Verse(place, number, line[match.end() :], values))
    return verses


def _counts_on(before: _Verse | None, verse: _Verse) -> bool:
    """Whether a verse comes after the one before, or begins a chapter."""
    if verse.values[-1] == 1:
        return True
    if before is None:
        return verse.values[-1] <= WIDEST_GAP
    first = verse.values[verse.number.count(":")]
    return 0 < first - before.values[-1] <= WIDEST_GAP


def _is_verse(blocks: Sequence[Block], verses: Sequence[_Verse]) -> bool:
    """Whether numbers in order are those of verses, rather than of the headings of a statute or a paper."""
    if not any(later.values[-1] > earlier.values[-1] for earlier, later in pairwise(verses)):
        return False
    # A chapter begins more seldom than every other paragraph.
    if sum(verse.values[-1] == 1 for verse in verses) * 2 > len(verses):
        return False
    places = {verse.place for verse in verses}
    other_paragraphs = sum(block.kind in _PARAGRAPHS and place not in places for place, block in enumerate(blocks))
    sentences = sum(verse.text[-1] in _NO_TITLE_ENDS or verse.text[0].islower() for verse in verses)
    least = LEAST_SHARE_OF_SENTENCES if sentences * 2 > len(verses) else LEAST_SHARE
    return len(verses) >= least * (len(verses) + other_paragraphs)
