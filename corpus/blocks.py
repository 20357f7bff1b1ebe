"""What a reader makes of a source file: blocks, in the order of the file, and what the file says of itself.

Plain Python. A block is one unit of the source as a reader of the text sees it. Blocks are what every later
stage (metadata, plan, load) works on, so that adding a format means adding one reader and nothing else.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.importing.notices import Notice
from corpus.sentences import PlacedError


class Kind(StrEnum):
    """What a block is to somebody reading the text."""

    FRONT = "front"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    QUOTE = "quote"
    ROW = "row"
    FURNITURE = "furniture"


# What nobody who counts the paragraphs of a text would count.
NO_PARAGRAPHS = frozenset({Kind.FRONT, Kind.HEADING, Kind.FURNITURE})


class Genre(StrEnum):
    """What kind of text a document is, where somebody says so because the guess would be wrong."""

    UNKNOWN = ""
    PROSE = "prose"
    TRANSCRIPT = "transcript"
    STATUTE = "statute"
    VERSE = "verse"


class LineBreaks(StrEnum):
    """What the line breaks of a plain text are."""

    UNKNOWN = ""
    """Nobody has said it, or nothing turns on it."""
    JOINED = "joined"
    """An editor's or a mail program's: the lines are joined into paragraphs."""
    KEPT = "kept"
    """The ends of paragraphs: each line is one."""


class Role(StrEnum):
    """What a block of the front matter says about the document."""

    NONE = ""
    PUBLISHER = "publisher"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a source file.

    ``text`` is what is read, without the printed ``number`` ("II.", "3.", "•") before it; hard-wrapped lines are
    joined, those of code and of what a page sets in lines (``pre``) kept, with line feeds between them. ``level`` is
    1 to 6 for headings, the nesting depth from 1 for items, else 0. ``source`` is the stretch of the decoded file the
    block came from, with its line ends and the blank lines after it; joining the sources of all blocks of a text
    format gives the decoded file back. It is empty for formats that are not text.
    ``line`` is the 1-based line (or, where a format has no lines, the ordinal of the block) for messages.
    """

    kind: Kind
    text: str
    number: str = ""
    level: int = 0
    role: Role = Role.NONE
    source: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document; an empty string or ``None`` where it is not known."""

    title: str = ""
    subtitle: str = ""
    short_title: str = ""
    author: str = ""
    publisher: str = ""
    published_on: date | None = None
    language: str = ""
    source_url: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a file's bytes.

    ``declared`` is metadata the file states in a machine-readable place (Markdown front matter, HTML ``meta``,
    docx properties); it goes before what is read from the front blocks. ``encoding`` is the Python codec that
    turns the joined block sources back into the file's bytes, byte order mark included ("" where that has no
    meaning). ``notices`` are what the reader decided, guessed or left out, each at most once for its parameters.
    ``line_breaks`` is what a plain text's were taken for, where they could have been taken for something else.
    """

    blocks: tuple[Block, ...]
    declared: Metadata = field(default_factory=Metadata)
    encoding: str = ""
    notices: tuple[Notice, ...] = ()
    line_breaks: LineBreaks = LineBreaks.UNKNOWN


class UnreadableFileError(PlacedError):
    """The bytes cannot be read as the format they claim to be; the sentences say what is wrong and what to do."""
