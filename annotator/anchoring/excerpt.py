"""A passage as a list shows it: its words within their sentence, cut where a reader would cut.

Plain Python, no Django.
"""

import re
import unicodedata
from dataclasses import dataclass

REACH = 200
"""Characters shown before and after the words, at the most."""
MOST = 500
"""Characters shown of the words themselves, at the most."""

# A sentence ends at its mark, with what closes after it; a small letter after a point says that it was an abbreviation.
_SENTENCE_END = re.compile(r"""(?:[.!?…؟۔]["'”’»)\]]*(?:\s++(?![a-z])|\Z)|[。！？]["'”’」』）]*\s*)""")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The words of a passage and what stands around them."""

    before: str
    words: str
    after: str


def excerpt(text: str, start: int, end: int, reach: int = REACH) -> Excerpt:
    """The stretch of ``text`` from ``start`` up to ``end``, with the rest of its sentence, or a part of it, around.

    ``reach``: characters before and after it, at the most.
    """
    words = text[start:end]
    after = "" if _ends_sentence(words) else _after(text, end, reach)
    return Excerpt(_before(text, start, reach), shortened(words), after)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of the stretch from ``start`` up to ``end`` stands, or as much of it as ``excerpt`` shows."""
    around = excerpt(text, start, end)
    before, after = around.before.removeprefix("…").lstrip(), around.after.removesuffix("…").rstrip()
    return start - len(before), end + len(after)


def shortened(text: str, most: int = MOST) -> str:
    """``text``, or its beginning up to a word's end and an ellipsis, together ``most`` characters at the most."""
    return text if len(text) <= most else f"{_cut(text, most - 1)}…"


def _before(text: str, start: int, reach: int) -> str:
    edge = max(0, start - reach)
    window = text[edge:start]
    ends = [match.end() for match in _SENTENCE_END.finditer(window)]
    if ends:
        return window[ends[-1] :]
    if edge == 0:
        return window
    space = re.search(r"\s+", window)
    if space and space.end() < len(window):
        return f"…{window[space.end() :]}"
    at = 0
    while at < len(window) and _joined(window[at]):
        at += 1
    return f"…{window[at:]}"


def _after(text: str, end: int, reach: int) -> str:
    window = text[end : end + reach]
    match = _SENTENCE_END.search(window)
    # The end of the window is not the end of the text.
    if match and (match.end() < len(window) or end + len(window) == len(text)):
        return window[: match.end()].rstrip()
    return window if end + len(window) == len(text) else f"{_cut(text[end:], reach)}…"


def _ends_sentence(words: str) -> bool:
    last = words.rstrip()[-9:]
    return any(match.end() == len(last) for match in _SENTENCE_END.finditer(last))


def _cut(text: str, most: int) -> str:
    """The beginning of ``text``, longer than ``most`` characters, up to a word's end, or at least to a letter's."""
    beginning = text[:most]
    if not text[most].isspace():
        space = re.search(r"\s+\S*\Z", beginning)
        if space and space.start() > 0:
            return beginning[: space.start()]
        while beginning and (_joined(text[len(beginning)]) or beginning[-1] == "\u200d"):
            beginning = beginning[:-1]
    return beginning.rstrip()


def _joined(character: str) -> bool:
    """Whether ``character`` belongs to the one before it."""
    return character in _JOINERS or unicodedata.category(character).startswith("M")
