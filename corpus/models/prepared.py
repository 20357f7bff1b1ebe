"""Queries whose SQL is written once.

Django writes the SQL of a query each time it is asked. For one that finds a single row this takes several times as long
as the database takes to find it, and every page and every contribution asks a few of these. They are written here once
for each kind of database, and asked with other values each time; objects are made of the rows as Django makes them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ModelIterable


@contextmanager
def planned_once(connection: Any) -> Iterator[None]:
    """Within it, PostgreSQL is sent statements apart from their values, and plans those that come again only once.

    Only for statements that are best answered in one way whatever their values are: by a key, or a new row.
    """
    if connection.vendor != "postgresql":
        yield
        return
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 - a site on SQLite need not load it

    connection.ensure_connection()
    raw = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        raw.cursor_factory = usual


class Parameter(Expression):
    """The place of a value that is given when the query is asked."""

    def __init__(self, name: str, field: Field) -> None:
        """``name`` is that of the argument, ``field`` the kind of value."""
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        """A placeholder, and this object itself for the value."""
        return "%s", [self]

    def value_in(self, values: dict[str, object], connection: Any) -> object:
        """Its value among ``values``, as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class _Written(NamedTuple):
    """What Django made of a query; among ``values`` are its ``Parameter``s, ``converters`` are those of its columns."""

    queryset: QuerySet
    compiler: Any
    sql: str
    values: tuple[object, ...]
    converters: dict


class Prepared[M: Model]:
    """A query with ``Parameter``s in it; calling it with their values asks it, and returns the list of what is found.

    ``query`` makes the queryset; it is called when the query is first asked, since models are not ready before.
    """

    def __init__(self, query: Callable[[], QuerySet[M, Any]]) -> None:
        self._query = query
        self._written: dict[str, _Written] = {}

    def __call__(self, **values: object) -> list[M]:
        """What is found with ``values``, each named as its parameter: 1 query."""
        # Not the proxy that looks up the thread's connection each time it is touched.
        connection: Any = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(connection.vendor) or self._write(connection)
        sent = tuple(
            each.value_in(values, connection) if isinstance(each, Parameter) else each for each in written.values
        )
        # A copy, as other threads may be asking the same: it hands out what is written instead of writing it.
        compiler = copy(written.compiler)
        compiler.connection, compiler.as_sql = connection, lambda: (written.sql, sent)
        compiler.get_converters = lambda _columns: written.converters
        asked: Any = SimpleNamespace(**written.queryset.__dict__, db=DEFAULT_DB_ALIAS)
        asked.query = SimpleNamespace(get_compiler=lambda **_where: compiler)
        with planned_once(connection):
            return list(ModelIterable(asked))

    def _write(self, connection: Any) -> _Written:
        queryset = self._query()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        written = self._written[connection.vendor] = _Written(queryset, compiler, sql, tuple(values), converters)
        return written
