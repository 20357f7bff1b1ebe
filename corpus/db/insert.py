"""New rows, by one statement that also tells which of them were there already.

Django's ``bulk_create`` fails where a row is there, which takes a savepoint and a question afterwards, or leaves it out
without a word, which takes the question too. Both databases can tell at once; and as the statement is the same for all
rows of a model, it is not written anew each time.
"""

from collections.abc import Sequence
from functools import cache
from itertools import batched, chain
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections
from django.db.models import Field, Model

# What either database takes as it is, by the kind of field.
PLAIN = {"CharField": str, "TextField": str, "BooleanField": bool, "BigAutoField": int, "PositiveIntegerField": int}
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


def values_of(rows: Sequence[Model], unique_fields: tuple[str, ...] = ()) -> list[list[Any]]:
    """What ``insert_values`` writes of ``rows``, which are of one model: the columns, as the database takes them."""
    columns = [_column(field, rows) for field in columns_of(type(rows[0]), unique_fields)]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(field: Any, rows: Sequence[Model]) -> list[Any]:
    """The values of ``field``, as the database takes them: most are so already, which is told at once."""
    connection = connections[DEFAULT_DB_ALIAS]
    kind = PLAIN.get(field.target_field.get_internal_type() if field.is_relation else field.get_internal_type())
    is_kept = type(field).pre_save is Field.pre_save
    values = map(attrgetter(field.attname), rows) if is_kept else (field.pre_save(row, add=True) for row in rows)
    return [
        value if value is None or type(value) is kind else field.get_db_prep_save(value, connection) for value in values
    ]


def insert_values(
    model: type[Model], rows: Sequence[Sequence[Any]], unique_fields: tuple[str, ...] | None = None
) -> list[tuple[Any, ...]]:
    """Write ``rows`` of which ``values_of`` made the columns before: a statement for every few hundred.

    Returns the primary key, and the columns ``unique_fields``, of each row that was written; with these given, others
    may be there already. Raises ``IntegrityError`` as ``insert`` does.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    fields, _unique_at, beginning, end = _statement(model, connection.vendor, unique_fields or ())
    place = f"({', '.join(['%s'] * len(fields))})"
    written: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for some in batched(rows, AT_A_TIME):
            cursor.execute(f"{beginning} {', '.join([place] * len(some))} {end}", list(chain.from_iterable(some)))
            written += cursor.fetchall()
    if unique_fields is None and len(written) < len(rows):
        raise IntegrityError("One of the rows is there already.")
    return written


def columns_of(model: type[Model], unique_fields: tuple[str, ...] = ()) -> list[Any]:
    """The fields whose columns ``values_of`` gives, in that order."""
    return _statement(model, connections[DEFAULT_DB_ALIAS].vendor, unique_fields)[0]


def _insert[M: Model](rows: Sequence[M], unique_fields: tuple[str, ...]) -> list[M]:
    unique_at = _statement(type(rows[0]), connections[DEFAULT_DB_ALIAS].vendor, unique_fields)[1]
    values = values_of(rows, unique_fields)
    written = {tuple(unique): pk for pk, *unique in insert_values(type(rows[0]), values, unique_fields)}
    inserted = []
    for row, kept in zip(rows, values, strict=True):
        unique = tuple(kept[place] for place in unique_at)
        if unique in written:
            if unique_fields:
                row.pk = written[unique]
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - as Django marks what it has saved
            inserted.append(row)
    return inserted


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
