"""A text folded as wordings are compared, and the way back to the places in it.

Plain Python, no Django.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from corpus.folding import MARKS, NOTE_CALL, UNSEEN, plain

_UNSEEN = re.compile(f"[{UNSEEN}]+")
_SPACE = re.compile(r"\s+")
_GAP = re.compile(rf"[\s{UNSEEN}]+")
# The bar between the cells of a table row, which no page shows.
_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_CALL = re.compile(NOTE_CALL)
_WIDE_GAP = re.compile(rf"[\s{UNSEEN}]+(?:(?<=\s)\|(?!\S)[\s{UNSEEN}]*)*|(?<!\S)\|(?!\S)[\s{UNSEEN}]*")
# Letters that fold into themselves where a text is decomposed: Cyrillic, Hebrew, Arabic, Indian, kana, Han.
_LETTERS = "\u0400-\u052f\u05d0-\u05ea\u0621-\u064a\u0900-\u0dff\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff"
_GAP_OR_SIGN = re.compile(rf"{_WIDE_GAP.pattern}|{NOTE_CALL}|[^\x00-\x7f{_LETTERS}][{MARKS}]*")
# A letter with its marks is decomposed as one: canonical order is settled between two letters and never across them.
_GAP_OR_CLUSTER = re.compile(rf"{_WIDE_GAP.pattern}|{NOTE_CALL}|.?[{MARKS}]+|[^\x00-\x7f]")


def fold_space(text: str) -> str:
    """``text`` with each run of white space as one space, without soft hyphens and other invisible characters."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text))


def fold_all(text: str) -> str:
    """The same with the letters and signs of a keyboard (``corpus.folding.plain``), without note calls and cell bars.

    What wordings are compared as: "found[7] in Łódź…" is "found in Lodz..." with its accent decomposed.
    """
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
        # A text without anything to decompose is spared the walk over its letters.
        return cls(text, _GAP_OR_SIGN if unicodedata.is_normalized("NFD", text) else _GAP_OR_CLUSTER)

    def spans(self) -> list[tuple[int, int]]:
        """For each character of the folded text, the range of the text that it comes from."""
        found: list[tuple[int, int]] = []
        done = 0
        for start, end, piece in zip(self._starts, self._ends, self._pieces, strict=True):
            found += ((at, at + 1) for at in range(done, piece[0]))
            found += [piece] * (end - start)
            done = piece[1]
        return found + [(at, at + 1) for at in range(done, done + len(self.text) - len(found))]

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
    if _WIDE_GAP.fullmatch(piece):
        # Invisible characters alone are nothing; with white space or a bar among them they are one space.
        return " " if any(sign.isspace() or sign == "|" for sign in piece) else ""
    return "" if piece.startswith("[") else plain(piece)
