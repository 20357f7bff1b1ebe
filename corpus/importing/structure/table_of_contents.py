"""Tables of contents: the list of headings a text prints before it begins.

Plain Python. Its lines look like the headings they name, and taken for such they would double the outline and head
nothing. They are told by what follows: the first line of the list stands again where the text begins.
"""

import re
from dataclasses import replace

from corpus.blocks import Block, Kind
from corpus.importing.structure.headings import is_contents, is_title_like

LONGEST_LIST = 600
# What leads to the page on which a part begins: "Scope ........ 12", "Scope 12".
_PAGE = re.compile(r"[\s.．…·_]+\d{1,4}$")


def settle_contents(blocks: list[Block]) -> None:
    """Make items of the lines of a table of contents, in place."""
    place = next((at for at, block in enumerate(blocks) if not block.number and is_contents(block.text)), None)
    if place is None:
        return
    end = _end_of_list(blocks, place + 1)
    for at in range(place + 1, end):
        if blocks[at].kind in {Kind.HEADING, Kind.BODY}:
            blocks[at] = replace(blocks[at], kind=Kind.ITEM, level=1)


def _end_of_list(blocks: list[Block], start: int) -> int:
    """The place of the first line that stands in the list already; ``start`` where there is no such list."""
    listed: set[str] = set()
    for at in range(start, min(start + LONGEST_LIST, len(blocks))):
        block = blocks[at]
        if block.kind is Kind.FURNITURE:
            continue
        if not is_title_like(block.text):
            return start
        line = f"{block.number} {block.text}"
        if _folded(line) in listed:
            return at
        listed |= {_folded(line), _folded(_PAGE.sub("", line))}
    return start


def _folded(line: str) -> str:
    return "".join(line.split()).casefold()
