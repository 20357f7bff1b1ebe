"""What a browser prints before the items of a list."""

import re

from lxml import html

from corpus.importing.readers.html_parts import counter_styles
from corpus.importing.structure.list_numbers import LETTERS, ordinal

BULLET = "•"
# Set on an item whose mark a style sheet composes.
MARK_ATTRIBUTE = "data-glossator-mark"
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
STYLES = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal-leading-zero": "01",
    **dict.fromkeys(("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "一"),
    **{name: name for name in counter_styles.NAMES},
    **dict.fromkeys(("disc", "circle", "square", "disclosure-open", "disclosure-closed"), BULLET),
    "none": "",
}
_STRING = re.compile(r"([\"'])(.*?)\1")
# Those that are printed by nothing here: no number is better than a wrong one.
_UNKNOWN = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
_PLACES = frozenset({"inside", "outside", "inherit", "initial", "unset", "revert"})
_UNCOUNTED = {BULLET: BULLET, "none": "", "?": ""}
_WITH_COMMA = counter_styles.WITH_COMMA | {"一"}
# What is no list item for a style sheet has no mark.
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.IGNORECASE)
_WITH_MARK = frozenset({"list-item", "revert", "initial", "inherit", "unset"})


class Marks:
    """The numbers or bullets of one list, in order."""

    def __init__(self, element: html.HtmlElement) -> None:
        ordered = element.tag == "ol"
        self.style = _style(element) or _typed(element) or ("1" if ordered else BULLET)
        self.step = -1 if ordered and "reversed" in element.attrib else 1
        self.value = first_value(element)

    def next(self, item: html.HtmlElement) -> str:
        """The mark of the next item; "" where none is printed."""
        self.value = _integer(item.get("value"), self.value + self.step)
        if (mark := item.get(MARK_ATTRIBUTE)) is not None:
            return str(mark)
        style = _style(item) or _typed(item) or self.style
        if has_no_mark(item):
            return ""
        if style[0] == "=" or style in _UNCOUNTED:
            return _UNCOUNTED.get(style, style[1:])
        return f"{printed(self.value, style)}{'、' if style in _WITH_COMMA else '.'}"


def first_value(element: html.HtmlElement) -> int:
    """What the counter of a list stands at before its first item."""
    if element.tag == "ol" and "reversed" in element.attrib:
        return _integer(element.get("start"), sum(1 for _ in element.iterchildren("li"))) + 1
    return _integer(element.get("start"), 1) - 1


def has_no_mark(item: html.HtmlElement) -> bool:
    """Whether an item is set as what has no mark: as a block, in a row."""
    stated = _DISPLAY.findall(item.get("style", ""))
    return bool(stated) and stated[-1].lower() not in _WITH_MARK


def printed(value: int, style: str) -> str:
    """A number in one of ``STYLES``, without what stands after it."""
    if style in _UNCOUNTED or not style:
        return _UNCOUNTED.get(style, "")
    if style == "01":
        return f"{value:02}"
    if style in counter_styles.NAMES:
        return counter_styles.written(value, style)
    if style in {"a", "A"} and value > LETTERS:
        return _letters(value, style)
    return ordinal(value, style)


def _letters(value: int, style: str) -> str:
    """A number in letters as browsers have it: aa, ab after z (word processors have aa, bb)."""
    letters = ""
    while value:
        value, letter = divmod(value - 1, LETTERS)
        letters = chr(ord(style) + letter) + letters
    return letters


def _style(element: html.HtmlElement) -> str:
    """The style an element states for its marks: "none", "?" for one not known here, "" where it states none.

    After "=" stands the mark itself.
    """
    styles = [*_STYLE.finditer(element.get("style", ""))][-1:]
    if styles and (quoted := _STRING.search(styles[0][1])):
        return f"={quoted[2].strip()}"
    for word in styles[0][1].lower().replace("!important", "").split() if styles else ():
        if word in STYLES:
            return STYLES[word] or "none"
        if word not in _PLACES and _UNKNOWN.fullmatch(word):
            return "?"
    return ""


def style_names(element: html.HtmlElement) -> list[str]:
    """The words of the style an element states for its marks that may name one, in the letters they have there."""
    styles = _STYLE.findall(element.get("style", ""))[-1:]
    words = _STRING.sub("", styles[0]).replace("!important", "").split() if styles else []
    return [word for word in words if word.lower() not in _PLACES]


def _typed(element: html.HtmlElement) -> str:
    kind = element.get("type", "").strip()
    return kind if kind in {"1", "a", "A", "i", "I"} else STYLES.get(kind.lower(), "")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else otherwise
