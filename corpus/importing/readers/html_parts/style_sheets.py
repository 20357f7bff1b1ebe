"""What the style sheets in a page say of its elements, put into their ``style`` attributes.

Plain Python on tinycss2 and cssselect. Only what changes the words that are read: marks of lists, counters, what is
hidden, raised or struck out, bold, or set on lines of its own. Sheets that would have to be fetched are not.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree, html

from corpus.importing.readers.html_parts import media_queries
from corpus.importing.readers.html_parts.units import CONTROLS

# Before the names of the attributes that hold the style of what is printed before or after an element.
PSEUDO = "data-glossator-"
PSEUDOS = frozenset({"before", "after", "marker"})
READ = frozenset(
    {
        "clip",
        "clip-path",
        "bottom",
        "font-variant-position",
        "top",
        "left",
        "position",
        "content",
        "counter-increment",
        "counter-reset",
        "counter-set",
        "display",
        "font-weight",
        "list-style",
        "list-style-type",
        "quotes",
        "text-decoration",
        "text-decoration-line",
        "vertical-align",
        "visibility",
    }
)
MOST_RULES = 300
MOST_ELEMENTS = 50_000  # that all rules together change
LONGEST_SHEET = 300_000  # characters
# What a sheet may write with its number, and CSS reads as a sign that is not known.
_SURROGATES = re.compile("[\ud800-\udfff]")
_TRANSLATOR = HTMLTranslator()
# When the rules in an at-rule hold; a browser of today can do what a page asks for, and needs no way round.
_GROUPING: dict[str, Callable[[str], bool]] = {
    "layer": lambda _: True,
    "media": media_queries.holds,
    "supports": lambda condition: not re.search(r"\bnot\b", condition),
}
type _Weight = tuple[bool, tuple[int, int, int], int]


class _Rule(NamedTuple):
    """One selector of a rule, as the path to what it means, and what the rule says.

    ``attribute`` is the one that keeps it: ``style``, or another where it is about what is printed beside an element.
    """

    path: str
    attribute: str
    specificity: tuple[int, int, int]
    declarations: dict[str, tuple[str, bool]]


def apply_style_sheets(tree: html.HtmlElement) -> None:
    """Change the ``style`` attributes of ``tree`` to what its style sheets and they say together."""
    sheets = [
        sheet.text or ""
        for sheet in tree.iter("style")
        if media_queries.holds(sheet.get("media", "")) and len(sheet.text or "") <= LONGEST_SHEET
    ]
    stated: dict[tuple[html.HtmlElement, str], dict[str, tuple[_Weight, str]]] = {}
    changed = 0
    for order, rule in enumerate(islice(_rules(sheets), MOST_RULES)):
        for element in _matched(tree, rule.path):
            changed += 1
            known = stated.setdefault((element, rule.attribute), {})
            for name, (value, important) in rule.declarations.items():
                weight = (important, rule.specificity, order)
                if name not in known or known[name][0] <= weight:
                    known[name] = (weight, value)
        if changed > MOST_ELEMENTS:
            break
    for (element, attribute), values in stated.items():
        own = element.get(attribute, "")
        before = "; ".join(f"{name}: {value}" for name, ((important, *_), value) in values.items() if not important)
        after = "; ".join(f"{name}: {value}" for name, ((important, *_), value) in values.items() if important)
        # What comes last is believed.
        element.set(attribute, "; ".join(filter(None, (before, own.strip().rstrip(";"), after))))


def _rules(sheets: list[str]) -> Iterator[_Rule]:
    """The rules that say something of what is read, one for each of their selectors."""
    for sheet in sheets:
        for rule in _style_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)):
            declarations = {
                each.lower_name: (_printable(tinycss2.serialize(each.value)), each.important)
                for each in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                if each.type == "declaration" and each.lower_name in READ
            }
            if not declarations:
                continue
            # One selector of a list that is not known makes the others mean nothing, as in a browser.
            with suppress(SelectorError, RecursionError):
                parsed = parse(tinycss2.serialize(rule.prelude))
                selectors = [one for one in parsed if one.pseudo_element in {None, *PSEUDOS}]
                paths = [_TRANSLATOR.selector_to_xpath(one, prefix="descendant-or-self::") for one in selectors]
                for selector, path in zip(selectors, paths, strict=True):
                    attribute = f"{PSEUDO}{selector.pseudo_element}" if selector.pseudo_element else "style"
                    yield _Rule(path, attribute, selector.specificity(), declarations)


def _printable(value: str) -> str:
    """A value without what no tree can hold."""
    return CONTROLS.sub("", _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)).strip()


def _style_rules(rules: list[Any]) -> Iterator[Any]:
    """The rules that hold in the window of a browser (``media_queries``)."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPING and rule.content is not None:
            condition = tinycss2.serialize(rule.prelude).strip().lower()
            if _GROUPING[rule.lower_at_keyword](condition):
                inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                yield from _style_rules(inner)


def _matched(tree: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    """The elements at a path; none where it is beyond what can be looked for."""
    try:
        return [element for element in tree.xpath(path) if isinstance(element.tag, str)]
    except (etree.XPathError, ValueError):
        return []
