"""The cells of an export read back: of each type of value what ``exports/cells.py`` writes, and nothing else."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.exports.columns import Column, Type
from annotator.exports.dialect import unguard
from annotator.selectors.filters import MAX_YEAR

# What the databases keep as a whole number.
LARGEST = 2**31 - 1
LONGEST_SHOWN = 60
# Of the characters that JSON escapes, the one that PostgreSQL does not keep.
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Characters of a fraction.
LONGEST_FRACTION = 20


class CellError(ValueError):
    """What is wrong with a cell, in words for whoever made the file."""


def shown(cell: str) -> str:
    """The beginning of ``cell``, for a message."""
    return cell if len(cell) <= LONGEST_SHOWN else cell[: LONGEST_SHOWN - 1] + "…"


def reader(column: Column, *, guarded: bool) -> Callable[[str], object]:
    """What reads the cells of ``column``; ``guarded``: formulas have an apostrophe before them.

    It returns the value of a cell, ``""`` or ``None`` for an empty one, and raises ``CellError``.
    """
    convert, known, required = READERS[column.type], column.values, column.required
    nothing = "" if convert is str else None
    unguards = guarded and column.guarded

    def read(cell: str) -> object:
        if not cell:
            if required:
                raise CellError(_("It is empty."))
            return nothing
        if known and cell not in known:
            raise CellError(_("“%(cell)s” is none of %(values)s.") % {"cell": shown(cell), "values": ", ".join(known)})
        return convert(unguard(cell) if unguards else cell)

    return read


def _identity(cell: str) -> UUID:
    if not IDENTITY.fullmatch(cell):
        raise CellError(_("“%s” is not an id: 32 digits from 0 to f in five groups.") % shown(cell))
    return UUID(cell)


def _whole(cell: str) -> int:
    try:
        value = int(cell)
    except ValueError:
        value = -1
    # Python takes other scripts' digits, spaces, underscores and a plus too.
    if not 0 <= value <= LARGEST or str(value) != cell:
        raise CellError(_("“%s” is not a whole number from 0 to 2147483647.") % shown(cell))
    return value


def _moment(cell: str) -> datetime:
    try:
        value = datetime.fromisoformat(cell).astimezone(UTC)
    except (ValueError, OverflowError):
        value = None
    # The first and the last year have moments that are in no year elsewhere, and could not be shown.
    if (
        value is None
        or not 1 < value.year <= MAX_YEAR
        or value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z" != cell
    ):
        raise CellError(_("“%s” is not a time such as 2026-11-22T09:30:00.123456Z.") % shown(cell))
    return value


def _day(cell: str) -> date:
    try:
        value = date.fromisoformat(cell)
    except ValueError:
        value = None
    if value is None or str(value) != cell:
        raise CellError(_("“%s” is not a date such as 2026-11-22.") % shown(cell))
    return value


def _flag(cell: str) -> bool:
    if cell not in {"true", "false"}:
        raise CellError(_("“%s” is neither true nor false.") % shown(cell))
    return cell == "true"


def _json(cell: str) -> object:
    try:
        value: object = json.loads(cell)
    except (ValueError, RecursionError):
        raise CellError(_("“%s” is not JSON.") % shown(cell)) from None
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
        kept = "\\u0000" not in cell or not NUL.search(cell)
    except (ValueError, RecursionError):
        kept = False
    if not kept:
        raise CellError(_("“%s” has what cannot be kept: NaN, NUL or half a character.") % shown(cell))
    return value


def _fraction(cell: str) -> float:
    plain = cell.isascii() and cell.replace(".", "", 1).isdigit() and len(cell) <= LONGEST_FRACTION
    if not plain or not 0 <= float(cell) <= 1:
        raise CellError(_("“%s” is not a number from 0 to 1, such as 0.8250.") % shown(cell))
    return float(cell)


READERS: dict[Type, Callable[[str], object]] = {
    Type.WORDS: str,
    Type.WORD: str,
    Type.UUID: _identity,
    Type.INTEGER: _whole,
    Type.NUMBER: _fraction,
    Type.TIME: _moment,
    Type.DATE: _day,
    Type.BOOLEAN: _flag,
    Type.JSON: _json,
    Type.LIST: _json,
}
