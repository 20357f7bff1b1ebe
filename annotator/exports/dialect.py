"""How a cell and a file are written: quoting, the formula guard, the byte order mark. No Django.

Quotes stand exactly where PostgreSQL's ``COPY … (FORMAT csv)`` puts them (``CopyAttributeOutCSV`` in its
``copyto.c``): around a cell that has a comma, a quotation mark, a line feed or a carriage return in it. COPY also
quotes an empty text, to tell it from nothing; here there is no empty text, nothing is an empty cell. Python's ``csv``
is not used: which cells it quotes changed from 3.12 to 3.13.
"""

import re
from collections.abc import Iterable

BOM = b"\xef\xbb\xbf"
COPY_OPTIONS = "FORMAT csv, ENCODING 'UTF8', DELIMITER '{separator}'"
# Between cells; the second is what spreadsheet programs take where the comma is the decimal sign.
COMMA, SEMICOLON = ",", ";"
# What a spreadsheet takes for the beginning of a formula at the beginning of a cell.
FORMULA_STARTS = "=+-@\t\r"
_START = re.compile(r"'*[=+\-@\t\r]")
# The same within a cell: where a spreadsheet that splits at semicolons or tabs begins another cell, and where it begins
# another line, since the quotation mark that opened our cell is none to it.
# Also PostgreSQL's regular expression.
INNER = r"""([;\t\n\r]"*)('*[=+@-])"""
_INNER = re.compile(INNER)
_INNER_GUARDED = re.compile(r"""([;\t\n\r]"*)'('*[=+@-])""")
_to_quote = {separator: re.compile(f'[{separator}"\n\r]').search for separator in (COMMA, SEMICOLON)}


def guard(text: str) -> str:
    """``text`` with an apostrophe before whatever a spreadsheet would run as a formula.

    A formula begins with ``=``, ``+``, ``-`` or ``@``, either at the beginning of the text or after a semicolon, a tab,
    a line feed or a carriage return and any quotation marks that follow it: a spreadsheet may split the file there. At
    the beginning of the text a tab or a carriage return counts as a formula too. Where apostrophes stand before the
    formula already, one is added to them, so that ``unguard`` takes it back.

    ``cells.FreeText`` has the same rule in SQL.
    """
    inner = _INNER.sub(r"\1'\2", text)
    return f"'{inner}" if _START.match(text) else inner


def unguard(cell: str) -> str:
    """The text that was guarded: ``unguard(guard(text)) == text`` for every text."""
    if "'" not in cell:
        return cell
    return _INNER_GUARDED.sub(r"\1\2", cell[1:] if cell.startswith("'") and _START.match(cell) else cell)


def written(value: str | int | None, separator: str = COMMA) -> str:
    """``value`` as it stands in a file; ``None`` is nothing."""
    if value is None:
        return ""
    text = str(value)
    if _to_quote[separator](text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def joined(values: Iterable[str | int | None], separator: str = COMMA) -> str:
    """``values`` as they stand in a file beside each other."""
    return separator.join([written(value, separator) for value in values])
