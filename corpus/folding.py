"""When two wordings are the same words, for the search, for quotations and for comparing texts alike.

Plain Python. What is given for a character class is for one of ``re``, which is faster than ``regex`` with its own
classes; a test holds the table of scripts against those.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

UNSPACED = (
    "\u0e01-\u109d\u1100-\u11ff\u1780-\u17f9\u3005\u3007-\u3029\u302e\u302f\u3038-\u303b\u3041-\u3096\u309d-\u318e"
    "\u31a0-\u31ff\u3400-\u9fff\ua960-\ua97c\ua9e0-\ua9fe\uaa60-\uaa7f\uac00-\ufad9\uff66-\uff9d\uffa0-\uffdc"
    "\U0001aff0-\U0001b168\U00020000-\U00033479"
)
"""The scripts written without spaces between words (Thai, Lao, Tibetan, Burmese, Khmer, kana, Bopomofo, Han) and
Hangul, whose particles are written onto the word: words are taken character by character. Signs between are in it;
three marks of old Chinese and Vietnamese texts are not, as each range takes time at every character.
"""
# No mark stands below U+0300.
MARKS = "".join(mark for mark in map(chr, range(0x300, 0x10000)) if unicodedata.category(mark)[0] == "M")
"""The combining marks and variation selectors of the Basic Multilingual Plane."""
# Those of other planes (above U+1FFFF only selectors), as ranges: a regular expression looks at each of these for each
# character, so that with single marks it takes four times as long over a French text.
_FAR_MARKS = {
    code: ""
    for code in chain(range(0x10000, 0x20000), range(0xE0100, 0xE01F0))
    if unicodedata.category(chr(code))[0] == "M"
}
_FIRST = [code for code in _FAR_MARKS if code - 1 not in _FAR_MARKS]
_LAST = [code for code in _FAR_MARKS if code + 1 not in _FAR_MARKS]
ALL_MARKS = MARKS + "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(_FIRST, _LAST, strict=True))
"""The same of all planes, for the brackets of a regular expression."""
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
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_SPACE = re.compile(r"\s+")
_GAP = re.compile(rf"[\s{UNSEEN}]+")
# The bar between the cells of a table row, which no page shows.
_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_CALL = re.compile(NOTE_CALL)
_WIDE_GAP = re.compile(rf"[\s{UNSEEN}]+(?:(?<=\s)\|(?!\S)[\s{UNSEEN}]*)*|(?<!\S)\|(?!\S)[\s{UNSEEN}]*")
# Letters that fold into themselves where a text is decomposed: Cyrillic, Hebrew, Arabic, Indian, kana, Han.
_KEPT = "\u0400-\u052f\u05d0-\u05ea\u0621-\u064a\u0900-\u0dff\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff"
_GAP_OR_SIGN = re.compile(rf"{_WIDE_GAP.pattern}|{NOTE_CALL}|[^\x00-\x7f{_KEPT}][{ALL_MARKS}]*")
# A letter with its marks is decomposed as one: canonical order is settled between two letters and never across them.
_GAP_OR_CLUSTER = re.compile(rf"{_WIDE_GAP.pattern}|{NOTE_CALL}|.?[{ALL_MARKS}]+|[^\x00-\x7f]")
# How far back characters are counted from: none is longer, but for those that somebody made so.
_FAR = 200


def plain(text: str) -> str:
    """``text`` decomposed (NFKD), with the signs and letters of a keyboard: "cœur…" is "coeur..."."""
    if not unicodedata.is_normalized("NFKD", text):
        # The acute accent by itself, typed for an apostrophe, would become a space with an accent.
        text = unicodedata.normalize("NFKD", text.replace("´", "'"))
    return text.translate(_SIGNS) if _SIGN.search(text) else text


def fold_space(text: str) -> str:
    """``text`` with each run of white space as one space, without soft hyphens and other invisible characters."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text))


def fold_all(text: str) -> str:
    """The same with the letters and signs of a keyboard (``plain``), without note calls and cell bars.

    What wordings are compared as: "found[7] in Łódź…" is "found in Lodz..." with its accent decomposed.
    """
    if _UNSEEN.search(text):
        # Marks are put in order on either side of what is left out, and not across it.
        return Folded.all(text).text
    if "|" in text:
        text = _BAR.sub(" ", text)
    if "[" in text:
        text = _CALL.sub("", text)
    folded = fold_space(text)
    return folded if folded.isascii() else plain(folded)


class Folded:
    """A text as ``fold_space`` or ``fold_all`` leaves it, and the way back to the places in the text itself.

    It takes a step for each piece that folds into something else, where the functions take none: worth making once the
    words are known to be there.
    """

    def __init__(self, text: str, pattern: re.Pattern[str] | None) -> None:
        parts: list[str] = []
        # Only the pieces that fold into something else: from where to where, in the folded text and in the text.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._pieces: list[tuple[int, int]] = []
        end_before = shift = 0
        for match in pattern.finditer(text) if pattern else ():
            piece, folded = match[0], _fold_piece(match[0])
            if folded != piece:
                start, end = match.span()
                parts += (text[end_before:start], folded)
                self._starts.append(start - shift)
                self._ends.append(start - shift + len(folded))
                self._pieces.append((start, end))
                shift += len(piece) - len(folded)
                end_before = end
        self.text = "".join((*parts, text[end_before:]))

    @classmethod
    def nothing(cls, text: str) -> "Folded":
        """The text as it is."""
        return cls(text, None)

    @classmethod
    def space(cls, text: str) -> "Folded":
        return cls(text, _GAP)

    @classmethod
    def all(cls, text: str) -> "Folded":
        # A text without anything to decompose is spared the walk over its letters.
        return cls(text, _GAP_OR_SIGN if unicodedata.is_normalized("NFD", text) else _GAP_OR_CLUSTER)

    def spans(self) -> list[tuple[int, int]]:
        """For each character of the folded text, the range of the text that it comes from."""
        spans: list[tuple[int, int]] = []
        end_before = 0
        for start, end, piece in zip(self._starts, self._ends, self._pieces, strict=True):
            spans += ((at, at + 1) for at in range(end_before, piece[0]))
            spans += [piece] * (end - start)
            end_before = piece[1]
        return spans + [(at, at + 1) for at in range(end_before, end_before + len(self.text) - len(spans))]

    def places(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the folded text has ``folded``, as ranges of the text itself; never from or to within a piece."""
        at = self.text.find(folded)
        while at >= 0:
            start, end = self._start(at), self._end(at + len(folded))
            if start is not None and end is not None:
                yield start, end
            at = self.text.find(folded, at + 1)

    def _start(self, at: int) -> int | None:
        """The place in the text where a match from ``at`` begins: after what was left out there."""
        piece = bisect_right(self._starts, at) - 1
        if piece < 0:
            return at
        if at >= self._ends[piece]:
            return self._pieces[piece][1] + at - self._ends[piece]
        return self._pieces[piece][0] if at == self._starts[piece] else None

    def _end(self, at: int) -> int | None:
        """The place in the text where a match up to ``at`` ends: before what was left out there."""
        piece = bisect_left(self._starts, at) - 1
        if piece < 0:
            return at
        return self._pieces[piece][1] + at - self._ends[piece] if at >= self._ends[piece] else None


@lru_cache(maxsize=4096)
def _fold_piece(piece: str) -> str:
    """What a piece matched by one of the folding patterns is compared as."""
    if _WIDE_GAP.fullmatch(piece):
        # Invisible characters alone are nothing; with white space or a bar among them they are one space.
        return " " if any(sign.isspace() or sign == "|" for sign in piece) else ""
    return "" if piece.startswith("[") and piece.endswith("]") else plain(piece)


def inside_character(text: str, at: int) -> bool:
    """Whether ``at`` lies inside what a reader sees as one character: a grapheme cluster of Unicode Annex 29.

    Unlike there, a zero-width non-joiner ends a character: in Persian it stands between words.
    """
    if not 0 < at < len(text) or text[at].isascii() or text[at] == "\u200c":
        return False
    # Imported here: it takes a tenth of a second, which what never asks should not pay.
    import regex  # noqa: PLC0415 - see above

    before = text[max(0, at - _FAR) : at]
    start = at - next((far for far, sign in enumerate(reversed(before), 1) if sign.isascii()), len(before))
    clusters = regex.finditer(r"\X", text, pos=start, endpos=at + _FAR)
    return any(cluster.start() < at < cluster.end() for cluster in clusters)
