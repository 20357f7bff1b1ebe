"""Tables of contents: the list of headings a text prints before it begins.

Plain Python. Its lines look like the headings they name, and taken for such they would double the outline and head
nothing. They are told by what follows: the first line of the list stands again where the text begins.
"""

import re
from dataclasses import replace

from corpus.blocks import Block, Kind
from corpus.importing.structure.headings import is_contents, is_title_like

LONGEST_LIST = 600
LEAST_LISTED = 2
LONGEST_LINE = 200
LEAST_LED = 3  # lines that end with pages, where nothing says that they are the contents
# What leads to the page on which a part begins: "Scope ........ 12", "Scope 12".
_PAGE = re.compile(r"[\s.．…·_]+(?:\d{1,4}|[ivxl]{1,6})$")
_LED = re.compile(r".*[^\s.．…·_](?:\s*[.．…·_]{3,}\s*|\t\s*|\s{3,}|(?:\s\.){3,}\s*)(?:\d{1,4}|[ivxl]{1,6})")
_PAGE_ENDS = frozenset("0123456789ivxl")
_LINES = frozenset({Kind.HEADING, Kind.BODY})


def is_led(line: str) -> bool:
    """Whether a line leads to a page: "Scope ........ 12"."""
    return line[-1:] in _PAGE_ENDS and len(line) <= LONGEST_LINE and bool(_LED.fullmatch(line))


def settle_contents(blocks: list[Block]) -> None:
    """Make items of the lines of a table of contents, in place."""
    place = next((at for at, block in enumerate(blocks) if not block.number and is_contents(block.text)), None)
    span = range(place + 1, _end_of_list(blocks, place + 1)) if place is not None else _led(blocks)
    for at in span:
        if blocks[at].kind in _LINES:
            blocks[at] = replace(blocks[at], kind=Kind.ITEM, level=1)


def _led(blocks: list[Block]) -> range:
    """The first run of lines that lead to the pages of parts whose titles stand again below; empty without one."""
    start = next((at for at, block in enumerate(blocks) if block.kind in _LINES and is_led(block.text)), None)
    if start is None:
        return range(0)
    stop = start
    lines = []
    while stop < len(blocks) and (blocks[stop].kind is Kind.FURNITURE or _ends_with_page(blocks[stop])):
        if blocks[stop].kind is not Kind.FURNITURE:
            lines.append(_line(blocks[stop], without_page=True))
        stop += 1
    again = {_line(block) for block in blocks[stop:]}
    is_list = len(lines) >= LEAST_LED and sum(line in again for line in lines) >= LEAST_LISTED
    return range(start, stop) if is_list else range(0)


def _ends_with_page(block: Block) -> bool:
    return block.kind in _LINES and len(block.text) <= LONGEST_LINE and bool(_PAGE.search(block.text))


def _end_of_list(blocks: list[Block], start: int) -> int:
    """The place after the last line of the list; ``start`` where there is no such list.

    It ends where a line stands that the list has already, or else after the last line that stands again below it.
    """
    listed: set[str] = set()
    stop = start
    for at in range(start, min(start + LONGEST_LIST, len(blocks))):
        block = blocks[at]
        if block.kind is Kind.FURNITURE:
            continue
        if not is_title_like(block.text):
            break
        if not listed.isdisjoint({_line(block), _with_next(blocks, at)}):
            return at
        listed |= {_line(block), _line(block, without_page=True)}
        stop = at + 1
    again = {_line(block) for block in blocks[stop:] if len(block.text) <= LONGEST_LINE}
    again |= {_with_next(blocks, at) for at in range(stop, len(blocks)) if len(blocks[at].text) <= LONGEST_LINE}
    known = [at for at in range(start, stop) if _line(blocks[at], without_page=True) in again]
    return known[-1] + 1 if len(known) >= LEAST_LISTED else start


def _with_next(blocks: list[Block], at: int) -> str:
    """A part whose number stands above its name, as the list has it in one line; "" for any other block."""
    if blocks[at].number or at + 1 == len(blocks) or len(blocks[at + 1].text) > LONGEST_LINE:
        return ""
    return _line(blocks[at]) + _line(blocks[at + 1])


def _line(block: Block, *, without_page: bool = False) -> str:
    """What makes two lines the same: all that is printed but white space and case, the page perhaps left out."""
    text = _PAGE.sub("", block.text) if without_page else block.text
    return "".join(f"{block.number}{text}".split()).casefold()
