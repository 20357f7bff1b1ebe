"""Numbers of related rows, each counted in a query of its own within the row it belongs to."""

from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery


def number_of(rows: QuerySet[Any], counted: str) -> Subquery:
    """How many different values of ``counted`` ``rows`` have, which name the outer row by ``OuterRef``.

    Not ``Count``: in a subquery it would group the rows and give nothing, not 0, where there are none.
    """
    template = "%(function)s(%(expressions)s)" if counted == "pk" else "%(function)s(DISTINCT %(expressions)s)"
    count = Func(F(counted), function="COUNT", template=template, output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number=count).values("number"))
