"""The words of a text, as both search engines know them.

Plain Python. SQLite and PostgreSQL each have their own idea of what a word is and which accents matter. So that a
search finds the same paragraphs on both, words are made here, and the engines are only given words to keep.

A word is a run of letters, digits and the marks that belong to them, without case, accents and vowel points, in
compatibility form ("Ｅｕ" is "eu", "ﬁn" is "fin") and in the letters of a keyboard ("œuvre" is "oeuvre"). Scripts
written without spaces (Chinese, Japanese, Thai, …), and Hangul, whose particles are written onto the word, are kept
character by character; a run of characters in a query is a phrase of them, which finds it wherever it stands.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpus.folding import APOSTROPHES, HYPHENS, LETTERS, MARKS, UNSPACED

# Accents, Hebrew points, Arabic vowel signs and the like by their canonical combining class (Unicode, chapter 4.3):
# 1 overlays, 10 to 36 the fixed positions of Hebrew, Arabic and Syriac, 200 and above the positions around a letter.
# Others, such as the vowel signs of Indian scripts and the voicing marks of kana, make a different letter.
_OVERLAY = 1
_POINTS = range(10, 37)
_AROUND = 200
_ACCENTS = "".join(
    mark for mark in MARKS if (place := unicodedata.combining(mark)) == _OVERLAY or place in _POINTS or place >= _AROUND
)
# Written inside words and seen by nobody: soft hyphen, zero-width joiner and non-joiner, word joiner; and the
# Arabic stretching sign.
_UNSEEN = "\u00ad\u200c\u200d\u2060\u0640"
# What makes one character with the one before it: voicing marks, full and half width, and the later parts of a
# Korean syllable written in its parts.
_JOINING = "\u3099\u309a\uff9e\uff9f\u1160-\u11ff\ud7b0-\ud7ff"
# Modifier letters that stand for an apostrophe or a glottal stop: signs between letters, as the apostrophe is.
_BREATHINGS = "ʻʼʽʾʿʹ"
_LETTER = rf"(?:[^\W_{_BREATHINGS}]|[{MARKS}{_UNSEEN}])"
_WORD = re.compile(rf"(?=[{UNSPACED}]){_LETTER}[{_JOINING}]*|(?:(?![{UNSPACED}]){_LETTER})+")
# A sign within a word that may as well be left out: "co-operation", "inter-national" divided at the end of a line,
# "Qur’an", "Hawaiʻi"; but not that of "people’s".
_INNER = rf"[^\W\d_{_BREATHINGS}{UNSPACED}]"
JOINTS = f"{HYPHENS}{APOSTROPHES}"
JOINT = re.compile(
    rf"[{JOINTS}](?<={_INNER}.)(?!(?<=[{APOSTROPHES}])(?:s|t|d|m|re|ve|ll)(?!{_INNER}))"
    rf"(?=[{_BREATHINGS}]?{_INNER})",
    re.IGNORECASE,
)
_ORDINARY = 40  # characters of a word
_ASCII_RUN = re.compile(r"[A-Za-z0-9]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_STRETCH = re.compile(r"\S+")
# Spaces and signs between the words of typographic texts (“ ” – … and the like), none of them a letter or a mark.
_SIGNS = "[\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u200b\u200e-\u205f]"
_SIGN, _BETWEEN = re.compile(_SIGNS), re.compile(f"{_SIGNS}+")
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
    words_of_text: list[str] = []
    for chunk in text.split():
        if chunk.isascii():
            words_of_text += _ASCII_WORD.findall(chunk.lower())
        else:
            for match in _WORD.finditer(chunk):
                words_of_text += folded(match[0])
    return words_of_text


def runs(text: str) -> list[str]:
    """Return the runs of letters in ``text`` as they are written: what ``words`` makes words of, in order."""
    text = _plainer(text)
    if text.isascii():
        return _ASCII_RUN.findall(text)
    written: list[str] = []
    for chunk in text.split():
        written += (_ASCII_RUN if chunk.isascii() else _WORD).findall(chunk)
    return written


def words_with_places(text: str) -> Iterator[Word]:
    """Yield the words of ``text`` in order with their places; the same words as ``words``."""
    for letters in _STRETCH.finditer(text):
        at = letters.start()
        if letters[0].isascii():
            for match in _ASCII_WORD.finditer(letters[0].lower()):
                yield Word(match[0], at + match.start(), at + match.end())
            continue
        for match in _WORD.finditer(letters[0]):
            for word in folded(match[0]):
                yield Word(word, at + match.start(), at + match.end())


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of ``text`` stand: what ``words_with_places`` says, without the words themselves."""
    # Each sign by itself, so that every word stays where it is.
    plain = text if text.isascii() else _SIGN.sub(" ", text)
    if plain.isascii():
        return [match.span() for match in _ASCII_RUN.finditer(plain)]
    return [(word.start, word.end) for word in words_with_places(text)]


def within(text: str, start: int, end: int) -> tuple[int, int]:
    """Return which words of ``text`` stand, if only in part, from ``start`` up to ``end``, in code points.

    The number of the first one, from 0, and that of the one after the last; 0 and 0 where there is none.
    """
    # No word reaches across white space, and to count those before it is faster than to know where each of them is.
    left, right = start, end
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    while right < len(text) and not text[right].isspace():
        right += 1
    numbered = enumerate(spans(text[left:right]), len(words(text[:left])))
    inside = [number for number, (begins, ends) in numbered if left + begins < end and left + ends > start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def compounds(text: str, known: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield those of the words ``known`` of ``text`` that a hyphen or an apostrophe parts, as one.

    Each as the place of its first part among ``known``, the number of its parts, and the word that they make.
    """
    joints = {joint.start(): joint.end() for joint in JOINT.finditer(text)}
    first = 0
    for at in range(1, len(known) + 1) if joints else ():
        if at == len(known) or joints.get(known[at - 1].end) != known[at].start:
            if at - first > 1:
                yield first, at - first, "".join(part.word for part in known[first:at])
            first = at


def _plainer(text: str) -> str:
    """``text`` with the same words, in ASCII where nothing but its typography is not: words in ASCII cost a third."""
    return text if text.isascii() else _BETWEEN.sub(" ", text)


def folded(run: str) -> Sequence[str]:
    """The words a run of letters makes: one, or several where the compatibility form has signs in it ("½", "㎨")."""
    if run.isascii():
        return [run.lower()]
    return _fold_known(run) if len(run) <= _ORDINARY else _fold(run)


def _fold(run: str) -> Sequence[str]:
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", run)).translate(LETTERS).casefold()
    # Case folding can bring marks of its own, and Hangul and kana are to be whole characters again.
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", bare))
    return _WORD.findall(folded)


# Texts have the same words over and over, and those without spaces the same characters.
_fold_known = lru_cache(maxsize=32_768)(_fold)
