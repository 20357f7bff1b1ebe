"""The numbers a word processor prints before paragraphs, written into the paragraphs.

Plain Python on lxml. Word keeps "Article 3" or "(b)" apart from the text: a paragraph, or its style, names a list
and a level, and the list says how its numbers look (ECMA-376 part 1, 17.9). The conversion to HTML keeps none of this,
and the number a statute is cited by would be lost. Here the counting is done as Word does it, and each number is put in
front of its paragraph as a run of a style of its own, for the conversion to carry along.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.importing.structure.list_numbers import ordinal

NUMBER_STYLE = "GlossatorNumber"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
BULLET = "•"
LEVELS = 9
# Letters and the private use area: where Symbol, Wingdings and Courier New have their dots, arrows and circles.
FONT_BULLET = re.compile("[\ue000-\uf8ffa-zA-Z]")
STYLES = {
    "upperRoman": "I",
    "lowerRoman": "i",
    "upperLetter": "A",
    "lowerLetter": "a",
    "chineseCounting": "一",
    "chineseCountingThousand": "一",
    "chineseLegalSimplified": "一",
    "ideographDigital": "一",
    "japaneseCounting": "一",
    "taiwaneseCounting": "一",
    "taiwaneseCountingThousand": "一",
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list numbers its paragraphs; ``text`` is a pattern such as "%1.%2)"."""

    start: int
    style: str
    text: str
    paragraph_style: str
    plain: bool


@dataclass(frozen=True, slots=True)
class _List:
    """A list a paragraph can name: the definition it counts with, and where it starts anew."""

    definition: str
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """All lists of a document, and how far each has counted."""

    definitions: dict[str, dict[int, _Level]]
    lists: dict[str, _List]
    styles: dict[str, tuple[str, int | None]]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, paragraph: etree._Element) -> str:
        """The number before the next paragraph; "" if it has none. To be asked once for each, in order."""
        place = self._place(paragraph)
        if place is None:
            return ""
        name, depth = place
        entry = self.lists[name]
        levels = self.definitions[entry.definition]
        level = levels[depth]
        counts = self.counts.setdefault(entry.definition, {})
        if depth in entry.starts and (name, depth) not in self.begun:
            counts[depth] = entry.starts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self.begun.add((name, depth))
        for deeper in range(depth + 1, LEVELS):
            counts.pop(deeper, None)
        return _printed(level, levels, counts)

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's; ``None`` where there is none to count."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        of_style, depth = self.styles.get(style, ("", None))
        name = (_value(own.find(f"{W}numId")) if own is not None else "") or of_style
        if name not in self.lists:
            return None
        levels = self.definitions.get(self.lists[name].definition, {})
        if own is not None and own.find(f"{W}ilvl") is not None:
            depth = _integer(own.find(f"{W}ilvl"), 0)
        elif depth is None:
            depth = next((at for at, level in levels.items() if style and level.paragraph_style == style), 0)
        return (name, depth) if depth in levels else None


def write_numbers(document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None) -> None:
    """Put the printed number of every paragraph in front of it, in place.

    Args:
        document: the root of the part with the text.
        numbering: the root of the part with the lists, if there is one.
        styles: the root of the part with the styles, if there is one.
    """
    if numbering is None:
        return
    lists = _read(numbering, styles)
    for paragraph in document.iter(f"{W}p"):
        label = lists.label(paragraph)
        if label:
            _write(paragraph, label)


def _write(paragraph: etree._Element, label: str) -> None:
    run = etree.Element(f"{W}r")
    style = etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}rStyle")
    style.set(f"{W}val", NUMBER_STYLE)
    etree.SubElement(run, f"{W}t").text = label
    paragraph.insert(0 if paragraph.find(f"{W}pPr") is None else 1, run)


def _printed(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    """The number as it stands on paper: the level's pattern with the counts of the levels it names."""
    if level.style == "bullet":
        return BULLET if not level.text or FONT_BULLET.search(level.text) else level.text

    def count(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        named = levels.get(depth)
        if named is None or named.style == "none":
            return ""
        style = "decimal" if level.plain else named.style
        value = counts.get(depth, named.start)
        return f"{value:02}" if style == "decimalZero" else ordinal(value, STYLES.get(style, "1"))

    return re.sub(r"%([1-9])", count, level.text).strip()


def _read(numbering: etree._Element, styles: etree._Element | None) -> Numbering:
    """The lists of the document, each name followed to the definition it counts with."""
    definitions, linked = {}, {}
    for abstract in numbering.findall(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        definitions[name] = {_integer_of(one.get(f"{W}ilvl"), 0): _level(one) for one in abstract.findall(f"{W}lvl")}
        linked[name] = _value(abstract.find(f"{W}numStyleLink"))
    of_styles = _styles(styles)
    entries = {entry.get(f"{W}numId", ""): entry for entry in numbering.findall(f"{W}num")}
    lists = {}
    for name, entry in entries.items():
        definition = _value(entry.find(f"{W}abstractNumId"))
        # A definition without levels of its own may refer to a style, which names another list.
        via = entries.get(of_styles.get(linked.get(definition, ""), ("", None))[0])
        if via is not None and not definitions.get(definition):
            definition = _value(via.find(f"{W}abstractNumId"))
        starts = {
            _integer_of(one.get(f"{W}ilvl"), 0): _integer(one.find(f"{W}startOverride"), 1)
            for one in entry.findall(f"{W}lvlOverride")
            if one.find(f"{W}startOverride") is not None
        }
        lists[name] = _List(definition, starts)
    return Numbering(definitions, lists, of_styles)


def _level(element: etree._Element) -> _Level:
    return _Level(
        start=_integer(element.find(f"{W}start"), 1),
        style=_value(element.find(f"{W}numFmt")) or "decimal",
        text=_value(element.find(f"{W}lvlText")),
        paragraph_style=_value(element.find(f"{W}pStyle")),
        plain=element.find(f"{W}isLgl") is not None,
    )


def _styles(styles: etree._Element | None) -> dict[str, tuple[str, int | None]]:
    """For every style in a list: the list and, where it is said, the level; inherited from the style it is based on."""
    if styles is None:
        return {}
    found: dict[str, tuple[str, int | None]] = {}
    elements = {element.get(f"{W}styleId", ""): element for element in styles.findall(f"{W}style")}
    for name, element in elements.items():
        current, seen = element, set()
        while current is not None and current not in seen:
            seen.add(current)
            own = current.find(f"{W}pPr/{W}numPr")
            if own is not None and own.find(f"{W}numId") is not None:
                depth = None if own.find(f"{W}ilvl") is None else _integer(own.find(f"{W}ilvl"), 0)
                found[name] = (_value(own.find(f"{W}numId")), depth)
                break
            current = elements.get(_value(current.find(f"{W}basedOn")))
    return found


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _integer(element: etree._Element | None, otherwise: int) -> int:
    return _integer_of(_value(element), otherwise)


def _integer_of(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else otherwise
