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
from .search_views import Asked, SearchView

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

    def __init__(self, found: Occurrences, order: str) -> None:
        self.found = found
        self.hits = in_order(found, order)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, part: slice) -> list[FoundParagraph]:
        """Some of them: 1 query."""
        some = [(self.found.found[hit.document], hit) for hit in self.hits[part]]
        read = Paragraph.objects.select_related("document__collection").in_bulk(
            {each.words.pks[hit.paragraph] for each, hit in some}
        )
        return [
            found_paragraph(
                read[each.words.pks[hit.paragraph]],
                _places(each, hit.paragraph),
                self.found.beside_at(each.words, hit.paragraph),
            )
            for each, hit in some
        ]


def _places(found: DocumentOccurrences, paragraph: int) -> list[tuple[int, int]]:
    """What was found in one paragraph: the numbers of the words in it."""
    first = found.words.firsts[paragraph]
    start = bisect_left(found.occurrences, (paragraph, 0, 0))
    occurrences = takewhile(lambda occurrence: occurrence[0] == paragraph, islice(found.occurrences, start, None))
    return [(begins - first, ends - first) for _at, begins, ends in occurrences]


def paragraph_hits(asked: Asked) -> ParagraphHits:
    """The paragraphs in the order that the address asks for."""
    order = asked.options.get("sort", "")
    order = order if order in ORDERS else PLACE
    return ParagraphHits(rows=HitRows(asked.found, order), order=order, orders=ORDERS)


def in_order(found: Occurrences, order: str) -> list[ParagraphHit]:
    """The paragraphs that were found, in ``order``.

    By relevance, and in the order of the text where that is the same.
    """
    hits: list[ParagraphHit] = []
    for document, each in enumerate(found.found):
        times = Counter(at for at, _first, _last in each.occurrences)
        hits += [ParagraphHit(document, at, times[at]) for at in each.paragraphs]
    if order == DATE:
        dates = [by_date(found.documents[each.words.document].published_on) for each in found.found]
        hits.sort(key=lambda hit: dates[hit.document])
    elif order == RELEVANCE:
        scores = relevance(found)
        keys = [each.words.document for each in found.found]
        hits.sort(key=lambda hit: -scores.get((keys[hit.document], hit.paragraph), 0))
    return hits


VIEW = SearchView(
    name="hits", label=_("Paragraphs"), template="annotator/search_hits.html", show=paragraph_hits, own=("sort",)
)
