"""HTML in Markdown: pieces put together where blank lines cut them, and read as the reader of pages does.

Plain Python on lxml.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.importing.readers.html_parts.layout import with_marks
from corpus.importing.readers.html_parts.signs import settle_signs
from corpus.importing.readers.html_parts.tree import parse
from corpus.importing.readers.html_parts.units import Unit, count_hidden, units

# What goes on over blank lines until it is closed: what nobody reads, and tables and lists, of which a piece tells
# nothing.
_OPENED = re.compile(
    r"<(/?)(script|style|template|textarea|noscript|svg|iframe|table|ol|ul|dl|blockquote)\b|(<!--)|(-->)", re.IGNORECASE
)
_READ = frozenset({"table", "ol", "ul", "dl", "blockquote"})
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


def whole_html(tokens: Sequence[Token], parser: MarkdownIt) -> list[Token]:
    """The tokens, those from HTML that is not closed up to where it is as one."""
    tokens_out: list[Token] = []
    never: set[str] = set()  # what is not closed in the rest of the file
    at = 0
    while at < len(tokens):
        stop = at + 1
        if tokens[at].type == "html_block" and (waiting := _left_open(tokens[at].content, [])):
            stop = _end(tokens, at, waiting) if waiting[0] not in never else stop
            never |= {waiting[0]} if stop == at + 1 and not tokens[at].level else set()
        if stop > at + 1:
            whole = parser.renderer.render(tokens[at:stop], parser.options, {})
            tokens_out.append(tokens[at].copy(content=whole))
        else:
            tokens_out.append(tokens[at])
        at = stop
    return tokens_out


def _end(tokens: Sequence[Token], start: int, waiting: list[str]) -> int:
    """The place after the token that closes what one leaves open; the next one's where none does."""
    for at in range(start + 1, len(tokens)):
        if tokens[at].level < tokens[start].level:
            break
        waiting = _left_open(tokens[at].content, waiting)
        if not waiting:
            # What was opened on the way ends with it.
            level = tokens[start].level
            return next(
                (
                    end
                    for end in range(at + 1, len(tokens))
                    if tokens[end].level <= level and (tokens[end].nesting >= 0 or tokens[end].level < level)
                ),
                len(tokens),
            )
    return start + 1


def _left_open(source: str, waiting: list[str]) -> list[str]:
    """What is open at the end of a piece, outermost first, where ``waiting`` is at its beginning."""
    waiting = [*waiting]
    for match in _OPENED.finditer(source):
        closes, name, comment, comment_end = match.groups()
        name = "-->" if comment or comment_end else name.lower()
        is_read = not waiting or waiting[-1] in _READ
        if (closes or comment_end) and waiting[-1:] == [name]:
            waiting.pop()
        elif is_read and not (closes or comment_end):
            waiting.append(name)
    return waiting


def units_of(source: str, left_out: Counter[str]) -> Iterator[Unit]:
    """The units of a piece of HTML; what is left out is counted in ``left_out``.

    Raises:
        TooDeepError: it is nested too deep.
    """
    left_out["comments"] += sum(bool(match[1].strip()) for match in _COMMENT.finditer(source))
    try:
        tree = parse(source)
    except etree.LxmlError:
        return
    left_out.update(settle_signs(tree))
    left_out["hidden_text"] += count_hidden(tree.body)
    yield from with_marks(units(tree.body))
