"""Parts of long lists."""

from typing import Any

from django.db.models import QuerySet


def part_of(rows: QuerySet[Any], start: int, stop: int) -> list[Any]:
    """The rows from ``start`` up to ``stop``, in their order: 2 queries.

    Their primary keys are looked up first. So only the rows of the part are joined with others, counted for and read
    whole; those before them and behind them are not, nor carried along while the list is sorted.
    """
    keys = list(rows.values_list("pk", flat=True)[start:stop])
    return list(rows.filter(pk__in=keys)) if keys else []
