"""What a page arranges with elements meant for something else: tables without data, numbers in cells of their own.

Plain Python on lxml. Official journals set every numbered paragraph as a table of one row, "(1)" in the first cell and
the text in the second; statutes set points as lists of definitions, "1." defined as the text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import html

from corpus.blocks import Kind
from corpus.importing.structure.headings import split_bullet

if TYPE_CHECKING:
    from corpus.importing.readers.html_parts.units import Unit

PARTS_OF_A_PAGE = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "menu", "dir", "blockquote")
# A table cell with more paragraphs than this holds a part of the page, not a value.
MOST_UNITS_IN_A_CELL = 3
# A cell so long, in characters, that holds nearly all of its table is the text of a page.
LEAST_TEXT, MOST_OF_TABLE = 400, 0.75
ROW_OF_A_MARK = 2  # cells
NUMBER = re.compile(r"[(\[（]?(?:\d{1,3}[a-z]?|[a-z]{1,4}|[A-Z]|[IVXL]{1,6})[)\]）.°]")
DASHES = frozenset("-–—−")
MARKED = frozenset({"td", "th", "dt"})


def is_layout(table: html.HtmlElement) -> bool:
    """Whether a table only arranges the page.

    Such a table holds other tables; or its columns have no heads, and it holds headings, lists, long texts, nearly all
    in one cell, numbers beside paragraphs, or one column.
    """
    if table.get("role", "").lower() in {"presentation", "none"}:
        return True
    if table.find(".//table") is not None:
        return True
    rows = [[*row.iterchildren("td", "th")] for row in table.iter("tr")]
    if _has_heads(rows):
        return False
    if next(table.iter(*PARTS_OF_A_PAGE), None) is not None:
        return True
    lengths = [len(" ".join(cell.text_content().split())) for row in rows for cell in row]
    is_one = max(lengths, default=0) >= max(LEAST_TEXT, MOST_OF_TABLE * sum(lengths))
    if is_one or any(len(cell.findall(".//p")) > MOST_UNITS_IN_A_CELL for cell in table.iter("td")):
        return True
    return all(len(row) <= 1 or _is_marked(row) for row in rows)


def _has_heads(rows: Sequence[Sequence[html.HtmlElement]]) -> bool:
    """Whether the columns have heads, or the rows, which only data have."""
    full = [row for row in rows if len(row) > 1]
    return any(cell.tag == "th" for row in full for cell in row)


def is_mark(text: str) -> bool:
    """Whether a text is nothing but the number or the bullet of what comes after it."""
    return NUMBER.fullmatch(text) is not None or text in DASHES or bool(split_bullet(f"{text} .")[0] == text)


def with_marks(units: Sequence["Unit"]) -> list["Unit"]:
    """The units, those that are mere numbers in a cell or term of their own put before the paragraph they number."""
    marked: list[Unit] = []
    mark: Unit | None = None
    for unit in units:
        if mark is not None:
            if unit.kind is mark.kind is Kind.BODY and not unit.number and not unit.role:
                is_number = NUMBER.fullmatch(mark.text) is not None
                kind, level = (Kind.BODY, 0) if is_number else (Kind.ITEM, 1)
                marked.append(replace(unit, kind=kind, level=level, number=mark.text))
                mark = None
                continue
            marked.append(mark)
            mark = None
        if unit.kind is Kind.BODY and not unit.number and is_mark(unit.text) and _is_in_place_of_a_mark(unit.home):
            mark = unit
        else:
            marked.append(unit)
    return [*marked, mark] if mark is not None else marked


def _is_marked(row: Sequence[html.HtmlElement]) -> bool:
    return len(row) == ROW_OF_A_MARK and is_mark(" ".join(row[0].text_content().split()))


def _is_in_place_of_a_mark(home: html.HtmlElement) -> bool:
    return home.tag in MARKED or next(home.iterancestors(*MARKED), None) is not None
