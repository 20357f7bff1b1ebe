"""A search as a page shows it: what the address asks for, the view it names, and the tabs to the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from annotator.presenters.search_registry import FIRST, VIEWS
from annotator.presenters.search_views import Asked, SearchView, Tab
from annotator.selectors.filters import ResolvedFilters
from annotator.selectors.occurrences import found_by
from corpus.models.collection import Person
from corpus.search.query import Query, parse

from . import Request
from .paging import Rows


@dataclass(kw_only=True)
class Search:
    """A search of the address; ``asked`` and what the view shows are there once it was carried out."""

    viewer: Person
    typed: str
    query: Query
    view: SearchView
    options: dict[str, str]
    path: str
    asked: Asked | None = None
    shown: Any = None
    _rows: Sequence[Any] = field(default_factory=list)

    @classmethod
    def of(cls, request: Request, typed: str | None = None) -> Self:
        """What ``request`` asks for; ``typed`` is what is searched for where the address does not say it."""
        options = {name: value.replace("\x00", "") for name, value in request.GET.items()}
        typed = options.get("q", "").strip() if typed is None else typed
        return cls(
            viewer=request.user,
            typed=typed,
            query=parse(typed),
            view=VIEWS.get(options.get("view", ""), VIEWS[FIRST]),
            options=options,
            path=request.path,
        )

    def find(self, narrowing: ResolvedFilters) -> Rows:
        """Carry it out; the rows of the view, of which a page is shown, none where it has no pages."""
        self.asked = Asked(
            viewer=self.viewer,
            query=self.query,
            found=found_by(self.query, self.viewer, narrowing),
            options=self.options,
            path=self.path,
        )
        self.shown = self.view.show(self.asked)
        rows: Rows = getattr(self.shown, "rows", [])
        return rows

    @property
    def found_any(self) -> bool:
        """Whether anything was found."""
        return self.asked is not None and bool(self.asked.found.found)

    @property
    def tabs(self) -> list[Tab]:
        """Links to all views of the same search; what is one view's own is left out of the others' addresses."""
        assert self.asked is not None  # noqa: S101 - templates ask once it was carried out
        own = dict.fromkeys(name for view in VIEWS.values() for name in view.own)
        return [
            Tab(
                view.label, self.asked.address(**own, view=None if view.name == FIRST else view.name), view is self.view
            )
            for view in VIEWS.values()
        ]
