"""The views of a search: what each shows of the occurrences, from its own part of the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise

from annotator.selectors.occurrences import Occurrences
from corpus.models.collection import Person
from corpus.search.query import Query


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """A search that was carried out, with what its page is shown by.

    ``options`` is the address's query, as far as it has one value for each name; ``path`` the page's own address: of
    the search, or of a tag's places.
    """

    viewer: Person
    query: Query
    occurrences: Occurrences
    options: Mapping[str, str]
    path: str

    @property
    def query_string(self) -> str:
        """What the address asks for."""
        return urlencode(self.options)

    @property
    def here(self) -> str:
        return f"{self.path}?{self.query_string}"

    def address(self, **changes: object) -> str:
        """The address of the same search with ``changes``; ``None`` leaves a part out, and so does another page."""
        options = {**self.options, "page": None} | changes
        return f"{self.path}?{urlencode({name: value for name, value in options.items() if value not in (None, '')})}"


@dataclass(frozen=True, kw_only=True)
class SearchView:
    """A view of a search.

    ``show`` gives what ``template`` shows under the name ``shown``. ``own`` are the names in the address that are this
    view's alone: its sorting and widths.
    """

    name: str
    label: str | Promise
    template: str
    show: Callable[[SearchResult], object]
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a view of the same search."""

    label: str | Promise
    address: str
    here: bool
