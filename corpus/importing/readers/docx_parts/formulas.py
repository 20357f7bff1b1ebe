"""Formulas of Word in a line of text: (a + b)/c, x², √(n).

Plain Python on lxml. A formula that is no more than letters and signs reads as it stands; fractions, roots, powers and
indices are written as they are typed (ISO 29500-1, 22.1).
"""

import re

from lxml import etree

from corpus.importing.structure.raised_signs import lowered

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIMPLE = re.compile(r"[^\W_]+|[^\W_]*[⁰-₉²³¹]+|\(.*\)")
_POWER = re.compile(r"[0-9+\-−=()ni]+")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")


def linear(element: etree._Element) -> str:
    """A formula, or a part of one, in a line."""
    write = _PARTS.get(element.tag)
    if write is not None:
        return write(element)
    return "".join(map(linear, element))


def superscript(text: str) -> str:
    """Digits and signs in raised characters; "" where one of them has none."""
    return text.translate(_RAISED) if _POWER.fullmatch(text) else ""


def _of(element: etree._Element, name: str) -> str:
    found = element.find(f"{M}{name}")
    return "" if found is None else linear(found)


def _whole(text: str) -> str:
    """A part of a formula in brackets, where it is not a single name, number or bracket."""
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _set(element: etree._Element, name: str, otherwise: str) -> str:
    """A sign the properties of an element state."""
    found = next(element.iterfind(f"*/{M}{name}"), None)
    return otherwise if found is None else found.get(f"{M}val", "")


def _up(text: str) -> str:
    return superscript(text) or (f"^{_whole(text)}" if text else "")


def _down(text: str) -> str:
    below = lowered(text)
    return below if below != text or not text else f"_{_whole(text)}"


def _fraction(element: etree._Element) -> str:
    return f"{_whole(_of(element, 'num'))}/{_whole(_of(element, 'den'))}"


def _scripts(element: etree._Element) -> str:
    """A base with what is below and above it."""
    return _of(element, "e") + _down(_of(element, "sub")) + _up(_of(element, "sup"))


def _root(element: etree._Element) -> str:
    return superscript(_of(element, "deg")) + "√" + _whole(_of(element, "e"))


def _sum(element: etree._Element) -> str:
    return _set(element, "chr", "∫") + _down(_of(element, "sub")) + _up(_of(element, "sup")) + " " + _of(element, "e")


def _bracket(element: etree._Element) -> str:
    inner = _set(element, "sepChr", "|").join(map(linear, element.findall(f"{M}e")))
    return _set(element, "begChr", "(") + inner + _set(element, "endChr", ")")


def _lines(element: etree._Element) -> str:
    return "; ".join(map(linear, element.findall(f"{M}e")))


def _matrix(element: etree._Element) -> str:
    return "; ".join(", ".join(map(linear, row.findall(f"{M}e"))) for row in element.findall(f"{M}mr"))


_PARTS = {
    f"{M}t": lambda element: element.text or "",
    f"{M}f": _fraction,
    f"{M}sSup": _scripts,
    f"{M}sSub": _scripts,
    f"{M}sSubSup": _scripts,
    f"{M}sPre": lambda element: _down(_of(element, "sub")) + _up(_of(element, "sup")) + _of(element, "e"),
    f"{M}rad": _root,
    f"{M}nary": _sum,
    f"{M}d": _bracket,
    f"{M}func": lambda element: f"{_of(element, 'fName')} {_of(element, 'e')}",
    f"{M}limLow": lambda element: _of(element, "e") + _down(_of(element, "lim")),
    f"{M}limUpp": lambda element: _of(element, "e") + _up(_of(element, "lim")),
    f"{M}eqArr": _lines,
    f"{M}m": _matrix,
}
