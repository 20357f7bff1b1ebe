"""What stands beside the occurrences of a search more often than elsewhere in the texts that were searched."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched, chain, groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Max

from annotator.selectors.occurrences import Occurrences
from corpus.models import WrittenWord
from corpus.search.finding import DocumentOccurrences, ForwardIndex, words_of
from corpus.search.inverted import storable, words_and_compounds
from corpus.wordings.collocates import FEWEST, REACH, Collocate, beside, collocates

# Words asked about at once.
_AT_A_TIME = 500


class Collocates(NamedTuple):
    """The collocates, the number of words beside the occurrences, and that of all words searched."""

    collocates: list[Collocate]
    places: int
    size: int


def neighbours_of(occurrences: Occurrences, *, fewest: int = FEWEST) -> Collocates:
    """The words that stand beside ``occurrences``: 6 queries, and every word searched is counted."""
    read = occurrences.written(range(len(occurrences.by_document)))
    keys: array[int] = array("I")
    for each in occurrences.by_document:
        written = read[each.words.document].written
        for start, end in _beside(each):
            keys.extend(written[start:end])
    near = Counter(keys)
    by_word: Counter[bytes] = Counter()
    for key, kept in occurrences.folded(near).items():
        by_word[kept] += near[key]
    folded = {kept.decode(): number for kept, number in by_word.items()}
    everywhere = [] if occurrences.scope.in_notes else _count_all(occurrences, read)
    # How else a word is written that stands beside the phrase is to be counted as well.
    in_all: Counter[str] = Counter()
    for key, (_written, word) in _written_as(word for word, number in folded.items() if number >= fewest).items():
        in_all[word] += everywhere[key] if everywhere else 0
    size = sum(everywhere)
    for texts in occurrences.beside.texts.values() if occurrences.beside else ():
        for text in texts:
            if text.kind in occurrences.scope.allowed.kinds:
                words = [word.word for word in words_and_compounds(text.text)[0]]
                in_all.update(words)
                size += len(words)
    return Collocates(collocates(folded, in_all, size=size, fewest=fewest), len(keys), size)


def with_neighbour(occurrences: Occurrences, word: str) -> Occurrences:
    """Those of ``occurrences`` that have ``word`` beside them: 2 queries."""
    keys = _written_as([word]).keys() | occurrences.extra_keys(word)
    read = occurrences.written(range(len(occurrences.by_document)))
    kept: list[DocumentOccurrences] = []
    for each in occurrences.by_document:
        written = read[each.words.document].written
        near = [at for start, end in _beside(each) for at in range(start, end) if written[at] in keys]
        places = [
            (paragraph, first, last)
            for paragraph, first, last in each.occurrences
            if _any_in(near, max(first - REACH, each.words.firsts[paragraph]), first)
            or _any_in(near, last, min(last + REACH, each.words.firsts[paragraph + 1]))
        ]
        if places:
            kept.append(DocumentOccurrences(each.words, sorted({at for at, _first, _last in places}), places))
    return occurrences.keeping(kept)


def _any_in(numbers: Sequence[int], start: int, end: int) -> bool:
    """Whether one of ``numbers``, which are in order, is from ``start`` up to ``end``."""
    at = bisect_left(numbers, start)
    return at < len(numbers) and numbers[at] < end


def _beside(in_document: DocumentOccurrences) -> Iterator[tuple[int, int]]:
    """The stretches of words of a document that stand beside the occurrences in it."""
    firsts = in_document.words.firsts
    for paragraph, in_paragraph in groupby(in_document.occurrences, key=itemgetter(0)):
        low, high = firsts[paragraph], firsts[paragraph + 1]
        spans = [(first, last) for _paragraph, first, last in in_paragraph]
        if len(spans) > 1:
            yield from beside(spans, low, high)
        else:
            ((first, last),) = spans
            yield max(low, first - REACH), first
            yield last, min(last + REACH, high)


def _count_all(occurrences: Occurrences, read: Mapping[int, ForwardIndex]) -> list[int]:
    """How often each way of writing a word stands in all that was searched, by its key: 2 queries."""
    allowed = occurrences.scope.allowed
    # A list, since a dictionary takes twice the time for millions of words; keys are given one after the other.
    counts = [0] * (1 + (WrittenWord.objects.aggregate(last=Max("pk"))["last"] or 0))
    unread = words_of([pk for pk in occurrences.scope.documents if pk not in read], written=True)
    for words in chain(read.values(), unread):
        firsts = words.firsts
        searched = allowed.places_in(words)
        # From ``beside`` on there is what does not stand in the document.
        for at in range(words.beside):
            if at in searched:
                for key in words.written[firsts[at] : firsts[at + 1]]:
                    counts[key] += 1
    return counts


def _written_as(words: Iterable[str]) -> dict[int, tuple[str, str]]:
    """What is written, and the word that it is, by the keys of all ways of writing ``words``: 1 query for each 500."""
    spelled: dict[int, tuple[str, str]] = {}
    for some in batched(words, _AT_A_TIME):
        rows = WrittenWord.objects.filter(word__in=[storable(word).encode() for word in some])
        spelled |= {
            pk: (bytes(written).decode(), bytes(word).decode())
            for pk, written, word in rows.values_list("pk", "written", "word")
        }
    return spelled
