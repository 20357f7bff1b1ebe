"""What stands beside the occurrences of a search more often than elsewhere in the texts that were searched."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched, groupby
from operator import itemgetter
from typing import NamedTuple

from annotator.selectors.occurrences import Occurrences
from annotator.selectors.scope import Scope
from corpus.models import WrittenWord
from corpus.search.finding import Found, Words, words_of
from corpus.search.inverted import storable, words_and_compounds
from corpus.wordings.collocates import FEWEST, REACH, Collocate, beside, collocates

# Words asked about at once.
_AT_A_TIME = 500


class Neighbours(NamedTuple):
    """The collocates, the number of words beside the occurrences, and that of all words searched."""

    collocates: list[Collocate]
    places: int
    size: int


def neighbours_of(found: Occurrences, *, fewest: int = FEWEST) -> Neighbours:
    """The words that stand beside the occurrences of ``found``: 4 queries, and every word searched is counted."""
    near: Counter[int] = Counter()
    everywhere: Counter[int] = Counter()
    read = found.written(range(len(found.found)))
    for each in found.found:
        written = read[each.words.document].written
        for start, end in _beside(each):
            near.update(written[start:end])
    folded: Counter[str] = Counter()
    for key, (_written, word) in found.known(near).items():
        folded[word] += near[key]
    enough = {word for word, number in folded.items() if number >= fewest}
    for words in () if found.scope.in_notes else words_of(found.scope.documents, written=True):
        _count_all(words, found.scope, everywhere)
    # How else a word is written that stands beside the phrase is to be counted as well.
    in_all: Counter[str] = Counter()
    for key, (_written, word) in _written_as(enough).items():
        in_all[word] += everywhere[key]
    size = everywhere.total()
    for texts in found.beside.texts.values() if found.beside else ():
        for text in texts:
            if text.kind in found.scope.allowed.kinds:
                words_there = [word.word for word in words_and_compounds(text.text)[0]]
                in_all.update(words_there)
                size += len(words_there)
    return Neighbours(collocates(folded, in_all, size=size, fewest=fewest), folded.total(), size)


def with_neighbour(found: Occurrences, word: str) -> Occurrences:
    """Those of ``found`` that have ``word`` beside them: 2 queries."""
    keys = _written_as([word]).keys() | found.extra_keys(word)
    read = found.written(range(len(found.found)))
    kept: list[Found] = []
    for each in found.found:
        written = read[each.words.document].written
        near = [at for start, end in _beside(each) for at in range(start, end) if written[at] in keys]
        there = [
            (paragraph, first, last)
            for paragraph, first, last in each.occurrences
            if _any_in(near, max(first - REACH, each.words.firsts[paragraph]), first)
            or _any_in(near, last, min(last + REACH, each.words.firsts[paragraph + 1]))
        ]
        if there:
            kept.append(Found(each.words, sorted({at for at, _first, _last in there}), there))
    return found.with_found(kept)


def _any_in(numbers: Sequence[int], start: int, end: int) -> bool:
    """Whether one of ``numbers``, which are in order, is from ``start`` up to ``end``."""
    at = bisect_left(numbers, start)
    return at < len(numbers) and numbers[at] < end


def _beside(found: Found) -> Iterator[tuple[int, int]]:
    """The stretches of words of a document that stand beside the occurrences in it."""
    firsts = found.words.firsts
    for paragraph, occurrences in groupby(found.occurrences, key=itemgetter(0)):
        spans = [(first, last) for _paragraph, first, last in occurrences]
        yield from beside(spans, firsts[paragraph], firsts[paragraph + 1])


def _count_all(words: Words, scope: Scope, counts: Counter[int]) -> None:
    """Add every word of a document that is searched to ``counts``."""
    searched = scope.allowed.places_in(words)
    firsts = words.firsts
    if len(searched) > len(words.kinds) // 2:
        # Few paragraphs are not searched: it is quicker to count all and take these off.
        counts.update(words.written)
        for at in range(len(words.kinds)):
            if at not in searched:
                counts.subtract(words.written[firsts[at] : firsts[at + 1]])
    else:
        for at in searched:
            counts.update(words.written[firsts[at] : firsts[at + 1]])


def _written_as(words: Iterable[str]) -> dict[int, tuple[str, str]]:
    """What is written, and the word that it is, by the keys of all ways of writing ``words``: 1 query for each 500."""
    found: dict[int, tuple[str, str]] = {}
    for some in batched(words, _AT_A_TIME):
        rows = WrittenWord.objects.filter(word__in=[storable(word).encode() for word in some])
        found |= {
            pk: (bytes(written).decode(), bytes(word).decode())
            for pk, written, word in rows.values_list("pk", "written", "word")
        }
    return found
