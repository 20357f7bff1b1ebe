"""What a browser prints before the items of a list."""

import re

from lxml import html

from corpus.importing.structure.list_numbers import LETTERS, ordinal

BULLET = "•"
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_STYLES = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal-leading-zero": "01",
    "lower-greek": "α",
    **dict.fromkeys(("cjk-decimal", "cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"), "一"),
    **dict.fromkeys(("disc", "circle", "square", "disclosure-open", "disclosure-closed"), BULLET),
    "none": "",
}
_STRING = re.compile(r"([\"'])(.*?)\1")
# Those that are printed by nothing here: no number is better than a wrong one.
_UNKNOWN = re.compile(r"[a-z]+(?:-[a-z]+)*", re.IGNORECASE)
_PLACES = frozenset({"inside", "outside", "inherit", "initial", "unset", "revert"})
_UNCOUNTED = {BULLET: BULLET, "none": "", "?": ""}
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


class Marks:
    """The numbers or bullets of one list, in order."""

    def __init__(self, element: html.HtmlElement) -> None:
        ordered = element.tag == "ol"
        self.style = _style(element) or _typed(element) or ("1" if ordered else BULLET)
        self.step = -1 if ordered and "reversed" in element.attrib else 1
        items = sum(1 for _ in element.iterchildren("li"))
        self.value = _integer(element.get("start"), items if self.step < 0 else 1) - self.step

    def next(self, item: html.HtmlElement) -> str:
        """The mark of the next item; "" where none is printed."""
        self.value = _integer(item.get("value"), self.value + self.step)
        style = _style(item) or _typed(item) or self.style
        if style[0] == "=" or style in _UNCOUNTED:
            return _UNCOUNTED.get(style, style[1:])
        if style == "01":
            return f"{self.value:02}."
        if style == "一":
            return f"{ordinal(self.value, style)}、"
        if style == "α" and 1 <= self.value <= len(_GREEK):
            return f"{_GREEK[self.value - 1]}."
        if style in {"a", "A"} and self.value > LETTERS:
            return f"{_letters(self.value, style)}."
        return f"{ordinal(self.value, style)}."


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
    found = [*_STYLE.finditer(element.get("style", ""))][-1:]
    if found and (quoted := _STRING.search(found[0][1])):
        return f"={quoted[2].strip()}"
    for word in found[0][1].lower().replace("!important", "").split() if found else ():
        if word in _STYLES:
            return _STYLES[word] or "none"
        if word not in _PLACES and _UNKNOWN.fullmatch(word):
            return "?"
    return ""


def _typed(element: html.HtmlElement) -> str:
    kind = element.get("type", "").strip()
    return kind if kind in {"1", "a", "A", "i", "I"} else _STYLES.get(kind.lower(), "")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text.strip()) else otherwise
