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
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.blocks import Block, Genre, Kind, LineBreaks, Reading, Role
from corpus.importing.readers.encoding import decode_text
from corpus.importing.structure.bare_headings import find_bare_headings
from corpus.importing.structure.dates import is_date_line
from corpus.importing.structure.furniture import LONGEST_FURNITURE, contact_lines, is_furniture
from corpus.importing.structure.heading_levels import settle, settle_dialogue
from corpus.importing.structure.headings import (
    LONGEST_HEADING,
    LONGEST_UNNUMBERED_HEADING,
    OPENERS,
    Numbered,
    heading_number,
    is_title_like,
    is_unnumbered_heading,
    parse_number,
    split_bullet,
)
from corpus.importing.structure.joining import join
from corpus.importing.structure.lone_numbers import lone_numbers
from corpus.importing.structure.speakers import split_turn
from corpus.importing.structure.table_of_contents import settle_contents
from corpus.importing.structure.title_block import goes_on, is_byline, read_head
from corpus.importing.structure.verses import split_verses
from corpus.importing.structure.verses_in_paragraphs import verses_inside
from corpus.importing.structure.wrapped_lines import Chunk, TextLines

SUFFIXES = (".txt", ".text")
MEDIA_TYPE = "text/plain"
ISOLATED = False
TAKES_ENCODING = True

SAMPLE = 2000  # paragraphs looked at for the usual indentation
LEAST_INDENT, MOST_INDENT = 3, 16  # columns a quotation is set in beyond the other paragraphs
_OF_LAWS = frozenset({"named", "sign"})
LEAST_NUMBERED = 2  # numbered paragraphs set in, where indentation shows what stands below what
LEAST_QUOTATION = 40  # characters; shorter lines set in are centred titles and signatures
_DASHES = frozenset("-–")
MOST_LINES_OF_HEADING = 3
_WITH_VERSES = frozenset({Genre.UNKNOWN, Genre.VERSE})


def read(data: bytes, encoding: str = "") -> Reading:
    """Read a plain text file.

    Raises:
        UnreadableFileError: the bytes are no text.
    """
    return read_as(data, Genre.UNKNOWN, encoding)


def read_as(data: bytes, genre: Genre, encoding: str = "", line_breaks: LineBreaks = LineBreaks.UNKNOWN) -> Reading:
    """Read a plain text file that is of a certain kind, or wrapped or not; the rest as ``read`` does."""
    decoded = decode_text(data, encoding)
    has_turns = genre is Genre.TRANSCRIPT if genre else None
    lines = TextLines(decoded.text, has_turns=has_turns, is_verse=genre is Genre.VERSE, line_breaks=line_breaks)
    return Reading(
        blocks_of(lines, genre),
        encoding=decoded.codec,
        notices=decoded.notices,
        line_breaks=lines.line_breaks,
    )


def blocks_of(lines: TextLines, genre: Genre = Genre.UNKNOWN) -> tuple[Block, ...]:
    """Return the blocks of a decoded plain text; their sources joined are the text."""
    chunks = lines.chunks()
    if genre is not Genre.VERSE:
        chunks = list(_with_whole_headings(chunks))
    if not chunks:
        return (Block(Kind.FURNITURE, "", source="".join(lines.raw), line=1),) if lines.raw else ()
    for place in contact_lines(["" if chunk.quoted or chunk.underlined else chunk.text for chunk in chunks]):
        chunks[place] = chunks[place]._replace(furniture=True)
    for place, rank in lone_numbers(["" if chunk.quoted else chunk.text for chunk in chunks]).items():
        chunks[place] = chunks[place]._replace(furniture=False, alone=rank)
    if genre in _WITH_VERSES:
        chunks = _with_single_verses(chunks)
    return tuple(_Document(lines, chunks, genre).blocks())


def _with_whole_headings(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """Join the lines of headings that are broken over two or three, where nothing else stands between blank lines."""
    at = 0
    while at < len(chunks):
        stop = at + 1
        while stop < len(chunks) and chunks[stop].tight and not chunks[stop].furniture:
            stop += 1
        if stop == at + 1:
            yield chunks[at]
            at = stop
            continue
        # The number of a chapter may stand above its title, in a line of its own.
        first = at
        if (numbered := parse_number(chunks[at].text)) and not numbered.text:
            first += 1
        lines = chunks[first:stop]
        if 1 < len(lines) <= MOST_LINES_OF_HEADING and _is_one_heading([chunk.text for chunk in lines]):
            yield from chunks[at:first]
            yield lines[0]._replace(
                text=join([chunk.text for chunk in lines]), last=lines[-1].last, underlined=lines[-1].underlined
            )
        else:
            yield from chunks[at:stop]
        at = stop


def _with_single_verses(chunks: list[Chunk]) -> list[Chunk]:
    """Cut paragraphs in which several verses stand; the last of these has the lines of all of them for its source."""
    inside = verses_inside(["" if chunk.quoted or chunk.furniture or chunk.turn else chunk.text for chunk in chunks])
    if not inside:
        return chunks
    return [
        chunk._replace(text=verse) for place, chunk in enumerate(chunks) for verse in inside.get(place, [chunk.text])
    ]


def _is_one_heading(lines: Sequence[str]) -> bool:
    """Whether lines that stand alone are one heading: all of them in capitals, or each going on with the one before."""
    whole = join(lines)
    if len(whole) > LONGEST_HEADING or any(is_date_line(line) or is_byline(line) for line in lines):
        return False
    if any(parse_number(line) for line in lines[1:]):
        return False
    title = whole.removesuffix(".")
    numbered = parse_number(title)
    if not is_title_like(title if numbered is None else numbered.text):
        return False
    if whole.isupper():
        return True
    return all(before[-1].isalpha() and (goes_on(before) or after[0].islower()) for before, after in pairwise(lines))


class _Document:
    """One text while its paragraphs become blocks."""

    def __init__(self, lines: TextLines, chunks: list[Chunk], genre: Genre) -> None:
        self._raw, self._turns = lines.raw, lines.turns
        self._genre = genre
        self._chunks = chunks
        self._usual_indent = _usual_indent(chunks)
        self._ranks: dict[int, int] = {}
        self._doubtful: dict[int, str] = {}
        self._dashed: dict[int, str] = {}
        self._item_indents: list[int] = []
        numbered = [chunk.indent for chunk in chunks if chunk.indent and parse_number(chunk.text)]
        # Statutes set their paragraphs in as they stand below each other, numbered or not.
        self._is_indented_by_rank = (
            len(numbered) >= LEAST_NUMBERED
            or genre is Genre.STATUTE
            or (any(chunk.indent for chunk in chunks) and _is_statute(chunks))
        )

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
        settle_contents(blocks)
        verses = split_verses(blocks, declared=self._genre is Genre.VERSE) if self._genre in _WITH_VERSES else {}
        for place, verse in verses.items():
            blocks[place] = verse
            self._ranks.pop(place, None)
            self._doubtful.pop(place, None)
        self._ranks |= find_bare_headings(blocks)
        if self._dashed:
            settle_dialogue(blocks, self._dashed)
        return settle(blocks, self._ranks, self._doubtful)

    def _read(self, chunk: Chunk, place: int) -> tuple[Kind, str, str, int]:
        """Return kind, text, number and level of the block at ``place``."""
        text, is_marked = chunk.text, chunk.underlined or chunk.alone > 0
        if chunk.quoted:
            return Kind.QUOTE, text, "", 0
        if chunk.furniture or (len(text) <= LONGEST_FURNITURE and not is_marked and is_furniture(text)):
            return Kind.FURNITURE, text, "", 0
        mark, words = split_bullet(text)
        if chunk.turn:
            mark, words = (chunk.mark, text) if chunk.mark else split_turn(text, self._turns)
        if mark:
            if mark in _DASHES:
                self._dashed[place] = text
            return (
                (Kind.BODY, words, mark, 0) if chunk.turn else (Kind.ITEM, words, mark, self._item_level(chunk.indent))
            )
        self._item_indents.clear()
        numbered = parse_number(text)
        if numbered is not None and not (self._genre is Genre.PROSE and numbered.style == "single"):
            return self._read_numbered(numbered, text, place)
        if is_marked or (len(text) <= LONGEST_UNNUMBERED_HEADING and is_unnumbered_heading(text)):
            self._ranks[place] = chunk.alone
            return Kind.HEADING, text, "", 1
        return (Kind.QUOTE if chunk.indent and self._is_quotation(chunk) else Kind.BODY), text, "", 0

    def _read_numbered(self, numbered: Numbered, text: str, place: int) -> tuple[Kind, str, str, int]:
        """Return kind, text, number and level of a numbered line: a heading or a paragraph."""
        is_heading = heading_number(text) is not None
        if numbered.is_doubtful and self._genre is not Genre.STATUTE:
            self._doubtful[place] = text
        if is_heading:
            self._ranks[place] = numbered.rank
        if not numbered.text:
            return Kind.HEADING, text, "", 1
        return (Kind.HEADING if is_heading else Kind.BODY), numbered.text, numbered.number, int(is_heading)

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
        if self._is_indented_by_rank and chunk.text[0] not in OPENERS:
            return False
        further = chunk.indent - self._usual_indent
        return LEAST_INDENT <= further <= MOST_INDENT and len(chunk.text) >= LEAST_QUOTATION


def _is_statute(chunks: Sequence[Chunk]) -> bool:
    """Whether paragraphs of the text itself begin as those of laws do: "Section 2. The council shall consist of"."""
    numbers = [parse_number(chunk.text) for chunk in chunks if len(chunk.text) >= LEAST_QUOTATION]
    return sum(one is not None and one.style in _OF_LAWS for one in numbers) >= LEAST_NUMBERED


def _usual_indent(chunks: Sequence[Chunk]) -> int:
    """Return the most frequent indentation; where every paragraph begins set in, that is no quotation."""
    sample = Counter(chunk.indent for chunk in chunks[:SAMPLE] if len(chunk.text) >= LEAST_QUOTATION)
    return max(sample, key=lambda indent: (sample[indent], -indent), default=0)
