"""Numbers that stand alone above what they head: "I." above the first song, "2" above the second chapter.

Plain Python. One such line may be the number of a page, the initial of a name or a cell; those that count on from one
to the next, each above a text of its own, head parts.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.importing.structure.division_names import DECIMAL, ROMAN
from corpus.importing.structure.headings import ends_sentence

LEAST = 2
LONGEST = 18  # characters
_ALONE = re.compile(r"[-–—*\s]{0,4}(?:(?P<roman>[IVXLC]{1,8})|(?P<digits>\d{1,3}))[.)]?[-–—*\s]{0,4}")
_ROMAN = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_MAY_GO_ON = frozenset(",;:—–-")


def lone_number(text: str) -> str:
    """The number in a text that is nothing else, "" where it is more."""
    match = _ALONE.fullmatch(text) if len(text) <= LONGEST else None
    return "" if match is None else match["roman"] or match["digits"]


def lone_numbers(paragraphs: Sequence[str]) -> dict[int, int]:
    """The ranks of the paragraphs that are nothing but the number of the part they head, by their places.

    Args:
        paragraphs: all paragraphs of a text, "" in place of what cannot be one.

    Numbers in digits may be those of pages: they begin parts only where the first stands above the text, and no
    paragraph goes on over one of them.
    """
    ranks: dict[int, int] = {}
    numbers = [(place, number) for place, text in enumerate(paragraphs) if (number := lone_number(text))]
    for rank, is_roman in ((ROMAN, True), (DECIMAL, False)):
        places = [(place, _value(number)) for place, number in numbers if number.isdigit() != is_roman]
        if _count_on([value for _, value in places]) and all(_heads(paragraphs, place) for place, _ in places):
            if not is_roman and not _are_of_parts(paragraphs, [place for place, _ in places]):
                continue
            ranks |= {place: rank for place, _ in places}
    return ranks


def _value(number: str) -> int:
    """The value of a number; 0 where it is no Roman one after all."""
    if number.isdigit():
        return int(number)
    if not _ROMAN.fullmatch(number):
        return 0
    values = [_VALUES[sign] for sign in number]
    return sum(-one if one < after else one for one, after in pairwise([*values, 0]))


def _count_on(values: Sequence[int]) -> bool:
    """Whether numbers count from one, each on from the one before or from one anew."""
    return (
        len(values) >= LEAST
        and values[0] == 1
        and LEAST in values
        and all(after in {1, before + 1} for before, after in pairwise(values))
    )


def _heads(paragraphs: Sequence[str], place: int) -> bool:
    below = paragraphs[place + 1] if place + 1 < len(paragraphs) else ""
    return bool(below) and not lone_number(below)


def _are_of_parts(paragraphs: Sequence[str], places: Sequence[int]) -> bool:
    if any(len(text) > 2 and ends_sentence(text) for text in paragraphs[: places[0]]):  # noqa: PLR2004 - more than a number
        return False
    for place in places[1:]:
        before, below = paragraphs[place - 1], paragraphs[place + 1]
        if not before or before[-1].isalnum() or before[-1] in _MAY_GO_ON or below[0].islower():
            return False
    return True
