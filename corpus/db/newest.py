"""Long lists of which the newest rows come first, and most are seen by whoever asks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

# Rows that are looked through at once, at first; then each time four times as many, where few of them are shown.
STEP = 500
FASTER = 4


@dataclass(frozen=True, slots=True)
class Newest:
    """``rows`` by the time in the field ``at``, the newest first, for pages of a list.

    They are looked through from the newest on, some at a time by the index of their times, until there are enough: what
    a page costs hangs on how far down it is, and neither on how many rows there are, nor on what the planner thinks of
    the conditions that they have to meet.
    """

    rows: QuerySet[Any]
    at: str

    def __getitem__(self, part: slice, /) -> list[Any]:
        """The rows of a part that has an end."""
        wanted, found = part.stop, list[Any]()
        rows = self.rows.order_by(f"-{self.at}", "-pk")
        times = self.rows.model._default_manager.order_by(f"-{self.at}").values_list(self.at, flat=True)  # noqa: SLF001 - Django's public API
        step = STEP
        while len(found) < wanted:
            until = times[step : step + 1].first()
            some = rows.values_list("pk", flat=True)
            if until is not None:
                some = some.filter(**{f"{self.at}__gt": until})
            found += some[: wanted - len(found)]
            if until is None:
                break
            rows, times = rows.filter(**{f"{self.at}__lte": until}), times.filter(**{f"{self.at}__lte": until})
            step *= FASTER
        keys = found[part.start or 0 : wanted]
        return list(self.rows.order_by(f"-{self.at}", "-pk").filter(pk__in=keys)) if keys else []
