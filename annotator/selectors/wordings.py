"""How a phrase is said in the texts that a viewer may read, and where: its wordings, found through the index of words.

The postings of a few rare words of the phrase, of which every variant has one, lead to the paragraphs that are looked
at; what is said there is read from the words of the documents (``corpus.wordings``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import Length

from annotator.selectors.scope import Scope
from corpus.models import Paragraph, Posting, WrittenWord
from corpus.search import among
from corpus.search.finding import Words, numbers, words_of, written_words
from corpus.search.inverted import storable
from corpus.wordings.extents import Extent, extents
from corpus.wordings.forms import beginning_of_forms
from corpus.wordings.nearness import Nearness, Pattern, telling
from corpus.wordings.texts import ParagraphText
from corpus.wordings.variants import Changes, Finder, Variant
from corpus.wordings.wordings import Said, Spelling, Wording, wordings

_NUMBER = 4  # bytes of a number in the index
_AFTER_ALL = b"\xff"


class Place(NamedTuple):
    """Where a wording stands.

    ``paragraph`` is the place of its paragraph in the document, ``first`` and ``last`` count words through the
    document: its first word and the word after its last.
    """

    words: Words
    paragraph: int
    first: int
    last: int


class _Looked(NamedTuple):
    """A paragraph with variants in it; their words count from its first."""

    words: Words
    paragraph: int
    variants: list[Variant]

    @property
    def pk(self) -> int:
        return self.words.pks[self.paragraph]

    @property
    def is_open(self) -> bool:
        """Whether where a variant begins or ends is yet to be told."""
        return any(variant.missing_before or variant.missing_after for variant in self.variants)


def wordings_of(typed: Sequence[Spelling], nearness: Nearness, scope: Scope) -> list[Wording[Place]]:
    """The wordings of a phrase in ``scope``, their places in the order of its documents and of the text: 7 queries."""
    pattern = Pattern(tuple(spelling.word for spelling in typed), nearness)
    known = _forms(pattern)
    by_word = pattern.places(set(known.values()))
    places = {pk: by_word[word] for pk, word in known.items() if word in by_word}
    finder = Finder(pattern, places)
    looked = [
        _Looked(words, at, variants)
        for words, paragraphs in _candidates(pattern, by_word, scope)
        for at in sorted(paragraphs)
        if (variants := finder.variants(words.written[words.firsts[at] : words.firsts[at + 1]]))
    ]
    return wordings(pattern, [spelling.written for spelling in typed], _said(looked, _extents(pattern, looked)))


def _forms(pattern: Pattern) -> dict[int, str]:
    """The words of the index that may stand for words of the phrase, by the primary keys of how they are written."""
    rule = Q()
    for word in set(pattern.words):
        if pattern.nearness >= Nearness.FORMS:
            beginning = beginning_of_forms(word).encode()
            rule |= Q(word__gte=beginning, word__lt=beginning + _AFTER_ALL)
        rule |= Q(word=storable(word).encode())
    rows = WrittenWord.objects.filter(rule).values_list("pk", "word")
    return {pk: bytes(word).decode() for pk, word in rows}


def _candidates(
    pattern: Pattern, places: Mapping[str, Mapping[int, int]], scope: Scope
) -> Iterator[tuple[Words, set[int]]]:
    """The documents in which variants may stand, and in which of their paragraphs, by place: 3 queries."""
    telling_words = telling(pattern, _frequency(pattern, places))
    own = {at for at, word in enumerate(pattern.words) if word in telling_words}
    forms = [word.encode() for word, there in places.items() if own & there.keys()]
    postings: dict[int, list[bytes]] = defaultdict(list)
    rows = Posting.objects.filter(word__in=forms, document__in=among(scope.documents))
    for document, starts in rows.values_list("document", "starts").iterator(2000):
        postings[document].append(bytes(starts))
    read = {words.document: words for words in words_of(postings.keys(), written=True)}
    for document in scope.documents:
        if words := read.get(document):
            paragraphs = set(_paragraphs_at(words, {at for part in postings[document] for at in numbers(part)}))
            yield words, paragraphs.intersection(scope.allowed.places_in(words))


def _frequency(pattern: Pattern, places: Mapping[str, Mapping[int, int]]) -> dict[str, int]:
    """How often each word of the phrase stands in all texts, in all forms that count: 1 query."""
    rows = (
        Posting.objects.filter(word__in=[word.encode() for word in places])
        .order_by()
        .values("word")
        .annotate(size=Sum(Length("starts")))
        .values_list("word", "size")
    )
    frequency: dict[str, int] = dict.fromkeys(pattern.words, 0)
    for word, size in rows:
        for at in places[bytes(word).decode()]:
            frequency[pattern.words[at]] += size // _NUMBER
    return frequency


def _paragraphs_at(words: Words, starts: Iterable[int]) -> Iterator[int]:
    """The places of the paragraphs in which the words with these numbers stand."""
    at, firsts = -1, words.firsts
    for start in sorted(starts):
        while firsts[at + 1] <= start:
            at += 1
        yield at


def _extents(pattern: Pattern, looked: Sequence[_Looked]) -> dict[int, list[Extent]]:
    """The extents of the variants in those paragraphs where the texts must tell them, by primary key: 1 query."""
    keys = [each.pk for each in looked if each.is_open]
    texts = dict(Paragraph.objects.filter(pk__in=among(keys)).order_by().values_list("pk", "text")) if keys else {}
    found = [(each.pk, (ParagraphText(texts[each.pk]), each.variants)) for each in looked if each.pk in texts]
    made = extents(pattern, [both for _pk, both in found])
    return dict(zip((pk for pk, _both in found), made, strict=True))


def _said(looked: Sequence[_Looked], learnt: Mapping[int, list[Extent]]) -> Iterator[Said[Place]]:
    """What is said at each place: 1 query."""
    said: list[tuple[Place, tuple[int, ...], Changes]] = []
    for each in looked:
        first, written = each.words.firsts[each.paragraph], each.words.written
        for start, end, changes in learnt.get(each.pk) or _as_found(each.variants):
            place = Place(each.words, each.paragraph, first + start, first + end)
            said.append((place, tuple(written[place.first : place.last]), changes))
    keys = set[int]().union(*{keys for _place, keys, _changes in said})
    spellings = {pk: Spelling(word, written) for pk, (written, word) in written_words(keys).items()}
    known: dict[tuple[int, ...], tuple[Spelling, ...]] = {}
    for place, keys_there, changes in said:
        if keys_there not in known:
            known[keys_there] = tuple([spellings[key] for key in keys_there])
        yield Said(place, known[keys_there], changes)


def _as_found(variants: Iterable[Variant]) -> list[Extent]:
    return [Extent(variant.start, variant.end, variant.within) for variant in variants]
