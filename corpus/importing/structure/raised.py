"""Raised and lowered signs in a line of plain text: powers, indices and the calls of notes.

Plain Python. What is set above or below the line means something: 10⁶ is not 106, and "found" with a raised 7 is a word
and the call of note 7. Digits and signs have raised and lowered characters of their own; the call of a note is written
in brackets, so that the search finds the word before it. Raised letters ("19th", "Mme") are left as they are.
"""

import re

_PLAIN = "0123456789+-−–=()"
_RAISED = str.maketrans(_PLAIN + "ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_POWER = re.compile(r"[0-9+\-−–=()ni]+")
_INDEX = re.compile(r"[0-9+\-−–=()]+")
_CALL = re.compile(r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*")
# Later letters are raised at the end of shortened words: Majesᵗʸ, Genˡ.
_NOTE_LETTER = re.compile(r"[^\W\d_]{3}[abc]")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_FORMULA = re.compile(r"\([^()\s]{1,12}\)$")
# What can be squared or cubed besides variables of one letter.
_UNITS = frozenset(
    "km hm dm cm mm nm µm μm pm ft in yd mi ha kg mg ms ns hz pa mol min sec rad bar cd lm lx eq".split()  # noqa: SIM905
)


def superscript(text: str) -> str | None:
    """Digits and signs in raised characters; ``None`` where one of them has none."""
    return text.translate(_RAISED) if _POWER.fullmatch(text) else None


def subscript(text: str) -> str | None:
    """Digits and signs in lowered characters; ``None`` where one of them has none."""
    return text.translate(_LOWERED) if _INDEX.fullmatch(text) else None


def raised(text: str, before: str) -> str:
    """Write raised text on the line.

    Args:
        text: what is raised.
        before: what stands before it on the line, as far as it was written.

    Returns:
        The call of a note in brackets; a power in raised characters; a number that begins a line with a space after
        it; anything else as it is.
    """
    sign = text.strip()
    if _CALL.fullmatch(sign):
        if not before or before[-1].isspace():
            return f"{sign} "
        if _is_after_words(before):
            return f"[{sign}]"
    if _NOTE_LETTER.fullmatch(before[-3:] + sign):
        return f"[{sign}]"
    if before and not before[-1].isspace() and not (sign.isalpha() and _is_after_words(before)):
        return superscript(sign) or text
    return text


def lowered(text: str) -> str:
    """Write lowered text on the line: digits and signs in lowered characters, anything else as it is."""
    return subscript(text) or text


def _is_after_words(before: str) -> bool:
    """Whether what is raised stands after a word or a sentence, where nothing is raised to a power."""
    if word := _LAST_WORD.search(before[-40:]):
        return len(word[0]) > 1 and word[0].lower() not in _UNITS
    if before[-1] == ")":
        return _FORMULA.search(before[-20:]) is None
    return not before[-1].isdigit() or _YEAR.search(before[-5:]) is not None
