"""Markdown: what its marks say is believed, and the marks are taken off the text.

CommonMark with tables and ~~struck words~~, by markdown-it-py, whose tokens know their lines. Each heading, paragraph,
item, quotation, table row and code block is a block; the marks between them (fences, the line under a table's head,
blank lines, link definitions) belong to the source of the block before. The sources of all blocks, joined, are the
file; all that is printed is in the numbers and texts, except what Markdown does not print: its marks, addresses of
links and pictures, HTML tags and what they strike out.

Metadata is taken from YAML between two lines ``---`` at the very beginning.
"""

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from corpus.blocks import Block, Kind, Metadata, Reading, UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers.encoding import decode_text
from corpus.importing.readers.markdown_parts.front_matter import metadata_from
from corpus.importing.readers.markdown_parts.leaves import Leaf, as_read_together, is_plain
from corpus.importing.structure.back_links import says_back
from corpus.importing.structure.bare_headings import with_plain_headings
from corpus.importing.structure.counted_lines import counted_lines
from corpus.importing.structure.furniture import contact_lines, is_furniture
from corpus.importing.structure.headings import parse_number, split_number
from corpus.importing.structure.joining import join, keep_lines
from corpus.importing.structure.raised_signs import LOOKED_AT, lowered, raised
from corpus.importing.structure.speakers import with_turns
from corpus.importing.structure.verses import with_verses
from corpus.sentences import gettext_noop as _

SUFFIXES = (".md", ".markdown")
MEDIA_TYPE = "text/markdown"
ISOLATED = False
TAKES_ENCODING = True

BETWEEN_CELLS = " | "
DEEPEST_NESTING = 100
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_STRIKING = frozenset({"del", "s", "strike"})
_CHANGING = _STRIKING | {"sup", "sub", "rt", "rp"}
_CALL = re.compile(r"\d{1,3}|[*†‡]{1,3}")
# Pandoc's marks: nothing between them has a space, and a number raised stands after something or before a verse.
_PANDOC = re.compile(r"\^(?P<sup>[^\s^~\[\]]{1,12})\^(?!\^)|(?<=[^\W_])~(?P<sub>[^\s^~]{1,12})~(?!~)|~[^\s^~]{1,12}~")
_TEXTS = frozenset({"text", "text_special"})  # these are escaped signs and entities
_ESCAPED = {ord("^"): "x", ord("~"): "x"}
# Pandoc and kramdown name and class headings so: "Scope {#scope .short}".
_ATTRIBUTES = re.compile(r"\s*\{:?\s?(?:[#.][\w:.-]+|-|[\w-]+=\S+)(?:\s[^{}]*)?\}$")
_CELL, _ROW = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE), re.compile(r"</tr>|<tr\b[^>]*>", re.IGNORECASE)
_FENCE = re.compile(r":{3,}\s*(?:\{[^{}]*\}|[\w-]*)")
# As browsers tell tags from signs, by what follows; ">" in an attribute does not end one.
_TAG = re.compile(r"""<!--.*?-->|<[!?/a-zA-Z](?:=\s*(?:"[^"<]*"|'[^'<]*')|[^<>])*+>""", re.DOTALL)
# White space to a reader that Markdown would take for text; one character for one, so that lines stay where they are.
_INVISIBLE = {0xFEFF: " ", 0x1A: " "}
_NO_LINE_ENDS = {0x0A: " ", 0x0D: " "}


def read(data: bytes, encoding: str = "") -> Reading:
    """Read a Markdown file.

    Raises:
        UnreadableFileError: the bytes are no text, or lists and quotations stand inside each other too deep to be told.
    """
    decoded = decode_text(data, encoding)
    blocks, declared, struck = _read(decoded.text)
    notices = (Notice("struck_text", {"count": struck}),) if struck else ()
    return Reading(blocks, declared, decoded.codec, (*decoded.notices, *notices))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a decoded Markdown file; their sources joined are ``text``.

    Raises:
        UnreadableFileError: lists and quotations stand inside each other too deep to be told.
    """
    return _read(text)[0]


def _read(text: str) -> tuple[tuple[Block, ...], Metadata, int]:
    """The blocks, what the file states of itself, and how many times words are struck out."""
    lines = _lines(text)
    tokens, head, declared = _parsed(text.removeprefix("\ufeff").translate(_INVISIBLE))
    leaves = [Leaf(Kind.FURNITURE, _flat("".join(lines[:head])), "", 0, 0)] if head else []
    _refuse_depth(tokens)
    found = [_visible(leaf, lines) for leaf in _Walk().leaves(tokens)]
    for place in contact_lines([leaf.text if is_plain(leaf) or leaf.kind is Kind.FURNITURE else "" for leaf in found]):
        found[place] = replace(found[place], kind=Kind.FURNITURE)
    # To Markdown an ideographic space is a word; a paragraph of nothing else is a blank line.
    leaves += as_read_together([leaf for leaf in found if leaf.text])
    struck = sum(_is_struck(inner) for token in tokens for inner in token.children or ())
    return with_plain_headings(with_turns(with_verses(_blocks(leaves, lines)))), declared, struck


def _parsed(text: str) -> tuple[list[Token], int, Metadata]:
    """Return the tokens after the front matter, the number of lines it takes, and what it states."""
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST_NESTING}).enable(["table", "strikethrough"])
    # A reader keeps the order of the file: notes stay where they are written, and calls without a note are kept too.
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(front_matter_plugin)
    # Escaped signs stay apart from those that may be Pandoc's.
    parser.disable("text_join")
    tokens = parser.parse(text)
    if not tokens or tokens[0].type != "front_matter":
        return tokens, 0, Metadata()
    declared = metadata_from(tokens[0].content)
    if declared is None:
        return parser.disable("front_matter").parse(text), 0, Metadata()
    return tokens[1:], tokens[0].map[1] if tokens[0].map else 0, declared


def _refuse_depth(tokens: Sequence[Token]) -> None:
    """Raise where the parser stopped going deeper, since it passes over what stands there."""
    for token in tokens:
        if token.level >= DEEPEST_NESTING - 1 and token.map:
            raise UnreadableFileError(
                _(
                    "Line %(line)s stands in more than forty lists or quotations inside each other. "
                    "Take some of them out and load the file again."
                ),
                line=token.map[0] + 1,
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
        self._line = 0
        self._containers: list[str] = []  # the quotations and lists, outermost first
        self._marks: list[str] = []  # the mark of each open item and note, "" once a block has it
        self._counts: list[tuple[int, int]] = []  # of each of these, the last number as typed and as printed
        self._heading = 0
        self._cells: list[str] | None = None

    def leaves(self, tokens: Sequence[Token]) -> Iterator[Leaf]:
        """Yield what is printed, in order."""
        for token in tokens:
            if token.map:
                self._line = token.map[0]
            if token.nesting > 0:
                self._enter(token)
            elif token.nesting < 0:
                yield from self._leave(token.type.removesuffix("_close"))
            elif self._cells is not None:
                self._cells.append(_plain(token))
            elif token.type == "html_block" and _CELL.search(token.content):
                yield from self._rows(token.content)
            elif token.type == "hr":
                yield Leaf(Kind.FURNITURE, "", "", 0, self._line)
            else:
                yield from self._leaves_of(token)

    def _rows(self, table: str) -> Iterator[Leaf]:
        """The rows of a table of HTML, as far as a blank line lets Markdown see it whole, with what is around it."""
        for row in _ROW.split(table):
            before, *cells = (_without_tags(cell) for cell in _CELL.split(row))
            if before:
                yield Leaf(Kind.BODY, before, "", 0, self._line)
            if any(cells):
                yield Leaf(Kind.ROW, BETWEEN_CELLS.join(cells).strip(), "", 0, self._line)

    def _enter(self, token: Token) -> None:
        """Remember what a token opens."""
        match token.type.removesuffix("_open"):
            case "blockquote" | "bullet_list" | "ordered_list" as container:
                self._containers.append(container)
                self._counts.append((-1, -1))
            case "list_item":
                self._marks.append(self._number(token.info) + token.markup)
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
            case "blockquote" | "bullet_list" | "ordered_list":
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
        first, *others = _parts(token) if token.type == "inline" and not self._heading else [_plain(token)]
        leaf = self._leaf(token, first)
        if others and not leaf.number:
            number, text = split_number(first)
            leaf = replace(leaf, number=number, text=text)
        yield leaf
        for part in others:
            number, text = split_number(part)
            yield replace(leaf, number=number, text=text)

    def _leaf(self, token: Token, text: str) -> Leaf:
        """Make a block of a token with text; the marks of the items and notes it begins become its number."""
        number = " ".join(filter(None, self._marks))
        self._marks = [""] * len(self._marks)
        if self._heading:
            text = _ATTRIBUTES.sub("", text)
            found = None if number else parse_number(text)
            if found is not None and found.rest:
                number, text = found.number, found.rest
            return Leaf(Kind.HEADING, text, number, self._heading, self._line)
        if self._containers and self._containers[-1] == "blockquote":
            return Leaf(Kind.QUOTE, text, number, 0, self._line)
        # "1. pants" and "2. §" are divisions of a law in some languages.
        found = parse_number(f"{number} {text}") if number and self._containers == ["ordered_list"] else None
        if found is not None and found.style == "after" and found.rest:
            return Leaf(Kind.BODY, found.rest, found.number, 0, self._line)
        if self._containers:
            depth = sum(container != "blockquote" for container in self._containers)
            return Leaf(Kind.ITEM, text, number, depth, self._line)
        if token.type == "inline" and not number:
            number, text = split_number(text)
        return Leaf(Kind.BODY, text, number, 0, self._line, is_strong=_is_strong(token))


def _plain(token: Token) -> str:
    """Return the text of a token as it is read: code in its lines, else one line, without marks and tags."""
    if token.type == "html_block":
        return _without_tags(token.content)
    if token.type in {"fence", "code_block"}:
        return keep_lines(token.content.translate(_INVISIBLE))
    if token.type != "inline":
        return _flat(token.content)
    return _joined(_printed(token.children or ()))


def _without_tags(source: str) -> str:
    """What a browser shows of a piece of HTML, on one line."""
    return _flat(html.unescape(_TAG.sub(" ", source)))


def _parts(token: Token) -> list[str]:
    """The text of a paragraph, cut before the lines whose numbers count on."""
    printed = _printed(token.children or ())
    return [_joined(part) for part in counted_lines(printed) or [printed]]


def _joined(printed: str) -> str:
    lines = [line.strip() for line in printed.split("\n")]
    return join([line for line in lines if line and not _FENCE.fullmatch(line)] or [""]).strip()


def _printed(tokens: Sequence[Token]) -> str:
    """Return what the tokens inside a line print; a line break is a line feed, which no text can hold."""
    text = ""
    opened: list[tuple[str, int]] = []  # the elements of HTML that change what is in them, and from where on
    tokens = list(_with_whole_texts(tokens))
    for place, token in enumerate(tokens):
        tag = _ELEMENT.match(_tag(token))
        if token.type in {"softbreak", "hardbreak"} or (tag and tag[2].lower() == "br"):
            text += "\n"
        elif token.type == "footnote_ref":
            text += f"[{token.meta['label']}]"
        elif token.type == "image":
            text += _printed(token.children or ())
        elif token.type == "link_open" and str(token.attrGet("href")).startswith("#"):
            opened.append(("a", len(text)))
        elif token.type == "link_close" and opened and opened[-1][0] == "a":
            text = _linked(text, opened.pop()[1])
        elif tag and tag[2].lower() in _CHANGING and not tag[1]:
            opened.append((tag[2].lower(), len(text)))
        elif tag and opened and tag[2].lower() == opened[-1][0]:
            name, start = opened.pop()
            after = next((other.content for other in tokens[place + 1 :] if other.content), "")
            kept = text[:start].rstrip(" ") if name in _STRIKING and after[:1] == " " else text[:start]
            text = kept + _changed(name, kept, text[start:], after)
        elif token.type != "html_inline":
            text = _with_pandoc_signs(text, token)
    return text


def _with_whole_texts(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, words beside each other as one, which knows what they are without the signs escaped in them."""
    for is_text, run in groupby(tokens, lambda token: token.type in _TEXTS):
        if is_text:
            texts = [(token.content, _ESCAPED if token.type == "text_special" else {}) for token in run]
            signs = "".join(content.translate(escaped) for content, escaped in texts)
            yield Token("text", "", 0, content="".join(words for words, _escaped in texts), meta={"signs": signs})
        else:
            yield from run


def _with_pandoc_signs(before: str, token: Token) -> str:
    """``before`` with more words, what Pandoc raises ("x^2^") or lowers ("H~2~O") as HTML's elements do."""
    content = token.content.translate(_NO_LINE_ENDS)
    at = 0
    for found in _PANDOC.finditer(token.meta.get("signs", "")):
        if found.lastgroup is None:
            continue
        before += content[at : found.start()]
        after = content[found.end() : found.end() + LOOKED_AT]
        sign = content[slice(*found.span(found.lastgroup))]
        before += raised(before, sign, after) if found["sup"] else lowered(sign)
        at = found.end()
    return before + content[at:]


def _tag(token: Token) -> str:
    """The HTML tag a token is, "" if none; ~~ begins and ends what an element does."""
    if token.type in {"s_open", "s_close"}:
        return "<s>" if token.nesting > 0 else "</s>"
    return token.content if token.type == "html_inline" else ""


def _is_struck(token: Token) -> bool:
    """Whether struck words begin at a token inside a line."""
    tag = _ELEMENT.match(_tag(token))
    return tag is not None and not tag[1] and tag[2].lower() in _STRIKING


def _linked(text: str, start: int) -> str:
    """``text`` with a link on the page from ``start`` on: the call of a note in brackets, one back left out."""
    before, link = text[:start], text[start:]
    if says_back(link):
        return before.rstrip(" ")
    return f"{before}[{link}]" if before[-1:].strip() and _CALL.fullmatch(link) else text


def _changed(name: str, before: str, inside: str, after: str) -> str:
    """Return what is printed of an element: struck words are not, raised and lowered numbers by their own signs."""
    if name == "sup":
        return raised(before, inside, after)
    return lowered(inside) if name == "sub" else ""


def _visible(leaf: Leaf, lines: Sequence[str]) -> Leaf:
    """Return ``leaf``, as furniture where it prints nothing (a picture, a rule) or what pages print around a text."""
    if not leaf.text:
        return Leaf(Kind.FURNITURE, _flat(lines[leaf.line]), "", 0, leaf.line)
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
    """Put ``text`` on one line."""
    return " ".join(text.translate(_INVISIBLE).split())
