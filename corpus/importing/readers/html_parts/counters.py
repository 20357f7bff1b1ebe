"""Numbers that a style sheet counts and prints: "Article 3." before a heading, "(a)" before an item.

Plain Python on lxml and tinycss2, by CSS Lists and Counters Module Level 3. What ``::before``, ``::after`` and
``::marker`` print is put into the tree where a counter or words are in it; the rest of it is decoration.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import tinycss2
from lxml import etree, html

from corpus.importing.readers.html_parts.list_marks import (
    MARK_ATTRIBUTE,
    STYLES,
    Marks,
    first_value,
    has_no_mark,
    printed,
)
from corpus.importing.readers.html_parts.own_counter_styles import OwnStyle, mark_items, own_styles
from corpus.importing.readers.html_parts.quotations import marks_of
from corpus.importing.readers.html_parts.style_sheets import PSEUDO
from corpus.importing.readers.html_parts.units import BLOCKS, LISTS, is_unread

_COUNTED = "//@style[contains(., 'counter')] | //@*[starts-with(name(), 'data-glossator-')][contains(., 'content')]"
# Words, and marks of quotations; not arrows, slashes and the signs of fonts of icons.
_MARKS = re.compile(r"[“”„「」‘’\"]\s?$")
_WORDS = re.compile(rf"[^\W_]|{_MARKS.pattern}")
_ATTACHED = re.compile(r"[“”„«‹「『‘’\"]\s?$")
_OF_ICONS = re.compile("[\ue000-\uf8ff]")
_OF_LISTS = "list-item"
_COUNTS_ITEMS = re.compile(r"counter-(set|increment)\s*:[^;]*\blist-item\b")
_WHITE = re.compile(r"\s+")


class _Printed(NamedTuple):
    """What is put into the tree: before or after the words of an element, or as the mark of an item."""

    element: html.HtmlElement
    pseudo: str
    text: str


def write_counters(tree: html.HtmlElement) -> None:
    """Put into ``tree`` what its style sheets count and print."""
    styles = own_styles(tree)
    counted = _Counting(tree, styles).count() if tree.xpath(_COUNTED) else []
    mark_items(tree, styles)
    for element, pseudo, text in counted:
        is_item = element.tag == "li"
        if pseudo == "marker" or (pseudo == "before" and is_item and _is_bare(element)):
            element.set(MARK_ATTRIBUTE, text.strip())
            continue
        span = etree.SubElement(element, "span", style=element.get(PSEUDO + pseudo, ""))
        is_apart = element.tag in BLOCKS and pseudo == "before" and not _ATTACHED.search(text)
        span.text = f"{text} " if is_apart else text
        if pseudo == "before":
            span.tail, element.text = element.text, None
            element.insert(0, span)


def _is_bare(item: html.HtmlElement) -> bool:
    """Whether a browser prints no mark of the list before an item."""
    around = item.getparent()
    return has_no_mark(item) or around is None or Marks(around).next(item) == ""


class _Counting:
    """Walks a tree once, with all counters that are in scope.

    A counter is in scope for the element that made it, what is in it, what follows it in the same element, and what
    is in that: so each is kept with the element around its maker.
    """

    def __init__(self, tree: html.HtmlElement, styles: Mapping[str, OwnStyle]) -> None:
        self.tree = tree
        self.styles = styles
        self.counters: dict[str, list[tuple[html.HtmlElement | None, int]]] = defaultdict(list)
        self.printed: list[_Printed] = []
        self.quoted = 0  # how many quotations that a style sheet opened are open

    def count(self) -> list[_Printed]:
        walker = etree.iterwalk(self.tree, events=("start", "end"))
        for event, element in walker:
            if is_unread(element) and element.tag != "head":
                if event == "start":
                    walker.skip_subtree()
            elif event == "start":
                self._count_items(element)
                self._change(element.getparent(), element.get("style", ""))
                self._number_item(element)
                self._print(element, "marker")
                self._print(element, "before")
            else:
                self._print(element, "after")
                for stack in self.counters.values():
                    while stack and stack[-1][0] is element:
                        stack.pop()
        return self.printed

    def _count_items(self, element: html.HtmlElement) -> None:
        """The counter that every list has by itself."""
        if element.tag in LISTS:
            self._make(_OF_LISTS, element.getparent(), first_value(element))
        elif element.tag == "li":
            around = element.getparent()
            step = -1 if around is not None and around.tag == "ol" and "reversed" in around.attrib else 1
            value = element.get("value", "")
            # A style that says how this counter goes on says it instead.
            if "increment" not in _COUNTS_ITEMS.findall(element.get("style", "")):
                self._add(_OF_LISTS, around, step)
            if re.fullmatch(r"-?[0-9]{1,6}", value):
                self._set(_OF_LISTS, around, int(value))

    def _number_item(self, element: html.HtmlElement) -> None:
        """Set the number of an item on it, where its style counts the items of lists."""
        if element.tag == "li" and _COUNTS_ITEMS.search(element.get("style", "")):
            element.set("value", str(self.counters[_OF_LISTS][-1][1]))

    def _print(self, element: html.HtmlElement, pseudo: str) -> None:
        style = element.get(PSEUDO + pseudo, "")
        if not style:
            return
        stated = self._change(element, style)
        if text := self._content(element, stated.get("content", [])):
            self.printed.append(_Printed(element, pseudo, text))

    def _change(self, home: html.HtmlElement | None, style: str) -> dict[str, list[Any]]:
        """Do to the counters what a style says, and return all it says."""
        if "counter" not in style and "content" not in style:
            return {}
        stated = {
            each.lower_name: each.value
            for each in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
            if each.type == "declaration"
        }
        for name, value in _pairs(stated.get("counter-reset", []), 0):
            self._make(name, home, value)
        for name, value in _pairs(stated.get("counter-increment", []), 1):
            self._add(name, home, value)
        for name, value in _pairs(stated.get("counter-set", []), 0):
            self._set(name, home, value)
        return stated

    def _make(self, name: str, home: html.HtmlElement | None, value: int) -> None:
        stack = self.counters[name]
        if stack and stack[-1][0] is home:
            stack.pop()
        stack.append((home, value))

    def _add(self, name: str, home: html.HtmlElement | None, step: int) -> None:
        stack = self.counters[name]
        self._set(name, home, step + (stack[-1][1] if stack else 0))

    def _set(self, name: str, home: html.HtmlElement | None, value: int) -> None:
        stack = self.counters[name]
        if stack:
            stack[-1] = (stack[-1][0], value)
        else:
            stack.append((home, value))

    def _content(self, element: html.HtmlElement, value: list[Any]) -> str:
        """What is printed; "" where neither a counter nor words are in it, or a counter that is not known here."""
        text, is_counted = "", False
        for token in value:
            if token.type == "string":
                text += token.value
            elif token.type == "ident" and (mark := self._quotation(element, token.lower_value)):
                text, is_counted = text + mark, True
            elif token.type == "literal" and token.value == "/":
                break
            elif token.type == "function" and token.lower_name == "attr":
                text += element.get(next((each.lower_value for each in _idents(token.arguments)), ""), "")
            elif token.type == "function" and token.lower_name in {"counter", "counters"}:
                number = self._numbers(token)
                if number is None:
                    return ""
                text, is_counted = text + number, True
        is_read = is_counted or element.tag == "q" or (_WORDS.search(text) and not _OF_ICONS.search(text))
        return _WHITE.sub(" ", text) if is_read and text.strip() else ""

    def _quotation(self, element: html.HtmlElement, name: str) -> str:
        """The mark that opens or closes a quotation; those of a ``q`` are printed with its words."""
        if element.tag == "q" or name not in {"open-quote", "close-quote"}:
            return ""
        self.quoted -= name == "close-quote" and self.quoted > 0
        mark = marks_of(element, self.quoted)[name == "close-quote"]
        self.quoted += name == "open-quote"
        return mark

    def _numbers(self, token: Any) -> str | None:
        """The value of ``counter()``, or all values of ``counters()`` from the outermost in; ``None``: not known."""
        idents = _idents(token.arguments)
        named = idents[1].value if len(idents) > 1 else "decimal"
        if not idents or not (named in self.styles or named.lower() in STYLES):
            return None
        values = [value for _home, value in self.counters[idents[0].value]] or [0]
        numbers = [
            self.styles[named].number(value) if named in self.styles else printed(value, STYLES[named.lower()])
            for value in values
        ]
        between = next((each.value for each in token.arguments if each.type == "string"), "")
        return numbers[-1] if token.lower_name == "counter" else between.join(numbers)


def _idents(tokens: list[Any]) -> list[Any]:
    return [each for each in tokens if each.type == "ident"]


def _pairs(tokens: list[Any], otherwise: int) -> list[tuple[str, int]]:
    """The names of counters, each with the number after it."""
    pairs: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "ident" and token.lower_value not in {"none", "inherit", "initial", "unset", "revert"}:
            pairs.append((token.value, otherwise))
        elif token.type == "number" and token.is_integer and pairs:
            pairs[-1] = (pairs[-1][0], token.int_value)
    return pairs
