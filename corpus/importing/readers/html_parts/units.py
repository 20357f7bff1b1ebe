"""An HTML tree as the sequence of units a reader sees, whatever it was made from.

Plain Python on lxml. Every character data of the tree is visited once, in order, and added to the unit that is open
at that place; a unit ends where an element that starts a new line begins or ends. So no word can be missed, however
oddly the elements are nested (text beside paragraphs, paragraphs in headings, lists in tables), and no depth of
nesting exhausts the stack.
"""

import re
from dataclasses import dataclass, field, replace

from lxml import etree, html

from corpus.blocks import Kind, Role
from corpus.importing.readers.html_parts.layout import is_layout
from corpus.importing.readers.html_parts.list_marks import BULLET, Marks
from corpus.importing.structure.counted_lines import counted_lines
from corpus.importing.structure.furniture import is_furniture
from corpus.importing.structure.joining import keep_lines
from corpus.importing.structure.wrapped_lines import is_wrapped_prose

# An attribute set on the call of a note: the name of the place it leads to.
CALL_ATTRIBUTE = "data-glossator-call"
CELLS = " | "
MOST_LINKED = 0.5

_UNREAD = """
    annotation annotation-xml applet area audio base button canvas datalist embed head iframe input link meta
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
CHROME = frozenset({"nav", "aside", "dialog", "search"})
CHROME_ROLES = frozenset({"navigation", "complementary", "search", "dialog", "alert"})
EDGE_ROLES = frozenset({"banner", "contentinfo"})
_DISPLAY = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([a-z-]+)", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\n\f\v]+")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ufffe\uffff]")
# Only for those who have the page read aloud.
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:[a-z]+-)?(?:visually-?hidden|sr-only|screen-reader-text)(?=\s|$)", re.IGNORECASE
)
_UNSEEN_STYLE = re.compile(
    r"clip(?:-path)?\s*:\s*(?:rect\((?:(?:0(?:px)?[,\s]*){4}|(?:1px[,\s]*){4})\)|inset\((?:50|100)%\))"
    r"|position\s*:\s*absolute.*?(?:^|;)\s*left\s*:\s*-\d{3,}(?:px|em)|(?:^|;)\s*left\s*:\s*-\d{3,}(?:px|em).*?position\s*:\s*absolute",
    re.IGNORECASE | re.DOTALL,
)
# Set beside each other in the file, below each other on the page.
BELOW = re.compile(
    r"(?:^|;)\s*display\s*:\s*(?:block|flex|grid|list-item|table(?:-row|-cell)?|flow-root)\b", re.IGNORECASE
)
_PARTING = re.compile(r"(?:^|;)\s*display\s*:\s*(?:inline-)?(?:flex|grid)\b", re.IGNORECASE)
MOST_SPANNED = 100  # columns
TO_THE_END = 65_534  # rows, the most that HTML lets a cell reach
# A page's head or foot with a paragraph of so many characters, which ends as prose does and holds no link, is text.
LEAST_PROSE = 40
PROSE_ENDS = (".", ",", ";", ":", "!", "?", "。", "；", "：")
# Two line breaks, or one before an indented line, make a new paragraph; one alone only breaks the line.
NEW_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[^\S\n]*[\u3000\u2003\u00a0]{2})")


@dataclass(slots=True)
class Unit:
    """One unit of a page: what a block will be made of, and where it stood.

    ``home`` is the element directly around it; ``chrome`` says it stands in a menu, a form, a page's head or foot;
    ``kept`` that it stands in a head or foot which is text; ``linked`` is the share of its characters that are links,
    from 0 to 1; ``strong`` says that it is in bold throughout; ``counted`` that the number is one a list counts, and
    does not stand in the file; ``calls`` are the names of the places of the notes it calls.
    """

    kind: Kind
    text: str
    home: html.HtmlElement
    number: str = ""
    level: int = 0
    role: Role = Role.NONE
    counted: bool = False
    chrome: bool = False
    kept: bool = False
    linked: float = 0.0
    strong: bool = False
    calls: tuple[str, ...] = ()

    @property
    def is_aside(self) -> bool:
        """Whether it leads away from the text rather than belonging to it."""
        return self.chrome or self.linked > MOST_LINKED


def units(root: html.HtmlElement) -> list[Unit]:
    """All units below ``root`` in reading order, its menus and forms included, what is hidden left out."""
    return _Flattener(root).flatten()


@dataclass(slots=True)
class _Frame:
    """An open element that starts lines, with what it and those around it mean for the text in it.

    ``label`` holds the number of the list item until its first words come; it is the same list for all frames of one
    item, as ``row`` is for the cells of one table row, and ``reaching`` for the rows of one table: by column, how many
    more rows a cell above reaches into. ``in_lines`` says that line breaks are part of the text.
    """

    element: html.HtmlElement
    kind: Kind = Kind.BODY
    level: int = 0
    depth: int = 0
    chrome: bool = False
    kept: bool = False
    article: bool = False
    verbatim: bool = False
    in_lines: bool = False
    label: list[str] = field(default_factory=list)
    counted: bool = False
    row: list[str] | None = None
    reaching: dict[int, int] | None = None
    items: Marks | None = None


class _Flattener:
    """Walks a tree once and collects its units."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.root = root
        self.units: list[Unit] = []
        self.frames = [_Frame(root)]
        self.text: list[str] = []
        self.links = 0
        self.linked = 0
        self.calls: list[str] = []

    def flatten(self) -> list[Unit]:
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if event == "start" and is_unread(element):
                walker.skip_subtree()
            elif event == "start":
                self._start(element)
            else:
                if not is_unread(element):
                    self._end(element)
                if element is not self.root:
                    self._add(element.tail)
        self._flush()
        return self.units

    def _start(self, element: html.HtmlElement) -> None:
        if called := element.get(CALL_ATTRIBUTE):
            self.calls.append(called)
        if element.tag == "br":
            self.text.append("\n")
        elif element.tag == "a" and element.get("href"):
            self.links += 1
        elif element.tag in BLOCKS:
            self._flush()
            self._fill_row(element)
            self.frames.append(_inner(self.frames[-1], element))
        elif _is_apart(element):
            self._begin_line()
        self._add(element.text)

    def _end(self, element: html.HtmlElement) -> None:
        if element.tag == "a" and element.get("href"):
            self.links -= 1
        elif element.tag in BLOCKS:
            self._flush()
            if element.tag == "tr":
                self._fill_row(element)
            frame = self.frames.pop()
            if element.tag == "tr" and frame.row and any(frame.row):
                row = Unit(Kind.ROW, CELLS.join(frame.row).strip(), element, chrome=frame.chrome, kept=frame.kept)
                self.units.append(replace(row, calls=self._called()))
            elif element.tag in {"td", "th"} and frame.row:
                self._span(element, frame.row)
        elif _is_apart(element):
            self._begin_line()

    def _fill_row(self, element: html.HtmlElement) -> None:
        """Put empty cells where a cell of a row above reaches down: before a cell, or at the end of a row."""
        frame = self.frames[-1]
        if element.tag not in {"td", "th", "tr"} or frame.row is None or frame.reaching is None:
            return
        while frame.reaching.get(len(frame.row), 0) > 0:
            frame.reaching[len(frame.row)] -= 1
            frame.row.append("")

    def _span(self, element: html.HtmlElement, row: list[str]) -> None:
        """Put empty cells where a cell reaches to the right, and remember where it reaches down."""
        reaching = self.frames[-1].reaching
        across, down = (_spanned(element.get(name)) for name in ("colspan", "rowspan"))
        if (element.get("rowspan") or "").strip() == "0":
            down = TO_THE_END
        if reaching is not None and down > 1:
            reaching.update({len(row) - 1 + step: down - 1 for step in range(across)})
        row += [""] * (across - 1)

    def _called(self) -> tuple[str, ...]:
        """The notes called since the last unit."""
        calls, self.calls = tuple(self.calls), []
        return calls

    def _begin_line(self) -> None:
        """Break the line, unless one begins here anyway."""
        if "".join(self.text[-3:]).rstrip(" ")[-1:] not in {"", "\n"}:
            self.text.append("\n")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self.links:
            self.linked += len(text) - text.count(" ")
        self.text.append(text if self.frames[-1].verbatim else _with_single_spaces(text))

    def _flush(self) -> None:
        """Close the open unit and give it what its frame says."""
        raw, linked, frame = "".join(self.text), self.linked, self.frames[-1]
        self.text, self.linked = [], 0
        share = linked / max(1, len(raw) - raw.count(" "))
        for part in NEW_PARAGRAPH.split(raw) if frame.in_lines else paragraphs_of(raw):
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
            self.units.append(
                Unit(
                    kind=frame.kind,
                    text=text,
                    home=frame.element,
                    number=number,
                    level=frame.level,
                    counted=frame.counted and bool(number),
                    chrome=frame.chrome,
                    kept=frame.kept,
                    linked=share,
                    calls=self._called(),
                )
            )


def _is_apart(element: html.HtmlElement) -> bool:
    """Whether a style sets an element of a line apart from what is beside it: itself, or what it is in."""
    around = element.getparent()
    return bool(BELOW.search(element.get("style", ""))) or (
        around is not None and bool(_PARTING.search(around.get("style", "")))
    )


def paragraphs_of(raw: str) -> list[str]:
    """The paragraphs of a text with its line breaks; lines whose numbers count on are one each."""
    return [part for whole in NEW_PARAGRAPH.split(raw) for part in (counted_lines(whole) or [whole])]


def fold(text: str) -> str:
    """The text as it is read: every run of white space and line breaks one space, none at the ends."""
    return _with_single_spaces(text if text.isprintable() else CONTROLS.sub("", text)).strip()


def _with_single_spaces(text: str) -> str:
    """The text with a space for every run of white space, which most texts have anyway."""
    return text if text.isprintable() and "  " not in text else WHITE.sub(" ", text)


def _inner(outer: _Frame, element: html.HtmlElement) -> _Frame:
    """The frame of an element inside another one."""
    frame = replace(outer, element=element)
    tag = element.tag
    frame.article |= tag in {"article", "main"}
    is_quoted = outer.kind is Kind.QUOTE  # who said it stands in a foot of its own
    if not (frame.chrome or is_quoted) and _is_edge(element, in_article=frame.article):
        frame.kept = _holds_text(element)
        frame.chrome = not frame.kept
    frame.chrome |= _is_chrome(element)
    if level := HEADINGS.get(tag) or _heading_level(element):
        frame.kind, frame.level, frame.in_lines = Kind.HEADING, level, False
    elif tag == "blockquote":
        frame.kind, frame.level = Kind.QUOTE, 0
    elif tag in LISTS:
        frame.depth += 1
        frame.items = Marks(element)
    elif tag == "li":
        frame.kind, frame.level = Kind.ITEM, max(frame.depth, 1)
        mark = frame.items.next(element) if frame.items else BULLET
        frame.label, frame.counted = [mark] * bool(mark), True
    elif tag == "pre" and not frame.verbatim:
        frame.verbatim = True
        frame.in_lines = not (frame.row or frame.kind is Kind.HEADING or is_wrapped_prose(element.text_content()))
    else:
        _tabulate(frame, element)
    return frame


def _heading_level(element: html.HtmlElement) -> int:
    """The level of an element that is a heading by its role; 0 for others."""
    level = element.get("aria-level", "2")
    return min(max(int(level), 1), 6) if element.get("role") == "heading" and re.fullmatch(r"[0-9]{1,2}", level) else 0


def _tabulate(frame: _Frame, element: html.HtmlElement) -> None:
    """What a part of a table means for its frame."""
    if element.tag == "table" and frame.row is None and not is_layout(element):
        frame.kind, frame.level, frame.reaching = Kind.ROW, 0, {}
    elif element.tag in {"thead", "tbody", "tfoot"} and frame.reaching is not None:
        # No cell reaches out of its part of a table.
        frame.reaching = {}
    elif element.tag == "tr" and frame.kind is Kind.ROW:
        frame.row, frame.in_lines = [], False
    elif element.tag in {"td", "th"} and frame.row is not None:
        frame.row.append("")
    elif element.tag == "caption":
        frame.kind = Kind.BODY


def is_unread(element: html.HtmlElement) -> bool:
    """Whether nobody who reads the page sees what is in the element.

    A hidden body or main part is one that a script of the page brings to light, and is read.
    """
    if element.tag in UNREAD:
        return True
    if element.tag in {"html", "body", "main", "article"}:
        return False
    if _UNSEEN_CLASS.search(element.get("class", "")):
        return True
    return element.get("hidden", "until-found") != "until-found" or is_invisible(element.get("style", ""))


def count_hidden(root: html.HtmlElement) -> int:
    """How many elements below ``root`` have words and are hidden, those inside others not counted."""
    walker = etree.iterwalk(root, events=("start",))
    hidden = 0
    for _event, element in walker:
        if is_unread(element):
            walker.skip_subtree()
            hidden += element.tag not in UNREAD and bool(fold(element.text_content() or ""))
    return hidden


def is_invisible(style: str) -> bool:
    """Whether an element of this style is not shown; of several statements the last counts."""
    if ("clip" in style or "left" in style) and _UNSEEN_STYLE.search(style):
        return True
    stated = {name.lower(): value.lower() for name, value in _DISPLAY.findall(style)}
    return stated.get("display") == "none" or stated.get("visibility") in {"hidden", "collapse"}


def _is_chrome(element: html.HtmlElement) -> bool:
    """Whether the element is part of the page around the text rather than of the text."""
    return element.get("role", "").lower() in CHROME_ROLES or element.tag in CHROME


def _is_edge(element: html.HtmlElement, *, in_article: bool) -> bool:
    """Whether the element is the head or the foot of the page, or the foot of its text."""
    if element.get("role", "").lower() in EDGE_ROLES:
        return True
    return element.tag == "footer" or (element.tag == "header" and not in_article)


def _holds_text(edge: html.HtmlElement) -> bool:
    """Whether a head or foot holds a part of the text, such as a preamble: prose, without links, menus and forms."""
    if next(edge.iter("nav", "form", "input", "button"), None) is not None:
        return False
    if any(not link.get("href", "").startswith("#") for link in edge.iter("a") if link.get("href")):
        return False
    paragraphs = [fold(element.text_content() or "") for element in edge.iter("p", "li", "dd")]
    prose = [text for text in paragraphs if len(text) >= LEAST_PROSE and text.endswith(PROSE_ENDS)]
    return bool(prose) and not any(map(is_furniture, paragraphs))


def _spanned(number: str | None) -> int:
    return min(int(number), MOST_SPANNED) if number and re.fullmatch(r"[1-9][0-9]{0,4}", number.strip()) else 1
