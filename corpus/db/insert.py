"""New rows, by one statement that also tells which of them were there already.

Django's ``bulk_create`` fails where a row is there, which takes a savepoint and a question afterwards, or leaves it out
without a word, which takes the question too. Both databases can tell at once; and as the statement is the same for all
rows of a model, it is not written anew each time.
"""

from collections.abc import Sequence
from functools import cache
from itertools import batched, chain
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections
from django.db.models import Model

# Rows written by one statement: no database takes any number of values in one.
AT_A_TIME = 500


def insert[M: Model](rows: Sequence[M], unique_fields: tuple[str, ...] = ()) -> None:
    """Write ``rows``, with the primary keys that the database gives them set: a statement for every few hundred.

    Raises ``IntegrityError`` where one of them is there already, or breaks another rule of the database.
    """
    if len(insert_new(rows, unique_fields)) < len(rows):
        raise IntegrityError("One of the rows is there already.")


def insert_new[M: Model](rows: Sequence[M], unique_fields: tuple[str, ...] = ()) -> list[M]:
    """``insert`` for rows that may be there: those that a unique constraint does not let in are left out.

    The database decides which these are, not a question asked before: it waits for whoever is writing the same row at
    this moment.

    Args:
        rows: of one model, not saved yet.
        unique_fields: where the database gives the primary key, the columns by which it tells the rows apart.

    Returns:
        The rows that were written, in their order.
    """
    return [row for some in batched(rows, AT_A_TIME) for row in _insert(some, unique_fields)]


def _insert[M: Model](rows: Sequence[M], unique_fields: tuple[str, ...]) -> list[M]:
    connection = connections[DEFAULT_DB_ALIAS]
    fields, unique_at, beginning, end = _statement(type(rows[0]), connection.vendor, unique_fields)
    values = [[field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields] for row in rows]
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"{beginning} {places} {end}", list(chain.from_iterable(values)))
        written = {tuple(told): pk for pk, *told in cursor.fetchall()}
    made = []
    for row, kept in zip(rows, values, strict=True):
        told = tuple(kept[place] for place in unique_at)
        if told in written:
            if unique_fields:
                row.pk = written[told]
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as Django marks what it has saved
            made.append(row)
    return made


@cache
def _statement(
    model: type[Model], _vendor: str, unique_fields: tuple[str, ...]
) -> tuple[list[Any], list[int], str, str]:
    """The columns that are written, which of them tell the rows apart, and what stands before and after the values."""
    meta: Any = model._meta  # noqa: SLF001 - documented under this name
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = [field for field in meta.concrete_fields if not (unique_fields and field is meta.pk)]
    columns = {field.attname: quoted(field.column) for field in meta.concrete_fields}
    key = meta.pk.attname
    unique_at = unique_fields or (key,)
    return (
        fields,
        [[field.attname for field in fields].index(name) for name in unique_at],
        f"INSERT INTO {quoted(meta.db_table)} ({', '.join(columns[field.attname] for field in fields)}) VALUES",
        f"ON CONFLICT DO NOTHING RETURNING {', '.join(columns[name] for name in (key, *unique_at))}",
    )
