"""A search as paragraphs: each that was found, with its words in context."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.selectors.occurrences import Occurrences
from annotator.selectors.ordering import DATE, PLACE, by_date
from corpus.models import Paragraph

from .search import FoundParagraph, found_paragraph
from .search_views import Asked, SearchView

RELEVANCE = "relevance"
ORDERS: dict[str, str | Promise] = {
    PLACE: _("order of the text"),
    RELEVANCE: _("relevance"),
    DATE: _("date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphHits:
    """The paragraphs, all of them, to be shown a page at a time; and how they are ordered."""

    rows: "HitRows"
    order: str
    orders: dict[str, str | Promise]


class HitRows:
    """The paragraphs that were found, in an order, read as far as they are shown."""

    def __init__(self, found: Occurrences, order: str) -> None:
        self.found = found
        self.keys = _keys(found, order)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[FoundParagraph]:
        """Some of them: 1 query."""
        keys = self.keys[part]
        read = Paragraph.objects.select_related("document__collection").in_bulk(keys)
        return [found_paragraph(read[pk], self.found.query, self.times[pk]) for pk in keys if pk in read]

    @cached_property
    def times(self) -> Counter[int]:
        """How many times the words stand in each paragraph, by its primary key."""
        return Counter(each.words.pks[at] for each in self.found.found for at, _first, _last in each.occurrences)


def paragraph_hits(asked: Asked) -> ParagraphHits:
    """The paragraphs in the order that the address asks for."""
    order = asked.options.get("sort", "")
    order = order if order in ORDERS else PLACE
    return ParagraphHits(rows=HitRows(asked.found, order), order=order, orders=ORDERS)


def _keys(found: Occurrences, order: str) -> list[int]:
    """The primary keys of the paragraphs that were found, in ``order``.

    By relevance: those in which the words stand most often first, among these the shortest; then in the order of the
    text.
    """
    if order == DATE:
        dates = {pk: by_date(document.published_on) for pk, document in found.documents.items()}
        return [
            each.words.pks[at]
            for each in sorted(found.found, key=lambda each: dates[each.words.document])
            for at in each.paragraphs
        ]
    if order == RELEVANCE:
        weighed: list[tuple[int, int, int]] = []
        for each in found.found:
            often = dict.fromkeys(each.paragraphs, 0)
            for at, _first, _last in each.occurrences:
                often[at] += 1
            firsts = each.words.firsts
            weighed += [(-number, firsts[at + 1] - firsts[at], each.words.pks[at]) for at, number in often.items()]
        return [pk for _often, _length, pk in sorted(weighed, key=lambda one: one[:2])]
    return [each.words.pks[at] for each in found.found for at in each.paragraphs]


VIEW = SearchView(
    name="hits", label=_("Paragraphs"), template="annotator/search_hits.html", show=paragraph_hits, own=("sort",)
)
