"""Which media queries hold in the window of a browser on a desk: by Media Queries Level 4, as far as sheets use it.

Plain Python.
"""

import operator
import re
from collections.abc import Callable

WINDOW = {"width": 1280.0, "height": 720.0}
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "in": 96.0, "": 1.0}
_LENGTH = r"(\d*\.?\d+)(px|r?em|pt|cm|mm|in|)"
_AT_LEAST = re.compile(rf"(min|max)-(?:device-)?(width|height)\s*:\s*{_LENGTH}")
_AFTER = re.compile(rf"(width|height)\s*([<>]=?|=|:)\s*{_LENGTH}")
_BEFORE = re.compile(rf"{_LENGTH}\s*([<>]=?|=)\s*(width|height)(?:\s*[<>]=?\s*{_LENGTH})?")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    ":": operator.eq,
}
# With colours and a mouse, and what people have who have chosen nothing.
_HOLDS = re.compile(
    r"color|(?:any-)?hover(?::hover)?|(?:any-)?pointer(?::fine)?|orientation:landscape|prefers-color-scheme:light"
    r"|prefers-[a-z-]+:no-preference|scripting:enabled|update:fast|width|height"
)


def holds(query: str) -> bool:
    """Whether what is in a media query is shown; one that is not known does not hold."""
    return any(map(_one_holds, query.lower().split(",")))


def _one_holds(query: str) -> bool:
    query = query.strip().removeprefix("only ")
    if query.startswith("not "):
        return not _one_holds(query.removeprefix("not "))
    return any(all(map(_part_holds, re.split(r"\s+and\s+", either))) for either in re.split(r"\s+or\s+", query))


def _part_holds(part: str) -> bool:
    if part in {"", "all", "screen"}:
        return True
    if part.startswith("not "):
        return not _part_holds(part.removeprefix("not "))
    feature = part.removeprefix("(").removesuffix(")").strip()
    if match := _AT_LEAST.fullmatch(feature):
        is_least, name, *length = match.groups()
        return _COMPARED[">=" if is_least == "min" else "<="](WINDOW[name], _pixels(*length))
    if match := _AFTER.fullmatch(feature):
        name, sign, *length = match.groups()
        return _COMPARED[sign](WINDOW[name], _pixels(*length))
    if match := _BEFORE.fullmatch(feature):
        number, unit, sign, name, most, most_unit = match.groups()
        is_beyond = _COMPARED[sign](_pixels(number, unit), WINDOW[name])
        return is_beyond and (most is None or _COMPARED[sign](WINDOW[name], _pixels(most, most_unit)))
    return bool(_HOLDS.fullmatch(re.sub(r"\s", "", feature)))


def _pixels(number: str, unit: str) -> float:
    return float(number) * _PIXELS[unit]
