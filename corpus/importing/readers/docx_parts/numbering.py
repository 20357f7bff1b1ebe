"""The numbers Word prints before paragraphs.

Plain Python on lxml. Word keeps "Article 3" or "(b)" apart from the text: a paragraph, or its style, names a list and a
level, and the list says how its numbers look (ISO 29500-1, 17.9). Here the counting is done as Word does it.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.importing.readers.docx_parts.number_formats import formatted
from corpus.importing.readers.docx_parts.styles import DocxStyle, Indent, Styles, W, indent, integer, toggles, value

BULLET = "•"
LEVELS = 9
# Letters and the private use area: where Symbol, Wingdings and Courier New have their dots, arrows and circles.
FONT_BULLET = re.compile("[\ue000-\uf8ffa-zA-Z]")
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list numbers its paragraphs; ``text`` is a pattern such as "%1.%2)".

    ``restart`` is the level, from 1, at which or above which it begins anew: 0 for none, ``None`` for any above it.
    """

    start: int
    style: str
    custom: str
    text: str
    paragraph_style: str
    plain: bool
    restart: int | None
    indent: Indent
    language: str
    hidden: bool

    def begins_anew_after(self, depth: int, own: int) -> bool:
        """Whether a paragraph of the level ``depth`` makes this one, of the level ``own``, begin anew."""
        if self.restart is None or self.restart > own:
            return depth < own
        return depth < self.restart


@dataclass(frozen=True, slots=True)
class _List:
    """A list a paragraph can name: the definition it counts with, where it starts anew, its own levels."""

    definition: str
    starts: dict[int, int]
    levels: dict[int, _Level]


@dataclass(frozen=True, slots=True)
class NumberLabel:
    """The number before a paragraph, "" where it is not known how it is printed, and the depth of its level from 1."""

    text: str
    level: int
    indent: Indent
    unknown: str = ""


@dataclass(slots=True)
class Numbering:
    """All lists of a document, and how far each has counted."""

    styles: Styles
    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, properties: etree._Element | None, style: DocxStyle) -> NumberLabel | None:
        """The number before the next paragraph, ``None`` if it has none. To be asked once for each, in order.

        Args:
            properties: the properties of the paragraph itself.
            style: its style.
        """
        place = self._place(properties, style)
        if place is None:
            return None
        name, depth = place
        entry = self.lists[name]
        level = entry.levels[depth]
        counts = self.counts.setdefault(entry.definition, {})
        start = entry.starts.get(depth, level.start)
        if depth in entry.starts and (name, depth) not in self.begun:
            counts[depth] = start
        else:
            counts[depth] = counts.get(depth, start - 1) + 1
        self.begun.add((name, depth))
        for deeper, other in entry.levels.items():
            if deeper > depth and other.begins_anew_after(depth, deeper):
                counts.pop(deeper, None)
        text, unknown = self._printed(level, entry, counts)
        return NumberLabel(text, depth + 1, level.indent, unknown)

    def _place(self, properties: etree._Element | None, style: DocxStyle) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's; ``None`` where there is none to count."""
        own = None if properties is None else properties.find(f"{W}numPr")
        name = ("" if own is None else value(own.find(f"{W}numId"))) or style.list_name
        if name not in self.lists:
            return None
        levels = self.lists[name].levels
        depth = None if own is None else _depth(own)
        if depth is None:
            depth = _depth_of(style, levels)
        return (name, depth) if depth in levels else None

    def _printed(self, level: _Level, entry: _List, counts: dict[int, int]) -> tuple[str, str]:
        """The number as it stands on paper, or the name of the format that is not known."""
        if level.hidden:
            return "", ""
        if level.style == "bullet":
            is_sign = level.text and not FONT_BULLET.search(level.text) and "%" not in level.text
            return level.text if is_sign else BULLET, ""
        unknown = []

        def count(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            named = entry.levels.get(depth)
            if named is None:
                return ""
            style = "decimal" if level.plain and named.style != "none" else named.style
            number = formatted(
                counts.get(depth, entry.starts.get(depth, named.start)),
                style,
                language=named.language or self.styles.language,
                pattern=named.custom,
            )
            if number is None:
                unknown.append(style)
            return number or ""

        text = re.sub(r"%([1-9])", count, level.text).strip()
        return ("", unknown[0]) if unknown else (text, "")


def numbering_of(root: etree._Element | None, styles: Styles) -> Numbering:
    """The lists of a document, each name followed to the definition it counts with.

    Args:
        root: the root of the part with the lists, if there is one.
        styles: the styles of the document.
    """
    if root is None:
        return Numbering(styles)
    definitions, linked = {}, {}
    for abstract in root.findall(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        definitions[name] = dict(map(_level, abstract.findall(f"{W}lvl")))
        linked[name] = value(abstract.find(f"{W}numStyleLink"))
    entries = {entry.get(f"{W}numId", ""): entry for entry in root.findall(f"{W}num")}
    lists = {}
    for name, entry in entries.items():
        definition = value(entry.find(f"{W}abstractNumId"))
        # A definition without levels of its own may refer to a style, which names another list.
        of_style = styles.of(linked.get(definition, "")).chain[:1]
        via = entries.get(value(of_style[0].find(f"{W}pPr/{W}numPr/{W}numId"))) if of_style else None
        if via is not None and not definitions.get(definition):
            definition = value(via.find(f"{W}abstractNumId"))
        overrides = entry.findall(f"{W}lvlOverride")
        starts = {
            integer(one.get(f"{W}ilvl"), 0): integer(value(start), 1)
            for one in overrides
            if (start := one.find(f"{W}startOverride")) is not None
        }
        own = dict(_level(level) for one in overrides if (level := one.find(f"{W}lvl")) is not None)
        lists[name] = _List(definition, starts, definitions.get(definition, {}) | own)
    return Numbering(styles, lists)


def _level(element: etree._Element) -> tuple[int, _Level]:
    """The depth of a level, from 0, and what it says."""
    # What later versions of Word added stands in a choice, with what earlier ones make of it as a fallback.
    style = element.find(f".//{CHOICE}/{W}numFmt")
    style = element.find(f"{W}numFmt") if style is None else style
    picture = element.find(f"{W}lvlPicBulletId") is not None
    restart = element.find(f"{W}lvlRestart")
    return integer(element.get(f"{W}ilvl"), 0), _Level(
        start=integer(value(element.find(f"{W}start")), 0 if element.find(f"{W}start") is None else 1),
        style="bullet" if picture else value(style) or "decimal",
        custom="" if style is None else style.get(f"{W}format", ""),
        text=value(element.find(f"{W}lvlText")),
        paragraph_style=value(element.find(f"{W}pStyle")),
        plain=element.find(f"{W}isLgl") is not None and value(element.find(f"{W}isLgl")) not in {"0", "false"},
        restart=None if restart is None else integer(value(restart), 0),
        indent=indent(element.find(f"{W}pPr")),
        language=value(element.find(f"{W}rPr/{W}lang")),
        hidden=toggles(element.find(f"{W}rPr")).get("vanish", False),
    )


def _depth_of(style: DocxStyle, levels: dict[int, _Level]) -> int:
    """The level of a style, or of one it is based on: the level that names the style, else the one the style names."""
    by_style = {level.paragraph_style: at for at, level in levels.items() if level.paragraph_style}
    for name, element in zip(style.ids, style.chain, strict=True):
        if name in by_style:
            return by_style[name]
        numbered = element.find(f"{W}pPr/{W}numPr")
        if numbered is not None and (depth := _depth(numbered)) is not None:
            return depth
    return 0


def _depth(numbered: etree._Element) -> int | None:
    level = numbered.find(f"{W}ilvl")
    return None if level is None else integer(value(level), 0)
