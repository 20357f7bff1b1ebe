"""Rows by the thousand, by plain SQL: to make a model instance of each takes longer than everything else together."""

from collections.abc import Iterable, Sequence
from itertools import batched, count
from typing import Any, Self

from django.db import connection

# Rows written by one call.
AT_A_TIME = 5000
# Rows that may as well be written one by one.
FEW = 500
_numbers = count(1)


def is_beforehand(rows: int) -> bool:
    """Whether so many rows are better laid ready before the transaction: if many, where who writes holds others up."""
    return connection.vendor == "sqlite" and not connection.in_atomic_block and rows > FEW


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Put ``rows`` of values of ``columns`` into ``table``; the columns that are not named stay empty."""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            for some in batched(rows, AT_A_TIME):
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", some)  # noqa: S608 - our own names


class StagedRows:
    """Values of ``columns`` of ``table``, known before the transaction that writes them.

    SQLite lets nobody write beside who writes. So if there are many, they are put into a table of this connection alone
    before (a staging table), which holds nobody up and is gone with the connection; the database copies them from there
    in a third of the time or less (decisions/0002-own-inserts.md). It is used with ``with``, which takes that table
    away again.
    """

    def __init__(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        self._table, self._columns, self._rows = table, columns, rows
        self._staging = ""
        if is_beforehand(len(rows)):
            self._stage()
            self._rows = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._rows = ()
        if self._staging and connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {self._staging}")

    def _stage(self) -> None:
        """Put the rows into a table of this connection; PostgreSQL takes it away when the transaction ends."""
        self._staging = f"staging_{next(_numbers)}"
        ends = "ON COMMIT DROP" if connection.vendor == "postgresql" else ""
        names = ", ".join(self._columns)
        with connection.cursor() as cursor:
            some = f"SELECT {names} FROM {self._table} LIMIT 0"  # noqa: S608 - our own names
            cursor.execute(f"CREATE TEMPORARY TABLE {self._staging} {ends} AS {some}")
        insert(self._staging, self._columns, self._rows)

    def insert(self, **same: int) -> None:
        """Put them in, with the values that are the ``same`` for all."""
        if not self._staging:
            values = tuple(same.values())
            insert(self._table, (*same, *self._columns), ((*values, *row) for row in self._rows))
            return
        names, places = ", ".join((*same, *self._columns)), ", ".join((*["%s"] * len(same), *self._columns))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self._table} ({names}) SELECT {places} FROM {self._staging} ORDER BY rowid",  # noqa: S608 - our own names
                list(same.values()),
            )

    def update(self) -> None:
        """Write them over what is there: the first column is the primary key."""
        key, *names = self._columns
        if not self._staging and len(self._rows) > FEW and connection.vendor == "postgresql":
            self._stage()
        with connection.cursor() as cursor:
            if self._staging:
                changes = ", ".join(f"{name} = staged.{name}" for name in names)
                same = f"{self._table}.{key} = staged.{key}"
                cursor.execute(f"UPDATE {self._table} SET {changes} FROM {self._staging} AS staged WHERE {same}")  # noqa: S608 - our own names
            elif self._rows:
                changes = ", ".join(f"{name} = %s" for name in names)
                cursor.executemany(
                    f"UPDATE {self._table} SET {changes} WHERE {key} = %s",  # noqa: S608 - our own names
                    [(*values, pk) for pk, *values in self._rows],
                )
