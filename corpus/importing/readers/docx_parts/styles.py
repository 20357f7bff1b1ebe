"""The styles of a Word document: what a paragraph or a run is by the style it names and those that is based on.

Plain Python on lxml. A property a style does not set is that of the style it is based on (ISO 29500-1, 17.7). Names of
built-in styles are English in every language of Word; they are compared without regard to case.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from corpus.blocks import Role

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
VALUE = f"{W}val"
BODY_TEXT = 9  # the outline level of what is no heading, counted from 0
DEEPEST_HEADING = 6
NO_HEADING = 7
LONGEST_CHAIN = 64  # of styles, each based on the next
OFF = frozenset({"0", "false", "off"})
TOGGLES = ("vanish", "strike", "dstrike", "b")

_HEADING = re.compile(r"heading ?([1-9])")
_CONTENTS = re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)|contents heading")
_CONTINUED = re.compile(r"list continue(?: ([2-5]))?")
_ROLES = {
    "title": Role.TITLE,
    "subtitle": Role.SUBTITLE,
    "author": Role.BYLINE,
    "byline": Role.BYLINE,
    "date": Role.DATE,
}
_SET_IN = ("list", "body text", "normal indent", "closing", "signature", "envelope")
_QUOTES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation", "block quote"})


@dataclass(frozen=True, slots=True)
class Indent:
    """How far a paragraph is set in from the margins, in twentieths of a point; ``None`` where nothing is said."""

    left: int | None = None
    right: int | None = None

    def over(self, other: "Indent") -> "Indent":
        """This indent, completed by another one."""
        return Indent(other.left if self.left is None else self.left, other.right if self.right is None else self.right)


class DocxStyle:
    """One style with all it is based on, itself first."""

    def __init__(self, chain: list[etree._Element]) -> None:
        self.chain = chain
        self.ids = [element.get(f"{W}styleId", "") for element in chain]
        self.names = [value(element.find(f"{W}name")).lower() for element in chain]

    @cached_property
    def role(self) -> Role:
        """What the style says a paragraph tells about the document."""
        return next((_ROLES[name] for name in self.names if name in _ROLES), Role.NONE)

    @cached_property
    def is_quote(self) -> bool:
        """Whether paragraphs of the style are quotations."""
        return not _QUOTES.isdisjoint(self.names)

    @cached_property
    def is_set_in_text(self) -> bool:
        """Whether paragraphs of the style are set in as the text of lists and letters is, not as quotations are."""
        return any(name.startswith(_SET_IN) for name in self.names)

    @cached_property
    def is_contents(self) -> bool:
        """Whether paragraphs of the style are lines of a table of contents."""
        return any(_CONTENTS.fullmatch(name) for name in self.names)

    @cached_property
    def continued(self) -> int:
        """The level of the item that paragraphs of the style go on with; 0 if none."""
        matches = filter(None, map(_CONTINUED.fullmatch, self.names))
        return next((int(match[1] or 1) for match in matches), 0)

    @cached_property
    def heading(self) -> tuple[int, bool]:
        """The level of headings, from 1, 0 for other styles, and whether it is that of a built-in heading style."""
        for name, one in zip(self.names, self.chain, strict=True):
            if match := _HEADING.fullmatch(name):
                return min(int(match[1]), DEEPEST_HEADING), True
            if level := outline_level(one.find(f"{W}pPr")):
                return level % NO_HEADING, False
        return 0, False

    @cached_property
    def list_name(self) -> str:
        """The list its paragraphs are in, "" if none."""
        settings = (value(one.find(f"{W}pPr/{W}numPr/{W}numId")) for one in self.chain)
        return next(filter(None, settings), "")

    @cached_property
    def indent(self) -> Indent:
        """How far paragraphs are set in."""
        merged = Indent()
        for one in self.chain:
            merged = merged.over(indent(one.find(f"{W}pPr")))
        return merged

    @cached_property
    def toggles(self) -> dict[str, bool]:
        """The properties of runs that are on or off, those that are set."""
        merged: dict[str, bool] = {}
        for one in self.chain:
            merged = toggles(one.find(f"{W}rPr")) | merged
        return merged

    @cached_property
    def raised(self) -> str:
        """Whether runs are set above or below the line."""
        settings = (value(one.find(f"{W}rPr/{W}vertAlign")) for one in self.chain)
        return next(filter(None, settings), "")

    @cached_property
    def language(self) -> str:
        """The tag of the language of its words."""
        settings = (value(one.find(f"{W}rPr/{W}lang")) for one in self.chain)
        return next(filter(None, settings), "")


class Styles:
    """All styles of a document.

    Args:
        root: the root of the part with the styles, if there is one.
    """

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(f"{W}style")
        self._elements = {element.get(f"{W}styleId", ""): element for element in elements}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.toggles = toggles(defaults)
        self._default = next(
            (
                element.get(f"{W}styleId", "")
                for element in elements
                if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default", "0") not in OFF
            ),
            "",
        )
        self._known: dict[str, DocxStyle] = {}
        self.language = "" if defaults is None else value(defaults.find(f"{W}lang"))
        self.language = self.of(self._default).language or self.language

    def paragraph(self, properties: etree._Element | None) -> DocxStyle:
        """The style of a paragraph with these properties; the default one where it names none that is there."""
        name = "" if properties is None else value(properties.find(f"{W}pStyle"))
        if name and name not in self._elements and _HEADING.fullmatch(name.lower()):
            # Programs leave out the definition of a built-in style they name.
            return self._implied(name)
        return self.of(name if name in self._elements else self._default)

    def of(self, name: str) -> DocxStyle:
        """The style of an identifier, of any kind; one that sets nothing where there is none."""
        if name not in self._known:
            chain: list[etree._Element] = []
            element = self._elements.get(name)
            while element is not None and len(chain) < LONGEST_CHAIN and element not in chain:
                chain.append(element)
                element = self._elements.get(value(element.find(f"{W}basedOn")))
            self._known[name] = DocxStyle(chain)
        return self._known[name]

    def _implied(self, name: str) -> DocxStyle:
        if name not in self._known:
            element = etree.Element(f"{W}style")
            etree.SubElement(element, f"{W}name").set(VALUE, name)
            self._known[name] = DocxStyle([element])
        return self._known[name]


def value(element: etree._Element | None) -> str:
    """The value an element states, "" if there is none."""
    return "" if element is None else element.get(VALUE, "")


def integer(text: str | None, otherwise: int) -> int:
    """The whole number in an attribute; ``otherwise`` where it is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def toggles(properties: etree._Element | None) -> dict[str, bool]:
    """The properties of a run that are on or off, those that are set there."""
    if properties is None:
        return {}
    return {
        name: element.get(VALUE, "1") not in OFF
        for name in TOGGLES
        if (element := properties.find(f"{W}{name}")) is not None
    }


def outline_level(properties: etree._Element | None) -> int:
    """The level of headings that properties of a paragraph set, from 1; ``NO_HEADING`` for none, 0 if they set none."""
    element = None if properties is None else properties.find(f"{W}outlineLvl")
    if element is None:
        return 0
    level = integer(element.get(VALUE), BODY_TEXT) + 1
    return min(level, DEEPEST_HEADING) if 1 <= level <= BODY_TEXT else NO_HEADING


def indent(properties: etree._Element | None) -> Indent:
    """How far the properties of a paragraph set it in."""
    element = None if properties is None else properties.find(f"{W}ind")
    if element is None:
        return Indent()

    def stated(*names: str) -> int | None:
        return next((integer(text, 0) for name in names if (text := element.get(f"{W}{name}"))), None)

    return Indent(stated("left", "start"), stated("right", "end"))
