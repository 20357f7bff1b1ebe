"""An HTML tree as the sequence of units a reader sees, whatever it was made from.

Plain Python on lxml. Every character data of the tree is visited once, in order, and added to the unit that is open
at that place; a unit ends where an element that starts a new line begins or ends. So no word can be missed, however
oddly the elements are nested (text beside paragraphs, paragraphs in headings, lists in tables), and no depth of
nesting exhausts the stack.
"""

import copy
import re
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.blocks import Kind, Role
from corpus.importing.readers.html_parts.layout import is_layout
from corpus.importing.structure.list_numbers import ordinal
from corpus.importing.structure.wrapped_lines import is_wrapped_prose, keep_lines

# An attribute our own readers set on an element to say what number is printed before it.
NUMBER_ATTRIBUTE = "data-glossator-number"
ROLE_ATTRIBUTE = "data-glossator-role"
BULLET = "•"
CELLS = " | "
MOST_LINKED = 0.5
DEEPEST = "Excessive depth"

_UNREAD = """
    annotation annotation-xml applet area audio base button canvas datalist embed head iframe input link map meta
    noframes noscript object param picture script select source style svg template textarea title track video
"""
UNREAD = frozenset(_UNREAD.split())
_BLOCKS = """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search
    section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
CHROME = frozenset({"nav", "footer", "aside", "dialog", "search"})
CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"})
INVISIBLE = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\n\f\v]+")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ufffe\uffff]")
NOTE = re.compile(r"\d{1,3}|[a-z*†‡]")
# Two line breaks, or one before an indented line, make a new paragraph; one alone only breaks the line.
NEW_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[^\S\n]*[\u3000\u2003\u00a0]{2})")


class TooDeepError(ValueError):
    """The elements are nested so deeply that the parser left some of them out."""


@dataclass(slots=True)
class Unit:
    """One unit of a page: what a block will be made of, and where it stood.

    ``home`` is the element directly around it; ``chrome`` says it stands in a menu, a form, a page's head or foot;
    ``linked`` is the share of its characters that are links, from 0 to 1; ``counted`` says that the number is one a
    list counts, and does not stand in the file.
    """

    kind: Kind
    text: str
    home: html.HtmlElement
    number: str = ""
    level: int = 0
    role: Role = Role.NONE
    counted: bool = False
    chrome: bool = False
    linked: float = 0.0

    @property
    def is_aside(self) -> bool:
        """Whether it leads away from the text rather than belonging to it."""
        return self.chrome or self.linked > MOST_LINKED


def parse(text: str) -> html.HtmlElement:
    """The tree of an HTML text, without comments.

    Raises:
        TooDeepError: elements are nested more than some 2,000 deep, and the parser would drop what is in them.
        lxml.etree.ParserError: there is nothing in it.
    """
    # The parser takes a str with an encoding in its XML declaration for a mistake; bytes with a stated codec never.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = html.document_fromstring(CONTROLS.sub("", text).encode(), parser=parser, ensure_head_body=True)
    if any(entry.message.startswith(DEEPEST) for entry in parser.error_log):
        raise TooDeepError
    for link in tree.iter("a"):
        _bracket_note(link)
    return tree


def _bracket_note(link: html.HtmlElement) -> None:
    """Put the number of a footnote in brackets, lest "the wall" and a raised 1 become "the wall1"."""
    text = (link.text_content() or "").strip()
    raised = link.getparent().tag == "sup" or link.find("sup") is not None
    if raised and NOTE.fullmatch(text) and link.get("href", "").startswith("#"):
        for inner in list(link):
            link.remove(inner)
        link.text = f"[{text}]"


def units(root: html.HtmlElement) -> list[Unit]:
    """All units below ``root`` in reading order, its menus and forms included, what is hidden left out."""
    return _Flattener(root).flatten()


@dataclass(slots=True)
class _Frame:
    """An open element that starts lines, with what it and those around it mean for the text in it.

    ``label`` holds the number of the list item until its first words come; it is the same list for all frames of one
    item, as ``row`` is for the cells of one table row. ``in_lines`` says that line breaks are part of the text.
    """

    element: html.HtmlElement
    kind: Kind = Kind.BODY
    level: int = 0
    depth: int = 0
    role: Role = Role.NONE
    chrome: bool = False
    article: bool = False
    verbatim: bool = False
    in_lines: bool = False
    label: list[str] = field(default_factory=list)
    counted: bool = False
    row: list[str] | None = None
    items: "_Numbers | None" = None


class _Flattener:
    """Walks a tree once and collects its units."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.found: list[Unit] = []
        self.frames = [_Frame(root)]
        self.text: list[str] = []
        self.links = 0
        self.linked = 0

    def flatten(self) -> list[Unit]:
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if event == "start" and _is_unread(element):
                walker.skip_subtree()
            elif event == "start":
                self._start(element)
            else:
                if not _is_unread(element):
                    self._end(element)
                if element is not self.root:
                    self._add(element.tail)
        self._flush()
        return self.found

    def _start(self, element: html.HtmlElement) -> None:
        if element.tag == "br":
            self.text.append("\n")
        elif element.tag == "a" and element.get("href"):
            self.links += 1
        elif element.tag in BLOCKS:
            self._flush()
            self.frames.append(_inner(self.frames[-1], element))
        self._add(element.text)

    def _end(self, element: html.HtmlElement) -> None:
        if element.tag == "a" and element.get("href"):
            self.links -= 1
        elif element.tag in BLOCKS:
            self._flush()
            frame = self.frames.pop()
            if element.tag == "tr" and frame.row and any(frame.row):
                self.found.append(Unit(Kind.ROW, CELLS.join(frame.row), element, chrome=frame.chrome))

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self.links:
            self.linked += len(text) - text.count(" ")
        self.text.append(text if self.frames[-1].verbatim else WHITE.sub(" ", text))

    def _flush(self) -> None:
        """Close the open unit and give it what its frame says."""
        raw, linked, frame = "".join(self.text), self.linked, self.frames[-1]
        self.text, self.linked = [], 0
        share = linked / max(1, len(raw) - raw.count(" "))
        for part in NEW_PARAGRAPH.split(raw):
            text = keep_lines(CONTROLS.sub("", part)) if frame.in_lines else fold(part)
            if not text:
                continue
            number = frame.label.pop() if frame.label else ""
            if frame.row is not None:
                # Text in a row but in no cell is a slip of the page; it makes a cell of its own.
                cell = frame.row.pop() if frame.row else ""
                frame.row.append(" ".join(filter(None, (cell, number, text))))
                continue
            if frame.kind is Kind.HEADING and number == BULLET:
                number = ""
            self.found.append(
                Unit(
                    kind=frame.kind,
                    text=text,
                    home=frame.element,
                    number=number,
                    level=frame.level,
                    role=frame.role,
                    counted=frame.counted and bool(number),
                    chrome=frame.chrome,
                    linked=share,
                )
            )


def fold(text: str) -> str:
    """The text as it is read: every run of white space and line breaks one space, none at the ends."""
    return WHITE.sub(" ", CONTROLS.sub("", text)).strip()


def _inner(outer: _Frame, element: html.HtmlElement) -> _Frame:
    """The frame of an element inside another one."""
    frame = copy.copy(outer)
    frame.element = element
    tag = element.tag
    frame.article |= tag in {"article", "main"}
    frame.chrome |= _is_chrome(element, in_article=frame.article)
    frame.role = Role(element.get(ROLE_ATTRIBUTE, frame.role))
    if tag in HEADINGS:
        frame.kind, frame.level, frame.in_lines = Kind.HEADING, HEADINGS[tag], False
    elif tag == "blockquote":
        frame.kind, frame.level = Kind.QUOTE, 0
    elif tag in LISTS:
        frame.depth += 1
        frame.items = _Numbers(element)
    elif tag == "li":
        frame.kind, frame.level = Kind.ITEM, max(frame.depth, 1)
        frame.label, frame.counted = [frame.items.next(element) if frame.items else BULLET], True
    elif tag == "pre" and not frame.verbatim:
        frame.verbatim = True
        frame.in_lines = not (frame.row or frame.kind is Kind.HEADING or is_wrapped_prose(element.text_content()))
    else:
        _tabulate(frame, element)
    if printed := element.get(NUMBER_ATTRIBUTE):
        frame.label, frame.counted = [printed], False
    return frame


def _tabulate(frame: _Frame, element: html.HtmlElement) -> None:
    """What a part of a table means for its frame."""
    if element.tag == "table" and frame.row is None and not is_layout(element):
        frame.kind, frame.level = Kind.ROW, 0
    elif element.tag == "tr" and frame.kind is Kind.ROW:
        frame.row, frame.in_lines = [], False
    elif element.tag in {"td", "th"} and frame.row is not None:
        frame.row.append("")
    elif element.tag == "caption":
        frame.kind = Kind.BODY


class _Numbers:
    """The numbers a browser prints before the items of one list."""

    def __init__(self, element: html.HtmlElement) -> None:
        self.ordered = element.tag == "ol"
        self.style = element.get("type", "1")
        self.value = _integer(element.get("start"), 1) - 1

    def next(self, item: html.HtmlElement) -> str:
        """The number of the next item."""
        if not self.ordered:
            return BULLET
        self.value = _integer(item.get("value"), self.value + 1)
        return f"{ordinal(self.value, self.style)}."


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else otherwise


def _is_unread(element: html.HtmlElement) -> bool:
    """Whether nobody who reads the page sees what is in the element.

    A hidden body or main part is one that a script of the page brings to light, and is read.
    """
    if element.tag in UNREAD:
        return True
    if element.tag in {"html", "body", "main", "article"}:
        return False
    return element.get("hidden", "until-found") != "until-found" or bool(INVISIBLE.search(element.get("style", "")))


def _is_chrome(element: html.HtmlElement, *, in_article: bool) -> bool:
    """Whether the element is part of the page around the text rather than of the text."""
    if element.get("role", "").lower() in CHROME_ROLES:
        return True
    return element.tag in CHROME or (element.tag == "header" and not in_article)
