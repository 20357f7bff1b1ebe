"""Raised and lowered signs as plain text: powers, formulas, and the calls of notes.

Plain Python. "10" with a raised 6 is 10⁶ and no 106, CO₂ keeps its number low, and the 7 raised after a word calls a
note: "found[7]". What else is raised ("19th", "1er", "Mme") is part of its word and left alone.
"""

import re

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_NOTES = re.compile(r"[0-9]{1,3}(?:\s?[,;–-]\s?[0-9]{1,3})*|[*†‡]{1,3}")
_CAN_BE_RAISED = re.compile(r"[0-9+\-−=()ni]+")
_CAN_BE_LOWERED = re.compile(r"[0-9+\-−=()]+")
_OF_MEASURE = """
    mm cm dm km µm μm nm ft in yd mi kg mg ml dl cl hl ha rad sec sq metre metres meter meters mètre mètres metro
    metros Meter Metern centimetre centimetres centimeter centimeters kilometre kilometres kilometer kilometers
    Kilometer kilomètres foot feet inch inches yard yards mile miles метр метров
"""
_UNITS = frozenset(_OF_MEASURE.split())
_MARKS = {"TM": "™", "SM": "℠"}
_FRACTION = re.compile(r"\s?[/⁄∕]\s?\d|[/⁄∕]$")
_YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
_LETTERS = re.compile(r"[^\W\d_]+$")
_IN_FORMULA = re.compile(r"[=+−×·*/]\s?[a-z]{1,3}$")
_IN_BRACKETS = re.compile(r"\([^\W_]?[\d\s+\-−*/.^]*[^\W_]?\)$")
# Elements that are named with their mass; not "I" and "O", which begin sentences too.
_ELEMENT = re.compile(r"(?:H|He|Be|C|N|P|S|Ar|K|Ca|Co|Kr|Sr|Tc|Xe|Cs|Pb|Rn|Ra|Th|U|Pu)(?![^\W\d_])")
LOOKED_AT = 30
"""Characters before a raised sign that tell what it is."""


def raised(before: str, sign: str, after: str = "") -> str:
    """What the raised ``sign`` is in plain text, by what stands right before and after it in its paragraph."""
    bare = sign.strip()
    if bare in _MARKS and before[-1:].isalnum():
        return _MARKS[bare]
    if bare.isdigit() and _FRACTION.match(after):
        return bare.translate(_RAISED)
    if not _NOTES.fullmatch(bare):
        is_power = _CAN_BE_RAISED.fullmatch(bare) and (not bare.isalpha() or _is_base(before))
        return bare.translate(_RAISED) if is_power else sign
    if not before.strip() or before[-1].isspace():
        # The number of a verse, or the mark of the note itself; but "the 14C content" with its number raised.
        return bare.translate(_RAISED) if bare.isdigit() and before and _ELEMENT.match(after) else f"{bare} "
    return bare.translate(_RAISED) if bare.isdigit() and _is_base(before) else f"[{bare}]"


def lowered(sign: str) -> str:
    """What the lowered ``sign`` is in plain text."""
    bare = sign.strip()
    return bare.translate(_LOWERED) if _CAN_BE_LOWERED.fullmatch(bare) else sign


def _is_base(before: str) -> bool:
    """Whether a number raised after ``before`` is a power: after a number, a unit, a variable; but not after a year."""
    word = before[-LOOKED_AT:].rsplit(maxsplit=1)[-1] if before.strip() else ""
    if word[-1:].isdigit():
        return not _YEAR.fullmatch(word.lstrip("(“"))
    if _IN_FORMULA.search(before):
        return True
    letters = _LETTERS.search(word)
    if letters:
        return len(letters[0]) == 1 or (letters[0] in _UNITS and letters.start() in {0, word.find(letters[0])})
    return bool(_IN_BRACKETS.search(before))
