"""The direction in which a text is written.

Plain Python. The letters decide, and not the first of them alone: an English paragraph may begin with an Arabic word.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError

type Direction = Literal["ltr", "rtl"]

# Where the scripts written from right to left are (Unicode, DerivedBidiClass): most texts have nothing of them.
_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]",
)
# Characters looked at: what a reader sees of a paragraph at once, and no more work for a longer one.
_LOOKED_AT = 1000


@lru_cache
def direction_of_language(tag: str) -> Direction:
    """The direction of the script in which the language ``tag`` ("fa", "az-Arab") is written; ltr of unknown ones."""
    try:
        return "rtl" if Locale.parse(tag, sep="-").text_direction == "rtl" else "ltr"
    except (ValueError, UnknownLocaleError):
        return "ltr"


def direction_of(text: str, otherwise: Direction) -> Direction:
    """The direction of most of the strong characters at the beginning of ``text``.

    ``otherwise``, the direction of what it stands in, where it has none (a number, a row of dashes) or as many of one
    direction as of the other. Source for what is strong: the Unicode Bidirectional Algorithm, table 4.
    """
    beginning = text[:_LOOKED_AT]
    if otherwise == "ltr" and (beginning.isascii() or not _FROM_RIGHT.search(beginning)):
        return "ltr"
    strong = Counter(map(unicodedata.bidirectional, beginning))
    from_left, from_right = strong["L"], strong["R"] + strong["AL"]
    if from_left == from_right:
        return otherwise
    return "ltr" if from_left > from_right else "rtl"
