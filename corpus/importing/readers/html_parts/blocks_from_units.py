"""Units of a page or of a word processor's document as blocks: title, heads, numbers, furniture.

Plain Python. What the elements say is believed first (an ``h2`` is a heading); where they say nothing, the text is
looked at as the plain text reader does it, since many pages print "II. What is to be done" as one more paragraph.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.blocks import Block, Kind, Role
from corpus.importing.readers.html_parts.units import Unit
from corpus.importing.structure.bare_headings import find_bare_headings
from corpus.importing.structure.dates import is_date_line
from corpus.importing.structure.division_names import UNNUMBERED
from corpus.importing.structure.furniture import contact_lines, is_furniture
from corpus.importing.structure.heading_levels import settle
from corpus.importing.structure.headings import (
    Numbered,
    heading_number,
    is_unnumbered_heading,
    parse_number,
    split_bullet,
    split_number,
)
from corpus.importing.structure.lone_numbers import lone_numbers
from corpus.importing.structure.speaker_lines import speaker_lines
from corpus.importing.structure.speakers import with_turns
from corpus.importing.structure.table_of_contents import settle_contents
from corpus.importing.structure.title_block import is_name, read_head
from corpus.importing.structure.verses import split_verses
from corpus.importing.structure.verses_in_paragraphs import verses_inside
from corpus.importing.structure.wrapped_lines import Chunk

DEEPEST_HEADING = 6
_DOUBTFUL_ROLES = frozenset({Role.NONE, Role.SUBTITLE, Role.BYLINE})
# A term with what is said for its definition is marked as a name with a colon is.
_COLON_OF = {"dt": ":"}
_TEXT = frozenset({Kind.BODY, Kind.QUOTE, Kind.FRONT})
LONGEST_BYLINE = 160
LONGEST_LABEL = 40
# How far below the title its date, subtitle and byline may stand.
HEAD = 8
LONGEST_HEAD = 16
BY = re.compile(r"by\s+|author\s*[:：]\s*|(?:作者|文)\s*[:：]\s*", re.IGNORECASE)
# The call of a note, as all readers write it.
CALL = re.compile(r"\s?\[(?:\d{1,3}|[a-z]|[ivxl]{2,6}|[*†‡§¶]{1,4})\]")
NOT_LETTERS = re.compile(r"[\W_]+")
# What pages put between the title and the name of the site in their <title>.
SITE_FOLLOWS = re.compile(r"\s+[-–—|:·»]\s+|_")


def key(text: str) -> str:
    """What makes two printed texts the same: their letters and digits."""
    return NOT_LETTERS.sub("", text).casefold()


def with_title(units: Sequence[Unit], title: str = "", author: str = "") -> list[Unit]:
    """Mark the title of the document, and the byline and dates close below it, as its front matter.

    Args:
        units: all units in reading order.
        title: the title the file states of itself, "" if none; the name of a site may follow it.
        author: the author the file states, "" if none.
    """
    marked = list(units)
    place = next((i for i, unit in enumerate(marked) if unit.role is Role.TITLE), None)
    if place is None:
        place = _title_place(marked, title)
    if place is None and not any(unit.kind is Kind.HEADING or unit.role for unit in marked):
        return _with_printed_head(marked)
    if place is None:
        return [_as_front(unit, unit.role) if unit.role else unit for unit in marked]
    marked[place] = _as_front(marked[place], Role.TITLE)
    heads = _heads(marked[place:], author)
    for i, unit in enumerate(marked):
        if unit.role or i - place in heads:
            marked[i] = _as_front(unit, unit.role or heads[i - place])
    return marked


def to_blocks(units: Iterable[Unit]) -> tuple[Block, ...]:
    """Blocks of the units, in their order, each with its ordinal for a line.

    Headings that only their text tells come below those that elements make.
    """
    counted = _with_single_verses(_with_speakers(units))
    known = [unit for _, unit in counted]
    contacts = contact_lines([unit.text if unit.kind in {Kind.BODY, Kind.FURNITURE} else "" for unit in known])
    deepest = max((unit.level for unit in known if unit.kind is Kind.HEADING), default=0)
    ranks: dict[int, int] = {}
    doubtful: dict[int, str] = {}
    blocks = []
    alone = lone_numbers(
        [unit.text if unit.kind in _TEXT and not (unit.number or unit.chrome) else "" for unit in known]
    )
    for place, (line, unit) in enumerate(counted):
        is_body = unit.kind is Kind.BODY and not unit.number and not unit.chrome and place not in contacts
        if unit.kind is Kind.HEADING and not unit.level:
            ranks[place] = UNNUMBERED
            number, text = number_and_text(unit)
            blocks.append(Block(Kind.HEADING, text, number, 1, line=line))
        elif place in alone and unit.kind is Kind.BODY:
            ranks[place] = alone[place]
            blocks.append(Block(Kind.HEADING, unit.text, level=1, line=line))
        elif is_body and not is_furniture(unit.text):
            numbered = parse_number(unit.text)
            rank = _rank(unit.text, numbered, named=not deepest)
            if rank:
                # Those without a number have no rank.
                ranks[place] = rank if numbered else 0
            if numbered and numbered.is_doubtful:
                doubtful[place] = unit.text
            blocks.append(_paragraph(unit, numbered, line, is_heading=rank > 0))
        else:
            blocks.append(_block(unit, line))
    settle_contents(blocks)
    for place, verse in split_verses(blocks).items():
        blocks[place] = verse
        ranks.pop(place, None)
        doubtful.pop(place, None)
    if not deepest:
        plain = [
            place for place, unit in enumerate(known) if unit.kind is Kind.BODY and not (unit.number or unit.is_aside)
        ]
        ranks |= find_bare_headings(blocks, [place for place in plain if "\n" not in known[place].text])
    lines = {block.line for place, block in enumerate(blocks) if block.kind is Kind.HEADING and place not in ranks}
    settled = settle(blocks, ranks, doubtful)
    return with_turns([block if block.line in lines else _lower(block, deepest) for block in settled])


def _with_speakers(units: Iterable[Unit]) -> list[tuple[int, Unit]]:
    """The units with their ordinals, the names of those who speak put before what they say, where they stand alone."""
    known = list(units)
    lines = _spoken_lines(known)
    speakers = speakers_among(known)
    first = min(speakers, default=len(known))
    return [
        (place, _spoken(unit, known[place - 1].text))
        if place - 1 in speakers
        else (place + 1, _spoken(unit) if place > first and lines[place] else unit)
        for place, unit in enumerate(known)
        if place not in speakers
    ]


def speakers_among(units: Sequence[Unit]) -> set[int]:
    """The places of the units that are the names of those who speak in the next."""
    lines = _spoken_lines(units)
    strong = {place for place, unit in enumerate(units) if unit.strong}
    return speaker_lines(lines, sum(map(bool, lines)), strong)


def _spoken_lines(units: Sequence[Unit]) -> list[str]:
    """The paragraphs that may belong to a conversation, "" in place of the others."""
    return [
        ""
        if unit.number or unit.chrome or not _may_be_spoken(unit)
        else f"{unit.text}{_COLON_OF.get(unit.home.tag, '')}"
        for unit in units
    ]


def _may_be_spoken(unit: Unit) -> bool:
    return unit.kind is Kind.BODY or (unit.kind is Kind.FRONT and unit.role in _DOUBTFUL_ROLES)


def _spoken(unit: Unit, mark: str = "") -> Unit:
    """A paragraph of a conversation, also where it was taken for a part of the head; its mark is no counted one."""
    return replace(unit, kind=Kind.BODY, role=Role.NONE, number=mark, counted=False)


def _with_single_verses(counted: Iterable[tuple[int, Unit]]) -> list[tuple[int, Unit]]:
    """The units with their ordinals, paragraphs in which several verses stand cut into those."""
    ordinals, known = zip(*counted, strict=True) if (counted := list(counted)) else ((), ())
    is_plain = [unit.kind is Kind.BODY and not (unit.number or unit.chrome or unit.role) for unit in known]
    inside = verses_inside([unit.text if plain else "" for unit, plain in zip(known, is_plain, strict=True)])
    return [
        (ordinals[place], replace(unit, text=verse) if place in inside else unit)
        for place, unit in enumerate(known)
        for verse in inside.get(place, [unit.text])
    ]


def _title_place(units: list[Unit], title: str) -> int | None:
    """Where the title stands: the heading the file calls its title, else a heading of level 1 that is the only one."""
    names = {key(title), key(SITE_FOLLOWS.split(title)[0])} - {""}
    heads = [i for i, unit in enumerate(units) if unit.kind is Kind.HEADING]
    named = next((i for i in heads if key(CALL.sub("", units[i].text)) in names), None)
    if named is None:
        named = next((i for i, unit in enumerate(units) if key(unit.text) in names and not unit.is_aside), None)
    if named is not None:
        return named
    # What is numbered by its list is a chapter; its number is no part of a title.
    first_level = [i for i in heads if units[i].level == 1 and not units[i].chrome and not units[i].number]
    if len(first_level) == 1 and not any(
        unit.kind is Kind.HEADING for unit in units[: first_level[0]] if not unit.chrome
    ):
        return first_level[0]
    return None


def _as_front(unit: Unit, role: Role) -> Unit:
    return replace(unit, kind=Kind.FRONT, role=role, level=0, chrome=False)


def _heads(units: Sequence[Unit], author: str) -> dict[int, Role]:
    """What the paragraphs right below the title say about the document, by their place; the title's is 0.

    They are read as in plain text, but an element of its own is no proof of a subtitle as a line of its own is there:
    one is believed only where a byline comes with it.
    """
    byline = units[1] if len(units) > 1 and units[1].kind is Kind.HEADING and not units[1].number else None
    if byline is not None and BY.match(byline.text) and is_name(BY.sub("", byline.text, count=1)):
        return {1: Role.BYLINE}
    run = [0, *_lines_of_head(units, 1)]
    # A line that is nothing but a number in brackets calls no note.
    parts = read_head([Chunk(CALL.sub("", units[i].text) or units[i].text, i, i) for i in run])
    has_byline = any(part.role is Role.BYLINE for part in parts)
    heads = {
        i: part.role
        for i, part in zip(run, parts, strict=False)
        if part.kind is Kind.FRONT and (has_byline or part.role in {Role.DATE, Role.PUBLISHER})
    }
    for i in run[:HEAD]:
        text = units[i].text
        if len(text) <= LONGEST_BYLINE and is_date_line(text):
            heads.setdefault(i, Role.DATE)
        elif author and key(BY.sub("", text, count=1)) == key(author):
            heads[i] = Role.BYLINE
    # "Published:", whose date stands in an element of its own.
    labels = [i for i in run[1:HEAD] if i not in heads and heads.get(i + 1) and _is_label(units[i])]
    return heads | dict.fromkeys(labels, Role.NONE)


def _is_label(unit: Unit) -> bool:
    return len(unit.text) <= LONGEST_LABEL and (unit.home.tag == "dt" or unit.text.endswith((":", "：")))


def _lines_of_head(units: Sequence[Unit], start: int) -> list[int]:
    """The places of the paragraphs that may belong to the head; buttons and the like among them are passed over."""
    run = takewhile(
        lambda i: units[i].kind is Kind.BODY or units[i].is_aside, range(start, min(start + LONGEST_HEAD, len(units)))
    )
    lines = [i for i in run if not units[i].is_aside]
    return [i for i in lines if is_date_line(units[i].text) or not is_furniture(units[i].text)]


def _with_printed_head(units: list[Unit]) -> list[Unit]:
    """Read the head of a page that has no headings as that of a plain text, its lines joined where they go on."""
    start = next((i for i, unit in enumerate(units) if unit.kind is Kind.BODY and not unit.is_aside), len(units))
    if start in speakers_among(units):
        return units
    run = _lines_of_head(units, start)
    marked: dict[int, Unit | None] = {}
    at = 0
    # A number beside a line of the head is a part of it.
    texts = {i: units[i].text if units[i].counted else f"{units[i].number} {units[i].text}".lstrip() for i in run}
    # Over a line that was passed over none goes on.
    for part in read_head([Chunk(texts[i], i, i, tight=i - 1 in run) for i in run]):
        if part.kind is Kind.FRONT:
            marked |= dict.fromkeys(run[at : at + part.chunks])
            marked[run[at]] = _as_front(replace(units[run[at]], text=part.text, number=""), part.role)
        at += part.chunks
    return [unit for i, old in enumerate(units) if (unit := marked.get(i, old)) is not None]


def _rank(text: str, numbered: Numbered | None, *, named: bool) -> int:
    """How high a paragraph stands as a heading, from 1; 0 where it is none, as nothing set in lines is.

    ``named`` says that headings without a number ("Preamble") count too: where elements make headings, they made those.
    """
    if "\n" in text:
        return 0
    if numbered:
        return numbered.rank if heading_number(text) else 0
    return int(named and is_unnumbered_heading(text))


def _paragraph(unit: Unit, numbered: Numbered | None, line: int, *, is_heading: bool) -> Block:
    """The block of a paragraph no element says more about."""
    kind = Kind.HEADING if is_heading else Kind.BODY
    if numbered and numbered.text:
        return Block(kind, numbered.text, numbered.number, int(is_heading), line=line)
    bullet, text = split_bullet(unit.text)
    if bullet:
        return Block(Kind.ITEM, text, bullet, 1, line=line)
    return Block(kind, unit.text, level=int(is_heading), line=line)


def _lower(block: Block, levels: int) -> Block:
    """The heading so many levels further down."""
    if block.kind is not Kind.HEADING:
        return block
    return replace(block, level=min(block.level + levels, DEEPEST_HEADING))


def _block(unit: Unit, line: int) -> Block:
    """The block of a unit whose element says what it is."""
    if unit.kind is Kind.FRONT:
        return Block(Kind.FRONT, unit.text, "" if unit.counted else unit.number, role=unit.role, line=line)
    if unit.chrome or unit.kind is Kind.FURNITURE or (unit.kind is Kind.BODY and not unit.number):
        return Block(Kind.FURNITURE, unit.text, line=line)
    if unit.kind is Kind.ROW and is_furniture(unit.text):
        return Block(Kind.FURNITURE, unit.text, line=line)
    if unit.kind is Kind.ROW:
        return Block(Kind.ROW, unit.text, line=line)
    number, text = number_and_text(unit)
    return Block(unit.kind, text, number, unit.level, line=line)


def number_and_text(unit: Unit) -> tuple[str, str]:
    """The number of a unit and its text.

    A number that stands in the text goes before one that a list would count: pages that type their numbers hide the
    counted ones. A number the file states stays, and the text with it.
    """
    if unit.number and not unit.counted:
        return unit.number, unit.text
    if unit.kind is Kind.HEADING:
        numbered = parse_number(unit.text)
        number, text = (numbered.number, numbered.text) if numbered and numbered.text else ("", unit.text)
    else:
        number, text = split_number(unit.text)
    if not number:
        number, text = split_bullet(unit.text)
    return (number, text) if number else (unit.number, unit.text)
