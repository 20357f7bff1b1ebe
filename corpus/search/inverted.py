"""The words of a document turned round: for each word where it stands, and for each place what is written there.

Plain Python. Paragraphs follow each other in the numbering, so that a place tells its paragraph, and no term reaches
from one into the next.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, chain
from typing import NamedTuple

from corpus.folding import NOTE_CALL

from .positions import NOWHERE, PostingList, Span, TermFinder
from .query import Query, SearchWord, Sequence, composed
from .tokenizer import JOINT, Word, compounds, folded, runs, spans, within, words_with_places

_CALL = re.compile(NOTE_CALL)
# An index entry of PostgreSQL holds at most 2,700 bytes, and two words are in one; a longer word than this is kept as
# its beginning and a digest of it all.
_LONGEST = 150
_BEGINNING = 118
_ORDINARY = 30  # characters between two spaces; longer ones are not kept in mind


def storable(word: str) -> str:
    """``word`` as an index keeps it: longer ones as their beginning and a digest."""
    if len(word) <= _LONGEST:
        return word
    return word[:_BEGINNING] + blake2b(word.encode(), digest_size=16).hexdigest()


def word_spans(text: str) -> list[Span]:
    """Where the words of ``text`` stand, in code points; what is within a note call is none of them."""
    return spans(_without_calls(text))


def words_within(text: str, start: int, end: int) -> tuple[int, int]:
    """Which of the words of ``text`` stand, if only in part, from ``start`` up to ``end`` (``tokenizer.within``)."""
    return within(_without_calls(text), start, end)


def _without_calls(text: str) -> str:
    return _CALL.sub(lambda call: " " * len(call[0]), text) if "[" in text else text


def words_and_compounds(text: str) -> tuple[list[Word], list[tuple[int, int, str]]]:
    """The words of ``text`` with their places; and those written as several, as (first, number, word).

    A note call ("found[7]") is none of them: the words on either side of it stand side by side.
    """
    known = list(words_with_places(text))
    if "[" in text and (calls := [call.span() for call in _CALL.finditer(text)]):
        known = [word for word in known if not any(start <= word.start < end for start, end in calls)]
    return known, list(compounds(text, known))


class IndexedParagraph(NamedTuple):
    """What an index takes of a paragraph: its primary key, a letter for its kind, and its text."""

    pk: int
    kind: str
    text: str


class _Chunk(NamedTuple):
    """What stands between two spaces: its words, each as it is written and as the word that it is.

    ``compounds`` are those that a hyphen or an apostrophe parts: first part, number of parts, and the word they make.
    """

    pairs: tuple[tuple[str, str], ...]
    compounds: tuple[tuple[int, int, str], ...]


def _chunk(text: str) -> _Chunk:
    pairs = tuple((storable(composed(run)), storable(word)) for run in _runs(text) for word in folded(run))
    return _Chunk(pairs, tuple(_compounds(text)))


def _compounds(text: str) -> Iterator[tuple[int, int, str]]:
    if JOINT.search(text):
        for first, number, word in words_and_compounds(text)[1]:
            yield first, number, storable(word)


# Texts have the same words over and over, one text as the next.
_known_chunk = lru_cache(maxsize=16_384)(_chunk)


class _Numbered(dict[str, tuple[int, ...]]):
    """The numbers in ``pairs`` of the words of each chunk between spaces, across which no word reaches.

    ``compounds`` has the chunks in which there are some written as several.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.compounds: dict[str, tuple[tuple[int, int, str], ...]] = {}
        self._numbers: dict[tuple[str, str], int] = {}

    def __missing__(self, text: str) -> tuple[int, ...]:
        is_long = len(text) > _ORDINARY
        if is_long and len(runs_of_text := _runs(text)) > 1:
            # In scripts without spaces a whole paragraph, of characters that are known.
            numbers = tuple(chain.from_iterable(map(self.__getitem__, runs_of_text)))
            compounds = tuple(_compounds(text))
        else:
            numbered = (_chunk if is_long else _known_chunk)(text)
            numbers, compounds = tuple(map(self._number, numbered.pairs)), numbered.compounds
            self[text] = numbers
        if compounds:
            self.compounds[text] = compounds
        return numbers

    def _number(self, pair: tuple[str, str]) -> int:
        if pair not in self._numbers:
            self._numbers[pair] = len(self.pairs)
            self.pairs.append(pair)
        return self._numbers[pair]


class Inverted:
    """An index of some paragraphs in memory: where each word stands.

    ``pairs`` are the different words, each as it is written and the word that it is, and ``numbers`` has for each place
    which of them stands there; ``firsts`` the number of the first word of each paragraph, and at its end the number of
    all words; ``places`` where each word stands.
    """

    def __init__(self, paragraphs: Iterable[IndexedParagraph]) -> None:
        self.pks: array[int] = array("q")
        self.kinds = ""
        self.firsts: array[int] = array("I", [0])
        self.numbers: array[int] = array("I")
        known = _Numbered()
        self.pairs = known.pairs
        by_text: dict[str, list[Span]] = {}
        for pk, kind, text in paragraphs:
            chunks = text.split()
            numbers = list(map(known.__getitem__, chunks))
            if not known.compounds.keys().isdisjoint(chunks):
                firsts = accumulate(map(len, numbers), initial=len(self.numbers))
                for first, compounds in zip(firsts, map(known.compounds.get, chunks), strict=False):
                    for place, number, word in compounds or ():
                        by_text.setdefault(word, []).append((first + place, number))
            self.numbers.extend(chain.from_iterable(numbers))
            self.pks.append(pk)
            self.kinds += kind
            self.firsts.append(len(self.numbers))
        self.places = {word: PostingList(array("I"), array("I")) for _written, word in self.pairs}
        keep = [self.places[word].starts.append for _written, word in self.pairs]
        for at, number in enumerate(self.numbers):
            keep[number](at)
        for word, added in by_text.items():
            both = sorted([(start, 1) for start in self.places.get(word, NOWHERE).starts] + added)
            self.places[word] = PostingList(
                array("I", (start for start, _n in both)), array("I", (n for _start, n in both))
            )

    def look_up(self, search_word: SearchWord) -> PostingList:
        stored = storable(search_word.word)
        if search_word.begun:
            lists = [places for word, places in self.places.items() if word.startswith(search_word.word)]
            places = together(lists)
        else:
            places = self.places.get(stored, NOWHERE)
        if not search_word.written:
            return places
        return as_written(places, lambda at: is_written(self.pairs[self.numbers[at]][0], search_word))

    def spans(self, term: Sequence) -> list[Span]:
        """Where ``term`` stands, within a paragraph each: (first word, word after the last), in order."""
        return [each for each in TermFinder(term).spans(self.look_up) if within_one(each, self.firsts)]


def is_written(written: str, search_word: SearchWord) -> bool:
    """Whether ``written`` is what ``search_word`` wants letter by letter."""
    return written.startswith(search_word.written) if search_word.begun else written == storable(search_word.written)


def as_written(places: PostingList, is_so: Callable[[int], bool]) -> PostingList:
    """``places`` of a word without those that ``is_so`` refuses, asked with the word's number from 0."""
    lengths = places.lengths or [1] * len(places.starts)
    kept = (at for at, number in zip(places.starts, lengths, strict=True) if number == 1 and is_so(at))
    return PostingList(array("I", kept), array("I"))


def together(lists: Iterable[PostingList]) -> PostingList:
    """The union of posting lists, in the order of the text."""
    lists = list(lists)
    if len(lists) == 1:
        return lists[0]
    if not any(each.lengths for each in lists):
        starts: array[int] = array("I")
        for each in lists:
            starts.extend(each.starts)
        return PostingList(array("I", sorted(starts)), array("I"))
    both = {span for each in lists for span in zip(each.starts, each.lengths or [1] * len(each.starts), strict=True)}
    return PostingList(array("I", (at for at, _n in sorted(both))), array("I", (n for _at, n in sorted(both))))


def within_one(span: Span, firsts: array[int]) -> bool:
    """Whether the words of ``span`` stand in one paragraph."""
    return span[1] <= firsts[bisect_right(firsts, span[0])]


def _runs(text: str) -> list[str]:
    """The runs of letters in ``text`` as they are written, without note calls."""
    if "[" in text:
        text = _CALL.sub(" ", text)
    return runs(text)


def found_in(text: str, query: Query, counts: Callable[[int], bool] | None = None) -> list[Span]:
    """Where the wanted terms of ``query`` stand in ``text``: (start, end) in code points, in order, none touching.

    ``counts`` says of the number of a first word whether the occurrence there is one of those that are wanted.
    """
    inverted = Inverted([IndexedParagraph(0, "b", text)])
    return stretches_of(
        text,
        (span for term in query.wanted for span in inverted.spans(term) if counts is None or counts(span[0])),
    )


def stretches_of(text: str, places: Iterable[Span]) -> list[Span]:
    """Where the words at ``places`` stand in ``text``: (start, end) in code points, in order, none touching.

    ``places`` are numbers of words in it: the first, and the one after the last.
    """
    characters = word_spans(text)
    return list(_joined(sorted((characters[first][0], characters[last - 1][1]) for first, last in places)))


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Overlapping stretches as one."""
    waiting: Span | None = None
    for start, end in spans:
        if waiting is not None and start <= waiting[1]:
            waiting = (waiting[0], max(end, waiting[1]))
        else:
            if waiting is not None:
                yield waiting
            waiting = (start, end)
    if waiting is not None:
        yield waiting
