"""What stands in a Word document in another form: chunks of other files, the words of diagrams.

Plain Python on lxml.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress

from lxml import etree

from corpus.blocks import Kind, UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers.docx_parts.body import Found
from corpus.importing.readers.docx_parts.package import Package, Relationship
from corpus.importing.readers.docx_parts.styles import integer
from corpus.importing.readers.docx_parts.text import DIAGRAM, DRAWING
from corpus.importing.readers.encoding import decode
from corpus.importing.readers.html_parts.layout import with_marks
from corpus.importing.readers.html_parts.units import TooDeepError, Unit, fold, parse, units
from corpus.importing.structure.wrapped_lines import Lines

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Documents in documents are read so deep.
DEEPEST = 3
PAGES = (".htm", ".html", ".xhtml")
TEXTS = (".txt", ".text")
ZIP = b"PK\x03\x04"
# Points of a diagram that are no boxes of it.
NO_BOXES = frozenset({"doc", "pres", "parTrans", "sibTrans"})


class Foreign:
    """Reads what is kept in other parts of an archive.

    Args:
        package: the archive.
        relations: the relationships of the part with the text.
        depth: in how many other documents this one stands.
        inner: reads the text of another Word document.
    """

    def __init__(
        self,
        package: Package,
        relations: Mapping[str, Relationship],
        depth: int,
        inner: Callable[[Package], list[Found]],
    ) -> None:
        self._package = package
        self._relations = relations
        self._depth = depth
        self._inner = inner
        self.notices: list[Notice] = []

    def read(self, element: etree._Element) -> list[Found]:
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
        found = self._chunk(relation.target, element)
        self.notices.append(Notice("chunk_read", {"name": relation.target}))
        return found

    def _chunk(self, name: str, element: etree._Element) -> list[Found]:
        data = self._package.part(name)
        if data.startswith(ZIP) and self._depth < DEEPEST:
            return self._inner(Package(data))
        if name.lower().endswith(PAGES) or data[:200].lstrip().lower().startswith((b"<html", b"<!doctype html")):
            with suppress(TooDeepError, etree.LxmlError):
                return [Found(unit) for unit in with_marks(units(parse(decode(data)[0]).body))]
        elif name.lower().endswith(TEXTS):
            return [Found(Unit(Kind.BODY, chunk.text, element)) for chunk in Lines(decode(data)[0]).chunks()]
        raise UnreadableFileError(
            f"The file holds another file, {name}, whose text cannot be read. Open it in Word, where both are shown as "
            "one text, save it again and load that."
        )

    @staticmethod
    def _diagram(root: etree._Element, home: etree._Element) -> list[Found]:
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
        return [Found(Unit(Kind.BODY, text, home)) for text in [*ordered, *words.values()] if text]


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))
