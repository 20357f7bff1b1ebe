"""How a cell and a file are written: quoting, the formula guard, the byte order mark. No Django.

Quotes stand exactly where PostgreSQL's ``COPY … (FORMAT csv)`` puts them (``CopyAttributeOutCSV`` in its
``copyto.c``): around a cell that has a comma, a quotation mark, a line feed or a carriage return in it. COPY also
quotes an empty text, to tell it from nothing; here there is no empty text, nothing is an empty cell. Python's ``csv``
is not used: which cells it quotes changed from 3.12 to 3.13.
"""

import re
from collections.abc import Iterable

BOM = b"\xef\xbb\xbf"
COPY_OPTIONS = "FORMAT csv, ENCODING 'UTF8'"
# What a spreadsheet takes for the beginning of a formula.
FORMULA_STARTS = "=+-@\t\r"
_GUARDED = re.compile(r"'*[=+\-@\t\r]")
_to_quote = re.compile('[,"\n\r]').search


def guard(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it, or would have to be told apart from that.

    The same rule as ``cells.Words`` has in SQL; ``unguard`` takes it back.
    """
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(cell: str) -> str:
    """The text that was guarded: ``unguard(guard(text)) == text`` for every text."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def written(value: str | int | None) -> str:
    """``value`` as it stands in a file; ``None`` is nothing."""
    if value is None:
        return ""
    text = str(value)
    if _to_quote(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def joined(values: Iterable[str | int | None]) -> str:
    """``values`` as they stand in a file beside each other."""
    return ",".join([written(value) for value in values])
