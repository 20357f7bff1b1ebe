"""Long lists of which the newest rows come first, and most are seen by whoever asks."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

# Rows that are looked through at once, at first; then each time four times as many, where few of them are shown.
STEP = 500
FASTER = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def place_of(time: datetime, pk: Any) -> str:
    """Where a row stands in a list by time, for addresses: its time and its primary key.

    So no row is looked up for one who may not see it, and the place stays when the row is there no more.
    """
    return f"{(time - EPOCH) // MICROSECOND}~{pk}"


def place_in(named: str, model: type[Model]) -> tuple[datetime, Any] | None:
    """The time and the primary key in the name of a place among rows of ``model``. ``None`` where it names none."""
    time, _sign, pk = named.partition("~")
    try:
        return EPOCH + int(time) * MICROSECOND, model._meta.pk.to_python(pk)  # noqa: SLF001 - Django's documented API
    except (ValueError, OverflowError, ValidationError):
        return None


def beyond(rows: QuerySet[Any], at: str, place: tuple[datetime, Any], *, upwards: bool) -> QuerySet[Any]:
    """Those of ``rows`` that are newer than ``place`` if ``upwards``, else older: to which an index of ``at`` leads."""
    time, pk = place
    further = "gt" if upwards else "lt"
    return rows.filter(Q(**{f"{at}__{further}": time}) | Q(**{f"pk__{further}": pk}), **{f"{at}__{further}e": time})


@dataclass(frozen=True, slots=True)
class Newest:
    """``rows`` by the time in the field ``at``, the newest first, for pages of a list.

    They are looked through from the newest on, some at a time by the index of their times, until there are enough; or
    from the row ``beyond``, given by its time and primary key, downwards or ``upwards``. So what a page costs hangs on
    how far it is from there, and neither on how many rows there are, nor on what the planner thinks of the conditions
    that they have to meet.

    ``among``: rows that ``rows`` are some of, where an index leads to these by their time; all of the model otherwise.
    """

    rows: QuerySet[Any]
    at: str
    among: QuerySet[Any] | None = None
    beyond: tuple[Any, Any] | None = None
    upwards: bool = False

    def place_of(self, row: Any) -> str:
        return place_of(getattr(row, self.at), row.pk)

    def below(self, place: str) -> "Newest | None":
        """What comes after ``place``. ``None`` where it is none."""
        return self._from(place, upwards=False)

    def above(self, place: str) -> "Newest | None":
        """What comes before ``place``, the nearest one first. ``None`` where it is none."""
        return self._from(place, upwards=True)

    def _from(self, place: str, *, upwards: bool) -> "Newest | None":
        row = place_in(place, self.rows.model)
        return replace(self, beyond=row, upwards=upwards) if row else None

    @property
    def _all(self) -> QuerySet[Any]:
        every: QuerySet[Any] = self.rows.model._default_manager.all()  # noqa: SLF001 - Django's public API
        return every

    def __getitem__(self, part: slice, /) -> list[Any]:
        """The rows of a part that has an end."""
        further, nearer = ("gt", "lt") if self.upwards else ("lt", "gt")
        order = (self.at, "pk") if self.upwards else (f"-{self.at}", "-pk")
        onwards = f"{self.at}__{further}e"
        times = (self._all if self.among is None else self.among).order_by(order[0]).values_list(self.at, flat=True)
        rows = self.rows.order_by(*order)
        if self.beyond is not None:
            rows = beyond(rows, self.at, self.beyond, upwards=self.upwards)
            times = times.filter(**{onwards: self.beyond[0]})
        stop, fetched, step = part.stop, list[Any](), STEP
        while len(fetched) < stop:
            until = times[step : step + 1].first()
            some = rows.values_list("pk", flat=True)
            if until is not None:
                some = some.filter(**{f"{self.at}__{nearer}": until})
            fetched += some[: stop - len(fetched)]
            if until is None:
                break
            rows, times = rows.filter(**{onwards: until}), times.filter(**{onwards: until})
            step *= FASTER
        keys = fetched[part.start or 0 : stop]
        return list(self.rows.order_by(*order).filter(pk__in=keys)) if keys else []
