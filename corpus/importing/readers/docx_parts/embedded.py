"""What stands in a Word document in another form: chunks of other files, the words of diagrams.

Plain Python on lxml.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from corpus.blocks import Block, Kind, Role, UnreadableFileError
from corpus.importing import readers
from corpus.importing.notices import Notice
from corpus.importing.readers.docx_parts.body import StyledUnit
from corpus.importing.readers.docx_parts.package import OfficePackage, Relationship
from corpus.importing.readers.docx_parts.styles import integer
from corpus.importing.readers.docx_parts.text import DIAGRAM, DRAWING
from corpus.importing.readers.html_parts.units import Unit, fold
from corpus.sentences import gettext_noop as _

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Documents in documents are read so deep.
DEEPEST = 3
ZIP = b"PK\x03\x04"
# Points of a diagram that are no boxes of it.
NO_BOXES = frozenset({"doc", "pres", "parTrans", "sibTrans"})


class EmbeddedParts:
    """Reads what is kept in other parts of an archive.

    Args:
        package: the archive.
        relations: the relationships of the part with the text.
        depth: in how many other documents this one stands.
        inner: reads the text of another Word document, with what is to be said of it.
    """

    def __init__(
        self,
        package: OfficePackage,
        relations: Mapping[str, Relationship],
        depth: int,
        inner: Callable[[OfficePackage], tuple[list[StyledUnit], Sequence[Notice]]],
    ) -> None:
        self._package = package
        self._relations = relations
        self._depth = depth
        self._inner = inner
        self.notices: list[Notice] = []

    def read(self, element: etree._Element) -> list[StyledUnit]:
        """The units of a chunk or of a diagram.

        Raises:
            UnreadableFileError: a chunk is of a kind that cannot be read.
        """
        is_diagram = element.tag.startswith(DIAGRAM)
        relation = self._relations.get(element.get(f"{OFFICE}{'dm' if is_diagram else 'id'}", ""))
        if relation is None or relation.external or relation.target not in self._package:
            if not is_diagram:
                self.notices.append(Notice("chunk_missing", {"name": relation.target if relation else ""}))
            return []
        if is_diagram:
            return self._diagram(self._package.root(relation.target), element)
        units = self._chunk(relation.target, element)
        self.notices.append(Notice("chunk_read", {"name": relation.target}))
        return units

    def _chunk(self, name: str, element: etree._Element) -> list[StyledUnit]:
        data = self._package.part(name)
        if data.startswith(ZIP) and self._depth < DEEPEST:
            units, notices = self._inner(OfficePackage(data))
            self.notices += notices
            return units
        is_page = data[:200].lstrip().lower().startswith((b"<html", b"<!doctype html"))
        try:
            text = b"" if data.startswith(ZIP) else data
            reading = readers.reader_for("page.html" if is_page else name, text).read(text)
        except UnreadableFileError as error:
            params: dict[str, Any] = {**error.params, "part": name}
            raise UnreadableFileError(
                _("The file holds another file, %(part)s, whose text cannot be read."),
                *error.sentences,
                _("Or open it in Word, where both are shown as one text, save it again and load that."),
                **params,
            ) from error
        self.notices += reading.notices
        return [StyledUnit(_unit(block, element)) for block in reading.blocks if block.text]

    @staticmethod
    def _diagram(root: etree._Element, home: etree._Element) -> list[StyledUnit]:
        """The words of the boxes of a diagram, in the order of its outline."""
        words = {
            point.get("modelId", ""): fold(" ".join(map(_words, point.iter(f"{DRAWING}p"))))
            for point in root.iter(f"{DIAGRAM}pt")
            if point.get("type", "node") not in NO_BOXES
        }
        below: dict[str, list[str]] = {}
        links = [link for link in root.iter(f"{DIAGRAM}cxn") if link.get("type", "parOf") == "parOf"]
        for link in sorted(links, key=lambda link: integer(link.get("srcOrd"), 0)):
            below.setdefault(link.get("srcId", ""), []).append(link.get("destId", ""))
        linked = {name for names in below.values() for name in names}
        waiting = [name for name in (*below, *words) if name not in linked][::-1]
        ordered: list[str] = []
        while waiting:
            name = waiting.pop()
            ordered.append(words.pop(name, ""))
            waiting += reversed(below.pop(name, []))
        return [StyledUnit(Unit(Kind.BODY, text, home)) for text in [*ordered, *words.values()] if text]


def _unit(block: Block, home: etree._Element) -> Unit:
    """A block of another file as a unit of this one; what heads the other file is a heading in this one."""
    if block.kind is Kind.FRONT:
        is_title = block.role is Role.TITLE
        return Unit(Kind.HEADING if is_title else Kind.BODY, block.text, home, block.number, int(is_title))
    return Unit(block.kind, block.text, home, block.number, block.level)


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))
