"""When two wordings are the same words, and where one character ends and the next begins.

Plain Python, no Django.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

# Written into texts for line breaking or direction, unseen by whoever types the words again.
_INVISIBLE = "\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# No mark stands below U+0300, and above U+1FFFF only the selectors; looking no further keeps the import quick.
_MARK_RANGES = (range(0x300, 0x20000), range(0xE0100, 0xE01F0))
MARKS = "".join(chr(code) for part in _MARK_RANGES for code in part if unicodedata.category(chr(code))[0] == "M")
"""Every combining mark and variation selector, to stand inside a character class of a regular expression."""

_TYPOGRAPHIC = "‘’‚‛ʼ“”„‟‐‑‒–—―−…"
_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‚‛ʼ", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—―−", "-"), "…": "..."}
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_SPACE = re.compile(r"\s+")
_GAP = re.compile(rf"[\s{_INVISIBLE}]+")
_GAP_OR_TYPOGRAPHIC = re.compile(rf"[\s{_INVISIBLE}]+|[{_TYPOGRAPHIC}]")
# A letter with its marks is decomposed as one: canonical order is settled between two letters and never across them.
_GAP_OR_CLUSTER = re.compile(rf"[\s{_INVISIBLE}]+|.?[{MARKS}]+|[^\x00-\x7f]")
_EXTENDS = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]")


def fold_space(text: str) -> str:
    """``text`` with each run of white space as one space, without soft hyphens and other invisible characters."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text))


def fold_all(text: str) -> str:
    """The same, decomposed (NFD), with plain quotation marks, dashes and dots: what wordings are compared as."""
    return unicodedata.normalize("NFD", fold_space(text).translate(_PLAIN))


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
        done = shift = 0
        for match in pattern.finditer(text) if pattern else ():
            piece, folded = match[0], _fold_piece(match[0])
            if folded != piece:
                start, end = match.span()
                parts += (text[done:start], folded)
                self._starts.append(start - shift)
                self._ends.append(start - shift + len(folded))
                self._pieces.append((start, end))
                shift += len(piece) - len(folded)
                done = end
        self.text = "".join((*parts, text[done:]))

    @classmethod
    def nothing(cls, text: str) -> "Folded":
        """The text as it is."""
        return cls(text, None)

    @classmethod
    def space(cls, text: str) -> "Folded":
        """As ``fold_space`` leaves it."""
        return cls(text, _GAP)

    @classmethod
    def all(cls, text: str) -> "Folded":
        """As ``fold_all`` leaves it."""
        # A text without anything to decompose, of whatever script, is spared the walk over its letters.
        return cls(text, _GAP_OR_TYPOGRAPHIC if unicodedata.is_normalized("NFD", text) else _GAP_OR_CLUSTER)

    def places(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Where the folded text has ``wanted``, as ranges of the text itself; never from or to within a piece."""
        at = self.text.find(wanted)
        while at >= 0:
            start, end = self._start(at), self._end(at + len(wanted))
            if start is not None and end is not None:
                yield start, end
            at = self.text.find(wanted, at + 1)

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
    if _GAP.match(piece):
        # Invisible characters alone are nothing; with white space among them they are one space.
        return " " if any(map(str.isspace, piece)) else ""
    return unicodedata.normalize("NFD", piece.translate(_PLAIN))


def inside_character(text: str, at: int) -> bool:
    """Whether ``at`` lies inside what a reader sees as one character.

    A short form of the grapheme clusters of Unicode Standard Annex 29: combining marks and variation selectors, skin
    tones, tag characters, vowels and finals of conjoining Hangul, emoji joined by a zero-width joiner, pairs of
    regional indicators. Unlike there, a zero-width non-joiner ends a character: in Persian it stands between words.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after.isascii():
        return False
    if after == "\u200d" or _EXTENDS.match(after) or unicodedata.category(after)[0] == "M":
        return True
    if before == "\u200d":
        return unicodedata.category(after) in {"So", "Sm"}
    if _FLAG_LETTERS.match(before) and _FLAG_LETTERS.match(after):
        first = at - 1
        while first > 0 and _FLAG_LETTERS.match(text[first - 1]):
            first -= 1
        return (at - first) % 2 == 1
    return False
