"""The formulary of what somebody may read: the phrases that half of its documents have, where and since when."""

import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.core.cache import cache

from annotator.parallels.formulary import FEWEST_DOCUMENTS, formulary
from annotator.parallels.nearest import ParagraphWords
from annotator.selectors.filters import Viewer, visible_documents
from annotator.selectors.parallels import texts_of
from corpus.models import Paragraph
from corpus.search import among
from corpus.search.tokenizer import words_with_places

VERSION = 1
"""Of what is kept in the cache."""
SECONDS_KEPT = 30 * 24 * 60 * 60
SECONDS_AT_WORK = 120
"""After which who works it out is taken to have broken off."""


type Words = tuple[str, ...]


class Common(NamedTuple):
    """A phrase: its words as they are searched, how many documents and paragraphs have it, and where it stands first.

    ``first`` is the primary key of a paragraph, of the earliest document that has a date, else of the first by name.
    """

    words: Words
    documents: int
    paragraphs: int
    first: int
    since: date | None

    @property
    def phrase(self) -> str:
        """Its words in a row: what a search takes between quotation marks."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Shown:
    """A phrase with the paragraph in which it stands first, and its words as they are written there."""

    common: Common
    paragraph: Paragraph | None
    written: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Formulary:
    """The phrases of some documents, those that most have first, and of how many documents they are.

    ``is_coming``: another request is working them out.
    """

    documents: int
    phrases: Sequence[Common] = field(default_factory=list)
    is_coming: bool = False

    @property
    def has_enough(self) -> bool:
        """Whether there are so many documents that half of them say something about what is common."""
        return self.documents >= FEWEST_DOCUMENTS


def formulary_of(viewer: Viewer, collection: str = "") -> Formulary:
    """That of all that ``viewer`` may read, or of what is in ``collection``, by its slug.

    1 query where it is kept since somebody who reads the same texts asked for it; else a few that read all of these:
    some seconds for two million words. It is kept until one of the texts changes. Who asks meanwhile is told that it is
    coming, so that it keeps one thread of the site at work and not all.
    """
    documents = visible_documents(viewer).filter(current__isnull=False).order_by("slug")
    if collection:
        documents = documents.filter(collection__slug=collection)
    rows = list(documents.values_list("pk", "current_id", "published_on"))
    if len(rows) < FEWEST_DOCUMENTS:
        return Formulary(len(rows))
    key = f"formulary-{hashlib.sha256(repr((VERSION, rows)).encode()).hexdigest()}"
    phrases = cache.get(key)
    if phrases is None:
        at_work = f"{key}-at-work"
        if not cache.add(at_work, 1, SECONDS_AT_WORK):
            return Formulary(len(rows), is_coming=True)
        try:
            phrases = _common_phrases({pk: published for pk, _revision, published in rows})
            cache.set(key, phrases, SECONDS_KEPT)
        finally:
            cache.delete(at_work)
    return Formulary(len(rows), phrases)


class _Texts(Collection[Iterable[Sequence[str]]]):
    """The words of some documents that have any, the shortest first, read anew each time they are gone through.

    So none are held. ``paragraphs`` are the primary keys of the texts of each document, by the document's.
    """

    def __init__(self, documents: Collection[int]) -> None:
        read = [(pk, array("q", [each.paragraph for each in texts])) for pk, texts in _by_document(documents)]
        self.paragraphs = dict(sorted(read, key=lambda each: len(each[1])))

    def __len__(self) -> int:
        return len(self.paragraphs)

    def __contains__(self, document: object) -> bool:
        return document in self.paragraphs

    def __iter__(self) -> Iterator[Iterable[Sequence[str]]]:
        return ((each.words for each in texts) for _document, texts in _by_document(self.paragraphs))


def _by_document(documents: Collection[int]) -> Iterator[tuple[int, Iterator[ParagraphWords]]]:
    return groupby(texts_of(documents), key=lambda text: text.document)


def _common_phrases(dates: dict[int, date | None]) -> list[Common]:
    texts = _Texts(dates)
    keys = list(texts.paragraphs)
    dated = {pk: (day or date.max, number) for number, (pk, day) in enumerate(dates.items())}
    common = []
    for formula in formulary(texts):
        earliest = min(formula.first, key=lambda at: dated[keys[at]])
        first = texts.paragraphs[keys[earliest]][formula.first[earliest]]
        common.append(Common(formula.phrase, len(formula.first), formula.texts, first, dates[keys[earliest]]))
    return common


def shown(phrases: Sequence[Common]) -> list[Shown]:
    """``phrases`` with the paragraphs in which they stand first: 1 query."""
    keys = {each.first for each in phrases}
    paragraphs = Paragraph.objects.filter(pk__in=among(keys)).select_related("document__collection").in_bulk()
    return [_shown(each, paragraphs.get(each.first)) for each in phrases]


def _shown(common: Common, paragraph: Paragraph | None) -> Shown:
    words = list(words_with_places(paragraph.text)) if paragraph else []
    length = len(common.words)
    for at in range(len(words) - length + 1):
        if tuple(each.word for each in words[at : at + length]) == common.words and paragraph:
            start, end = words[at].start, words[at + length - 1].end
            return Shown(common, paragraph, paragraph.text[start:end], start, end)
    return Shown(common, paragraph, common.phrase)
