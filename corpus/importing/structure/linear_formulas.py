"""Parts of a formula as they are typed in a line of text: powers, indices, and what needs brackets around it.

Plain Python, shared by the readers of formats that have formulas.
"""

import re

from corpus.importing.structure.raised_signs import lowered

_SIMPLE = re.compile(r"[^\W_]+|[^\W_]*[⁰-₉²³¹]+|\(.*\)")
_POWER = re.compile(r"[0-9+\-−=()ni]+")
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")


def superscript(text: str) -> str:
    """Digits and signs in raised characters; "" where one of them has none."""
    return text.translate(_RAISED) if _POWER.fullmatch(text) else ""


def whole(text: str) -> str:
    """A part of a formula in brackets, where it is not a single name, number or bracket."""
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def above(text: str) -> str:
    """A power, or what else stands above a part of a formula: "²", "^(a+b)"."""
    return superscript(text) or (f"^{whole(text)}" if text else "")


def below(text: str) -> str:
    """An index, or what else stands below a part of a formula: "₂", "_(ij)"."""
    low = lowered(text)
    return low if low != text or not text else f"_{whole(text)}"
