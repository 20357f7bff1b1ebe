"""The words of a text, as both search engines know them.

Plain Python. SQLite and PostgreSQL each have their own idea of what a word is and which accents matter. So that a
search finds the same paragraphs on both, words are made here, and the engines are only given words to keep.

A word is a run of letters, digits and the marks that belong to them, without case, accents and vowel points, in
compatibility form ("Ｅｕ" is "eu", "ﬁn" is "fin"). Scripts written without spaces (Chinese, Japanese, Thai, …), and
Hangul, whose particles are written onto the word, are kept character by character; a run of characters in a query
is a phrase of them, which finds it wherever it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Accents, Hebrew points, Arabic vowel signs and the like by their canonical combining class (Unicode, chapter 4.3):
# 1 overlays, 10 to 36 the fixed positions of Hebrew, Arabic and Syriac, 200 and above the positions around a letter.
# Others, such as the vowel signs of Indian scripts and the voicing marks of kana, make a different letter.
_OVERLAY = 1
_POINTS = range(10, 37)
_AROUND = 200
# All scripts with marks in the Basic Multilingual Plane lie in these.
_WHERE_MARKS_ARE = (
    range(0x300, 0x2000),
    range(0x20D0, 0x2100),
    range(0x2DE0, 0x2E00),
    range(0x3099, 0x309B),
    range(0xA66F, 0xAC00),
    range(0xFE20, 0xFE30),
)
_MARKS = "".join(
    chr(code) for part in _WHERE_MARKS_ARE for code in part if unicodedata.category(chr(code)).startswith("M")
)
_ACCENTS = "".join(
    mark
    for mark in _MARKS
    if (place := unicodedata.combining(mark)) == _OVERLAY or place in _POINTS or place >= _AROUND
)
# Written inside words and seen by nobody: soft hyphen, zero-width joiner and non-joiner, word joiner; and the
# Arabic stretching sign.
_UNSEEN = "\u00ad\u200c\u200d\u2060\u0640"
# Thai and Lao, Tibetan, Burmese, Hangul, Khmer, kana and Han, in the blocks they fill.
_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3041-\u30ff"
    "\u3131-\u318e\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# What makes one character with the one before it: voicing marks, full and half width, and the later parts of a
# Korean syllable written in its parts.
_JOINING = "\u3099\u309a\uff9e\uff9f\u1160-\u11ff\ud7b0-\ud7ff"
_LETTER = rf"(?:[^\W_]|[{_MARKS}{_UNSEEN}])"
_WORD = re.compile(rf"(?=[{_UNSPACED}]){_LETTER}[{_JOINING}]*|(?:(?![{_UNSPACED}]){_LETTER})+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_STRETCH = re.compile(r"\S+")
# Spaces and signs between the words of typographic texts (“ ” – … and the like), none of them a letter or a mark.
_BETWEEN = re.compile(
    "[\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u200b\u200e-\u205f]+"
)
_DROPPED = re.compile(rf"[{_ACCENTS}{_UNSEEN}]+")


class Word(NamedTuple):
    """A word of a text, and where it stands: from ``start`` up to ``end``, in code points."""

    word: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order."""
    text = _plainer(text)
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    # Words never reach across white space, so only the stretches with other letters take the long way.
    found: list[str] = []
    for stretch in text.split():
        if stretch.isascii():
            found += _ASCII_WORD.findall(stretch.lower())
        else:
            for match in _WORD.finditer(stretch):
                found += _folded(match[0])
    return found


def words_with_places(text: str) -> Iterator[Word]:
    """Yield the words of ``text`` in order with their places; the same words as ``words``."""
    for stretch in _STRETCH.finditer(text):
        at = stretch.start()
        if stretch[0].isascii():
            for match in _ASCII_WORD.finditer(stretch[0].lower()):
                yield Word(match[0], at + match.start(), at + match.end())
            continue
        for match in _WORD.finditer(stretch[0]):
            for word in _folded(match[0]):
                yield Word(word, at + match.start(), at + match.end())


def spaced(text: str) -> str:
    """Return ``text`` such that its runs of ASCII letters and digits and of other characters are its words.

    What an ASCII tokeniser wants. Case is left as it is where that costs nothing: the tokeniser folds it.
    """
    text = _plainer(text)
    if text.isascii():
        return text
    return " ".join([stretch if stretch.isascii() else " ".join(words(stretch)) for stretch in text.split()])


def _plainer(text: str) -> str:
    """``text`` with the same words, in ASCII where nothing but its typography is not: words in ASCII cost a third."""
    return text if text.isascii() else _BETWEEN.sub(" ", text)


def _folded(run: str) -> list[str]:
    """The words a run of letters makes: one, or several where the compatibility form has signs in it ("½", "㎨")."""
    if run.isascii():
        return [run.lower()]
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", run)).casefold()
    # Case folding can bring marks of its own, and Hangul and kana are to be whole characters again.
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", bare))
    return _WORD.findall(folded)
