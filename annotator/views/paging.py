"""Pages of a list, without counting it: one row more than is shown tells whether there is a next page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import QuerySet

from annotator.http import Request
from corpus.db.parts import part_of

PAGE = 50


class Rows(Protocol):
    """What pages are taken from: a queryset, or what gives its rows as one does."""

    def __getitem__(self, part: slice, /) -> Any:
        """Some of the rows."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list, the number of the page from 1, whether there is another, and the rest of the query."""

    rows: Sequence[Any]
    number: int
    more: bool
    query: str

    def showing(self, rows: Sequence[Any]) -> "Page":
        """The same page with ``rows`` made of its own for a template."""
        return replace(self, rows=rows)

    @property
    def next(self) -> int:
        """The number of the next page."""
        return self.number + 1

    @property
    def previous(self) -> int:
        """The number of the page before."""
        return self.number - 1


def page_of(request: Request, rows: Rows) -> Page:
    """The page of ``rows`` that the address names; the first where it names none, or one behind the end."""
    asked = request.GET.get("page", "")
    number = max(1, int(asked[:6])) if asked.isascii() and asked.isdigit() else 1
    found = _part(rows, (number - 1) * PAGE, number * PAGE + 1)
    if number > 1 and not found:
        # All that stood there may have been decided, or withdrawn, meanwhile: that is no reason to show nothing.
        number, found = 1, _part(rows, 0, PAGE + 1)
    query = request.GET.copy()
    query.pop("page", None)
    return Page(found[:PAGE], number, len(found) > PAGE, query.urlencode())


def _part(rows: Rows, start: int, stop: int) -> Sequence[Any]:
    return part_of(rows, start, stop) if isinstance(rows, QuerySet) else list(rows[start:stop])
