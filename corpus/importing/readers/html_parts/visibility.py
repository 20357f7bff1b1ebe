"""Parts of a page that show themselves inside what is hidden by ``visibility``, which CSS lets them.

Plain Python on lxml.
"""

import re

from lxml import html

_VISIBILITY = re.compile(r"(?:^|;)\s*visibility\s*:\s*([a-z]+)", re.IGNORECASE)
_MEANT = {"initial": "visible", "inherit": "", "unset": "", "revert": ""}
_SHOWN = "//*[contains(@style, 'isibility')]//*[contains(@style, 'isibility')]"


def part_hidden(tree: html.HtmlElement) -> None:
    """Hide what stands around the parts that show themselves piece by piece, and no longer these with it."""
    opened: dict[html.HtmlElement, bool] = {}  # the elements around such parts, and whether each of them is hidden
    for shown in tree.xpath(_SHOWN):
        around = [*shown.iterancestors()] if _stated(shown) == "visible" else []
        outermost = max((at for at, element in enumerate(around) if _stated(element) == "hidden"), default=-1)
        for element in around[: outermost + 1]:
            if element in opened:
                break
            opened[element] = _is_hidden(element)
    for element, is_hidden in opened.items():
        if is_hidden:
            _hide_pieces(element, opened)
        _state(element, "visible")


def _hide_pieces(element: html.HtmlElement, opened: dict[html.HtmlElement, bool]) -> None:
    """Hide the words that stand in an element itself, and the elements in it that show nothing."""
    for child in [*element.iterchildren()]:
        if child.tail:
            span = _hidden(child.tail)
            child.tail = None
            child.addnext(span)
        if isinstance(child.tag, str) and child not in opened and not _stated(child):
            _state(child, "hidden")
    if element.text:
        span = _hidden(element.text)
        element.text = None
        element.insert(0, span)


def _hidden(words: str) -> html.HtmlElement:
    span = html.Element("span", style="visibility: hidden")
    span.text = words
    return span


def _state(element: html.HtmlElement, visibility: str) -> None:
    element.set("style", f"{element.get('style', '')}; visibility: {visibility}".removeprefix("; "))


def _stated(element: html.HtmlElement) -> str:
    """What an element says itself; "" for nothing."""
    stated = next(iter(_VISIBILITY.findall(element.get("style", ""))[-1:]), "").lower()
    return _MEANT.get(stated, stated)


def _is_hidden(element: html.HtmlElement) -> bool:
    """Whether the nearest element that says something, from here outwards, hides what is in it."""
    value = next((stated for each in [element, *element.iterancestors()] if (stated := _stated(each))), "")
    return value == "hidden"
