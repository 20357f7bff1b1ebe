"""The order of names as a person sorts them: case and accents aside, numbers by their value, trees as trees.

Plain Python. The keys are bytes, which every database and Python compare alike, whatever the collation is.
"""

import re
from collections.abc import Iterable
from itertools import chain

from .folding import ALL_MARKS, fold_all

# Below every character of a folded name: what stands below a name comes before the next name.
_BELOW = "\x01"
_EXACTLY = "\x02"
_MARK = re.compile(f"[{ALL_MARKS}]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_NUMBER = re.compile(r"\d+")


def natural(name: str) -> str:
    """``name`` without case, accents and signs of other keyboards, its numbers so that their order is by value.

    "Ähre 10" gives what stands after "ahre 2".
    """
    folded = _MARK.sub("", fold_all(fold_all(name).casefold()))
    return _NUMBER.sub(_by_value, " ".join(_CONTROL.sub(" ", folded).split()))


def _by_value(digits: re.Match[str]) -> str:
    """A number after the number of its digits, and that after the number of its own: no number is too long."""
    number = "".join(str(int(digit)) for digit in digits[0]).lstrip("0")
    length = str(len(number))
    return f"{len(length)}{length}{number}"


def tree_key(names: Iterable[str]) -> bytes:
    """What the thing that ``names`` lead down to, from the outermost, is ordered by.

    A thing comes before what stands below it, and both before the next one beside it. Names that only accents, case or
    noughts tell apart come one after the other, always in the same order, each with what is below it.
    """
    levels = chain.from_iterable((_BELOW, natural(name), _EXACTLY, _CONTROL.sub(" ", name)) for name in names)
    return "".join(levels).encode("utf-8", "surrogatepass")
