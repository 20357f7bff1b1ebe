"""Blocks of a Markdown file before they have their sources, and what only all of them together tell.

Plain Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus.blocks import Kind, Role
from corpus.importing.structure.headings import parse_number
from corpus.importing.structure.lone_numbers import lone_numbers
from corpus.importing.structure.number_sequences import begins, runs
from corpus.importing.structure.speaker_lines import speaker_lines
from corpus.importing.structure.strong_lines import HeadingCandidate, strong_headings
from corpus.importing.structure.title_block import read_head
from corpus.importing.structure.verses_in_paragraphs import verses_inside
from corpus.importing.structure.wrapped_lines import Chunk

LONGEST_HEAD = 16  # blocks
DEEPEST_HEADING = 6
_ROMAN = frozenset({"roman", "dash"})
_TEXT = frozenset({Kind.BODY, Kind.QUOTE, Kind.FURNITURE})
_MAY_BE_NUMBER = frozenset({Kind.BODY, Kind.FURNITURE})
_ANY_TITLE = "Title"  # what the heading says must not keep the paragraphs below it from being looked at


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block before it has its source; ``line`` is 0-based."""

    kind: Kind
    text: str
    number: str
    level: int
    line: int
    role: Role = Role.NONE
    is_strong: bool = False


def as_read_together(leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves of a text as what only all of them tell: the head, speakers, verses, headings without marks."""
    together = _with_counted_numbers(_with_lone_numbers(_with_speakers(leaves)))
    return _with_strong_headings(_with_head(_with_single_verses(together)))


def _with_counted_numbers(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves, Roman numbers split off that may each be an initial ("I. Newton") where they count on together."""
    doubtful = {
        place: mark
        for place, leaf in enumerate(leaves)
        if leaf.kind is Kind.BODY and not leaf.number and (mark := parse_number(leaf.text)) and mark.style in _ROMAN
    }
    counted = runs((place, mark.number) for place, mark in doubtful.items())
    split = {place: doubtful[place] for run in counted if begins(doubtful[run[0]].number) for place in run}
    return [
        replace(leaf, number=split[place].number, text=split[place].text) if place in split else leaf
        for place, leaf in enumerate(leaves)
    ]


def _with_lone_numbers(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves, numbers that stand alone as headings of what is below them."""
    alone = lone_numbers([leaf.text if leaf.kind in _TEXT and not leaf.number else "" for leaf in leaves])
    level = _below(leaves)
    return [
        replace(leaf, kind=Kind.HEADING, level=level) if place in alone and leaf.kind in _MAY_BE_NUMBER else leaf
        for place, leaf in enumerate(leaves)
    ]


def _below(leaves: Sequence[Leaf], steps: int = 1) -> int:
    """The level so many steps below the headings that are there."""
    deepest = max((leaf.level for leaf in leaves if leaf.kind is Kind.HEADING), default=0)
    return min(deepest + steps, DEEPEST_HEADING)


def _with_head(leaves: list[Leaf]) -> list[Leaf]:
    """Mark the title and what stands right below it as front matter.

    The title is a heading of level 1 that comes first and is the only one. A paragraph of its own below it is no proof
    of a subtitle: one is believed only where a byline comes with it.
    """
    start = next((place for place, leaf in enumerate(leaves) if leaf.kind is not Kind.FURNITURE), None)
    tops = [place for place, leaf in enumerate(leaves) if leaf.kind is Kind.HEADING and leaf.level == 1]
    if start is None or tops != [start]:
        return leaves
    title = leaves[start]
    name = f"{title.number} {title.text}".strip()
    run = [leaf.text for leaf in takewhile(is_plain, leaves[start + 1 : start + LONGEST_HEAD])]
    parts = read_head([Chunk(text, place, place) for place, text in enumerate([_ANY_TITLE, *run])])
    has_byline = any(part.role is Role.BYLINE for part in parts)
    believed = {Role.DATE, Role.PUBLISHER, Role.BYLINE} | ({Role.SUBTITLE} if has_byline else set())
    leaves[start] = replace(title, kind=Kind.FRONT, role=Role.TITLE, text=name, number="", level=0)
    for place, part in enumerate(parts[1:], start=start + 1):
        if part.role in believed:
            leaves[place] = replace(leaves[place], kind=Kind.FRONT, role=part.role)
    return leaves


def _with_speakers(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Put the names of those who speak, which are paragraphs of their own, before what they say."""
    lines = [leaf.text if leaf.kind is Kind.BODY and not leaf.number else "" for leaf in leaves]
    strong = {place for place, leaf in enumerate(leaves) if leaf.is_strong}
    speakers = speaker_lines(lines, sum(map(bool, lines)), strong)
    return [
        replace(leaf, number=leaves[place - 1].text, line=leaves[place - 1].line) if place - 1 in speakers else leaf
        for place, leaf in enumerate(leaves)
        if place not in speakers
    ]


def _with_strong_headings(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves, those in bold that head what is below them as headings, one level below those with marks."""
    lines = [
        HeadingCandidate(
            leaf.kind, f"{leaf.number} {leaf.text}".lstrip(), "", leaf.level, leaf.is_strong, leaf.kind is Kind.BODY
        )
        for leaf in leaves
    ]
    chosen = strong_headings(lines, numbered=any(leaf.kind is Kind.HEADING for leaf in leaves))
    ranks = {place: numbered.rank if (numbered := parse_number(lines[place].text)) else 0 for place in chosen}
    levels = {rank: _below(leaves, step) for step, rank in enumerate(sorted({*ranks.values()}), start=1)}
    return [
        replace(leaf, kind=Kind.HEADING, level=levels[ranks[place]]) if place in chosen else leaf
        for place, leaf in enumerate(leaves)
    ]


def _with_single_verses(leaves: list[Leaf]) -> list[Leaf]:
    """Cut paragraphs in which several verses stand; the last of these has the lines of all of them for its source."""
    lines = [f"{leaf.number} {leaf.text}".lstrip() if leaf.kind is Kind.BODY else "" for leaf in leaves]
    inside = verses_inside(lines)
    if not inside:
        return leaves
    return [
        _verse(leaf, verse) if place in inside else leaf
        for place, leaf in enumerate(leaves)
        for verse in inside.get(place, [leaf.text])
    ]


def _verse(leaf: Leaf, verse: str) -> Leaf:
    """One verse of a paragraph; bare numbers are split off when all of the text is known."""
    mark = parse_number(verse) if verse[0] == "[" else None
    return replace(leaf, number=mark.number, text=mark.text) if mark else replace(leaf, number="", text=verse)


def is_plain(leaf: Leaf) -> bool:
    """Whether a block is a paragraph of which Markdown says nothing more."""
    return leaf.kind is Kind.BODY and not leaf.number and "\n" not in leaf.text
