"""A search in time: which wording each document uses and how often, which documents use none, and when each began."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.selectors.occurrences import placed
from annotator.selectors.ordering import by_date
from annotator.selectors.wordings import WordingPlace, at_places, nearest_in, phrase_in
from corpus.models import Document
from corpus.search import among
from corpus.wordings.variants import Changes
from corpus.wordings.wordings import Wording, WordingKind

from .chart import Chart, Lane, Point, draw
from .choices import Choice
from .concordance import ConcordanceLine, line_of
from .parts import AUTHOR, PUBLISHER, YEAR, address_of, label_of, value_of
from .search_views import SearchResult, SearchView
from .wordings import CLOSED, Counted, PeriodOfUse, WordingRows, counted, in_order, key_of, span, steps, wordings_in

DATED, UNDATED, LACKING = "documents", "undated", "lacking"
ALL = "all"
"""All three, by date: for a file."""
LISTS: dict[str, str | Promise] = {
    DATED: gettext_lazy("documents by date"),
    UNDATED: gettext_lazy("documents without a date"),
    LACKING: gettext_lazy("documents that lack it"),
    YEAR: gettext_lazy("years"),
    AUTHOR: gettext_lazy("authors"),
    PUBLISHER: gettext_lazy("publishers"),
}
# Lanes of the chart with a wording each, and documents from which on a mark is a year.
MOST_LANES = 6
MOST_MARKS = 60
THOUSAND = 1000
# Words on each side of what stands nearest.
AROUND = 8
MIDSUMMER = (7, 1)


@dataclass(frozen=True, slots=True)
class WordingCount:
    """A wording in a document or a group of documents: how often, and where its places are."""

    label: str
    times: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """A document, or a group of documents: what it says, how often, and per thousand words.

    ``nearest`` is what stands nearest to the phrase in a document that lacks it.
    """

    label: str
    document: Document | None
    day: date | None
    documents: int
    using: int
    words: int
    times: int
    counts: Sequence[WordingCount]
    address: str
    nearest: ConcordanceLine | None = None

    @property
    def rate(self) -> float:
        return per_thousand(self.times, self.words)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """Documents that make a row: their primary keys, and what names the row in an address and on the page."""

    label: str
    in_address: Mapping[str, str | None]
    documents: Sequence[int]
    document: Document | None = None


EVERYWHERE = TimelineRow("", {}, ())


class Uses:
    """How often each document says each wording, of all documents that were searched."""

    def __init__(self, result: SearchResult) -> None:
        self.result = result
        self.wordings, self.phrase = wordings_in(result) if result.query.wanted else (_passages(result), "")
        scope = Document.objects.filter(pk__in=among(result.occurrences.scope.documents)).select_related("collection")
        self.documents = scope.in_bulk()
        self.words = result.occurrences.words_of_documents()
        self.by_document: dict[int, Counter[int]] = {}
        for at, wording in enumerate(self.wordings):
            for pk, times in Counter(place.words.document for place in wording.places).items():
                self.by_document.setdefault(pk, Counter())[at] += times

    def groups(self, chosen: str) -> list[TimelineRow]:
        """The rows of a list, in its order: by date, or by what they are called."""
        if chosen in {YEAR, AUTHOR, PUBLISHER}:
            pks: dict[str, list[int]] = {}
            for pk, document in self.documents.items():
                pks.setdefault(value_of(document, chosen), []).append(pk)
            values = sorted(pks, key=lambda value: (not value, value.casefold(), value))
            return [TimelineRow(label_of(chosen, value), address_of(chosen, value), pks[value]) for value in values]
        by_day = sorted(self.documents.values(), key=lambda document: (by_date(document.published_on), document.slug))
        return [
            TimelineRow(document.title, address_of("document", document.slug), [document.pk], document)
            for document in by_day
            if chosen in {ALL, self.list_of(document)}
        ]

    def list_of(self, document: Document) -> str:
        if document.pk not in self.by_document:
            return LACKING
        return DATED if document.published_on else UNDATED

    def counts_in(self, group: TimelineRow) -> Counter[int]:
        """How often the documents of ``group`` say each wording."""
        counts: Counter[int] = Counter()
        for pk in group.documents:
            counts.update(self.by_document.get(pk, ()))
        return counts

    def words_in(self, group: TimelineRow) -> int:
        """How many words were searched in them."""
        return sum(self.words.get(pk, 0) for pk in group.documents)

    def labels(self, numbers: Iterable[int]) -> dict[int, str]:
        """How wordings are written, by their numbers: 6 queries."""
        places = sorted(set(numbers))
        if not self.result.query.wanted:
            return dict.fromkeys(places, _("passages"))
        rows = WordingRows(self.result, [self.wordings[at] for at in places], is_phrase=bool(self.phrase))[:]
        return {at: row.written for at, row in zip(places, rows, strict=True)}

    def address(self, group: TimelineRow, wording: Wording[WordingPlace] | None = None) -> str:
        """The places of a wording, or of all, in the documents of ``group``."""
        named = key_of(wording) if wording and wording.words else {}
        return self.result.address(**CLOSED | dict(group.in_address) | named, view="wordings", list=None)


class TimeRows:
    """The rows of a list, read as far as they are shown."""

    def __init__(self, uses: Uses, chosen: str) -> None:
        self.uses = uses
        self.chosen = chosen
        self.groups = uses.groups(chosen)

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, part: slice) -> list[TimeRow]:
        """Some of them: 10 queries."""
        uses = self.uses
        some = [(group, uses.counts_in(group)) for group in self.groups[part]]
        labels = uses.labels(at for _group, counts in some for at in counts)
        nearest = self._nearest([group for group, _counts in some])
        return [
            TimeRow(
                label=group.label,
                document=group.document,
                day=group.document.published_on if group.document else None,
                documents=len(group.documents),
                using=sum(pk in uses.by_document for pk in group.documents),
                words=uses.words_in(group),
                times=counts.total(),
                counts=[
                    WordingCount(labels[at], counts[at], uses.address(group, uses.wordings[at]))
                    for at in sorted(counts, key=lambda at: (-counts[at], at))
                ],
                address=uses.address(group),
                nearest=nearest.get(group.documents[0]),
            )
            for group, counts in some
        ]

    def _nearest(self, groups: Sequence[TimelineRow]) -> dict[int, ConcordanceLine]:
        """What stands nearest to the phrase in each document that lacks it."""
        result = self.uses.result
        typed = phrase_in(result.query, result.options.get("q", ""))
        if self.chosen not in {LACKING, ALL} or not typed:
            return {}
        lacking = [pk for group in groups for pk in group.documents if pk not in self.uses.by_document]
        places = nearest_in(result.occurrences, typed, lacking)
        hits = at_places(result.occurrences, in_order(result.occurrences, places.values()))
        return {each.occurrence.document: line_of(each) for each in placed(list(hits), AROUND)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """When a wording is first and last used."""

    label: str
    times: int
    span: PeriodOfUse
    address: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A search in time: the chart, when its foremost wordings began and ended, and the rows of the list chosen."""

    uses: Uses
    rows: TimeRows
    chosen: str
    steps: Sequence[Choice]
    lists: Sequence[Choice]

    @property
    def phrase(self) -> str:
        """What the wordings are of; empty where the search is for anything but one phrase."""
        return self.uses.phrase

    @property
    def finds_more(self) -> bool:
        """Whether it may show something where the search itself finds nothing."""
        return bool(self.phrase)

    @property
    def counted(self) -> Counted:
        """The numbers of all that counts as the same phrase."""
        return counted(self.uses.wordings)

    @property
    def of_documents(self) -> bool:
        return self.chosen in {DATED, UNDATED, LACKING}

    @property
    def all_wordings(self) -> str:
        return self.uses.result.address(**CLOSED, view="wordings", list=None)

    @property
    def more_wordings(self) -> int:
        """How many wordings have no lane of their own."""
        return max(0, len(self.uses.wordings) - MOST_LANES)

    @cached_property
    def foremost(self) -> dict[int, str]:
        """The wordings with a lane of their own, by number: the most frequent ones, with how they are written."""
        wordings = self.uses.wordings
        most = sorted(range(len(wordings)), key=lambda at: (-len(wordings[at].places), at))[:MOST_LANES]
        labels = self.uses.labels(most)
        return {at: labels[at] for at in most}

    @cached_property
    def beginnings(self) -> list[Beginning]:
        """When each of the foremost wordings is first and last used."""
        uses = self.uses
        return [
            Beginning(
                label=label,
                times=len(uses.wordings[at].places),
                span=span(uses.documents[pk] for pk, counts in uses.by_document.items() if at in counts),
                address=uses.address(EVERYWHERE, uses.wordings[at]),
            )
            for at, label in self.foremost.items()
        ]

    @cached_property
    def by_year(self) -> bool:
        """Whether a mark of the chart is a year: where there are too many documents for one each."""
        return sum(document.published_on is not None for document in self.uses.documents.values()) > MOST_MARKS

    @cached_property
    def chart(self) -> Chart | None:
        uses = self.uses
        groups = uses.groups(YEAR) if self.by_year else [*uses.groups(DATED), *uses.groups(LACKING)]
        dated = [(group, day, uses.counts_in(group)) for group in groups if (day := self._day(group))]
        lanes = [
            Lane(label, [self._point(group, day, counts[at], at) for group, day, counts in dated if counts[at]])
            for at, label in self.foremost.items()
        ]
        if self.more_wordings:
            label = ngettext("%(n)s other wording", "%(n)s other wordings", self.more_wordings)
            unplaced = [(group, day, _others(counts, self.foremost)) for group, day, counts in dated]
            points = [self._point(group, day, times) for group, day, times in unplaced if times]
            lanes.append(Lane(label % {"n": self.more_wordings}, points))
        lacking = [self._lacking(group, day) for group, day, counts in dated if not counts]
        if lacking:
            lanes.append(Lane(_("none of them"), lacking))
        return draw(lanes)

    def _day(self, group: TimelineRow) -> date | None:
        first = self.uses.documents[group.documents[0]].published_on
        return date(first.year, *MIDSUMMER) if first and group.document is None else first

    def _point(self, group: TimelineRow, day: date, times: int, at: int | None = None) -> Point:
        rate = per_thousand(times, self.uses.words_in(group))
        label = ngettext(
            "%(where)s: %(n)s time, %(rate)s per thousand words",
            "%(where)s: %(n)s times, %(rate)s per thousand words",
            times,
        ) % {"where": _where(group, day), "n": times, "rate": f"{rate:.2f}"}
        return Point(day, rate, label, self.uses.address(group, None if at is None else self.uses.wordings[at]))

    def _lacking(self, group: TimelineRow, day: date) -> Point:
        label = _("%(where)s: not used") % {"where": _where(group, day)}
        if group.document:
            return Point(day, None, label, group.document.get_absolute_url())
        return Point(day, None, label, self.uses.result.address(**CLOSED, list=LACKING))


def timeline(result: SearchResult) -> Timeline:
    """What the address asks for: a list, and how near to the phrase counts."""
    uses = Uses(result)
    chosen = result.options.get("list", "")
    chosen = chosen if chosen in LISTS else DATED
    counts = Counter(uses.list_of(document) for document in uses.documents.values())
    lists = [
        Choice(
            f"{label} ({counts[name]})" if name in {DATED, UNDATED, LACKING} else label,
            result.address(**CLOSED, list=None if name == DATED else name),
            name == chosen,
        )
        for name, label in LISTS.items()
    ]
    return Timeline(
        uses=uses,
        rows=TimeRows(uses, chosen),
        chosen=chosen,
        steps=steps(result) if uses.phrase else [],
        lists=lists,
    )


def _passages(result: SearchResult) -> list[Wording[WordingPlace]]:
    """The passages of a tag, whatever they say, as one wording."""
    documents = result.occurrences.by_document
    places = [WordingPlace(each.words, *occurrence) for each in documents for occurrence in each.occurrences]
    return [Wording((), WordingKind.EXACT, Changes(), places)] if places else []


def per_thousand(times: int, words: int) -> float:
    return THOUSAND * times / words if words else 0.0


def _others(counts: Counter[int], foremost: Mapping[int, str]) -> int:
    return sum(times for at, times in counts.items() if at not in foremost)


def _where(group: TimelineRow, day: date) -> str:
    return f"{group.label}, {day.isoformat()}" if group.document else group.label


VIEW = SearchView(
    name="time",
    label=gettext_lazy("Time"),
    template="annotator/search_time.html",
    show=timeline,
    own=("list",),
)
