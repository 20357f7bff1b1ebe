"""Plain text: paragraphs by blank lines or one to a line, wrapped or not, with what people type for structure.

What is made of it: numbered lines become headings where they are short and not punctuated, else paragraphs with a
number; short lines without a number become headings where a paragraph has ended above them and a long one begins below
them; bullets become items, nested by their indentation; "> " and paragraphs set in become quotations; the lines at
the head become front matter and what the page printed around the text furniture (see ``front_matter``, ``furniture``,
``numbering``, ``lines``).

Nothing is lost: the sources of all blocks, joined, are the file; and all that is printed is in the numbers and texts
of the blocks, except quotation marks of mails (">"), lines drawn under headings, byte order marks and white space.
A publisher printed on several lines gets commas between them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.blocks import Block, Kind, Reading, Role
from corpus.importing.readers.encoding import decode_text
from corpus.importing.structure.division_names import UNNUMBERED
from corpus.importing.structure.furniture import LONGEST_FURNITURE, contact_lines, is_furniture
from corpus.importing.structure.heading_levels import settle, settle_dialogue
from corpus.importing.structure.headings import (
    LONGEST_UNNUMBERED_HEADING,
    Numbered,
    ends_sentence,
    heading_number,
    is_bare_heading,
    is_paragraph,
    is_unnumbered_heading,
    parse_number,
    split_bullet,
)
from corpus.importing.structure.title_block import is_publisher, read_head
from corpus.importing.structure.wrapped_lines import Chunk, Lines

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"
ISOLATED = False
TAKES_ENCODING = True

SAMPLE = 2000  # paragraphs looked at for the usual indentation
LEAST_INDENT, MOST_INDENT = 3, 16  # columns a quotation is set in beyond the other paragraphs
LEAST_QUOTATION = 40  # characters; shorter lines set in are centred titles and signatures
_DASHES = frozenset("-–")
_PROSE = frozenset({Kind.BODY, Kind.QUOTE})
_ABOVE_HEADING = frozenset({Kind.FRONT, Kind.HEADING, Kind.ITEM})


def read(data: bytes, encoding: str = "") -> Reading:
    """Read a plain text file.

    Raises:
        UnreadableFileError: the bytes are no text.
    """
    decoded = decode_text(data, encoding)
    return Reading(blocks_of(decoded.text), encoding=decoded.codec, notices=decoded.notices)


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a decoded plain text; their sources joined are ``text``."""
    lines = Lines(text)
    chunks = lines.chunks()
    if not chunks:
        return (Block(Kind.FURNITURE, "", source=text, line=1),) if text else ()
    for place in contact_lines(["" if chunk.quoted or chunk.underlined else chunk.text for chunk in chunks]):
        chunks[place] = chunks[place]._replace(contact=True)
    return tuple(_Document(lines, chunks).blocks())


class _Document:
    """One text while its paragraphs become blocks."""

    def __init__(self, lines: Lines, chunks: list[Chunk]) -> None:
        self._raw = lines.raw
        self._chunks = chunks
        self._usual_indent = _usual_indent(chunks)
        self._ranks: dict[int, int] = {}
        self._doubtful: dict[int, str] = {}
        self._dashed: dict[int, str] = {}
        self._item_indents: list[int] = []

    def blocks(self) -> list[Block]:
        """Make the blocks, then put right what only the whole text tells."""
        raw, chunks = self._raw, self._chunks
        starts = [0, *(chunk.first for chunk in chunks[1:]), len(raw)]
        blocks: list[Block] = []
        at = 0
        for part in read_head(chunks):
            source = "".join(raw[starts[at] : starts[at + part.chunks]])
            blocks.append(Block(part.kind, part.text, role=part.role, source=source, line=chunks[at].first + 1))
            at += part.chunks
        for chunk in chunks[at:]:
            start, stop = starts[at], starts[at + 1]
            at += 1
            source = raw[start] if stop == start + 1 else "".join(raw[start:stop])
            kind, text, number, level = self._read(chunk, len(blocks))
            blocks.append(Block(kind, text, number, level, Role.NONE, source, chunk.first + 1))
        self._find_bare_headings(blocks)
        if self._dashed:
            settle_dialogue(blocks, self._dashed)
        if self._ranks or self._doubtful:
            return settle(blocks, self._ranks, self._doubtful)
        return blocks

    def _read(self, chunk: Chunk, place: int) -> tuple[Kind, str, str, int]:
        """Return kind, text, number and level of the block at ``place``."""
        text = chunk.text
        if chunk.quoted:
            return Kind.QUOTE, text, "", 0
        if chunk.contact or (len(text) <= LONGEST_FURNITURE and not chunk.underlined and is_furniture(text)):
            return Kind.FURNITURE, text, "", 0
        mark, rest = split_bullet(text)
        if mark:
            if mark in _DASHES:
                self._dashed[place] = text
            return Kind.ITEM, rest, mark, self._item_level(chunk.indent)
        self._item_indents.clear()
        found = parse_number(text)
        if found is not None:
            return self._read_numbered(found, text, place)
        if chunk.underlined or (len(text) <= LONGEST_UNNUMBERED_HEADING and is_unnumbered_heading(text)):
            self._ranks[place] = 0
            return Kind.HEADING, text, "", 1
        return (Kind.QUOTE if chunk.indent and self._is_quotation(chunk) else Kind.BODY), text, "", 0

    def _read_numbered(self, found: Numbered, text: str, place: int) -> tuple[Kind, str, str, int]:
        """Return kind, text, number and level of a numbered line: a heading or a paragraph."""
        is_heading = heading_number(text) is not None
        if found.is_doubtful:
            self._doubtful[place] = text
        if is_heading:
            self._ranks[place] = found.rank
        if not found.rest:
            return Kind.HEADING, text, "", 1
        return (Kind.HEADING if is_heading else Kind.BODY), found.rest, found.number, int(is_heading)

    def _find_bare_headings(self, blocks: list[Block]) -> None:
        """Make headings of short lines between paragraphs: "Our vision" after one and before the next."""
        for place, (before, here, after) in enumerate(zip(blocks, blocks[1:], blocks[2:], strict=False), start=1):
            if (
                here.kind is Kind.BODY
                and not here.number
                and is_bare_heading(here.text)
                and not is_publisher(here.text)
                and after.kind is Kind.BODY
                and is_paragraph(after.text)
                and (before.kind in _ABOVE_HEADING or (before.kind in _PROSE and ends_sentence(before.text)))
            ):
                blocks[place] = replace(here, kind=Kind.HEADING, level=1)
                self._ranks[place] = UNNUMBERED

    def _item_level(self, indent: int) -> int:
        """Return the depth of an item set in by ``indent`` columns, from the items before it."""
        indents = self._item_indents
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        return len(indents)

    def _is_quotation(self, chunk: Chunk) -> bool:
        """Whether a paragraph is set in as a block quotation: further than usual, and not centred."""
        further = chunk.indent - self._usual_indent
        return LEAST_INDENT <= further <= MOST_INDENT and len(chunk.text) >= LEAST_QUOTATION


def _usual_indent(chunks: Sequence[Chunk]) -> int:
    """Return the most frequent indentation; where every paragraph begins set in, that is no quotation."""
    sample = Counter(chunk.indent for chunk in chunks[:SAMPLE] if len(chunk.text) >= LEAST_QUOTATION)
    return max(sample, key=lambda indent: (sample[indent], -indent), default=0)
