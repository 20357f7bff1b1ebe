"""Markdown as people write it: CommonMark with what GitHub, Pandoc, kramdown and others add to it.

Plain Python on markdown-it-py and its plugins, whose tokens know their lines.
"""

import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from corpus.importing.readers.markdown_parts.front_matter import Stated, metadata_above, metadata_from
from corpus.importing.readers.markdown_parts.tables import drawn_tables
from corpus.importing.readers.markdown_parts.whole_html import whole_html

DEEPEST_NESTING = 100
MOST_HASHES = 5000  # items of a list "#.", each of which costs a copy of the text
_INTERRUPTING: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
# Pandoc and kramdown name and class headings, links and paragraphs so: "{#scope .short}", "{: .lead}".
ATTRIBUTES = re.compile(r"\{:?\s?(?:[#.][\w:.-]+|-|[\w-]+=(?:\"[^\"]*\"|[^\s\"}]+))(?:\s[^{}]*)?\}")
_OF_DIVS = """
    abstract admonition attention caution danger details error example failure hint important info note question quote
    seealso success summary tip todo warning
"""
# ":::" begins or ends a part of the page, which may have a title: "::: tip Mind the step".
_DIV = re.compile(
    rf":{{3,}}\s*(?:(?:\{{[^{{}}]*\}}|[\w-]*)\s*:*|\{{?(?:{'|'.join(_OF_DIVS.split())})\}}?\s+(?P<title>\S.*))"
)
# "!!! note" and "??? tip "More"", with what they say set in below, as MkDocs has them; anything else that begins so is
# somebody crying out.
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:(?:[ \t]+[\w-]+)*[ \t]+\".*\")?[ \t]*")
_SET_IN = 4  # columns
# Where the page has a table of contents.
_CONTENTS = re.compile(r"\[\[?_?TOC_?\]?\]|\{:toc\}|\\tableofcontents", re.IGNORECASE)
_ROW_LEVEL = 2  # inside the head or the body of a table
_HASH = re.compile(r"#\.(?=[ \t])")
_EXAMPLE = re.compile(r"^\(@([\w-]*)\)(?=\s)", re.MULTILINE)
_EXAMPLE_CALLED = re.compile(r"\(@([\w-]+)\)")


class Parsed(NamedTuple):
    """A file taken apart: its tokens, the number of lines above them that say what it is, and what those say."""

    tokens: list[Token]
    head: int
    declared: Stated


def parse(text: str) -> Parsed:
    """Return the tokens of a text; notes written inside a line have a label, and their own tokens as ``note``."""
    parser = _parser()
    if text.count("#.") <= MOST_HASHES:
        parser.block.ruler.before("list", "hash_list", _hash_item, _INTERRUPTING)
    head, declared = metadata_above(text)
    lines = io.StringIO(text, newline="").readlines()[head:] if head else [text]
    tokens = parser.parse("\n" * head + "".join(lines))
    if tokens and tokens[0].type == "front_matter" and not head:
        stated = metadata_from(tokens[0].content)
        if stated is None:
            tokens = parser.disable("front_matter").parse(text)
        else:
            head, declared = tokens[0].map[1] if tokens[0].map else 0, stated
            tokens = tokens[1:]
    return Parsed(whole_html(tokens, parser), head, declared)


def _parser() -> MarkdownIt:
    options = {"maxNesting": DEEPEST_NESTING, "tasklists": True, "alerts": True}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    # A reader keeps the order of the file: notes stay where they are written, and calls without a note are kept too.
    parser.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    parser.use(front_matter_plugin).use(deflist_plugin).use(attrs_plugin, spans=True)
    parser.use(superscript_plugin).use(sub_plugin).use(drawn_tables)
    parser.block.ruler.before("fence", "admonition", _admonition, _INTERRUPTING)
    parser.block.ruler.before("fence", "unprinted", _unprinted, _INTERRUPTING)
    parser.core.ruler.before("inline", "wide_rows", _keep_cells)
    parser.core.ruler.before("inline", "examples", _number_examples)
    parser.core.ruler.after("inline", "inline_notes", _name_notes)
    return parser


def _unprinted(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - so the parser calls it
    """Pass over a line that prints nothing, or only a title: of a part of a page, of attributes."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip()
    if line[:1] not in {":", "{", "[", "\\"} or state.is_code_block(start):
        return False
    div = _DIV.fullmatch(line)
    if not (div or ATTRIBUTES.fullmatch(line) or _CONTENTS.fullmatch(line)):
        return False
    if not silent:
        if div and div["title"]:
            title = state.push("inline", "", 0)
            title.content, title.children, title.map = div["title"], [], [start, start + 1]
        state.line = start + 1
    return True


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - so the parser calls it
    """A box with a title, where a line begins one and something is set in below it."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if line[:1] not in {"!", "?"} or not _ADMONITION.fullmatch(line):
        return False
    below = next((at for at in range(start + 1, end) if not state.isEmpty(at)), end)
    is_set_in = below < end and state.sCount[below] >= state.blkIndent + _SET_IN
    return is_set_in and admonition(state, start, end, silent)


def _hash_item(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:  # noqa: FBT001 - so the parser calls it
    """Make of "#." the number of an item, which counts on."""
    at = state.bMarks[start] + state.tShift[start]
    if _HASH.match(state.src, at) and not state.is_code_block(start):
        state.src = f"{state.src[:at]}1{state.src[at + 1 :]}"
    return False


def _keep_cells(state: StateCore) -> None:
    """Put back the cells of a row beyond those of the head of its table, which the parser passes over."""
    if "|" not in state.src:
        return
    lines = state.src.split("\n")
    row, cells, kept = -1, 0, []
    for token in state.tokens:
        if token.type == "tr_open":
            # Inside a list or a quotation, and in a table that is drawn, the line is not the row.
            row = token.map[0] if token.map and token.level == _ROW_LEVEL else -1
            cells = 0
        elif token.type == "tr_close" and row >= 0:
            columns = escapedSplit(lines[row].strip().removeprefix("|").removesuffix("|"))
            for words in columns[cells:]:
                inline = Token("inline", "", 0, content=words.strip(), children=[], map=[row, row + 1])
                kept.append(inline)
        cells += token.type == "inline"
        kept.append(token)
    state.tokens = kept


def _number_examples(state: StateCore) -> None:
    """Number Pandoc's examples, "(@)" and "(@good)", through the text, and the places where they are called."""
    tokens = [token for token in state.tokens if token.type == "inline" and "(@" in token.content]
    numbers: dict[str, str] = {}
    count = 0

    def numbered(match: re.Match[str]) -> str:
        nonlocal count
        if match[1] in numbers:
            return match[0]
        count += 1
        if match[1]:
            numbers[match[1]] = f"({count})"
        return f"({count})"

    for token in tokens:
        if _EXAMPLE.match(token.content):
            token.content = _EXAMPLE.sub(numbered, token.content)
    for token in tokens:
        token.content = _EXAMPLE_CALLED.sub(lambda match: numbers.get(match[1], match[0]), token.content)


def _name_notes(state: StateCore) -> None:
    """Give the notes written inside a line the numbers that no other note has, in their order."""
    calls = [call for token in state.tokens for call in token.children or () if call.type == "footnote_ref"]
    labels = {call.meta["label"] for call in calls if "label" in call.meta}
    labels |= {token.meta["label"] for token in state.tokens if token.type == "footnote_reference_open"}
    number = 0
    for call in calls:
        if "label" not in call.meta:
            number = next(at for at in range(number + 1, number + len(labels) + 2) if str(at) not in labels)
            call.meta |= {"label": str(number), "note": state.env["footnotes"]["list"][call.meta["id"]]["tokens"]}


def notes_in(tokens: Sequence[Token]) -> list[Token]:
    """The calls of the notes that are written inside a line."""
    return [token for token in tokens if token.type == "footnote_ref" and "note" in token.meta]
