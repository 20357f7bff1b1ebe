"""When two wordings are the same words, for the search, for quotations and for comparing texts alike.

Plain Python. What is given for a character class is for one of ``re``, which is faster than ``regex`` with its own
classes; a test holds the table of scripts against those.
"""

import re
import unicodedata

UNSPACED = (
    "\u0e01-\u109d\u1100-\u11ff\u1780-\u17f9\u3005\u3007-\u3029\u302e\u302f\u3038-\u303b\u3041-\u3096\u309d-\u318e"
    "\u31a0-\u31ff\u3400-\u9fff\ua960-\ua97c\ua9e0-\ua9fe\uaa60-\uaa7f\uac00-\ufad9\uff66-\uff9d\uffa0-\uffdc"
    "\U000116d0-\U000116e3\U00016fe3-\U00016ff6\U0001aff0-\U0001b168\U00020000-\U00033479"
)
"""The scripts written without spaces between words (Thai, Lao, Tibetan, Burmese, Khmer, kana, Bopomofo, Han) and
Hangul, whose particles are written onto the word: words are taken character by character. Signs between are in it.
"""
# No mark stands below U+0300, and above U+1FFFF only the selectors; looking no further keeps the import quick.
_MARK_RANGES = (range(0x300, 0x20000), range(0xE0100, 0xE01F0))
MARKS = "".join(chr(code) for part in _MARK_RANGES for code in part if unicodedata.category(chr(code))[0] == "M")
"""Every combining mark and variation selector."""
APOSTROPHES = "'’‘‚‛ʼʻʾʿʹʽ´′‵＇\u05f3"
"""The apostrophe, and what is typed or printed in its place: quotation marks, modifier letters, accents, primes."""
QUOTATION_MARKS = '"“”„‟″‶＂\u05f4'
HYPHENS = "\\-\u2010\u2011\ufe63\uff0d"
"""Those that stand within words."""
UNSEEN = "\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Written into texts for line breaking or direction, unseen by whoever types the words again."""
NOTE_CALL = rf"(?<![\s\[{UNSEEN}])(?<!^)\[(?:[0-9]{{1,3}}|[a-z*†‡§])\](?!\()"
"""What readers make of the raised sign that calls a note: "found[7]"."""

# Letters with a stroke, ligatures that are letters, and others that have no decomposition.
_BY_LETTER = (
    "Æ=AE æ=ae Œ=OE œ=oe Ø=O ø=o Ł=L ł=l Đ=D đ=d Ð=D ð=d Þ=Th þ=th Ħ=H ħ=h Ŧ=T ŧ=t Ŋ=N ŋ=n ı=i ĸ=k ẞ=SS ß=ss Ɖ=D ɖ=d"
    " Ə=E ə=e"
)
_LETTERS = dict(pair.split("=") for pair in _BY_LETTER.split())
LETTERS = str.maketrans(_LETTERS)
"""What is typed for letters that no normal form takes apart."""
_SIGNS = str.maketrans(
    {
        **_LETTERS,
        **dict.fromkeys(APOSTROPHES[1:], "'"),
        **dict.fromkeys(QUOTATION_MARKS[1:], '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2044": "/",
    }
)
SIGN = "".join(map(chr, _SIGNS))
"""The characters that ``plain`` makes others of in any normal form."""
_SIGN = re.compile(f"[{SIGN}]")
# How far back characters are counted from: none is longer, but for those that somebody made so.
_FAR = 200


def plain(text: str) -> str:
    """``text`` decomposed (NFKD), with the signs and letters of a keyboard: "cœur…" is "coeur..."."""
    if not unicodedata.is_normalized("NFKD", text):
        # The acute accent by itself, typed for an apostrophe, would become a space with an accent.
        text = unicodedata.normalize("NFKD", text.replace("´", "'"))
    return text.translate(_SIGNS) if _SIGN.search(text) else text


def inside_character(text: str, at: int) -> bool:
    """Whether ``at`` lies inside what a reader sees as one character: a grapheme cluster of Unicode Annex 29.

    Unlike there, a zero-width non-joiner ends a character: in Persian it stands between words.
    """
    if not 0 < at < len(text) or text[at].isascii() or text[at] == "\u200c":
        return False
    # Imported here: it takes a tenth of a second, which what never asks should not pay.
    import regex  # noqa: PLC0415

    before = text[max(0, at - _FAR) : at]
    start = at - next((far for far, sign in enumerate(reversed(before), 1) if sign.isascii()), len(before))
    clusters = regex.finditer(r"\X", text, pos=start, endpos=at + _FAR)
    return any(cluster.start() < at < cluster.end() for cluster in clusters)
