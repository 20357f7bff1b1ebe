"""Every place where something is said: the occurrences of a query in the texts that a viewer may read, and of how many.

``found_by`` finds them; ``Occurrences`` counts them, and gives them in the order of the text, as many as are asked for,
with the words before and after.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Sum
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from annotator.errors import Refused
from annotator.selectors.beside import Beside, BesideText, former_texts, notes
from annotator.selectors.filters import ResolvedFilters, Viewer
from annotator.selectors.lines import ChosenLines
from annotator.selectors.scope import TEXT, Scope, scope_of
from corpus.models import Document, DocumentWords, Paragraph
from corpus.search import Allowed, among
from corpus.search.finding import (
    MOST_PLACES,
    DocumentOccurrences,
    ForwardIndex,
    TooManyPlacesError,
    find,
    folded_words,
    ranks_of,
    read_written,
    words_of,
    written_words,
)
from corpus.search.indexing import HEADING
from corpus.search.inverted import word_spans
from corpus.search.query import Query, parse


class Totals(NamedTuple):
    """How many occurrences there are, in how many paragraphs and documents."""

    occurrences: int
    paragraphs: int
    documents: int


class Denominators(NamedTuple):
    """Of how many: what was searched, as far as the viewer may read it."""

    words: int
    paragraphs: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A place where a query's words stand.

    ``document`` and ``paragraph`` are primary keys. ``first`` and ``last`` count words through the document: its first
    word and the word after its last. ``words`` are what is written there, ``before`` and ``after`` the words around it
    within the paragraph, as many as were asked for; the nearest is the last of ``before`` and the first of ``after``.
    ``at`` is the number of its first word in the paragraph, from 0. ``beside``: the text in which it stands, where that
    is not what the paragraph says now.
    """

    document: int
    paragraph: int
    first: int
    last: int
    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    at: int = 0
    beside: BesideText | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An occurrence with its paragraph, and where in its text it stands: code points from ``start`` up to ``end``.

    From ``left`` up to ``right`` stand the words around it, as many as were asked for. ``word`` is the number of its
    first word in ``text``, from 0.
    """

    occurrence: Occurrence
    paragraph: Paragraph
    text: str
    start: int
    end: int
    left: int
    right: int
    word: int

    @property
    def address(self) -> str:
        """Of the words in their paragraph, or of what they stand in beside it."""
        if beside := self.occurrence.beside:
            return beside.address or self.paragraph.get_absolute_url()
        return f"{self.paragraph.get_absolute_url()}?start={self.start}&end={self.end}"


class Occurrences:
    """What ``query`` finds in ``scope``; ``by_document``, in the order of the text.

    Where passages are found, and not words, ``tags`` are the primary keys of those that they carry.
    ``lines`` say which were dismissed.
    """

    def __init__(
        self,
        query: Query,
        scope: Scope,
        by_document: Sequence[DocumentOccurrences],
        beside: Beside | None = None,
        *,
        tags: frozenset[UUID] | None = None,
        lines: ChosenLines | None = None,
    ) -> None:
        self.query = query
        self.scope = scope
        self.by_document = by_document
        self.beside = beside
        self.tags = tags
        self.lines = lines or ChosenLines({})

    def keeping(self, kept: Sequence[DocumentOccurrences], lines: ChosenLines | None = None) -> "Occurrences":
        """Others of the same search in the same texts."""
        return Occurrences(self.query, self.scope, kept, self.beside, tags=self.tags, lines=lines or self.lines)

    def beside_at(self, words: ForwardIndex, paragraph: int) -> BesideText | None:
        """The text at the place ``paragraph`` among ``words``, where it is none of the standing ones."""
        if self.beside is None or paragraph < words.beside:
            return None
        return self.beside.texts[words.document][paragraph - words.beside]

    def known(self, keys: Iterable[int]) -> dict[int, tuple[str, str]]:
        """What is written, and the word that it is, by the keys in ``ForwardIndex.written``: 1 query."""
        extra, keys = self._extra, set(keys)
        return written_words(keys - extra.keys()) | {key: extra[key] for key in keys & extra.keys()}

    def ranks(self, keys: Iterable[int]) -> dict[int, int]:
        """The places of words in the order of their letters, by the keys in ``ForwardIndex.written``: 1 query."""
        return ranks_of(keys, self._extra)

    def folded(self, keys: Iterable[int]) -> dict[int, bytes]:
        """The words in UTF-8 by the keys in ``ForwardIndex.written``: 1 query."""
        return folded_words(keys, self._extra)

    def extra_keys(self, word: str) -> set[int]:
        """The keys in ``ForwardIndex.written`` of ``word`` that are none of the index."""
        return {key for key, (_written, folded) in self._extra.items() if folded == word}

    @property
    def _extra(self) -> Mapping[int, tuple[str, str]]:
        return next((each.words.extra for each in self.by_document if each.words.extra), {})

    def only(self, lines: ChosenLines) -> "Occurrences":
        """Those that ``lines`` keep; a paragraph with none of them is not found any more.

        Where paragraphs were found and no words in them, there is nothing to dismiss.
        """
        by_document: list[DocumentOccurrences] = []
        for each in self.by_document:
            words = each.words
            if not each.occurrences and lines.chosen is None:
                by_document.append(each)
            kept = [
                (at, first, last)
                for at, first, last in each.occurrences
                if lines.keeps(words.pks[at], (first - words.firsts[at], last - words.firsts[at]))
            ]
            if kept:
                by_document.append(DocumentOccurrences(words, sorted({at for at, _first, _last in kept}), kept))
        return self.keeping(by_document, lines)

    def in_paragraphs(self, keys: Container[int]) -> "Occurrences":
        """Those in certain paragraphs, by primary key."""
        by_document: list[DocumentOccurrences] = []
        for each in self.by_document:
            paragraphs = [at for at in each.paragraphs if each.words.pks[at] in keys]
            if paragraphs:
                kept = [occurrence for occurrence in each.occurrences if each.words.pks[occurrence[0]] in keys]
                by_document.append(DocumentOccurrences(each.words, paragraphs, kept))
        return self.keeping(by_document)

    @cached_property
    def totals(self) -> Totals:
        return Totals(
            sum(len(each.occurrences) for each in self.by_document),
            sum(len(each.paragraphs) for each in self.by_document),
            len(self.by_document),
        )

    @cached_property
    def denominators(self) -> Denominators:
        """Of how many: 1 query."""
        return denominators(self.scope)

    @cached_property
    def documents(self) -> dict[int, Document]:
        """The documents in which something is found, with their collections: 1 query."""
        keys = [each.words.document for each in self.by_document]
        return Document.objects.filter(pk__in=keys).select_related("collection").in_bulk()

    def words_of_documents(self) -> dict[int, int]:
        """The number of words that were searched in each document of the scope, by its primary key: 1 query."""
        return words_by_document(self.scope)

    def __iter__(self) -> Iterator[Occurrence]:
        """Every one in the order of the text."""
        return self.around(0)

    def around(self, reach: int) -> Iterator[Occurrence]:
        """Every one in the order of the text, with up to ``reach`` words before and after it: 2 queries."""
        places = [(at, *place) for at, each in enumerate(self.by_document) for place in each.occurrences]
        return self.at(places, reach)

    def at(self, places: Iterable[tuple[int, int, int, int]], reach: int = 0) -> Iterator[Occurrence]:
        """Those at ``places`` in their order: 2 queries.

        Args:
            places: for each the place in ``found`` of its document, and in this of its paragraph, its first word and
                the word after its last.
            reach: how many words before and after it are wanted.
        """
        asked_for = list(places)
        read = self.written(at for at, *_place in asked_for)
        stretches: list[tuple[ForwardIndex, int, int, int, int, int]] = []
        keys: set[int] = set()
        for at, paragraph, first, last in asked_for:
            words = read[self.by_document[at].words.document]
            start = max(words.firsts[paragraph], first - reach)
            end = min(words.firsts[paragraph + 1], last + reach)
            keys.update(words.written[start:end])
            stretches.append((words, paragraph, start, first, last, end))
        known = {key: written for key, (written, _word) in self.known(keys).items()}
        for words, paragraph, start, first, last, end in stretches:
            parts = [known[key] for key in words.written[start:end]]
            yield Occurrence(
                document=words.document,
                paragraph=words.pks[paragraph],
                first=first,
                last=last,
                words=tuple(parts[first - start : last - start]),
                before=tuple(parts[: first - start]),
                after=tuple(parts[last - start :]),
                at=first - words.firsts[paragraph],
                beside=self.beside_at(words, paragraph),
            )

    def written(self, places: Iterable[int]) -> dict[int, ForwardIndex]:
        """The words of the documents at ``places`` of ``found``, by primary key, with what is written: 1 query."""
        indexes = {self.by_document[at].words.document: self.by_document[at].words for at in set(places)}
        read_written([words for words in indexes.values() if len(words.written) < words.firsts[-1]])
        return indexes


def found_by(query: Query, viewer: Viewer, narrowing: ResolvedFilters | None = None) -> Occurrences:
    """What ``query`` finds in what ``viewer`` may read, within ``narrowing``; nothing where it asks for nothing.

    Raises ``Refused`` where it stands for too many words.
    """
    scope = scope_of(query, viewer, narrowing)
    if not asks_for_anything(query, narrowing):
        return Occurrences(query, scope, [])
    beside = beside_texts(scope)
    return Occurrences(query, scope, list(found_in_scope(query, scope, beside)), beside)


def found_in_scope(query: Query, scope: Scope, beside: Beside | None) -> Iterator[DocumentOccurrences]:
    """What ``query`` finds, by document, in ``scope`` and the texts ``beside``; its filters are those of the scope.

    Raises ``Refused`` where it stands for too many words.
    """
    try:
        yield from find(
            query,
            scope.documents,
            scope.allowed,
            beside=beside.inverted if beside else None,
            standing=not scope.in_notes,
            most=MOST_PLACES,
        )
    except TooManyPlacesError as error:
        raise Refused(error.translated(gettext)) from error


def asks_for_anything(query: Query, narrowing: ResolvedFilters | None) -> bool:
    """Whether ``query`` within ``narrowing`` is a search at all."""
    return bool(query) or (narrowing is not None and (narrowing.on_contributions or narrowing.documents is not None))


def beside_texts(scope: Scope) -> Beside | None:
    """What is searched besides the standing texts, or in their place."""
    if scope.in_notes:
        return notes(scope.documents, scope.viewer)
    return former_texts(scope.documents) if scope.all_revisions else None


def occurrences(query: Query, viewer: Viewer, narrowing: ResolvedFilters | None = None) -> Iterator[Occurrence]:
    """Every occurrence of ``query`` that ``viewer`` may read, in the order of the text."""
    return iter(found_by(query, viewer, narrowing))


def paragraphs_with(typed: str, viewer: Viewer) -> RawSQL:
    """The primary keys, as a subquery, of the paragraphs that the search ``typed`` finds for ``viewer``."""
    hits = found_by(parse(typed), viewer)
    of_former = hits.scope.all_revisions
    return among(
        each.words.pks[at]
        for each in hits.by_document
        for at in each.paragraphs
        if not of_former or at < each.words.beside
    )


def placed(some: Sequence[Occurrence], reach: int = 0) -> list[Placed]:
    """``some`` with their paragraphs and the places in their texts, with up to ``reach`` words before and after.

    1 query; the words of each text are made anew.
    """
    paragraphs = Paragraph.objects.select_related("document__collection").in_bulk({each.paragraph for each in some})
    characters: dict[str, list[tuple[int, int]]] = {}
    all_placed: list[Placed] = []
    for each in some:
        paragraph = paragraphs[each.paragraph]
        text = each.beside.text if each.beside else paragraph.text
        if text not in characters:
            characters[text] = word_spans(text)
        words, first, last = characters[text], each.at, each.at + each.last - each.first
        start, end = words[first][0], words[last - 1][1]
        left = words[first - reach][0] if first > reach else 0
        right = words[last + reach - 1][1] if last + reach < len(words) else len(text)
        left, right = (left, right) if reach else (start, end)
        all_placed.append(Placed(each, paragraph, text, start, end, left, right, first))
    return all_placed


def denominators(scope: Scope) -> Denominators:
    """What ``scope`` has: words, paragraphs that have any, and documents: 1 query."""
    if beside := beside_texts(scope):
        texts = [(pk, text) for pk, some in beside.texts.items() for text in some if text.kind in scope.allowed.kinds]
        lengths = [len(word_spans(text.text)) for _pk, text in texts]
        standing = Denominators(0, 0, len(scope.documents)) if scope.in_notes else _standing(scope)
        return Denominators(standing.words + sum(lengths), standing.paragraphs + len(texts), standing.documents)
    return _standing(scope)


def _standing(scope: Scope) -> Denominators:
    if not scope.allowed.all_of_kind or not _is_counted(scope.allowed):
        words = paragraphs = 0
        for each in words_of(scope.documents):
            places = scope.allowed.places_in(each)
            words += sum(each.firsts[at + 1] - each.firsts[at] for at in places)
            paragraphs += len(places)
        return Denominators(words, paragraphs, len(scope.documents))
    names = ("text", "heading") if HEADING in scope.allowed.kinds else ("text",)
    sums = {f"{name}_{unit}": Sum(f"{name}_{unit}", default=0) for name in names for unit in ("words", "paragraphs")}
    counted = DocumentWords.objects.filter(document__in=among(scope.documents)).aggregate(**sums)
    return Denominators(
        sum(counted[f"{name}_words"] for name in names),
        sum(counted[f"{name}_paragraphs"] for name in names),
        len(scope.documents),
    )


def words_by_document(scope: Scope) -> dict[int, int]:
    """The number of words that are searched in each document of ``scope``, by its primary key: 1 query."""
    if not scope.allowed.all_of_kind or not _is_counted(scope.allowed):
        return {
            each.document: sum(each.firsts[at + 1] - each.firsts[at] for at in scope.allowed.places_in(each))
            for each in words_of(scope.documents)
        }
    rows = DocumentWords.objects.filter(document__in=among(scope.documents))
    with_headings = HEADING in scope.allowed.kinds
    counts = rows.values_list("document", "text_words", "heading_words")
    return {pk: text + (headings if with_headings else 0) for pk, text, headings in counts}


def _is_counted(allowed: Allowed) -> bool:
    """Whether the numbers kept with each document are those of the kinds that are searched."""
    return set(allowed.kinds) - {HEADING} == set(TEXT)
