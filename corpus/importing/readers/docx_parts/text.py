"""The words of a Word paragraph: its runs in order, without what is hidden or struck out.

Plain Python on lxml. Fields are their results, raised and lowered signs keep their meaning, calls of notes become the
sign of the note in brackets, and what stands in boxes is handed over to be read after the paragraph.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.importing.readers.docx_parts.fields import COUNTING, name_of, without_result
from corpus.importing.readers.docx_parts.formulas import M, linear
from corpus.importing.readers.docx_parts.notes import ENDNOTE, FOOTNOTE, UNKNOWN, DocxNotes, Note
from corpus.importing.readers.docx_parts.styles import DocxStyle, Styles, W, integer, toggles, value
from corpus.importing.readers.docx_parts.symbols import character, plain
from corpus.importing.structure.raised_signs import LOOKED_AT, lowered, raised

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
VML = "{urn:schemas-microsoft-com:vml}"
BOX = f"{W}txbxContent"
SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",  # of a line, a column or a page
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    f"{W}softHyphen": "\N{SOFT HYPHEN}",
}
CALLS = {f"{W}footnoteReference": FOOTNOTE, f"{W}endnoteReference": ENDNOTE}
# Emoji have an element of their own.
SYMBOLS = frozenset({f"{W}sym", "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"})
DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
NO_TEXT = frozenset({f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr", f"{W}smartTagPr"})
FORMULAS = frozenset({f"{M}oMath", f"{M}oMathPara"})
DOUBLED = re.compile(r"\[(\[[^\[\]]{1,12}\])\]")
LEAST_MOVED = 4  # half points
CONTENTS = frozenset({"TOC", "TOA", "INDEX"})


@dataclass(slots=True)
class DocxParagraph:
    """What a paragraph says; ``boxes`` are the boxes in it, ``calls`` the notes called in it for the first time."""

    text: str = ""
    boxes: list[etree._Element | str] = field(default_factory=list)
    calls: list[Note] = field(default_factory=list)
    strong: bool = False
    contents: bool = False


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, and whether its result has begun."""

    begin: etree._Element
    code: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        return name_of(self.code)


@dataclass(frozen=True, slots=True)
class _RunFormat:
    """How a run is printed; ``strong`` is bold or underlined."""

    hidden: bool
    struck: bool
    strong: bool
    raised: str
    font: str = ""


class TextReader:
    """Reads the paragraphs of a document in their order.

    Args:
        styles: its styles.
        notes: its notes.
        found: where it counts what it leaves out or changes, by the codes of notices.
    """

    def __init__(self, styles: Styles, notes: DocxNotes, counted: Counter[str]) -> None:
        self._styles = styles
        self._notes = notes
        self._found = counted
        self._complete: set[etree._Element] = set()
        self._fields: list[_Field] = []
        self._formats: dict[tuple[int, str], _RunFormat] = {}
        self._unmarked: Note | None = None
        self._parts: list[list[str]] = []
        self._line = DocxParagraph()
        self._sizes = [0, 0]
        self._was_out = ""

    def learn_fields(self, root: etree._Element) -> None:
        """Note which fields of a part end where they begin: in the same cell or box, or outside all of them.

        What follows a field that does not is no part of it.
        """
        opened: dict[etree._Element, list[etree._Element]] = {}
        for mark in root.iter(f"{W}fldChar"):
            around = mark.iterancestors(f"{W}p", f"{W}tc", BOX)
            paragraph = next(around, root)
            if paragraph.tag != f"{W}p":
                continue
            within = opened.setdefault(next((one for one in around if one.tag != f"{W}p"), root), [])
            kind = mark.get(f"{W}fldCharType")
            if kind == "begin":
                within.append(mark)
            elif kind == "end" and within:
                self._complete.add(within.pop())

    def read(self, paragraphs: Sequence[etree._Element], style: DocxStyle) -> DocxParagraph:
        """Read a paragraph, or several that are printed as one, the last of which has ``style``."""
        self._line, self._parts, self._sizes, self._was_out = DocxParagraph(), [], [0, 0], ""
        self._line.contents = self._is_in_contents()
        for paragraph in paragraphs:
            self._read(paragraph, style)
        if self._unmarked is not None:
            self._mark(UNKNOWN)
        self._line.contents |= self._is_in_contents()
        self._line.text = self._written()
        self._line.strong = self._sizes[0] == self._sizes[1] > 0
        return self._line

    def _is_in_contents(self) -> bool:
        return any(one.in_result and one.name in CONTENTS for one in self._fields)

    def _read(self, parent: etree._Element, style: DocxStyle) -> None:
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, style)
            elif child.tag in FORMULAS:
                self._found["formulas"] += 1
                self._add(linear(child))
            elif child.tag == f"{W}fldSimple":
                self._simple_field(child, style)
            elif child.tag not in NO_TEXT and len(child):
                self._read(child, style)

    def _run(self, run: etree._Element, style: DocxStyle) -> None:
        run_format = self._format(run, style)
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field_mark(child)
            elif tag == f"{W}instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif all(one.in_result for one in self._fields):
                self._visible(child, run_format, style)

    def _visible(self, child: etree._Element, run_format: _RunFormat, style: DocxStyle) -> None:
        """Read a part of a run that is not the code of a field."""
        out = "hidden_text" if run_format.hidden else "struck_text" if run_format.struck else ""
        if child.tag == f"{W}t":
            text = child.text or ""
            if not out:
                self._add_of(text, run_format)
            if text.strip():
                self._found[out] += bool(out) and out != self._was_out
                self._was_out = out
        elif not out:
            self._other(child, run_format, style)

    def _other(self, child: etree._Element, run_format: _RunFormat, style: DocxStyle) -> None:
        """Read a part of a run that is not text."""
        tag = child.tag
        if tag in SIGNS:
            self._add(SIGNS[tag])
        elif tag in SYMBOLS:
            self._symbol(child, run_format)
        elif tag in CALLS:
            self._call(CALLS[tag], child)
        elif tag in DRAWINGS:
            self._drawing(child)
        elif tag == f"{W}ruby":
            for base in child.findall(f"{W}rubyBase"):
                self._read(base, style)
        elif tag == f"{W}commentReference":
            self._found["comments"] += 1

    def _add(self, text: str, place: str = "") -> None:
        """Add text set on the line, or above or below it."""
        if self._parts and self._parts[-1][0] == place:
            self._parts[-1][1] += text
        else:
            self._parts.append([place, text])

    def _add_of(self, text: str, run_format: _RunFormat) -> None:
        if run_format.font and not text.isascii():
            text = plain(text, run_format.font)
        if self._unmarked is not None and text.strip():
            # The mark of a note that has one of its own follows its call.
            self._mark(text.strip("()[] ") or UNKNOWN)
            return
        size = len(text) - text.count(" ")
        self._sizes[0] += size if run_format.strong else 0
        self._sizes[1] += size
        self._add(text, run_format.raised)

    def _mark(self, sign: str) -> None:
        """Give the note just called the sign it has of its own."""
        if self._unmarked is not None:
            self._unmarked.sign = sign
        self._unmarked = None
        self._add(f"[{sign}]")

    def _symbol(self, symbol: etree._Element, run_format: _RunFormat) -> None:
        space = symbol.tag.removesuffix(etree.QName(symbol).localname)
        try:
            sign = character(symbol.get(f"{space}font", ""), int(symbol.get(f"{space}char", ""), 16))
        except ValueError:
            sign = ""
        self._found["unknown_signs"] += not sign
        if sign:
            self._add_of(sign, run_format)

    def _call(self, kind: str, reference: etree._Element) -> None:
        note, is_first = self._notes.call(kind, reference)
        if is_first:
            self._line.calls.append(note)
        if note.sign:
            self._add(f"[{note.sign}]")
        else:
            self._unmarked = note

    def _drawing(self, drawing: etree._Element) -> None:
        """Take the boxes out of a drawing; a picture is left out."""
        boxes = [box for box in drawing.iter(BOX) if BOX not in {above.tag for above in _above(box, drawing)}]
        diagrams = list(drawing.iter(f"{DIAGRAM}relIds"))
        art = [path.get("string", "") for path in drawing.iter(f"{VML}textpath")]
        art += ["".join(words.text or "" for words in line.iter(f"{DRAWING}t")) for line in drawing.iter(f"{DRAWING}p")]
        self._line.boxes += [*boxes, *diagrams, *filter(str.strip, art)]
        self._found["text_boxes"] += len(boxes)
        self._found["diagrams"] += len(diagrams)
        self._found["pictures"] += not (boxes or diagrams or art)

    def _field_mark(self, mark: etree._Element) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin" and mark in self._complete:
            self._fields.append(_Field(mark))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.in_result and all(one.in_result for one in self._fields):
                self._found["unknown_fields"] += ended.name in COUNTING
                self._add(without_result(ended.code, ended.begin))

    def _simple_field(self, simple: etree._Element, style: DocxStyle) -> None:
        self._found["unknown_fields"] += name_of(simple.get(f"{W}instr", "")) in COUNTING
        self._read(simple, style)

    def _format(self, run: etree._Element, style: DocxStyle) -> _RunFormat:
        properties = run.find(f"{W}rPr")
        name = "" if properties is None else value(properties.find(f"{W}rStyle"))
        key = (id(style), name)
        if key not in self._formats:
            own = self._styles.of(name)
            # On in both the style of the paragraph and that of the run is off (ISO 29500-1, 17.7.3).
            on = {
                toggle: self._styles.toggles.get(toggle, False)
                or style.toggles.get(toggle, False) != own.toggles.get(toggle, False)
                for toggle in ("vanish", "strike", "dstrike", "b")
            }
            self._formats[key] = _run_format(on, own.raised or style.raised)
        run_format = self._formats[key]
        if properties is None or len(properties) == bool(name):
            return run_format
        on = {
            "vanish": run_format.hidden,
            "strike": run_format.struck,
            "dstrike": False,
            "b": run_format.strong,
        } | toggles(properties)
        place = value(properties.find(f"{W}vertAlign")) or _moved(integer(value(properties.find(f"{W}position")), 0))
        on["b"] |= value(properties.find(f"{W}u")) not in {"", "none"}
        fonts = properties.find(f"{W}rFonts")
        return _run_format(on, place or run_format.raised, "" if fonts is None else fonts.get(f"{W}ascii", ""))

    def _written(self) -> str:
        """The parts of the line as plain text."""
        text = ""
        for at, (place, part) in enumerate(self._parts):
            if place == "superscript":
                after = self._parts[at + 1][1] if at + 1 < len(self._parts) else ""
                text += raised(text, part, after[:LOOKED_AT])
            elif place == "subscript":
                text += lowered(part)
            else:
                text += part
        # Some put brackets around the calls themselves.
        return DOUBLED.sub(r"\1", text) if self._line.calls else text


def _run_format(on: dict[str, bool], place: str, font: str = "") -> _RunFormat:
    return _RunFormat(on["vanish"], on["strike"] or on["dstrike"], on["b"], "" if place == "baseline" else place, font)


def _moved(half_points: int) -> str:
    """Where a run is that is moved up or down by so much; a little is only tidied."""
    return "" if abs(half_points) < LEAST_MOVED else "superscript" if half_points > 0 else "subscript"


def _above(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    """The elements around one, up to and without the top one."""
    while (parent := element.getparent()) is not None and parent is not top:
        yield parent
        element = parent
