"""Formulas of a page in a line of text: (a+b)/c, x², √(n).

Plain Python on lxml. Presentation MathML (W3C MathML Core) is written as formulas are typed; what else may stand in it,
such as the source of the formula in TeX, nobody who reads the page sees.
"""

import re
from collections.abc import Callable, Sequence

from lxml import html

from corpus.importing.structure.linear_formulas import above, below, superscript, whole

# Signs that are not printed: of a function applied, of a product, of a list, of a sum.
_UNPRINTED = {0x2061: None, 0x2062: None, 0x2063: None, 0x2064: None}
_UNREAD = frozenset({"annotation", "annotation-xml", "mphantom"})
_DRAWINGS = re.compile(r"(?:^|\s)(?:katex|katex-display|MathJax(?:_\w+)?|mwe-math-element)(?=\s|$)")
_NOT_READY = re.compile(r"(?:^|\s)MathJax_Preview(?=\s|$)")
# Deeper than anybody writes; the rest is then left as it stands.
DEEPEST = 100


def write_formulas(tree: html.HtmlElement) -> None:
    """Put plain text in place of the formulas of ``tree``, in it, once each.

    Pages hold a formula twice: as MathML for machines, hidden from sight, and drawn with a style sheet or as a picture.
    """
    for drawn in [element for element in tree.iter("span", "mjx-container", "div") if _is_drawing(element)]:
        _keep_one(drawn)
    for formula in list(tree.iter("math")):
        if formula.getparent() is None or next(formula.iterancestors("math"), None) is not None:
            continue
        text = _linear(formula)
        for part in list(formula):
            formula.remove(part)
        formula.text = text


def _is_drawing(element: html.HtmlElement) -> bool:
    """Whether an element holds a formula, or one that is not ready yet, as KaTeX, MathJax or MediaWiki write it."""
    return element.tag == "mjx-container" or bool(_DRAWINGS.search(element.get("class", "")))


def _keep_one(drawn: html.HtmlElement) -> None:
    """Keep the MathML of a formula and nothing of its drawing; of a drawing without MathML its words."""
    if drawn.getparent() is None:
        return
    formula = next(drawn.iter("math"), None)
    if formula is None:
        if _NOT_READY.search(drawn.get("class", "")):
            drawn.drop_tree()
        return
    tail, formula.tail = formula.tail, None
    for part in list(drawn):
        drawn.remove(part)
    drawn.text = tail if tail and not tail.isspace() else None
    drawn.attrib.pop("style", None)
    drawn.append(formula)


def _linear(element: html.HtmlElement, depth: int = 0) -> str:
    """A formula, or a part of one, in a line."""
    if element.tag in _UNREAD:
        return ""
    if not len(element) or depth > DEEPEST:
        return " ".join((element.text_content() or "").translate(_UNPRINTED).split())
    parts = [_linear(part, depth + 1) for part in element if isinstance(part.tag, str)]
    count, write = _WRITTEN.get(element.tag, (0, "".join))
    return write(parts) if count in {0, len(parts)} else "".join(parts)


# How the parts of an element are written, and how many it must have (0: any number).
_WRITTEN: dict[str, tuple[int, Callable[[Sequence[str]], str]]] = {
    "mfrac": (2, lambda parts: f"{whole(parts[0])}/{whole(parts[1])}"),
    "msup": (2, lambda parts: parts[0] + above(parts[1])),
    "mover": (2, lambda parts: parts[0] + above(parts[1])),
    "msub": (2, lambda parts: parts[0] + below(parts[1])),
    "munder": (2, lambda parts: parts[0] + below(parts[1])),
    "msubsup": (3, lambda parts: parts[0] + below(parts[1]) + above(parts[2])),
    "munderover": (3, lambda parts: parts[0] + below(parts[1]) + above(parts[2])),
    "msqrt": (0, lambda parts: f"√{whole(''.join(parts))}"),
    "mroot": (2, lambda parts: f"{superscript(parts[1])}√{whole(parts[0])}"),
    "mtable": (0, "; ".join),
    "mtr": (0, ", ".join),
}
