"""The cells of an export as SQL: for each type of value one expression that both databases write the same way."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func, TextField
from django.db.models.sql.compiler import SQLCompiler

from .dialect import FORMULA_STARTS, INNER

type Compiled = tuple[str, Any]


class Cell(Func):
    """A value as both databases write it; ``template`` is said otherwise where one of them has its own way."""

    of_sqlite = of_postgresql = ""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        return self.as_sql(compiler, connection, template=self.of_sqlite or self.template, **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        return self.as_sql(compiler, connection, template=self.of_postgresql or self.template, **extra)


class Plain(Func):
    """A text that cannot be a formula (a status, a kind, a digest); an empty one is nothing."""

    template = "NULLIF(%(expressions)s, '')"
    output_field = TextField()


class FreeText(Cell):
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
    of_postgresql = (
        "CASE WHEN %(expressions)s COLLATE \"C\" < 'A'"
        f" AND substr(ltrim(%(expressions)s, ''''), 1, 1) IN ({_starts})"
        f" THEN '''' || {_inner} ELSE NULLIF({_inner}, '') END"
    )


class Number(Func):
    """A decimal fraction, as the database writes it."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"


class Identity(Cell):
    """A UUID in its usual form."""

    output_field = CharField()
    # A text on both: what is written here is joined as texts, and psycopg would give a UUID.
    template = "CAST(%(expressions)s AS text)"
    # SQLite keeps 32 hexadecimal digits.
    of_sqlite = " || '-' || ".join(
        f"substr(%(expressions)s, {start}, {length})" for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    )


class Moment(Cell):
    """A time as ``2026-11-22T09:30:00.123456Z``."""

    output_field = CharField()
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    # SQLite keeps ``2026-11-22 09:30:00``, with six more digits where they are not all noughts.
    of_sqlite = (
        "substr(%(expressions)s, 1, 10) || 'T' || substr(%(expressions)s, 12, 8) || '.'"
        " || substr(substr(%(expressions)s, 21) || '000000', 1, 6) || 'Z'"
    )


class Day(Cell):
    """A date as ``2026-11-22``, whatever the server's ``DateStyle`` is."""

    output_field = CharField()
    template = "to_char(%(expressions)s, 'YYYY-MM-DD')"
    of_sqlite = "%(expressions)s"


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


class Bytewise(Cell):
    """A text to order by: by its bytes, which is also the order of code points, whatever the collation is."""

    output_field = TextField()
    template = "%(expressions)s"
    of_postgresql = '%(expressions)s COLLATE "C"'  # SQLite orders so anyway
