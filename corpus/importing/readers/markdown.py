"""Markdown: what its marks say is believed, and the marks are taken off the text.

What CommonMark, GitHub, Pandoc and others have for structure is read by markdown-it-py, whose tokens know their lines.
Each heading, paragraph, item, quotation, table row and code block is a block; the marks between them (fences, the line
under a table's head, blank lines, link definitions) belong to the source of the block before. The sources of all
blocks, joined, are the file; all that is printed is in the numbers and texts, except what Markdown does not print: its
marks, addresses of links and pictures, HTML tags, what they strike out and what only machines read.

Metadata is taken from the very beginning: from YAML between two lines ``---``, or as Pandoc and MultiMarkdown have it.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token

from corpus.blocks import Block, Kind, Reading, UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers.encoding import decode_text
from corpus.importing.readers.html_parts.blocks_from_units import number_and_text
from corpus.importing.readers.html_parts.tree import TooDeepError
from corpus.importing.readers.html_parts.units import Unit
from corpus.importing.readers.markdown_parts.front_matter import Stated
from corpus.importing.readers.markdown_parts.leaves import Leaf, as_read_together, is_plain
from corpus.importing.readers.markdown_parts.printed import joined, printed, struck
from corpus.importing.readers.markdown_parts.syntax import ATTRIBUTES, DEEPEST_NESTING, notes_in, parse
from corpus.importing.readers.markdown_parts.whole_html import units_of
from corpus.importing.structure.bare_headings import with_plain_headings
from corpus.importing.structure.counted_lines import counted_lines
from corpus.importing.structure.furniture import contact_lines, is_furniture
from corpus.importing.structure.headings import parse_number, split_number
from corpus.importing.structure.joining import keep_lines
from corpus.importing.structure.speakers import with_turns
from corpus.importing.structure.verses import with_verses
from corpus.sentences import gettext_noop as _

SUFFIXES = (".md", ".markdown")
MEDIA_TYPE = "text/markdown"
ISOLATED = True
TAKES_ENCODING = True

BETWEEN_CELLS = " | "
_HEADING_END = re.compile(rf"\s*{ATTRIBUTES.pattern}(?:\s+#+)?$|\s+#+\s*{ATTRIBUTES.pattern}$")
# What Pandoc prints below a table.
_CAPTION = re.compile(rf"^:\s+(\S.*?)(?:\s*{ATTRIBUTES.pattern})?$", re.DOTALL)
# What an element begins with that prints nothing.
_UNPRINTED = re.compile(r"<!--|<[!?/]?[\w-]*")
_CHECKED = {True: "☒", False: "☐"}
# White space to a reader that Markdown would take for text; one character for one, so that lines stay where they are.
_INVISIBLE = {0xFEFF: " ", 0x1A: " "}
_LINE_BLOCK = re.compile(r"(?:\|(?: [^\n|]*)?(?:\n|\Z))+")


def read(data: bytes, encoding: str = "") -> Reading:
    """Read a Markdown file.

    Raises:
        UnreadableFileError: the bytes are no text, or lists and quotations stand inside each other too deep to be told.
    """
    decoded = decode_text(data, encoding)
    blocks, declared, left_out = _read(decoded.text)
    notices = (Notice(code, {"count": count}) for code, count in sorted(left_out.items()) if count)
    return Reading(blocks, declared.metadata, decoded.codec, (*decoded.notices, *declared.notices, *notices))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a decoded Markdown file; their sources joined are ``text``.

    Raises:
        UnreadableFileError: lists and quotations stand inside each other too deep to be told.
    """
    return _read(text)[0]


def _read(text: str) -> tuple[tuple[Block, ...], Stated, Counter[str]]:
    """The blocks, what the file states of itself, and how many times what was left out."""
    lines = _lines(text)
    tokens, head, declared = parse(text.removeprefix("\ufeff").translate(_INVISIBLE))
    leaves = [Leaf(Kind.FURNITURE, _flat("".join(lines[:head])), "", 0, 0)] if head else []
    _refuse_depth(tokens)
    walk = _Walk()
    read = [_visible(leaf, lines) for leaf in walk.leaves(tokens)]
    for place in contact_lines([leaf.text if is_plain(leaf) or leaf.kind is Kind.FURNITURE else "" for leaf in read]):
        read[place] = replace(read[place], kind=Kind.FURNITURE)
    # To Markdown an ideographic space is a word; a paragraph of nothing else is a blank line.
    leaves += as_read_together([leaf for leaf in read if leaf.text])
    walk.left_out["struck_text"] += sum(struck(token.children) for token in tokens if token.children)
    return with_plain_headings(with_turns(with_verses(_blocks(leaves, lines)))), declared, walk.left_out


def _refuse_depth(tokens: Sequence[Token]) -> None:
    """Raise where the parser stopped going deeper, since it passes over what stands there."""
    for token in tokens:
        if token.level >= DEEPEST_NESTING - 1 and token.map:
            raise _too_deep(token.map[0])


def _too_deep(line: int) -> UnreadableFileError:
    return UnreadableFileError(
        _(
            "Line %(line)s stands in more than forty lists or quotations inside each other. "
            "Take some of them out and load the file again."
        ),
        line=line + 1,
    )


def _lines(text: str) -> list[str]:
    """Cut ``text`` at the line ends Markdown knows."""
    return io.StringIO(text, newline="").readlines()


def _blocks(leaves: Sequence[Leaf], lines: Sequence[str]) -> tuple[Block, ...]:
    """Give every leaf the lines from its own up to those of the next."""
    if not leaves:
        return (Block(Kind.FURNITURE, _flat("".join(lines)), source="".join(lines), line=1),) if lines else ()
    starts = [0, *(leaf.line for leaf in leaves[1:]), len(lines)]
    return tuple(
        Block(leaf.kind, leaf.text, leaf.number, leaf.level, leaf.role, "".join(lines[start:stop]), leaf.line + 1)
        for leaf, (start, stop) in zip(leaves, pairwise(starts), strict=True)
    )


class _Walk:
    """The tokens of a file, from the first to the last, and what is open at each of them."""

    def __init__(self) -> None:
        """Start at the first line of the file."""
        self.left_out: Counter[str] = Counter()
        self._line = 0
        self._containers: list[str] = []  # the quotations and lists, outermost first
        self._marks: list[str] = []  # the mark of each open item and note, "" once a block has it
        self._counts: list[tuple[int, int]] = []  # of each of these, the last number as typed and as printed
        self._heading = 0
        self._cells: list[str] | None = None
        self._notes: list[Token] = []  # those written inside the row or the line that is open

    def leaves(self, tokens: Sequence[Token]) -> Iterator[Leaf]:
        """Yield what is printed, in order."""
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            if token.nesting > 0:
                self._enter(token)
                continue
            if token.nesting < 0:
                yield from self._leave(token.type.removesuffix("_close"))
            elif self._cells is not None:
                self._cells.append(_plain(token))
            elif token.type == "html_block":
                yield from self._html(token)
            elif token.type == "hr":
                yield Leaf(Kind.FURNITURE, "", "", 0, self._line)
            else:
                yield from self._leaves_of(token)
            self._notes += notes_in(token.children or ())
            if self._cells is None:
                for note in self._notes:
                    yield from self._note(note)
                self._notes.clear()

    def _note(self, call: Token) -> Iterator[Leaf]:
        """A note that is written where it is called, after the block it stands in."""
        heading, self._heading = self._heading, 0
        self._marks.append(f"[{call.meta['label']}]")
        yield self._leaf(call, joined(printed(call.meta["note"])))
        self._marks.pop()
        self._heading = heading

    def _html(self, token: Token) -> Iterator[Leaf]:
        """What is printed of a piece of HTML; one that prints nothing is furniture."""
        try:
            units = list(units_of(token.content, self.left_out))
        except TooDeepError as error:
            raise _too_deep(self._line) from error
        for unit in units:
            yield self._leaf_of(unit, token)
        if not units:
            yield Leaf(Kind.FURNITURE, "", "", 0, self._line)

    def _leaf_of(self, unit: Unit, token: Token) -> Leaf:
        """A unit of HTML as a block."""
        if unit.chrome:
            return Leaf(Kind.FURNITURE, unit.text, "", 0, self._line)
        if unit.kind is Kind.BODY and not unit.number:
            return self._leaf(token, unit.text)
        number, text = number_and_text(unit)
        number = " ".join(filter(None, [*self._marks, number]))
        self._marks = [""] * len(self._marks)
        level = unit.level + (self._depth if unit.kind is Kind.ITEM else 0)
        return Leaf(unit.kind, text, number, level, self._line)

    @property
    def _depth(self) -> int:
        """In how many lists the next block stands."""
        return sum(container.endswith("list") for container in self._containers)

    def _enter(self, token: Token) -> None:
        """Remember what a token opens."""
        match token.type.removesuffix("_open"):
            case "blockquote" | "alert" | "bullet_list" | "ordered_list" as container:
                self._containers.append(container)
                self._counts.append((-1, -1))
            case "list_item":
                checked = _CHECKED[token.meta["checked"]] if "checked" in token.meta else ""
                self._marks.append(checked or self._number(token.info) + token.markup)
            case "footnote_reference":
                self._marks.append(f"[{token.meta['label']}]")
            case "heading":
                self._heading = int(token.tag[1:])
            case "tr":
                self._cells = []

    def _number(self, typed: str) -> str:
        """The number of an item as it is printed: "1." typed again and again counts on.

        Gaps and beginnings anew stay, which Markdown would count over: in a law they were typed on purpose.
        """
        if not typed.isdecimal():
            return typed
        before, printed = self._counts[-1]
        number = int(typed)
        is_counted = number == before or before < number <= printed
        self._counts[-1] = (number, printed + 1 if is_counted else number)
        return str(printed + 1) if is_counted else typed

    def _leave(self, closed: str) -> Iterator[Leaf]:
        """Forget what is closed; yield a row that is complete, and the mark of an item or a note with nothing in it."""
        match closed:
            case "blockquote" | "alert" | "bullet_list" | "ordered_list":
                self._containers.pop()
                self._counts.pop()
            case "list_item" | "footnote_reference":
                if mark := self._marks.pop():
                    yield Leaf(Kind.FURNITURE, mark, "", 0, self._line)
            case "heading":
                self._heading = 0
            case "tr":
                cells = self._cells or []
                yield Leaf(Kind.ROW, BETWEEN_CELLS.join(cells).strip() if any(cells) else "", "", 0, self._line)
                self._cells = None

    def _leaves_of(self, token: Token) -> Iterator[Leaf]:
        """The block of a token with text; several, where its lines have numbers that count on."""
        first, *further = _parts(token) if token.type == "inline" and not self._heading else [_plain(token)]
        leaf = self._leaf(token, first)
        if further and not leaf.number:
            number, text = split_number(first)
            leaf = replace(leaf, number=number, text=text)
        yield leaf
        for part in further:
            number, text = split_number(part)
            yield replace(leaf, number=number, text=text)

    def _leaf(self, token: Token, text: str) -> Leaf:
        """Make a block of a token with text; the marks of the items and notes it begins become its number."""
        number = " ".join(filter(None, self._marks))
        self._marks = [""] * len(self._marks)
        if self._heading:
            text = _HEADING_END.sub("", text)
            numbered = None if number else parse_number(text)
            if numbered is not None and numbered.text:
                number, text = numbered.number, numbered.text
            return Leaf(Kind.HEADING, text, number, self._heading, self._line)
        if self._containers and not self._containers[-1].endswith("list"):
            return Leaf(Kind.QUOTE, text, number, 0, self._line)
        # "1. pants" and "2. §" are divisions of a law in some languages.
        numbered = parse_number(f"{number} {text}") if number and self._containers == ["ordered_list"] else None
        if numbered is not None and numbered.style == "after" and numbered.text:
            return Leaf(Kind.BODY, numbered.text, numbered.number, 0, self._line)
        if self._containers:
            return Leaf(Kind.ITEM, text, number, self._depth, self._line)
        if not number and token.type in {"inline", "html_block"}:
            number, text = split_number(text)
        return Leaf(Kind.BODY, text, number, 0, self._line, is_strong=_is_strong(token))


def _plain(token: Token) -> str:
    """Return the text of a token as it is read: code in its lines, else one line, without marks and tags."""
    if token.type in {"fence", "code_block"}:
        return keep_lines(token.content.translate(_INVISIBLE))
    if token.type != "inline":
        return _flat(token.content)
    return joined(printed(token.children or ()))


def _parts(token: Token) -> list[str]:
    """The text of a paragraph, cut before the lines whose numbers count on; verse that Pandoc keeps is in its lines."""
    text = printed(token.children or ())
    if _LINE_BLOCK.fullmatch(text):
        return [keep_lines(re.sub(r"^\| ?", "", text, flags=re.MULTILINE))]
    return [joined(part) for part in counted_lines(text) or [_CAPTION.sub(r"\1", text)]]


def _visible(leaf: Leaf, lines: Sequence[str]) -> Leaf:
    """Return ``leaf``, as furniture where it prints nothing (a picture, a rule) or what pages print around a text."""
    if not leaf.text:
        source = _flat(lines[leaf.line])
        match = _UNPRINTED.match(source)
        return Leaf(Kind.FURNITURE, f"{match[0]}…" if match else source, "", 0, leaf.line)
    if leaf.kind is Kind.BODY and not leaf.number and is_furniture(leaf.text):
        return replace(leaf, kind=Kind.FURNITURE)
    return leaf


def _is_strong(token: Token) -> bool:
    """Whether all that a paragraph prints is bold."""
    depth = 0
    for inner in token.children or ():
        depth += inner.nesting if inner.type.startswith("strong_") else 0
        if not depth and inner.nesting == 0 and inner.content.strip():
            return False
    return bool(token.children)


def _flat(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())
