"""The cells of an export as SQL: for each type of value one expression that both databases write the same way."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from .dialect import FORMULA_STARTS, INNER

type Compiled = tuple[str, Any]


class Plain(Func):
    """A text that cannot be a formula (a status, a kind, a digest); an empty one is nothing."""

    template = "NULLIF(%(expressions)s, '')"
    output_field = TextField()


class FreeText(Func):
    """A text people wrote; an empty one is nothing.

    For ``COPY`` it is guarded against spreadsheets that would run it: ``dialect.guard`` in SQL, the dear searches last.
    SQLite, which has no such functions, gives the text as it is, and ``sql`` guards it.
    """

    output_field = TextField()
    template = Plain.template
    _inner = (
        "CASE WHEN strpos(%(expressions)s, ';') + strpos(%(expressions)s, chr(9)) + strpos(%(expressions)s, chr(10))"
        " + strpos(%(expressions)s, chr(13)) > 0"
        f" THEN regexp_replace(%(expressions)s, '{INNER.replace("'", "''")}', '\\1''\\2', 'g')"
        " ELSE %(expressions)s END"
    )
    _starts = ", ".join(f"'{character}'" for character in FORMULA_STARTS)
    # Everything that begins a formula sorts before "A", and most texts do not: one comparison of bytes, whatever the
    # database's collation is, decides about nearly every cell.
    _guarded = (
        "CASE WHEN %(expressions)s COLLATE \"C\" < 'A'"
        f" AND substr(ltrim(%(expressions)s, ''''), 1, 1) IN ({_starts})"
        f" THEN '''' || {_inner} ELSE NULLIF({_inner}, '') END"
    )

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """Guarded."""
        return self.as_sql(compiler, connection, template=self._guarded, **extra)


class Number(Func):
    """A decimal fraction, as the database writes it."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"


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


class Flag(Func):
    """``true`` or ``false``."""

    output_field = CharField()
    template = "CASE WHEN %(expressions)s THEN 'true' ELSE 'false' END"


class Stored(Func):
    """JSON as the database keeps it; a column's ``finish`` makes it the same on both."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"


class Bytewise(Func):
    """A text to order by: by its bytes, which is also the order of code points, whatever the collation is."""

    output_field = TextField()
    template = "%(expressions)s"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """SQLite orders so anyway."""
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **extra)
