"""Rows that stay as they are until the transaction ends, and that others may hold at the same time."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def held(rows: QuerySet[Any, Any]) -> list[Any]:
    """The values of ``rows`` (a ``values_list``, ordered), which nobody changes or deletes meanwhile: 1 query.

    SQLite has one writer. PostgreSQL shares the rows among those who hold them, and whoever writes them waits for
    these; Django knows no ``FOR SHARE``.
    """
    if connection.vendor != "postgresql":
        # An order is for those who wait for each other.
        return list(rows.order_by())
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE", values)
        found: list[Any] = cursor.fetchall()
    return found
