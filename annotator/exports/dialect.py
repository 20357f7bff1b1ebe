"""How a cell, a row and a file are written: quoting, the formula guard, the byte order mark. No Django.

Quotes stand exactly where PostgreSQL's ``COPY … (FORMAT csv)`` puts them (``CopyAttributeOutCSV`` in its
``copyto.c``): around a cell that has a comma, a quotation mark, a line feed or a carriage return in it. COPY also
quotes an empty text, to tell it from nothing; here there is no empty text, nothing is an empty cell.
"""

import csv
import re
from collections.abc import Iterable, Sequence

BOM = b"\xef\xbb\xbf"
COPY_OPTIONS = "FORMAT csv, ENCODING 'UTF8'"
# What a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = "=+-@\t\r"
_GUARDED = re.compile(r"'*[=+\-@\t\r]")
# The writer of Python 3.12 quotes a cell for the characters of its line end only, that of 3.13 for both of these
# always: with this line end, cut off again, both write what COPY writes.
_LINE_END = "\r\n"


def guard(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it, or would have to be told apart from that.

    The same rule as ``cells.Words`` has in SQL; ``unguard`` takes it back.
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(cell: str) -> str:
    """The text that was guarded: ``unguard(guard(text)) == text`` for every text."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def lines(rows: Iterable[Sequence[object]]) -> bytes:
    """``rows`` as they stand in a file. Cells are texts, whole numbers and ``None`` for nothing."""
    written: list[str] = []
    csv.writer(_Lines(written), lineterminator=_LINE_END).writerows(rows)
    return "".join(written).encode()


class _Lines:
    """What ``csv.writer`` writes to: each line, with the line feed that files have."""

    def __init__(self, written: list[str]) -> None:
        self.append = written.append

    def write(self, line: str) -> None:
        self.append(line[:-2] + "\n")
