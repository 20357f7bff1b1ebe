"""Counter styles that a style sheet makes itself: ``@counter-style``, by CSS Counter Styles Level 3, sections 2 and 3.

Plain Python on lxml and tinycss2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import tinycss2
from lxml import html

from corpus.importing.readers.html_parts.list_marks import (
    MARK_ATTRIBUTE,
    STYLES,
    Marks,
    has_no_mark,
    printed,
    style_names,
)
from corpus.importing.readers.html_parts.units import LISTS

_LONGEST = 60  # signs, beyond which a browser need not go either
_SIGNS = frozenset({"ident", "string"})
_FROM_ONE = frozenset({"alphabetic", "symbolic", "additive"})


type _Rule = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True)
class OwnStyle:
    """What an ``@counter-style`` says: its descriptors by name, their values without white space."""

    descriptors: _Rule
    others: Mapping[str, "OwnStyle"] = field(repr=False)

    def mark(self, value: int) -> str:
        """What is printed before an item of this number."""
        before, after = (self._text(name, otherwise) for name, otherwise in (("prefix", ""), ("suffix", ". ")))
        return f"{before}{self.number(value)}{after}".strip()

    def number(self, value: int, deep: int = 0) -> str:
        """A number in this style; in the one to fall back to, where it is beyond this one."""
        system = self._words("system") or ["symbolic"]
        extended = _extended(self.descriptors)
        least = 1 if system[0] in _FROM_ONE else 0
        text = None
        if self._is_in_range(value, 1 if system[0] in _FROM_ONE else None):
            is_signed = value < 0 and system[0] not in {"cyclic", "fixed"}
            own = (
                self._other(extended, abs(value), deep)
                if extended
                else self._written(system, abs(value) if is_signed else value)
            )
            text = own if own is None or not is_signed else self._text("negative", "-") + own
        if text is None or least > abs(value):
            return self._other(next(iter(self._words("fallback")), "decimal"), value, deep) or str(value)
        return self._padded(text)

    def _written(self, system: list[Any], value: int) -> str | None:
        signs: list[str] = [token.value for token in self.descriptors.get("symbols", []) if token.type in _SIGNS]
        count = len(signs)
        if system[0] == "additive":
            return self._added(value)
        if not count:
            return None
        if system[0] == "cyclic":
            return signs[(value - 1) % count]
        if system[0] == "fixed":
            at = value - (int(system[1]) if system[1:] else 1)
            return signs[at] if 0 <= at < count else None
        if system[0] == "symbolic":
            return signs[(value - 1) % count] * -(-value // count) if 0 < value <= _LONGEST * count else None
        text, step = "", int(system[0] == "alphabetic")
        while value > 0 and count > 1:
            value, at = divmod(value - step, count)
            text = signs[at] + text
        return text or (signs[0] if not step else None)

    def _added(self, value: int) -> str | None:
        """The signs whose worths add up to a number, the greatest first."""
        tokens = [token for token in self.descriptors.get("additive-symbols", []) if token.type != "literal"]
        pairs = zip(tokens[::2], tokens[1::2], strict=False)
        worths = {
            int(one.value): two.value for pair in pairs for one, two in (pair, pair[::-1]) if one.type == "number"
        }
        if value == 0:
            return worths.get(0)
        text = ""
        for worth, sign in worths.items():
            if worth and value >= worth:
                times, value = divmod(value, worth)
                text += sign * min(times, _LONGEST)
        return text if value == 0 else None

    def _is_in_range(self, value: int, otherwise: int | None) -> bool:
        bounds = self._words("range")
        if not bounds or bounds == ["auto"]:
            return otherwise is None or value >= otherwise
        pairs = zip(bounds[::2], bounds[1::2], strict=False)
        return any((low == "infinite" or value >= low) and (high == "infinite" or value <= high) for low, high in pairs)

    def _other(self, name: str, value: int, deep: int) -> str | None:
        if name in self.others:
            return self.others[name].number(value, deep + 1) if deep < len(self.others) else str(value)
        return printed(value, STYLES[name]) if name in STYLES else str(value)

    def _padded(self, text: str) -> str:
        pad = self.descriptors.get("pad", [])
        least = next((int(token.value) for token in pad if token.type == "number"), 0)
        sign = next((token.value for token in pad if token.type in _SIGNS), "")
        return sign * (min(least, _LONGEST) - len(text)) + text

    def _text(self, name: str, otherwise: str) -> str:
        return (
            "".join(token.value for token in self.descriptors[name] if token.type in _SIGNS)
            if name in self.descriptors
            else otherwise
        )

    def _words(self, name: str) -> list[Any]:
        return [token.value for token in self.descriptors.get(name, []) if token.type in {"ident", "number"}]


def own_styles(tree: html.HtmlElement) -> dict[str, OwnStyle]:
    """The counter styles that the style sheets of a page make, by name."""
    sheets = [sheet.text for sheet in tree.iter("style") if "@counter-style" in (sheet.text or "")]
    rules = dict(rule for sheet in sheets for rule in _rules(sheet))
    styles: dict[str, OwnStyle] = {}
    styles.update({name: OwnStyle(_whole(name, rules), styles) for name in rules})
    return styles


def _whole(name: str, rules: Mapping[str, _Rule]) -> _Rule:
    """What a style says together with those of the page that it extends."""
    values, seen = rules[name], {name}
    while (base := _extended(values)) in rules:
        if base in seen:
            return {**values, "system": values["system"][:1]}
        seen.add(base)
        values = {**rules[base], **{key: value for key, value in values.items() if key != "system"}}
    return values


def _extended(rule: _Rule) -> str:
    """The name of the style that one extends, "" for one that extends none."""
    system = [token.value for token in rule.get("system", []) if token.type == "ident"]
    return next(iter(system[1:]), "decimal") if system[:1] == ["extends"] else ""


def _rules(sheet: str) -> Iterator[tuple[str, _Rule]]:
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "counter-style" and rule.content is not None:
            name = next((token.value for token in rule.prelude if token.type == "ident"), "")
            declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            yield (
                name,
                {
                    each.lower_name: [token for token in each.value if token.type != "whitespace"]
                    for each in declared
                    if each.type == "declaration"
                },
            )


def mark_items(tree: html.HtmlElement, styles: Mapping[str, OwnStyle]) -> None:
    """Set on the items of lists that are in such a style what is printed before them."""
    for around in tree.iter(*LISTS) if styles else ():
        marks = Marks(around)
        for item in around.iterchildren("li"):
            marks.next(item)
            named = [name for element in (item, around) for name in style_names(element)][:1]
            if named and named[0] in styles and not has_no_mark(item) and MARK_ATTRIBUTE not in item.attrib:
                item.set(MARK_ATTRIBUTE, styles[named[0]].mark(marks.value))
