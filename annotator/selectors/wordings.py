"""How a phrase is said in the texts that a viewer may read, and where: its wordings, found through the index of words.

The postings of a few rare words of the phrase, of which every variant has one, lead to the paragraphs that are looked
at; what is said there is read from the words of the documents (``corpus.wordings``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q, Sum
from django.db.models.functions import Length

from annotator.selectors.occurrences import Occurrences
from annotator.selectors.scope import Scope
from corpus.models import Paragraph, Posting, WrittenWord
from corpus.search import among
from corpus.search.finding import DocumentOccurrences, ForwardIndex, numbers, words_of
from corpus.search.inverted import storable, words_and_compounds
from corpus.search.query import Query, composed, plain_phrase
from corpus.wordings.extents import Extent, extents
from corpus.wordings.forms import beginning_of_forms
from corpus.wordings.nearness import Loose, Nearness, Pattern, distinctive
from corpus.wordings.texts import ParagraphText
from corpus.wordings.variants import Changes, Variant, VariantFinder
from corpus.wordings.wordings import Attestation, Spelling, Wording, wordings

_NUMBER = 4  # bytes of a number in the index
_AFTER_ALL = b"\xff"
_NONE = Changes()


class WordingPlace(NamedTuple):
    """Where a wording stands.

    ``paragraph`` is the place of its paragraph in the document, ``first`` and ``last`` count words through the
    document: its first word and the word after its last.
    """

    words: ForwardIndex
    paragraph: int
    first: int
    last: int


class _Looked(NamedTuple):
    """A paragraph with variants in it; their words count from its first."""

    words: ForwardIndex
    paragraph: int
    variants: list[Variant]

    @property
    def pk(self) -> int:
        return self.words.pks[self.paragraph]

    @property
    def is_open(self) -> bool:
        """Whether where a variant begins or ends is yet to be told."""
        return any(variant.missing_before or variant.missing_after for variant in self.variants)


def phrase_in(query: Query, typed: str) -> tuple[Spelling, ...]:
    """The phrase that ``query`` is for, as it was ``typed``; nothing where it asks for anything but one phrase.

    Wordings that are near to it are looked for in the standing texts alone.
    """
    if any(each.name in {"in", "revision"} for each in query.filters):
        return ()
    phrase = plain_phrase(query.wanted[0]) if len(query.wanted) == 1 else None
    if not phrase:
        return ()
    known, _compounds = words_and_compounds(typed)
    for at in range(len(known) - len(phrase) + 1):
        run = known[at : at + len(phrase)]
        if tuple(word.word for word in run) == phrase:
            return tuple(Spelling(word.word, composed(typed[word.start : word.end])) for word in run)
    return tuple(Spelling(word, word) for word in phrase)


def wordings_of(occurrences: Occurrences, typed: Sequence[Spelling], nearness: Nearness) -> list[Wording[WordingPlace]]:
    """The wordings of a phrase where it was searched for, their places in the order of the texts: 8 queries.

    Args:
        occurrences: of the phrase itself.
        typed: its words.
        nearness: how near to it counts as the same.
    """
    pattern = Pattern(tuple(spelling.word for spelling in typed), nearness)
    finder, by_word = _finder(pattern)
    looked = [
        _Looked(words, at, variants)
        for words, paragraphs in _candidates(pattern, by_word, occurrences.scope)
        for at in sorted(paragraphs)
        if (variants := finder.variants(words.written[words.firsts[at] : words.firsts[at + 1]]))
    ]
    attested = _with_joined(occurrences, pattern, list(_attestations(looked, _extents(pattern, looked))))
    if occurrences.lines:
        attested = [one for one in attested if _is_kept(occurrences, one.place)]
    return wordings(pattern, [spelling.written for spelling in typed], _spelled(occurrences, attested))


def nearest_in(hits: Occurrences, typed: Sequence[Spelling], documents: Iterable[int]) -> dict[int, WordingPlace]:
    """What stands nearest to a phrase in each of ``documents``, of what was searched in them: 2 queries."""
    finder, _by_word = _finder(Loose(tuple(spelling.word for spelling in typed), Nearness.HALF))
    nearest: dict[int, WordingPlace] = {}
    for words in words_of(list(documents), written=True):
        best: tuple[int, WordingPlace] | None = None
        for at in sorted(hits.scope.allowed.places_in(words)):
            first = words.firsts[at]
            variant = finder.nearest(words.written[first : words.firsts[at + 1]])
            if variant and (best is None or variant.changes < best[0]):
                best = variant.changes, WordingPlace(words, at, first + variant.start, first + variant.end)
        if best:
            nearest[words.document] = best[1]
    return nearest


def _finder(pattern: Pattern) -> tuple[VariantFinder[int], Mapping[str, Mapping[int, int]]]:
    """What finds ``pattern`` in the words of documents; and the words that can stand for its words: 1 query."""
    known = _forms(pattern)
    by_word = pattern.places(set(known.values()))
    return VariantFinder(pattern, {pk: by_word[word] for pk, word in known.items() if word in by_word}), by_word


def words_found(occurrences: Occurrences) -> list[Wording[WordingPlace]]:
    """What the occurrences of any search say, the most frequent first: 2 queries."""
    read = occurrences.written(range(len(occurrences.by_document)))
    attested = [
        _as_written(WordingPlace(read[each.words.document], *occurrence))
        for each in occurrences.by_document
        for occurrence in each.occurrences
    ]
    wordings_found = wordings(Pattern((), Nearness.TYPOGRAPHY), (), _spelled(occurrences, attested))
    return sorted(wordings_found, key=lambda each: (-len(each.places), each.words))


def at_places(hits: Occurrences, places: Iterable[WordingPlace]) -> Occurrences:
    """``places``, which are in the order of the texts, as occurrences of the search that they were found by."""
    kept: list[DocumentOccurrences] = []
    for _document, places_of_document in groupby(places, key=lambda place: place.words.document):
        occurrences = [(place.paragraph, place.first, place.last, place.words) for place in places_of_document]
        kept.append(
            DocumentOccurrences(
                occurrences[0][3],
                sorted({each[0] for each in occurrences}),
                [each[:3] for each in occurrences],
            )
        )
    return hits.keeping(kept)


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
) -> Iterator[tuple[ForwardIndex, set[int]]]:
    """The documents in which variants may stand, and in which of their paragraphs, by place: 3 queries."""
    distinctive_words = distinctive(pattern, _frequency(pattern, places))
    own = {at for at, word in enumerate(pattern.words) if word in distinctive_words}
    forms = [word.encode() for word, keys in places.items() if own & keys.keys()]
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


def _paragraphs_at(words: ForwardIndex, starts: Iterable[int]) -> Iterator[int]:
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
    texts_read = [(each.pk, (ParagraphText(texts[each.pk]), each.variants)) for each in looked if each.pk in texts]
    extents_found = extents(pattern, [both for _pk, both in texts_read])
    return dict(zip((pk for pk, _both in texts_read), extents_found, strict=True))


def _attestations(
    looked: Sequence[_Looked], learnt: Mapping[int, list[Extent]]
) -> Iterator[Attestation[WordingPlace, int]]:
    """What is said at each place, in the keys of how its words are written."""
    for each in looked:
        first = each.words.firsts[each.paragraph]
        for start, end, changes in learnt.get(each.pk) or _as_found(each.variants):
            yield _as_written(WordingPlace(each.words, each.paragraph, first + start, first + end), changes)


def _as_written(
    place: WordingPlace, changes: Changes = _NONE, *, is_same: bool = False
) -> Attestation[WordingPlace, int]:
    return Attestation(place, tuple(place.words.written[place.first : place.last]), changes, is_same)


def _is_kept(occurrences: Occurrences, place: WordingPlace) -> bool:
    """Whether the line that begins there was not dismissed."""
    words = place.words
    return occurrences.lines.keeps_beginning(words.pks[place.paragraph], place.first - words.firsts[place.paragraph])


def _as_found(variants: Iterable[Variant]) -> list[Extent]:
    return [Extent(variant.start, variant.end, variant.within) for variant in variants]


def _with_joined(
    occurrences: Occurrences, pattern: Pattern, attested: list[Attestation[WordingPlace, int]]
) -> list[Attestation[WordingPlace, int]]:
    """``attested``, and the phrase where it has more or fewer words for a hyphen: "co-operation" is "cooperation"."""
    length = len(pattern.words)
    read = occurrences.written(
        at
        for at, each in enumerate(occurrences.by_document)
        if any(last - first != length for _at, first, last in each.occurrences)
    )
    joined = [
        _as_written(WordingPlace(read[each.words.document], at, first, last), is_same=True)
        for each in occurrences.by_document
        if each.words.document in read
        for at, first, last in each.occurrences
        if last - first != length
    ]
    if not joined:
        return attested
    covered = {(one.place.words.document, at) for one in joined for at in range(one.place.first, one.place.last)}
    apart = [
        one
        for one in attested
        if all((one.place.words.document, at) not in covered for at in range(one.place.first, one.place.last))
    ]
    order = {pk: number for number, pk in enumerate(occurrences.scope.documents)}
    return sorted(apart + joined, key=lambda one: (order[one.place.words.document], one.place.first))


def _spelled(
    occurrences: Occurrences, attested: Sequence[Attestation[WordingPlace, int]]
) -> Iterator[Attestation[WordingPlace, Spelling]]:
    """What is said, in words, where it is known by their keys: 1 query."""
    keys = set[int]().union(*{one.words for one in attested})
    spellings = {pk: Spelling(word, written) for pk, (written, word) in occurrences.known(keys).items()}
    known: dict[tuple[int, ...], tuple[Spelling, ...]] = {}
    for place, variant, changes, is_same in attested:
        if variant not in known:
            known[variant] = tuple([spellings[key] for key in variant])
        yield Attestation(place, known[variant], changes, is_same)
