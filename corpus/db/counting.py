"""Numbers of related rows, each counted in a query of its own within the row it belongs to."""

from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery


def number_of(rows: QuerySet[Any], counted: str, *, distinct: bool = True) -> Subquery:
    """How many values of ``counted`` there are in ``rows``, which name the outer row by ``OuterRef``.

    Different ones, if ``distinct``.
    Not ``Count``: in a subquery it would group the rows and give nothing, not 0, where there are none.
    """
    distinct = distinct and counted != "pk"
    template = "%(function)s(DISTINCT %(expressions)s)" if distinct else "%(function)s(%(expressions)s)"
    count = Func(F(counted), function="COUNT", template=template, output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number=count).values("number"))


def number_up_to(most: int, rows: QuerySet[Any], counted: str) -> Subquery:
    """How many ``rows`` there are, which name the outer row by ``OuterRef``; ``most`` where there are more.

    No more of them are looked at, and of these the column ``counted`` alone.
    """
    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    return Subquery(rows.order_by().values(counted)[:most], template=template, output_field=IntegerField())
