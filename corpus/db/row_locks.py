"""Shared row locks: rows that stay as they are until the transaction ends; others may lock them at the same time."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model


def locked_rows(model: type[Model], keys: Iterable[object], *names: str, by: str = "") -> list[Any]:
    """The keys, and the columns ``names``, of those rows of ``model`` with ``keys`` that are there: 1 query.

    ``by`` is the column that ``keys`` are of, where it is not the primary key. As the database has them, and until the
    transaction ends nobody changes or deletes them. SQLite has one writer.
    PostgreSQL shares the rows among those who lock them, and whoever writes them waits for these; Django knows no
    ``FOR SHARE``.
    """
    meta: Any = model._meta  # noqa: SLF001 - documented under this name
    column = meta.get_field(by or meta.pk.name)
    values = [column.get_db_prep_value(key, connection) for key in keys]
    if not values:
        return []
    quoted = connection.ops.quote_name
    key, looked_up, *columns = (quoted(meta.get_field(name).column) for name in (meta.pk.name, column.name, *names))
    # In an order, for those who wait for each other.
    rows = f"FROM {quoted(meta.db_table)} WHERE {looked_up} IN ({', '.join(['%s'] * len(values))}) ORDER BY {key}"
    share = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join((key, *columns))} {rows}{share}", values)
        fetched: list[Any] = cursor.fetchall()
    return fetched
