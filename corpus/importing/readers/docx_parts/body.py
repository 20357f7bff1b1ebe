"""The body of a Word document as units: paragraphs, items, headings, rows of tables, boxes.

Plain Python on lxml. Every paragraph is met once, in the order of the file, since Word counts its lists in that order.
A paragraph whose mark is deleted is joined to the next one, as is a capital that is dropped.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.blocks import Kind
from corpus.importing.readers.docx_parts.notes import DocxNotes, Note
from corpus.importing.readers.docx_parts.numbering import BULLET, Numbering, NumberLabel
from corpus.importing.readers.docx_parts.styles import (
    NO_HEADING,
    OFF,
    VALUE,
    DocxStyle,
    Indent,
    Styles,
    W,
    indent,
    integer,
    outline_level,
    value,
)
from corpus.importing.readers.docx_parts.text import DocxParagraph, TextReader
from corpus.importing.readers.docx_parts.tracked_changes import is_hidden, is_joined
from corpus.importing.readers.html_parts.layout import MOST_UNITS_IN_A_CELL, NUMBER, ROW_OF_A_MARK, is_mark
from corpus.importing.readers.html_parts.units import CELLS, Unit, fold, paragraphs_of

NO_BLOCKS = frozenset({f"{W}sdtPr", f"{W}sdtEndPr", f"{W}tblPr", f"{W}tblGrid", f"{W}customXmlPr", f"{W}tcPr"})
# A heading that only its outline level makes one is no longer than this; longer ones are numbered clauses.
LONGEST_OUTLINED = 200
MOST_COLUMNS = 63
HAS_WORD = re.compile(r"[^\W\d_]{3}")
DROPPED = frozenset({"drop", "margin"})


@dataclass(slots=True)
class StyledUnit:
    """A unit with its formatting and the notes first called in it.

    ``strong`` says that it is bold or underlined throughout, ``continued`` the level of the item it goes on with by its
    style (0 for none), ``quotable`` that its indent can be that of a quotation rather than of a list.
    """

    unit: Unit
    indent: Indent = field(default_factory=Indent)
    strong: bool = False
    centred: bool = False
    continued: int = 0
    quotable: bool = True
    calls: list[Note] = field(default_factory=list)


class Body:
    """Reads the body of a document, and its notes after it.

    Args:
        styles: its styles.
        numbering: its lists.
        notes: its notes.
        counted: where it counts what it leaves out or changes, by the codes of notices.
        embedded: reads what is no paragraph and no table: chunks of other files, diagrams.
    """

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        notes: DocxNotes,
        counted: Counter[str],
        embedded: Callable[[etree._Element], list[StyledUnit]],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._counted = counted
        self._embedded = embedded
        self._text = TextReader(styles, notes, counted)
        self._joined: list[etree._Element] = []
        self._found: list[StyledUnit] = []
        self._in_cell = False
        self.unknown_formats: Counter[str] = Counter()

    def read(self, root: etree._Element) -> list[StyledUnit]:
        """The units of an element that holds paragraphs and tables."""
        self._text.learn_fields(root)
        return self._inside(root)

    def note(self, note: Note) -> list[StyledUnit]:
        """The units of a note, its sign before the first."""
        units = [] if note.body is None else self._inside(note.body)
        for place, one in enumerate(units):
            unit = one.unit
            if place == 0 and not unit.number:
                text = unit.text.removeprefix(note.sign).lstrip() if note.is_custom else unit.text
                one.unit = replace(unit, kind=Kind.ITEM, level=1, number=f"[{note.sign}]", text=text or unit.text)
            elif unit.kind is Kind.BODY:
                one.unit = replace(unit, kind=Kind.ITEM, level=1)
        return units

    def _inside(self, parent: etree._Element) -> list[StyledUnit]:
        """The units of what begins and ends with whole paragraphs: a body, a cell, a box, a note."""
        outer, self._found = self._found, []
        joined, self._joined = self._joined, []
        self._blocks(parent)
        self._end_joined()
        units, self._found, self._joined = self._found, outer, joined
        return units

    def _blocks(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._end_joined()
                self._table(child)
            elif child.tag in {f"{W}altChunk", f"{W}subDoc"}:
                self._end_joined()
                self._found += self._embedded(child)
            elif child.tag not in NO_BLOCKS and len(child):
                self._blocks(child)

    def _end_joined(self) -> None:
        """Read the paragraphs that nothing came after to be joined to."""
        if self._joined:
            paragraphs, self._joined = self._joined, []
            self._read(paragraphs, is_gone=True)

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        frame = None if properties is None else properties.find(f"{W}framePr")
        is_dropped = frame is not None and frame.get(f"{W}dropCap") in DROPPED
        if is_dropped or (properties is not None and is_joined(properties.find(f"{W}rPr"))):
            self._joined.append(paragraph)
            return
        paragraphs, self._joined = [*self._joined, paragraph], []
        self._read(paragraphs)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._notes.end_section()

    def _read(self, paragraphs: Sequence[etree._Element], *, is_gone: bool = False) -> None:
        """Read a paragraph, with those joined to it; one that is gone or hidden is there only if it has words."""
        last = paragraphs[-1]
        properties = last.find(f"{W}pPr")
        style = self._styles.paragraph(properties)
        line = self._text.read(paragraphs, style)
        texts = [text for part in paragraphs_of(line.text) if (text := fold(part))]
        is_gone |= is_hidden(None if properties is None else properties.find(f"{W}rPr"), style)
        if texts or not is_gone or line.boxes:
            label = self._numbering.label(properties, style)
            if label is not None and label.unknown:
                self.unknown_formats[label.unknown] += 1
            if not texts and label is not None and _stands_alone(label.text, in_cell=self._in_cell):
                texts, label = [label.text], None
            for text in texts:
                self._found.append(self._unit(text, last, style, line, label))
                line.calls, label = [], None
        for box in line.boxes:
            self._box(box, last)

    def _unit(
        self, text: str, paragraph: etree._Element, style: DocxStyle, line: DocxParagraph, label: NumberLabel | None
    ) -> StyledUnit:
        """The unit of a paragraph with words."""
        properties = paragraph.find(f"{W}pPr")
        unit = Unit(Kind.BODY, text, paragraph, number="" if label is None else label.text, role=style.role)
        level = _heading_level(properties, style, text)
        if line.contents or style.is_contents:
            unit.chrome = not level
        if level:
            unit.kind, unit.level = Kind.HEADING, level
        elif unit.role:
            pass
        elif label is not None and (label.text or label.unknown):
            unit.kind, unit.level = Kind.ITEM, label.level
        elif style.is_quote:
            unit.kind = Kind.QUOTE
        if unit.kind is not Kind.ITEM and unit.number == BULLET:
            unit.number = ""
        by_list = Indent() if label is None else label.indent
        return StyledUnit(
            unit,
            indent(properties).over(by_list).over(style.indent),
            line.strong,
            properties is not None and value(properties.find(f"{W}jc")) == "center",
            style.continued,
            label is None and not style.is_set_in_text,
            line.calls,
        )

    def _box(self, box: etree._Element | str, paragraph: etree._Element) -> None:
        """Read a box in a paragraph, or the words of a picture."""
        if isinstance(box, str):
            self._found.append(StyledUnit(Unit(Kind.BODY, fold(box), paragraph)))
        elif box.tag == f"{W}txbxContent":
            self._found += self._inside(box)
        else:
            self._found += self._embedded(box)

    def _table(self, table: etree._Element) -> None:
        merged: set[int] = set()
        rows = [(row, self._cells(row, merged)) for row in _children(table, f"{W}tr") if not self._is_hidden(row)]
        if _is_layout([cells for _, cells in rows]):
            for _, cells in rows:
                self._found += _laid_out(cells)
            return
        for row, cells in rows:
            texts = [" ".join(map(_text_in_cell, cell)) for cell in cells]
            if any(texts):
                calls = [note for cell in cells for one in cell for note in one.calls]
                self._found.append(StyledUnit(Unit(Kind.ROW, CELLS.join(texts), row), calls=calls))

    def _cells(self, row: etree._Element, merged: set[int]) -> list[list[StyledUnit]]:
        """The units of each cell; a cell over several columns is followed by empty ones.

        Args:
            row: the row.
            merged: the columns in which the cells of the row above go on into this one; those of this row after it.
        """
        cells: list[list[StyledUnit]] = [[]] * _span(row.find(f"{W}trPr/{W}gridBefore"), 0)
        above, below = set(merged), set[int]()
        for cell in _children(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            merge = None if properties is None else properties.find(f"{W}vMerge")
            if merge is not None:
                below.add(len(cells))
            if merge is not None and value(merge) != "restart" and len(cells) in above:
                # Covered by the cell above: what is in it is not printed, and not counted.
                cells.append([])
            else:
                outer, self._in_cell = self._in_cell, True
                cells.append(self._inside(cell))
                self._in_cell = outer
            cells += [[]] * (_span(None if properties is None else properties.find(f"{W}gridSpan"), 1) - 1)
        merged.clear()
        merged.update(below)
        return cells + [[]] * _span(row.find(f"{W}trPr/{W}gridAfter"), 0)

    def _is_hidden(self, row: etree._Element) -> bool:
        hidden = row.find(f"{W}trPr/{W}hidden")
        is_hidden = hidden is not None and hidden.get(VALUE, "1") not in OFF
        self._counted["hidden_text"] += is_hidden
        return is_hidden


def _stands_alone(number: str, *, in_cell: bool) -> bool:
    """Whether a number is read where its paragraph has no words: "Article 3" on its line, the number of a row."""
    return HAS_WORD.search(number) is not None or (in_cell and number not in {"", BULLET})


def _heading_level(properties: etree._Element | None, style: DocxStyle, text: str) -> int:
    """The level of a heading, from 1, by its own outline level or its style; 0 for what is no heading."""
    own = outline_level(properties)
    level, is_built_in = style.heading
    if is_built_in and own in {0, NO_HEADING}:
        return level
    level = own % NO_HEADING if own else level
    return level if len(text) <= LONGEST_OUTLINED else 0


def _children(parent: etree._Element, tag: str) -> list[etree._Element]:
    """The rows of a table or the cells of a row, those in containers too, without those of tables in it."""
    children = []
    for child in parent:
        if child.tag == tag:
            children.append(child)
        elif child.tag not in NO_BLOCKS and child.tag not in {f"{W}tc", f"{W}p"} and len(child):
            children += _children(child, tag)
    return children


def _span(element: etree._Element | None, otherwise: int) -> int:
    """Over how many columns a cell goes."""
    return max(0, min(integer(value(element), otherwise), MOST_COLUMNS))


def _text_in_cell(unit: StyledUnit) -> str:
    """A unit in a cell; the row of a table in it has no columns of the table around it."""
    text = unit.unit.text.replace(CELLS, ", ") if unit.unit.kind is Kind.ROW else unit.unit.text
    return " ".join(filter(None, (unit.unit.number, text)))


def _is_layout(rows: Sequence[Sequence[Sequence[StyledUnit]]]) -> bool:
    """Whether a table only arranges the page: it has one column, marks beside paragraphs, or pages in its cells."""
    if any(
        sum(one.unit.kind is Kind.BODY and not one.unit.number for one in cell) > MOST_UNITS_IN_A_CELL
        for cells in rows
        for cell in cells
    ):
        return True
    return all(len(cells) <= 1 or _is_marked(cells) for cells in rows)


def _is_marked(cells: Sequence[Sequence[StyledUnit]]) -> bool:
    """Whether a row is a number or a bullet beside what it stands before."""
    return len(cells) == ROW_OF_A_MARK and len(cells[0]) == 1 and bool(cells[1]) and is_mark(cells[0][0].unit.text)


def _laid_out(cells: Sequence[Sequence[StyledUnit]]) -> list[StyledUnit]:
    """The units of a row of a table that only arranges the page."""
    if not _is_marked(cells):
        return [one for cell in cells for one in cell]
    mark, (first, *further) = cells[0][0].unit.text, cells[1]
    if first.unit.number or first.unit.kind is not Kind.BODY:
        return [cells[0][0], first, *further]
    is_number = NUMBER.fullmatch(mark) is not None
    kind, level = (Kind.BODY, 0) if is_number else (Kind.ITEM, 1)
    first.unit = replace(first.unit, kind=kind, level=level, number=mark)
    return [first, *further]
