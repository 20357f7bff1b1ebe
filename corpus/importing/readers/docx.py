"""Word documents: .docx.

What Word prints is read from the parts of the archive (ISO 29500-1): the text with the numbers it counts, its notes
where they are called, its tables and boxes. What is left out or decided on the way is reported in notices.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lxml import etree

from corpus.blocks import Block, Kind, Metadata, Reading, Role, UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers.docx_parts.body import Body, StyledUnit
from corpus.importing.readers.docx_parts.direct_formatting import settle_headings, settle_indents
from corpus.importing.readers.docx_parts.embedded import EmbeddedParts
from corpus.importing.readers.docx_parts.notes import ENDNOTE, FOOTNOTE, DocxNotes, Note
from corpus.importing.readers.docx_parts.numbering import numbering_of
from corpus.importing.readers.docx_parts.package import OfficePackage
from corpus.importing.readers.docx_parts.styles import Styles, W
from corpus.importing.readers.docx_parts.tracked_changes import as_printed
from corpus.importing.readers.html_parts.blocks_from_units import BY, CALL, speakers_among, to_blocks, with_title
from corpus.importing.readers.html_parts.units import Unit, fold
from corpus.importing.structure.headings import is_contents
from corpus.sentences import gettext_noop as _

SUFFIXES = (".docx",)
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ISOLATED = True

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
CHANGES = ("inserted", "deleted", "moved")
COUNTED = (
    "hidden_text",
    "struck_text",
    "comments",
    "text_boxes",
    "diagrams",
    "pictures",
    "formulas",
    "unknown_signs",
    "unknown_fields",
)


def read(data: bytes) -> Reading:
    """The text of a Word document as blocks, its notes at the end of the section they are called in.

    Raises:
        UnreadableFileError: not a Word document, damaged, locked, or beyond the limits of ``package``; or it holds
            another file that cannot be read.
    """
    package = OfficePackage(data)
    document = WordDocument(package)
    styled = document.units
    settle_indents(styled)
    for before, after in pairwise(one.unit for one in styled):
        # The heading of a table of contents goes with it.
        before.chrome |= after.chrome and is_contents(before.text)
    declared = _declared(package)
    known = [replace(one.unit, strong=one.strong) for one in styled]
    units = with_title(known, declared.title, declared.author)
    settle_headings(units, speakers_among(units))
    blocks = _with_notes(to_blocks(units), units, styled, document.body)
    return Reading(blocks, _completed(declared, blocks), notices=document.notices())


class WordDocument:
    """A Word document that is read; ``units`` are the units of its text, without its notes.

    Args:
        package: the archive.
        depth: in how many other documents it stands.
    """

    def __init__(self, package: OfficePackage, depth: int = 0) -> None:
        self._counted: Counter[str] = Counter()
        self._depth = depth
        main, root = _main_part(package)
        self._package, self._relations = package, package.relationships(main)
        self._folder = main.rpartition("/")[0]
        as_printed(root, self._counted)
        styles = Styles(self._part("styles"))
        parts = {kind: part for kind in (FOOTNOTE, ENDNOTE) if (part := self._part(f"{kind}s")) is not None}
        for part in parts.values():
            as_printed(part, self._counted)
        sections = [one for one in root.iter(f"{W}sectPr") if one.getparent().tag in {f"{W}pPr", f"{W}body"}]
        self._notes = DocxNotes(parts, self._part("settings"), sections)
        self._embedded = EmbeddedParts(package, self._relations, depth, self._inner)
        numbering = numbering_of(self._part("numbering"), styles)
        self.body = Body(styles, numbering, self._notes, self._counted, self._embedded.read)
        self.units: list[StyledUnit] = self.body.read(root)

    def notices(self) -> tuple[Notice, ...]:
        """What was decided, guessed or left out. To be asked when all has been read, the notes too."""
        notices = [Notice(code, {"count": self._counted[code]}) for code in COUNTED if self._counted[code]]
        if any(self._counted[change] for change in CHANGES):
            notices.append(Notice("tracked_changes", {change: self._counted[change] for change in CHANGES}))
        formats = self.body.unknown_formats.items()
        notices += [Notice("unknown_numbers", {"format": name, "count": count}) for name, count in formats]
        if self._notes.unknown:
            notices.append(Notice("unknown_note_numbers", {"count": self._notes.unknown}))
        if headers := sum(map(self._has_words, ("header", "footer"))):
            notices.append(Notice("headers", {"count": headers}))
        return (*notices, *self._embedded.notices)

    def _inner(self, package: OfficePackage) -> tuple[list[StyledUnit], tuple[Notice, ...]]:
        """The text of a document in this one, without its notes, and what is to be said of it."""
        document = WordDocument(package, self._depth + 1)
        return document.units, document.notices()

    def _part(self, kind: str) -> etree._Element | None:
        """The root of the part of this kind, if there is one; some programs relate it to nothing."""
        relations = self._relations.values()
        names = [one.target for one in relations if one.type == kind and not one.external]
        name = next((name for name in [*names, f"{self._folder}/{kind}.xml"] if name in self._package), "")
        return self._package.root(name) if name else None

    def _has_words(self, kind: str) -> int:
        """How many parts of a kind print words on the pages."""
        names = {one.target for one in self._relations.values() if one.type == kind and one.target in self._package}
        roots = map(self._package.root, names)
        return sum(any(fold(text.text or "") for text in root.iter(f"{W}t")) for root in roots)


def _main_part(package: OfficePackage) -> tuple[str, etree._Element]:
    """The name and the root of the part with the text."""
    relations = package.relationships().values()
    names = [one.target for one in relations if one.type == "officeDocument" and not one.external]
    for name in [*names, "word/document.xml"]:
        if name in package and (root := package.root(name)).tag == f"{W}document":
            return name, root
    raise UnreadableFileError(
        _(
            "There is no Word text in this file; it may be a spreadsheet, a presentation or damaged. "
            "Open it in a word processor and save it as .docx."
        )
    )


def _with_notes(
    blocks: Sequence[Block], units: Sequence[Unit], styled: Sequence[StyledUnit], body: Body
) -> tuple[Block, ...]:
    """The blocks, with the notes called in each section at its end."""
    called = _calls_by_unit(units, styled)
    whole: list[Block] = []
    waiting: list[Note] = []

    def end_section() -> None:
        notes = [one.unit for note in waiting for one in body.note(note)]
        whole.extend(to_blocks(notes))
        waiting.clear()

    # The line of a block is the ordinal of its unit; a block may be made of several.
    ends = [*(block.line for block in blocks[1:]), len(units) + 1]
    for block, end in zip(blocks, ends, strict=False):
        if block.kind is Kind.HEADING:
            end_section()
        whole.append(block)
        for place in range(block.line - 1, end - 1):
            waiting += called[place]
    end_section()
    return tuple(replace(block, line=line) for line, block in enumerate(whole, start=1))


def _calls_by_unit(units: Sequence[Unit], styled: Sequence[StyledUnit]) -> list[list[Note]]:
    """The notes called in each unit; those of lines a title was joined from are called in the title."""
    called: list[list[Note]] = [[] for _ in units]
    places = {unit.home: place for place, unit in reversed(list(enumerate(units)))}
    place = 0
    for one in styled:
        place = places.get(one.unit.home, place)
        called[place] += one.calls
    return called


def _declared(package: OfficePackage) -> Metadata:
    """What the properties of the file say; its dates are those of the file, not of the text."""
    relations = package.relationships().values()
    names = [one.target for one in relations if one.type == "core-properties"]
    name = next((name for name in [*names, "docProps/core.xml"] if name in package), "")
    if not name:
        return Metadata()
    properties = package.root(name)

    def stated(name: str) -> str:
        return fold(properties.findtext(f"{DUBLIN_CORE}{name}") or "")

    return Metadata(title=stated("title"), author=stated("creator"), language=stated("language"))


def _completed(declared: Metadata, blocks: Sequence[Block]) -> Metadata:
    """The properties, corrected by what the text marks as its title, subtitle and byline.

    Word fills in the name of whoever sat at the machine, and keeps the title of the document a file was copied from.
    """
    values = {block.role: CALL.sub("", block.text) for block in reversed(blocks) if block.role}
    changes: dict[str, Any] = {}
    for role, name in ((Role.TITLE, "title"), (Role.SUBTITLE, "subtitle"), (Role.BYLINE, "author")):
        if role in values:
            changes[name] = BY.sub("", values[role], count=1) if role is Role.BYLINE else values[role]
    return replace(declared, **changes)
