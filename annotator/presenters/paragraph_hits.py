"""A search as paragraphs: each that was found, with its words in context."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.selectors.occurrences import Occurrences
from annotator.selectors.ordering import DATE, PLACE, by_date
from annotator.selectors.relevance import relevance
from corpus.models import Paragraph
from corpus.search.finding import DocumentOccurrences

from .search import FoundParagraph, found_paragraph
from .search_views import SearchResult, SearchView

RELEVANCE = "relevance"
ORDERS: dict[str, str | Promise] = {
    PLACE: _("order of the text"),
    RELEVANCE: _("relevance: rare words, often said, in a short paragraph"),
    DATE: _("date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphHits:
    """The paragraphs, all of them, to be shown a page at a time; and how they are ordered."""

    rows: "HitRows"
    order: str
    orders: dict[str, str | Promise]


class ParagraphHit(NamedTuple):
    """A paragraph that was found, by the place of its document among these and its own in this; and how many times."""

    document: int
    paragraph: int
    times: int


class HitRows:
    """The paragraphs that were found, in an order, read as far as they are shown."""

    def __init__(self, occurrences: Occurrences, order: str) -> None:
        self.occurrences = occurrences
        self.hits = in_order(occurrences, order)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, part: slice) -> list[FoundParagraph]:
        """Some of them: 1 query."""
        some = [(self.occurrences.by_document[hit.document], hit) for hit in self.hits[part]]
        read = Paragraph.objects.select_related("document__collection").in_bulk(
            {each.words.pks[hit.paragraph] for each, hit in some}
        )
        return [
            found_paragraph(
                read[each.words.pks[hit.paragraph]],
                _places(each, hit.paragraph),
                self.occurrences.beside_at(each.words, hit.paragraph),
            )
            for each, hit in some
        ]


def _places(in_document: DocumentOccurrences, paragraph: int) -> list[tuple[int, int]]:
    """What was found in one paragraph: the numbers of the words in it."""
    first = in_document.words.firsts[paragraph]
    start = bisect_left(in_document.occurrences, (paragraph, 0, 0))
    occurrences = takewhile(lambda occurrence: occurrence[0] == paragraph, islice(in_document.occurrences, start, None))
    return [(begins - first, ends - first) for _at, begins, ends in occurrences]


def paragraph_hits(result: SearchResult) -> ParagraphHits:
    """The paragraphs in the order that the address asks for."""
    order = result.options.get("sort", "")
    order = order if order in ORDERS else PLACE
    return ParagraphHits(rows=HitRows(result.occurrences, order), order=order, orders=ORDERS)


def in_order(occurrences: Occurrences, order: str) -> list[ParagraphHit]:
    """The paragraphs that were found, in ``order``.

    By relevance, and in the order of the text where that is the same.
    """
    hits: list[ParagraphHit] = []
    for document, each in enumerate(occurrences.by_document):
        times = Counter(at for at, _first, _last in each.occurrences)
        hits += [ParagraphHit(document, at, times[at]) for at in each.paragraphs]
    if order == DATE:
        dates = [by_date(occurrences.documents[each.words.document].published_on) for each in occurrences.by_document]
        hits.sort(key=lambda hit: dates[hit.document])
    elif order == RELEVANCE:
        scores = relevance(occurrences)
        keys = [each.words.document for each in occurrences.by_document]
        hits.sort(key=lambda hit: -scores.get((keys[hit.document], hit.paragraph), 0))
    return hits


VIEW = SearchView(
    name="hits", label=_("Paragraphs"), template="annotator/search_hits.html", show=paragraph_hits, own=("sort",)
)
