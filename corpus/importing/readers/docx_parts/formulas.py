"""Formulas of Word in a line of text: (a + b)/c, x², √(n).

Plain Python on lxml. A formula that is no more than letters and signs reads as it stands; fractions, roots, powers and
indices are written as they are typed (ISO 29500-1, 22.1).
"""

from lxml import etree

from corpus.importing.structure.linear_formulas import above, below, superscript, whole

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def linear(element: etree._Element) -> str:
    """A formula, or a part of one, in a line."""
    write = _PARTS.get(element.tag)
    if write is not None:
        return write(element)
    return "".join(map(linear, element))


def _of(element: etree._Element, name: str) -> str:
    child = element.find(f"{M}{name}")
    return "" if child is None else linear(child)


def _set(element: etree._Element, name: str, otherwise: str) -> str:
    """A sign the properties of an element state."""
    child = next(element.iterfind(f"*/{M}{name}"), None)
    return otherwise if child is None else child.get(f"{M}val", "")


def _fraction(element: etree._Element) -> str:
    return f"{whole(_of(element, 'num'))}/{whole(_of(element, 'den'))}"


def _scripts(element: etree._Element) -> str:
    """A base with what is below and above it."""
    return _of(element, "e") + below(_of(element, "sub")) + above(_of(element, "sup"))


def _root(element: etree._Element) -> str:
    return superscript(_of(element, "deg")) + "√" + whole(_of(element, "e"))


def _sum(element: etree._Element) -> str:
    return _set(element, "chr", "∫") + below(_of(element, "sub")) + above(_of(element, "sup")) + " " + _of(element, "e")


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
    f"{M}sPre": lambda element: below(_of(element, "sub")) + above(_of(element, "sup")) + _of(element, "e"),
    f"{M}rad": _root,
    f"{M}nary": _sum,
    f"{M}d": _bracket,
    f"{M}func": lambda element: f"{_of(element, 'fName')} {_of(element, 'e')}",
    f"{M}limLow": lambda element: _of(element, "e") + below(_of(element, "lim")),
    f"{M}limUpp": lambda element: _of(element, "e") + above(_of(element, "lim")),
    f"{M}eqArr": _lines,
    f"{M}m": _matrix,
}
