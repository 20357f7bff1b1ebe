"""Pages of a list, without counting it: one row more than is shown tells whether there is a next page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, Self, runtime_checkable
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from corpus.db.parts import part_of

PAGE = 50
# Larger page numbers are nobody's, and larger offsets no database's.
LAST_PAGE = 1_000_000
# What names a page by where a row stands: it ends before that, or begins after it.
BESIDE = ("before", "after")
# More digits make no number that anything here has.
DIGITS = 9


def number_in(query: QueryDict, name: str) -> int | None:
    """The number that ``query`` has under ``name``, ``None`` where it has none."""
    return number(query.get(name, ""))


def number(typed: str) -> int | None:
    """``typed`` in the digits 0 to 9 as a number, ``None`` where it is something else.

    Of more than nine digits the first nine, which is a number that nothing has.
    """
    return int(typed[:DIGITS]) if typed.isascii() and typed.isdigit() else None


class PageableRows(Protocol):
    """What pages are taken from: a queryset, or what gives its rows as one does."""

    def __getitem__(self, part: slice, /) -> Any:
        """Some of the rows."""


@runtime_checkable
class ByRow(PageableRows, Protocol):
    """Rows that are found from any one of them on, and not by how many there are before it."""

    def place_of(self, row: Any) -> str:
        """Where ``row`` stands, for addresses."""

    def below(self, place: str) -> Self | None:
        """What comes after ``place``. ``None`` where it is none."""

    def above(self, place: str) -> Self | None:
        """What comes before ``place``, the nearest one first. ``None`` where it is none."""


class NextPagePaginator(Paginator):  # type: ignore[type-arg] # generic in the stubs alone
    """Pages of a list without counting it: the rows of one page, and whether there is another.

    Counting reads every row that passes the filters, which takes seconds where a page takes milliseconds. ``count`` is
    the number of rows up to here and one more if there are any, which is all that drawing a page takes.
    """

    def __init__(self, rows: Any, per_page: int, *args: Any, at: int = 1, **options: Any) -> None:
        super().__init__(rows, per_page, *args, **options)
        self.at = min(max(at, 1), LAST_PAGE)

    @cached_property
    def seen(self) -> list[Any]:
        """The rows of the page, and one more where there is a next page."""
        start = (self.at - 1) * self.per_page
        stop = start + self.per_page + 1
        rows = self.object_list
        return part_of(rows, start, stop) if isinstance(rows, QuerySet) else list(rows[start:stop])

    @cached_property
    def count(self) -> int:
        """The number of rows up to the end of this page, and one more where there is a next page."""
        return (self.at - 1) * self.per_page + len(self.seen)

    @property
    def rows(self) -> list[Any]:
        return self.seen[: self.per_page]

    @property
    def more(self) -> bool:
        return len(self.seen) > self.per_page

    @property
    def first(self) -> int:
        """The number of the first row of the page, from 1."""
        return (self.at - 1) * self.per_page + 1

    @property
    def last(self) -> int:
        """The number of the last row of the page."""
        return self.at * self.per_page

    def page(self, number: int | str) -> "PaginatorPage[Any]":
        """The page the address names, from the rows that were read already."""
        return PaginatorPage(self.rows, self.validate_number(number), self)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, the number of the page from 1, whether there is another, and the rest of the query.

    Where ``by_row``, the addresses of the pages beside it name the place that they begin after or end before: what such
    a page shows does not move when rows are added, and however deep it is, it costs what the first one does.
    """

    rows: Sequence[Any]
    number: int
    more: bool
    query: str
    by_row: tuple[str, str] | None = None

    def showing(self, rows: Sequence[Any]) -> "Page":
        """The same page with ``rows`` made of its own for a template."""
        return replace(self, rows=rows)

    @property
    def next(self) -> str:
        return address(self.query, page=self.number + 1, **({"after": self.by_row[1]} if self.by_row else {}))

    @property
    def previous(self) -> str:
        return address(self.query, page=self.number - 1, **({"before": self.by_row[0]} if self.by_row else {}))


def address(query: str, **more: object) -> str:
    """The query string of another page of the same list: its ``query``, and what is said besides."""
    return "?" + "&".join(filter(None, [query, urlencode(more)]))


def page_of(request: HttpRequest, rows: PageableRows, parameters: QueryDict | None = None) -> Page:
    """The page of ``rows`` that the address names; the first where it names none, or one behind the end.

    ``parameters``: what a form says that was sent to another address than the list has.
    """
    parameters = request.GET if parameters is None else parameters
    at, query = number_in(parameters, "page") or 1, without(parameters, "page", *BESIDE).urlencode()
    if isinstance(rows, ByRow):
        shown, more, at = _beside(parameters, rows, at) or _numbered(rows, at)
        return Page(shown, at, more, query, (rows.place_of(shown[0]), rows.place_of(shown[-1])) if shown else None)
    shown, more, at = _numbered(rows, at)
    return Page(shown, at, more, query)


type _Part = tuple[Sequence[Any], bool, int]
"""The rows of a page, whether there is another, and its number."""


def _numbered(rows: PageableRows, at: int) -> _Part:
    pages = NextPagePaginator(rows, PAGE, at=at)
    if pages.at > 1 and not pages.seen:
        # All that stood there may have been decided, or withdrawn, meanwhile: that is no reason to show nothing.
        pages = NextPagePaginator(rows, PAGE)
    return pages.rows, pages.more, pages.at


def _beside(query: QueryDict, rows: ByRow, at: int) -> _Part | None:
    """The rows that follow the place that ``query`` names, or come just before it; ``None`` where it names none.

    The number is that of the page it was reached from, and one on: no more than a name, once rows were added.
    """
    before, after = (query.get(name, "") for name in BESIDE)
    if before and (newer := rows.above(before)):
        rows_beside = newer[: PAGE + 1]
        # Where that is all that is newer, it is on the first page, which is a whole one.
        return (rows_beside[PAGE - 1 :: -1], True, max(at, 2)) if len(rows_beside) > PAGE else _numbered(rows, 1)
    if after and (older := rows.below(after)) and (rows_beside := older[: PAGE + 1]):
        return rows_beside[:PAGE], len(rows_beside) > PAGE, max(at, 2)
    return None


def query_without(request: HttpRequest, *names: str) -> str:
    """The address's query without ``names``, to build other addresses of the same view with."""
    return without(request.GET, *names).urlencode()


def without(parameters: QueryDict, *names: str) -> QueryDict:
    query = parameters.copy()
    for name in names:
        query.pop(name, None)
    return query
