"""What waits for an editor: contributions to decide about, and those whose words are lost or uncertain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.db.models import QuerySet, Value

from annotator.models import Contribution, Tagging
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.selectors.filters import ResolvedFilters
from annotator.selectors.rows import CONTRIBUTIONS, chosen
from corpus.db.newest import beyond, place_in, place_of
from corpus.models.collection import Person

# Contributions that wait are counted up to here: beyond it nobody cares how many.
COUNTED = 100


@dataclass(frozen=True)
class OldestFirst:
    """Contributions of all kinds as one list, the oldest first. A part of it costs a query, and one for each kind.

    From ``place`` on, where that is given: those after it, or ``backwards`` those before it, the nearest first.
    """

    rows: dict[str, QuerySet[Any]]
    place: tuple[datetime, Any] | None = None
    backwards: bool = False

    def place_of(self, row: Contribution) -> str:
        return place_of(row.created_at, row.pk)

    def below(self, place: str) -> Self | None:
        """What comes after ``place``. ``None`` where it is none."""
        row = place_in(place, Tagging)
        return replace(self, place=row) if row else None

    def above(self, place: str) -> Self | None:
        """What comes before ``place``, the nearest one first. ``None`` where it is none."""
        row = place_in(place, Tagging)
        return replace(self, place=row, backwards=True) if row else None

    def __getitem__(self, part: slice) -> Sequence[Contribution]:
        """The contributions from ``part.start`` up to ``part.stop``, with what naming them takes."""
        named = [
            (beyond(rows, "created_at", self.place, upwards=not self.backwards) if self.place else rows).values_list(
                "created_at", "id", Value(kind)
            )
            for kind, rows in self.rows.items()
        ]
        order = ("-created_at", "-id") if self.backwards else ("created_at", "id")
        chosen = list(_together(named).order_by(*order)[part])
        by_key: dict[Any, Contribution] = {}
        for kind in self.rows:
            ids = [pk for _at, pk, of_kind in chosen if of_kind == kind]
            if ids:
                by_key |= CONTRIBUTION_KINDS[kind].objects.with_places().in_bulk(ids)
        return [by_key[pk] for _at, pk, _kind in chosen if pk in by_key]


def waiting(user: Person, narrowing: ResolvedFilters) -> OldestFirst:
    """The proposals, and the changes that are proposed, that ``user`` sees, within ``narrowing``."""
    return OldestFirst({kind: rows.waiting() for kind, rows in _seen(user, narrowing)})


def on_unsettled(user: Person, narrowing: ResolvedFilters) -> OldestFirst:
    """The contributions that ``user`` sees whose words are lost or uncertain, within ``narrowing``."""
    return OldestFirst({kind: rows.on_unsettled() for kind, rows in _seen(user, narrowing)})


def number_waiting(user: Person) -> int:
    """How many proposals ``user`` sees, ``COUNTED`` at the most: 1 query."""
    return _together([rows.values_list("id") for rows in waiting(user, ResolvedFilters()).rows.values()])[
        :COUNTED
    ].count()


def _seen(user: Person, narrowing: ResolvedFilters) -> Iterable[tuple[str, Any]]:
    for kind, rows in CONTRIBUTIONS.items():
        yield kind, chosen(rows(user, narrowing), narrowing).order_by()


def _together(querysets: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    first, *further = querysets
    # Without an order of its own it would take that of the model of the first.
    return first.union(*further, all=True).order_by()
