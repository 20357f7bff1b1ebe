"""What a person typed into the search field, understood.

Plain Python. Words that stand apart must all be there, in any order; words in quotation marks, and words joined by
anything but a space ("long-term", "people’s"), in that order; what has a hyphen before it must not be there.
Everything else is white space, so that nothing a person types is an error.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .words import words, words_with_places

# A paragraph pasted into the field is understood as a whole; a book is cut.
LONGEST = 1000
_OPENING = '"“”„‟«»「『'
_CLOSING = '"“”„‟«»」』'
_TERM = re.compile(
    r"(?P<without>(?<!\S)[-−–])?"
    rf"(?:[{_OPENING}](?P<phrase>[^{_CLOSING}]*)[{_CLOSING}]?|(?P<word>[^\s{_OPENING}]+))"
)

type Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A search: phrases that must stand in a paragraph, and phrases that must not; a word is a phrase of one.

    ``is_cut`` tells that the query was longer than ``LONGEST`` and its end was not looked at.
    """

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.wanted or self.unwanted)


def parse(text: str) -> Query:
    """Understand ``text`` as typed; anything is understood, and what has no word in it as an empty query."""
    wanted: dict[Phrase, None] = {}
    unwanted: dict[Phrase, None] = {}
    for match in _TERM.finditer(text[:LONGEST]):
        phrase = tuple(words(match["word"] if match["phrase"] is None else match["phrase"]))
        if phrase:
            (unwanted if match["without"] else wanted)[phrase] = None
    return Query(tuple(wanted), tuple(unwanted), is_cut=len(text) > LONGEST)


def ranges(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the wanted words stand in ``text``: (start, end) in code points, in order, none touching another."""
    known = list(words_with_places(text))
    found = []
    for phrase in query.wanted:
        first, length = phrase[0], len(phrase)
        for at, word in enumerate(known):
            if word.word == first and tuple(one.word for one in known[at : at + length]) == phrase:
                found.append((word.start, known[at + length - 1].end))
    return list(_joined(sorted(found)))


def _joined(found: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Overlapping stretches as one."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
