"""The cells of an export as SQL: for each type of value one expression that both databases write the same way."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, TextField
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from .dialect import FORMULA_STARTS

type Compiled = tuple[str, Any]


class Plain(Func):
    """A text that cannot be a formula (a status, a kind, a digest); an empty one is nothing."""

    template = "NULLIF(%(expressions)s, '')"
    output_field = TextField()


class Words(Func):
    """A text people wrote, guarded against spreadsheets that would run it; an empty one is nothing.

    The guard is ``dialect.guard`` in SQL. Everything it looks for sorts before "A", and most texts do not: one
    comparison of bytes decides about nearly every cell.
    """

    output_field = TextField()
    _starts = ", ".join(f"'{character}'" for character in FORMULA_STARTS)
    _rule = (
        "CASE WHEN %(expressions)s{bytewise} < 'A' AND substr(ltrim(%(expressions)s, ''''), 1, 1) IN ({starts})"
        " THEN '''' || %(expressions)s ELSE NULLIF(%(expressions)s, '') END"
    )
    template = _rule.format(bytewise="", starts=_starts)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """The same, comparing bytes whatever the database's collation is."""
        template = self._rule.format(bytewise=' COLLATE "C"', starts=self._starts)
        return self.as_sql(compiler, connection, template=template, **extra)


class Identity(Func):
    """A UUID in its usual form."""

    output_field = CharField()
    # A text on both: what is written here is joined as texts, and psycopg would give a UUID.
    template = "CAST(%(expressions)s AS text)"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """SQLite keeps 32 hexadecimal digits."""
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        template = " || '-' || ".join(f"substr(%(expressions)s, {start}, {length})" for start, length in parts)
        return self.as_sql(compiler, connection, template=template, **extra)


class Moment(Func):
    """A time as ``2026-11-22T09:30:00.123456Z``."""

    output_field = CharField()
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """SQLite keeps ``2026-11-22 09:30:00``, with six more digits where they are not all noughts."""
        template = (
            "substr(%(expressions)s, 1, 10) || 'T' || substr(%(expressions)s, 12, 8) || '.'"
            " || substr(substr(%(expressions)s, 21) || '000000', 1, 6) || 'Z'"
        )
        return self.as_sql(compiler, connection, template=template, **extra)


class Day(Func):
    """A date as ``2026-11-22``, whatever the server's ``DateStyle`` is."""

    output_field = CharField()
    template = "to_char(%(expressions)s, 'YYYY-MM-DD')"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """SQLite keeps it so."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)


class Whole(Func):
    """A whole number."""

    template = "%(expressions)s"


class Stored(Func):
    """JSON as the database keeps it; a column's ``finish`` makes it the same on both."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"


class AsKept(Func):
    """A key as the database keeps it: SQLite's UUIDs stay digits, which is what other statements give too."""

    output_field = TextField()
    template = "%(expressions)s"


class Bytewise(Func):
    """A text to order by: by its bytes, which is also the order of code points, whatever the collation is."""

    output_field = TextField()
    template = "%(expressions)s"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """SQLite orders so anyway."""
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **extra)


class Slot(Expression):
    """A parameter whose value is put in each time a compiled statement is run: ``fill`` puts the values in."""

    def __init__(self, name: str, output_field: Any) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:  # noqa: ARG002 - Django's
        """A placeholder, with itself as the parameter."""
        return "%s", [self]


def fill(params: Sequence[Any], values: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
    """``params`` with each ``Slot`` replaced by its value, as ``connection`` takes values of its field."""
    return [
        param.output_field.get_db_prep_value(values[param.name], connection) if isinstance(param, Slot) else param
        for param in params
    ]
