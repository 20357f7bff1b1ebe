"""Where the terms of a query stand, document by document: the same on every database."""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched, repeat
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from corpus.models import DocumentWords, Posting, WrittenWord
from corpus.sentences import SentenceError, gettext_noop

from .inverted import Inverted, as_written, is_written, storable, together
from .positions import NOWHERE, LookUp, PostingList, TermFinder
from .query import Query, SearchWord, Sequence, words_in

# Documents whose postings are in memory at a time, and words asked about at once.
_AT_A_TIME = 500
MOST_PLACES = 500_000
"""Places of words only begun, or among alternatives, that a search looks at: it takes time for each of them."""
_TOO_MANY = gettext_noop(
    "Words that are only begun (govern*) or joined by “|” stand at more than %(most)s places of the texts that are "
    "searched, too many to go through. Type more letters or fewer alternatives, or narrow the search, as with "
    "collection: or from:."
)
_AFTER_ALL = b"\xff"
_PLACE = itemgetter(0)
# Behind the keys of 31 bits that a database gives.
_FIRST_EXTRA = 2**31

type Postings = Mapping[bytes, PostingList]
type OccurrencePlace = tuple[int, int, int]
"""The place of its paragraph in the document, its first word, and the word after its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Which paragraphs are looked at.

    ``kinds`` are letters (``indexing.LETTERS``). ``only`` are the primary keys of those that count, ``None`` where all
    do; ``without`` of those that do not.
    """

    kinds: str
    only: Collection[int] | None = None
    without: Collection[int] = ()

    @property
    def all_of_kind(self) -> bool:
        return self.only is None and not self.without

    def places_in(self, words: "ForwardIndex") -> Collection[int]:
        """The places of those of a document that are looked at and have words."""
        firsts, pks = words.firsts, words.pks
        return {
            at
            for at, kind in enumerate(words.kinds)
            if kind in self.kinds
            and firsts[at] < firsts[at + 1]
            and (self.only is None or pks[at] in self.only)
            and pks[at] not in self.without
        }


def among(keys: Iterable[int]) -> RawSQL:
    """``keys`` as a subquery of one parameter: no database takes any number of them."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])
    return RawSQL("SELECT value FROM json_each(%s)", [f"[{','.join(map(str, keys))}]"])


def rows_of(values: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows of a list of values as the database gives them: a queryset takes longer for each than the database."""
    with connection.cursor() as cursor:
        cursor.execute(*values.query.sql_with_params())
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


class TooManyPlacesError(SentenceError):
    """A query stands for so many words of the texts that nobody would wait for the answer."""


def wide_words(term: Sequence) -> Iterator[SearchWord]:
    """The search words of ``term`` that stand for many words: those only begun, and those among alternatives."""
    for step in term:
        for option in step.options:
            if not isinstance(option, SearchWord):
                yield from words_in(option) if len(step.options) > 1 else wide_words(option)
            elif option.begun or len(step.options) > 1:
                yield option


class _Bound:
    """How many places of words that a query only begins, or has among alternatives, may still be looked at."""

    def __init__(self, query: Query, most: int | None) -> None:
        self._wide = {search_word for term in (*query.wanted, *query.unwanted) for search_word in wide_words(term)}
        self._most = most
        self._left = most or 0

    def count(self, search_word: SearchWord, places: PostingList) -> None:
        if self._most is not None and search_word in self._wide:
            self._left -= len(places.starts)
            if self._left < 0:
                raise TooManyPlacesError(_TOO_MANY, most=f"{self._most:,}")


class ForwardIndex:
    """The words of one document in their order: the paragraphs they stand in, and what is written at each place.

    ``written`` has the primary key of a ``WrittenWord`` for each; it is empty unless it was asked for. From the place
    ``beside`` on, paragraphs are none that stand in the document; words that are theirs alone are in ``extra``.
    """

    __slots__ = ("beside", "document", "extra", "firsts", "kinds", "pks", "written")

    def __init__(self, document: int, paragraphs: bytes, kinds: str, firsts: bytes, written: bytes = b"") -> None:
        self.document = document
        self.kinds = kinds
        self.firsts = numbers(firsts)
        self.pks = array("q", bytes(paragraphs))
        self.written = numbers(written)
        self.beside = len(self.pks)
        self.extra: Mapping[int, tuple[str, str]] = {}

    def paragraph_at(self, word: int) -> int:
        """The place of the paragraph in which the word with that number stands."""
        return bisect_right(self.firsts, word) - 1


@dataclass(frozen=True, slots=True)
class DocumentOccurrences:
    """What a query finds in one document: the places of the paragraphs, and the occurrences in these, both in order."""

    words: ForwardIndex
    paragraphs: list[int]
    occurrences: list[OccurrencePlace]


def numbers(kept: bytes | memoryview) -> array[int]:
    """The numbers of a row of the index, kept as native unsigned integers of 32 bits."""
    return array("I", bytes(kept))


def find(
    query: Query,
    documents: Iterable[int],
    allowed: Allowed,
    *,
    beside: Mapping[int, Inverted] | None = None,
    standing: bool = True,
    most: int | None = None,
) -> Iterator[DocumentOccurrences]:
    """What ``query`` finds in ``documents``, in their order; those in which it finds nothing are left out.

    Args:
        query: as understood; its filters are the caller's business.
        documents: the primary keys of the documents that are searched.
        allowed: which of their paragraphs are looked at.
        beside: by document, texts that are searched after the standing paragraphs.
        standing: whether these are searched at all.
        most: at how many places words may stand that are only begun, or among alternatives; ``None`` for any number.

    Raises:
        TooManyPlacesError: they stand at more.

    A paragraph is found if all wanted terms stand in it and none of the unwanted ones. A few queries for each 500
    documents.
    """
    search_words = {search_word for term in (*query.wanted, *query.unwanted) for search_word in words_in(term)}
    exact = {search_word: _exactly(search_word) for search_word in search_words if search_word.written}
    extra, bound = Extra(), _Bound(query, most)
    wanted, unwanted = [TermFinder(term) for term in query.wanted], [TermFinder(term) for term in query.unwanted]
    for some in batched(documents, _AT_A_TIME):
        postings = _postings(search_words, some, bound) if standing else {}
        documents_of_part = [pk for pk in some if all(term.may_stand(postings.get(pk, {})) for term in wanted)]
        more = {pk: beside[pk] for pk in some if pk in beside} if beside else {}
        read = {each.document: each for each in words_of({*documents_of_part, *more}, written=bool(exact or more))}
        for pk in some if more else documents_of_part:
            if pk not in read:
                continue
            words, look_up = read[pk], _look_up(read[pk], postings.get(pk, {}), exact)
            if pk in more:
                words, look_up = _with_more(words, look_up, more[pk], extra, standing=standing)
            in_document = _in_document(wanted, unwanted, words, look_up, allowed)
            if in_document.paragraphs:
                yield in_document


def ranks_of(keys: Iterable[int], extra: Mapping[int, tuple[str, str]]) -> dict[int, int]:
    """The places of words in the order of their letters, by the keys in ``ForwardIndex.written``: 1 query.

    Words that are written otherwise and are the same have the same place. UTF-8 orders as code points do.
    """
    words = folded_words(keys, extra)
    ranks = {word: rank for rank, word in enumerate(sorted(set(words.values())))}
    return {key: ranks[word] for key, word in words.items()}


def folded_words(keys: Iterable[int], extra: Mapping[int, tuple[str, str]]) -> dict[int, bytes]:
    """The words in UTF-8 by the keys in ``ForwardIndex.written``: 1 query."""
    wanted = set(keys)
    words_of = {key: extra[key][1].encode() for key in wanted & extra.keys()}
    kept = among(sorted(wanted - words_of.keys()))
    with connection.cursor() as cursor:
        # Of many words what a queryset does for each row takes longer than the rows do.
        cursor.execute(f"SELECT id, word FROM corpus_writtenword WHERE id IN ({kept.sql})", kept.params)  # noqa: S608 - our own
        return words_of | dict(cursor.fetchall())


def _look_up(
    words: ForwardIndex, postings: Mapping[SearchWord, PostingList], exact: Mapping[SearchWord, Collection[int]]
) -> LookUp:
    def look_up(search_word: SearchWord) -> PostingList:
        places = postings.get(search_word, NOWHERE)
        if not search_word.written:
            return places
        return as_written(places, lambda at: words.written[at] in exact[search_word])

    return look_up


class Extra:
    """Keys for words as written that no index keeps: behind all that a database gives."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[str, str]] = {}
        self._keys: dict[tuple[str, str], int] = {}

    def key(self, pair: tuple[str, str]) -> int:
        """The key of what is written and the word that it is."""
        if pair not in self._keys:
            self._keys[pair] = _FIRST_EXTRA + len(self._keys)
            self.known[self._keys[pair]] = pair
        return self._keys[pair]


def _with_more(
    words: ForwardIndex, look_up: LookUp, more: Inverted, extra: Extra, *, standing: bool
) -> tuple[ForwardIndex, LookUp]:
    """The words of a document with those of ``more`` after them, or these alone, and where each stands in both."""
    both = ForwardIndex(words.document, b"", words.kinds if standing else "", b"")
    both.pks, both.firsts, both.written = (
        (words.pks[:], words.firsts[:], words.written[:]) if standing else (array("q"), array("I", [0]), array("I"))
    )
    both.beside = len(both.pks)
    both.extra = extra.known
    offset = both.firsts[-1]
    both.pks.extend(more.pks)
    both.kinds += more.kinds
    both.firsts.extend(first + offset for first in more.firsts[1:])
    keys = [extra.key(pair) for pair in more.pairs]
    both.written.extend(map(keys.__getitem__, more.numbers))

    def look_up_both(search_word: SearchWord) -> PostingList:
        added, indexed = more.look_up(search_word), look_up(search_word)
        shifted = PostingList(array("I", (start + offset for start in added.starts)), added.lengths)
        return together([indexed, shifted])

    return both, look_up_both


def words_of(documents: Collection[int], *, written: bool = False) -> Iterator[ForwardIndex]:
    """The words of documents, by primary key: 1 query for each 500; ``written``: with what is written at each place."""
    columns = ("document", "paragraphs", "kinds", "firsts", *(["written"] if written else []))
    for some in batched(documents, _AT_A_TIME):
        for row in rows_of(DocumentWords.objects.filter(document__in=among(some)).values_list(*columns)):
            yield ForwardIndex(*row)


def read_written(some: Collection[ForwardIndex]) -> None:
    """Give ``some`` what is written at each of their places: 1 query for each 500."""
    by_document = {words.document: words for words in some}
    for keys in batched(by_document, _AT_A_TIME):
        rows = DocumentWords.objects.filter(document__in=among(keys)).values_list("document", "written")
        for document, written in rows_of(rows):
            by_document[document].written = numbers(written)


def written_words(keys: Iterable[int]) -> dict[int, tuple[str, str]]:
    """What is written, and the word that it is, by the primary keys of ``WrittenWord``: 1 query."""
    rows = WrittenWord.objects.filter(pk__in=among(set(keys))).values_list("pk", "written", "word")
    return {pk: (bytes(written).decode(), bytes(word).decode()) for pk, written, word in rows}


def _in_document(
    wanted: list[TermFinder], unwanted: list[TermFinder], words: ForwardIndex, look_up: LookUp, allowed: Allowed
) -> DocumentOccurrences:
    by_term = [_occurrences(term, words, look_up, allowed) for term in wanted]
    if len(by_term) == 1 and not unwanted and allowed.all_of_kind:
        return DocumentOccurrences(words, list(dict.fromkeys(map(_PLACE, by_term[0]))), by_term[0])
    if by_term:
        places = {at for at, _first, _last in by_term[0]}
        for hits in by_term[1:]:
            places &= {at for at, _first, _last in hits}
        if not allowed.all_of_kind and places:
            places &= set(allowed.places_in(words))
    else:
        places = set(allowed.places_in(words))
    for term in unwanted if places else ():
        places -= {at for at, _first, _last in _occurrences(term, words, look_up, allowed)}
    occurrences = by_term[0] if len(by_term) == 1 else sorted({each for some in by_term for each in some})
    return DocumentOccurrences(words, sorted(places), [each for each in occurrences if each[0] in places])


def _occurrences(term: TermFinder, words: ForwardIndex, look_up: LookUp, allowed: Allowed) -> list[OccurrencePlace]:
    """The places of a term within one paragraph of a kind that is looked at."""
    starts, ends = term.ends(look_up)
    kinds, looked_at = words.kinds, allowed.kinds
    firsts = words.firsts.tolist() if starts else []
    after = map(bisect_right, repeat(firsts), starts)
    places = [(at - 1, first, last) for at, first, last in zip(after, starts, ends, strict=True) if last <= firsts[at]]
    # Nothing is left of the letters where each is one of those looked at.
    if not kinds.strip(looked_at):
        return places
    return [each for each in places if kinds[each[0]] in looked_at]


def _postings(
    words: Collection[SearchWord], documents: Collection[int], bound: _Bound
) -> dict[int, dict[SearchWord, PostingList]]:
    """Where each of ``words`` stands in each of ``documents``: 1 query."""
    if not words:
        return {}
    whole: dict[bytes, list[SearchWord]] = {}
    for search_word in words:
        if not search_word.begun:
            whole.setdefault(storable(search_word.word).encode(), []).append(search_word)
    begun = [(search_word, search_word.word.encode()) for search_word in words if search_word.begun]
    rule = Q(word__in=list(whole)) if whole else Q()
    for _search_word, beginning in begun:
        rule |= Q(word__gte=beginning, word__lt=beginning + _AFTER_ALL)
    rows = Posting.objects.filter(rule, document__in=among(documents)).values_list(
        "document", "word", "starts", "lengths"
    )
    joined: dict[tuple[int, SearchWord], list[PostingList]] = {}
    postings: dict[int, dict[SearchWord, PostingList]] = {pk: {} for pk in documents}
    for document, kept, starts, lengths in rows_of(rows):
        word = bytes(kept)
        places = (
            PostingList(numbers(starts), numbers(lengths)) if lengths else PostingList(numbers(starts), NOWHERE.lengths)
        )
        for search_word in whole.get(word, ()):
            bound.count(search_word, places)
            postings[document][search_word] = places
        for search_word, beginning in begun:
            if word.startswith(beginning):
                bound.count(search_word, places)
                joined.setdefault((document, search_word), []).append(places)
    for (document, search_word), parts in joined.items():
        postings[document][search_word] = together(parts)
    return postings


def _exactly(search_word: SearchWord) -> frozenset[int]:
    """The primary keys of the words as written that ``search_word`` means letter by letter: 1 query."""
    word = storable(search_word.word).encode()
    rule = Q(word__gte=word, word__lt=word + _AFTER_ALL) if search_word.begun else Q(word=word)
    rows = WrittenWord.objects.filter(rule).values_list("pk", "written")
    return frozenset(pk for pk, written in rows if is_written(bytes(written).decode(), search_word))
