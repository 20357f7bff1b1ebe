"""What waits for an editor: contributions to decide about, and those whose words are lost or uncertain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value

from annotator.models import Contribution
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.selectors.filters import ResolvedFilters
from annotator.selectors.rows import CONTRIBUTIONS, chosen
from corpus.models.collection import Person

# Contributions that wait are counted up to here: beyond it nobody cares how many.
COUNTED = 100


@dataclass(frozen=True)
class OldestFirst:
    """Contributions of all kinds as one list, the oldest first. A part of it costs a query, and one for each kind."""

    rows: dict[str, QuerySet[Any]]

    def __getitem__(self, part: slice) -> Sequence[Contribution]:
        """The contributions from ``part.start`` up to ``part.stop``, with what naming them takes."""
        named = [rows.values_list("created_at", "id", Value(kind)) for kind, rows in self.rows.items()]
        chosen = list(_together(named).order_by("created_at", "id")[part])
        found: dict[Any, Contribution] = {}
        for kind in self.rows:
            ids = [pk for _at, pk, of_kind in chosen if of_kind == kind]
            if ids:
                found |= CONTRIBUTION_KINDS[kind].objects.with_places().in_bulk(ids)
        return [found[pk] for _at, pk, _kind in chosen if pk in found]


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
    first, *others = querysets
    # Without an order of its own it would take that of the model of the first.
    return first.union(*others, all=True).order_by()
