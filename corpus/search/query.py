"""What a person typed into the search field, understood.

Plain Python. Words that stand apart must all be there, in any order; words in quotation marks, and words joined by
anything but a space ("long-term", "people’s"), in that order; what has a hyphen before it must not be there.
Everything else is white space, so that nothing a person types is an error.
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .tokenizer import Word, joined_with_places, words, words_with_places

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

    ``begun`` must stand in it too, and of its last word only the beginning. ``is_cut`` tells that the query was longer
    than ``LONGEST`` and its end was not looked at.
    """

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    begun: Phrase = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.wanted or self.unwanted or self.begun)


def parse(text: str, *, unfinished: bool = False) -> Query:
    """Understand ``text`` as typed; anything is understood, and what has no word in it as an empty query.

    ``unfinished``: somebody is still typing it, and its last word, unless quotation marks close it, is only begun.
    """
    wanted: dict[Phrase, None] = {}
    unwanted: dict[Phrase, None] = {}
    begun: Phrase = ()
    for match in _TERM.finditer(text[:LONGEST]):
        phrase = tuple(words(match["word"] if match["phrase"] is None else match["phrase"]))
        if phrase:
            (unwanted if match["without"] else wanted)[phrase] = None
            is_closed = match["phrase"] is not None and match.end("phrase") < match.end()
            begun = () if match["without"] or is_closed else phrase
    if unfinished:
        wanted.pop(begun, None)
    return Query(tuple(wanted), tuple(unwanted), begun if unfinished else (), is_cut=len(text) > LONGEST)


def ranges(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the wanted words stand in ``text``: (start, end) in code points, in order, none touching another."""
    known = list(words_with_places(text))
    found: list[tuple[int, int]] = []
    for run in (known, joined_with_places(text, known)):
        found += [place for phrase in query.wanted for place in _places(run, phrase, operator.eq)]
        if query.begun:
            found += _places(run, query.begun, str.startswith)
    return list(_joined(sorted(found)))


def together(text: str, query: Query) -> list[tuple[int, int]]:
    """Where all the wanted words of ``query`` stand side by side in ``text``, in any order: (start, end), in order."""
    runs: list[tuple[int, int]] = []
    for start, end in ranges(text, query):
        if runs and not any(map(str.isalnum, text[runs[-1][1] : start])):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    parts = [Query(wanted=(phrase,)) for phrase in query.wanted]
    parts += [Query(begun=query.begun)] if query.begun else []
    return [(start, end) for start, end in runs if all(ranges(text[start:end], part) for part in parts)]


def _places(known: Sequence[Word], phrase: Phrase, is_last: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """Where ``phrase`` stands among the words ``known``; ``is_last`` compares a word with its last one."""
    others, last = phrase[:-1], phrase[-1]
    for at in range(len(others), len(known)):
        first = at - len(others)
        if is_last(known[at].word, last) and others == tuple(word.word for word in known[first:at]):
            yield known[first].start, known[at].end


def _joined(found: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """Overlapping stretches as one."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
