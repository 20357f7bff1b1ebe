"""Tables of Pandoc that are drawn: grids of + and |, and columns below lines of dashes.

Plain Python on markdown-it-py, whose tokens for tables they become. What is in a cell is one line of text.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise, repeat

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

LEAST_LINES, MOST_HEADS = 3, 10
_NONE_BEFORE = "no grid before"
_BORDER = re.compile(r"\+(?:[-=:]+\+)+")
_LINE = re.compile(r"[-=:]+")
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"-{2,}")
_COLUMNS = re.compile(r" {0,3}-{2,}(?: +-{2,})+ *")
_RULE = re.compile(r" {0,3}-{10,} *")
_INTERRUPTED: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}

type _Row = tuple[int, list[str]]


def drawn_tables(parser: MarkdownIt) -> None:
    """Let ``parser`` know the tables."""
    parser.block.ruler.before("table", "grid_table", _grid, _INTERRUPTED)
    parser.block.ruler.before("table", "column_table", _columns)


def _grid(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - so the parser calls it
    """A table whose cells are all drawn; one that goes over rows or columns has its text in the first of them."""
    if state.is_code_block(start) or not _BORDER.fullmatch(_line(state, start)):
        return False
    # Where the last of such lines is no border, none of them begins a table.
    if start < state.env.get(_NONE_BEFORE, 0):
        return False
    stop = start
    while stop < end and _line(state, stop)[:1] in {"+", "|"}:
        stop += 1
    lines = [_line(state, at) for at in range(start, stop)]
    if len(lines) < LEAST_LINES or not _BORDER.fullmatch(lines[-1]):
        state.env[_NONE_BEFORE] = stop
        return False
    if not silent:
        _push(state, start, stop, _drawn_rows(lines, start))
    return True


def _drawn_rows(lines: Sequence[str], first: int) -> list[_Row]:
    """The rows of a grid, each with its line."""
    edges = sorted({at for line in lines if _BORDER.fullmatch(line) for at, sign in enumerate(line) if sign == "+"})
    cuts = list(pairwise(edges))
    rows: list[tuple[int, list[list[str]]]] = []
    begun = [0] * len(cuts)  # the row in which the cell begins that is open in each column
    for number, line in enumerate(lines, start=first):
        drawn = [bool(_LINE.fullmatch(line[left + 1 : right])) for left, right in cuts]
        if any(drawn) and "+" in line:
            begun = [len(rows) if new else row for row, new in zip(begun, drawn, strict=True)]
            rows.append((number + 1, [[] for _ in cuts]))
        pieces = _PIPE.split(line)[1:-1]
        if len(pieces) == len(cuts):
            for column, piece in enumerate(pieces):
                rows[begun[column]][1][column].append(piece)
            continue
        column = 0
        while column < len(cuts):
            over = column
            while over + 1 < len(cuts) and line[edges[over + 1] : edges[over + 1] + 1] not in {"|", "+", ""}:
                over += 1
            if not drawn[column]:
                rows[begun[column]][1][column].append(line[edges[column] + 1 : edges[over + 1]])
            column = over + 1
    return [(number, [" ".join(" ".join(cell).split()) for cell in cells]) for number, cells in rows]


def _columns(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - so the parser calls it
    """A table whose columns stand below a line of dashes for each, under their heads or without any.

    Where a long line stands above, rows may have several lines, and blank lines are between them.
    """
    if (
        silent
        or not any(map(_is_ruled, repeat(state), range(start, min(start + 2, end))))
        or state.is_code_block(start)
    ):
        return False
    read = (state.getLines(at, at + 1, state.blkIndent, False) for at in range(start, end))
    raw = _down_to_columns(read)
    if not raw:
        return False
    heads, is_ruled = len(raw) - 1, bool(_RULE.fullmatch(raw[0]))
    is_closed = is_ruled or heads == 0
    ends = _RULE if is_ruled else _COLUMNS
    for line in read:
        raw.append(line)
        if ends.fullmatch(line) if is_closed else not line.strip():
            break
    else:
        raw.append("")
    stop = len(raw) - 1
    edges = [match.start() for match in _DASHES.finditer(raw[heads])]
    body = raw[heads + 1 : stop]
    head = raw[int(is_ruled) : heads]
    if (
        not any(map(str.strip, body))
        or (is_closed and not raw[stop])
        or any(line[edge - 1 : edge].strip() for line in [*head, *body] for edge in edges[1:])
    ):
        return False
    rows: list[_Row] = [(start + is_ruled, _cells(head, edges))] if head else []
    at = heads + 1
    for lines in _groups(body) if is_ruled else ([line] for line in body):
        if any(map(str.strip, lines)):
            rows.append((start + at, _cells(lines, edges)))
        at += len(lines)
    _push(state, start, start + stop + is_closed, rows)
    return True


def _is_ruled(state: StateBlock, at: int) -> bool:
    return state.src.startswith("-", state.bMarks[at] + state.tShift[at])


def _down_to_columns(lines: Iterable[str]) -> list[str]:
    """The lines down to the dashes of the columns; none, and none read further than need be, where there are none."""
    raw: list[str] = []
    for line in islice(lines, MOST_HEADS):
        raw.append(line)
        if _COLUMNS.fullmatch(line):
            return raw
        if not line.strip() or (len(raw) > 1 and not _RULE.fullmatch(raw[0])):
            break
    return []


def _groups(lines: Iterable[str]) -> list[list[str]]:
    """The lines, cut after each blank one."""
    groups: list[list[str]] = [[]]
    for line in lines:
        groups[-1].append(line)
        if not line.strip():
            groups.append([])
    return groups


def _cells(lines: Sequence[str], edges: Sequence[int]) -> list[str]:
    slices = [slice(left, right) for left, right in pairwise([0, *edges[1:], None])]
    return [" ".join(" ".join(line[cut] for line in lines).split()) for cut in slices]


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]].rstrip()


def _push(state: StateBlock, start: int, stop: int, rows: Iterable[_Row]) -> None:
    """Add a table as tokens, and go on behind it."""
    state.push("table_open", "table", 1).map = [start, stop]
    for line, cells in rows:
        if any(cells):
            state.push("tr_open", "tr", 1).map = [line, line + 1]
            for cell in cells:
                state.push("td_open", "td", 1)
                inline = state.push("inline", "", 0)
                inline.content, inline.children, inline.map = cell, [], [line, line + 1]
                state.push("td_close", "td", -1)
            state.push("tr_close", "tr", -1)
    state.push("table_close", "table", -1)
    state.line = stop
