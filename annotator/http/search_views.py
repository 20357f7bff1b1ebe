"""A search as a page shows it: what the address asks for, the view it names, and the tabs to the others."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from annotator.exports.search_views import FILES
from annotator.models import SavedSearch
from annotator.presenters.concordance import VIEW as CONCORDANCE
from annotator.presenters.search_registry import FIRST, VIEWS
from annotator.presenters.search_views import SearchResult, SearchView, Tab
from annotator.selectors.filters import IN_ADDRESS, ResolvedFilters, names_in
from annotator.selectors.lines import CHOSEN, DISMISSED, MOST_DISMISSED, SAID, ChosenLines
from annotator.selectors.near import NearSearches, near_to
from annotator.selectors.occurrences import Occurrences, found_by
from annotator.selectors.saved_searches import News, news_of
from corpus.models.collection import Person
from corpus.search.query import Query, parse
from corpus.search.query_text import as_typed, term_as_typed
from corpus.search.tokenizer import words_with_places

from . import Request
from .paging import PageableRows

# What an address says of single lines, and how.
OF_LINES = frozenset({DISMISSED, CHOSEN, "dismiss", SAID})


@dataclass(frozen=True, slots=True, kw_only=True)
class NearAddresses:
    """Searches near to one that finds nothing, with their addresses."""

    spellings: list[tuple[str, list[tuple[str, str]]]]
    parts: list[tuple[str, int, str]]
    with_headings: str
    elsewhere: str


@dataclass(kw_only=True)
class Search:
    """A search of the address; ``result`` and what the view shows are there once it was carried out."""

    viewer: Person
    typed: str
    query: Query
    view: SearchView
    options: dict[str, str]
    path: str
    lines: ChosenLines
    saved: SavedSearch | None = None
    news: News | None = None
    near: NearSearches | None = None
    result: SearchResult | None = None
    shown: Any = None

    @classmethod
    def of(cls, request: Request, data: QueryDict, typed: str | None = None, path: str = "") -> Self:
        """What ``data`` of ``request`` is; ``typed`` is what is searched for where the address does not say it.

        ``path``: where the views are, if not at the address of the request.
        """
        lines = ChosenLines.from_query(data)
        options = {name: data.get(name, "").replace("\x00", "") for name in data if name not in OF_LINES}
        # A filter may be there several times; pages and forms that are reached from here say it once.
        options |= {name: ",".join(names_in(data, name)) for name in IN_ADDRESS.values() if name in data}
        options |= lines.in_address()
        typed = options.get("q", "").strip() if typed is None else typed
        return cls(
            viewer=request.user,
            typed=typed,
            query=parse(typed),
            view=VIEWS.get(options.get("view", ""), VIEWS[FIRST]),
            options=options,
            path=path or request.path,
            lines=lines,
            saved=_saved(options.get("saved", ""), request.user, typed),
        )

    def find(self, narrowing: ResolvedFilters) -> PageableRows:
        """Carry it out; the rows of the view, of which a page is shown, none where it has no pages."""
        occurrences = found_by(self.query, self.viewer, narrowing)
        if not occurrences.by_document and self.query.wanted:
            self.near = near_to(self.query, self.viewer, narrowing)
        if self.saved is not None:
            self.news = news_of(self.saved, self.viewer)
            if self.options.get("new") == "1":
                occurrences = occurrences.in_paragraphs(self.news.paragraphs)
        return self.take(occurrences)

    def take(self, occurrences: Occurrences) -> PageableRows:
        """The rows of the view of ``occurrences``, without the lines that were dismissed."""
        self.result = SearchResult(
            viewer=self.viewer,
            query=self.query,
            occurrences=occurrences.only(self.lines) if self.lines else occurrences,
            options=self.options,
            path=self.path,
        )
        self.shown = self.view.show(self.result)
        rows: PageableRows = getattr(self.shown, "rows", [])
        return rows

    @property
    def number_dismissed(self) -> int:
        """How many lines are left out since the person dismissed them."""
        return self.lines.number

    @property
    def not_dismissed(self) -> int:
        """How many lines can be dismissed, where more were to be; 0 where it is no more."""
        return MOST_DISMISSED if self.lines.refused else 0

    @property
    def ticked(self) -> Collection[str]:
        """The lines that were to be dismissed and could not be: they stay ticked."""
        return self.lines.refused

    def address(self, **changes: object) -> str:
        """As ``SearchResult.address``, once it was carried out."""
        assert self.result is not None  # noqa: S101 - templates ask for it then
        return self.result.address(**changes)

    @property
    def undismissed(self) -> str:
        """The address of the same search with the lines that were dismissed."""
        return self.address(**{DISMISSED: None})

    @property
    def found_any(self) -> bool:
        return bool(self.result and self.result.occurrences.by_document)

    @property
    def found_standing(self) -> bool:
        """Whether something was found in the standing texts, and nothing beside them was searched."""
        return self.result is not None and self.result.occurrences.beside is None and self.found_any

    @property
    def csv(self) -> str:
        """The address of all that the view shows, as a file; nothing where there is none.

        Of what is opened in it these are its lines.
        """
        opened = getattr(self.shown, "lines", None) is not None
        name = CONCORDANCE.name if opened else self.view.name
        if name not in FILES:
            return ""
        left_out = {"page"} if opened else {"view", "page"}
        options = {name: value for name, value in self.options.items() if name not in left_out}
        return f"{self.path}{name}.csv?{urlencode(options)}"

    def words_instead(self, typed: str) -> str:
        """The address of the search for ``typed``, with all else that the address says."""
        return self.address(q=typed)

    @property
    def near_addresses(self) -> "NearAddresses":
        assert self.near is not None  # noqa: S101 - templates ask where there is any
        spelled = [
            (word, [(other, self.words_instead(_instead(self.typed, word, other))) for other in spellings])
            for word, spellings in self.near.spellings.items()
        ]
        return NearAddresses(
            spellings=spelled,
            parts=[
                (term_as_typed(alone.wanted[0]), number, self.words_instead(as_typed(alone)))
                for alone, number in self.near.parts
            ],
            with_headings=self.words_instead(f"{self.typed} kind:all"),
            elsewhere=f"{self.path}?{urlencode({'q': as_typed(replace(self.query, filters=()))})}",
        )

    @property
    def only_new(self) -> str:
        """The address of what is new in the saved search alone; of all of it where that is shown now."""
        return self.address(new=None if self.options.get("new") else "1")

    @property
    def tabs(self) -> list[Tab]:
        """Links to all views of the same search; what is one view's own is left out of the others' addresses."""
        own = dict.fromkeys(name for view in VIEWS.values() for name in view.own)
        return [
            Tab(view.label, self.address(**own, view=None if view.name == FIRST else view.name), view is self.view)
            for view in VIEWS.values()
        ]


def _saved(pk: str, viewer: Person, typed: str) -> SavedSearch | None:
    """The saved search that the address names, where ``viewer`` may see it, and it is what is searched for."""
    try:
        saved = SavedSearch.objects.visible_to(viewer).filter(pk=UUID(pk)).first() if pk else None
    except ValueError:
        return None
    return saved if saved and QueryDict(saved.address).get("q", "").strip() == typed else None


def _instead(typed: str, word: str, other: str) -> str:
    """``typed`` with ``other`` in the place of ``word``; ``other`` alone where it is typed in another way."""
    match = next((each for each in words_with_places(typed) if each.word == word), None)
    return other if match is None else f"{typed[: match.start]}{other}{typed[match.end :]}"
