"""The bytes of a file, streamed, all of them as of one moment.

On PostgreSQL ``COPY`` writes the file, and its output is passed on untouched. On SQLite, and where SQL alone cannot
write a column, rows are read from a cursor and written here as ``COPY`` writes them. Memory holds one chunk of rows,
however many there are.

PostgreSQL sorts a file on its disk. On SQLite what stands on the text is read part by part, in its order; what
was narrowed, and the first rows of anything, are found by sorting their keys alone.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from itertools import batched
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from annotator.selectors.filters import Filters, ResolvedFilters, Viewer, visible_documents

from . import dialect
from .columns import Column
from .document_parts import document_parts
from .kinds import ExportKind

# Bytes passed on at once, where the database writes them; rows, where they are written here.
CHUNK = 64 * 1024
CHUNK = 500
# Written cells of each column that are kept, since the same ones come again.
KEPT = 1_000
# So few rows are found by their keys; more are read in the order of the text.
FEW = 4_000


@dataclass(frozen=True)
class FileChunk:
    """Some of a file's bytes, and the number of rows that end in them; the header is no row."""

    data: bytes
    rows: int


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file for one person: which, whose eyes, narrowed how, and whether formulas are left alone."""

    kind: ExportKind
    viewer: Viewer
    narrowing: ResolvedFilters
    raw: bool = False
    separator: str = dialect.COMMA

    @classmethod
    def of(
        cls, kind: ExportKind, viewer: Viewer, filters: Filters, *, raw: bool = False, separator: str = dialect.COMMA
    ) -> "Export":
        """The export of ``kind`` narrowed by ``filters``, as far as they apply. Raises ``Refused``."""
        return cls(kind=kind, viewer=viewer, narrowing=filters.look_up(viewer), raw=raw, separator=separator)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, as the person sees them."""
        return self.kind.columns(self.viewer)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows, in no order."""
        return self.kind.chosen(self.viewer, self.narrowing)

    def chunks(self) -> Iterator[FileChunk]:
        """The file, header first. Closing the iterator ends the reading."""
        yield FileChunk(f"{dialect.joined(self.kind.header, self.separator)}\n".encode(), 0)
        yield from self._body()

    def first(self, number: int) -> list[list[str]]:
        """The cells of the first ``number`` rows."""
        data = b"".join(chunk.data for chunk in self._body(number))
        return list(csv.reader(StringIO(data.decode(), newline=""), delimiter=self.separator, strict=True))

    def counted(self, most: int) -> int:
        """How many rows there are; ``most + 1`` where there are more than ``most``, and no more are looked at."""
        return self.rows.order_by()[: most + 1].count()

    @cached_property
    def _copied(self) -> bool:
        """Whether the database writes the file: asked within its transaction."""
        return connection.vendor == "postgresql" and not any(
            column.finish and column.is_used() for column in self.columns
        )

    def _body(self, number: int | None = None) -> Iterator[FileChunk]:
        """The lines of the rows, or of the first ``number`` of them."""
        with repeatable_read():
            cells = [column.cell(raw=self.raw or not self._copied) for column in self.columns]
            for part in self._parts(number):
                rows = part.order_by(*self.kind.in_order()).values_list(*cells)
                try:
                    sql, params = rows[:number].query.get_compiler(connection=connection).as_sql()
                except EmptyResultSet:
                    continue
                for chunk in _copy(sql, params, self.separator) if self._copied else self._written(sql, params):
                    yield chunk
                    if number is not None:
                        number -= chunk.rows
                if number == 0:
                    return

    def _parts(self, number: int | None) -> Iterable[QuerySet[Any]]:
        """The rows, or at least the first ``number`` of them, in parts that follow each other, each in no order."""
        in_text = self.kind.paragraph is not None
        if number is None and not (in_text and connection.vendor == "sqlite"):
            return (self.rows,)
        if in_text and not self.narrowing.on_rows and self.rows.order_by()[FEW : FEW + 1].exists():
            places = self.kind.path("document"), self.kind.path("position")
            return map(self.rows.filter, document_parts(visible_documents(self.viewer), *places))
        keys = self.rows.order_by(*self.kind.in_order()).values_list("pk", flat=True)[:number]
        # They were chosen in this very transaction: the conditions, asked again, could only lead the planner astray.
        return (self.kind.model.objects.filter(pk__in=chunk) for chunk in batched(keys.iterator(CHUNK), CHUNK))

    def _written(self, sql: str, params: Sequence[Any]) -> Iterator[FileChunk]:
        """What is written here of the rows of a statement."""
        writers = [None if column.bare else _Written(self._writer(column)).__getitem__ for column in self.columns]
        with connection.chunked_cursor() as cursor:
            cursor.execute(sql, params)
            while chunk := cursor.fetchmany(CHUNK):
                columns = zip(writers, zip(*chunk, strict=True), strict=True)
                cells = [values if write is None else map(write, values) for write, values in columns]
                lines = "\n".join(map(self.separator.join, zip(*cells, strict=True)))
                yield FileChunk(f"{lines}\n".encode(), len(chunk))

    def _writer(self, column: Column) -> Callable[[Any], str]:
        if (finish := column.finish) is not None:
            return lambda value: dialect.written(finish(value), self.separator)
        if column.guarded and not self.raw:
            return lambda value: dialect.written(dialect.guard(value or ""), self.separator)
        return lambda value: dialect.written(value, self.separator)


class _Written(dict[Any, str]):
    """Cells by their values, each written when it is first asked for."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> str:
        if len(self) >= KEPT:
            self.clear()
        cell = self[value] = self._write(value)
        return cell


def _copy(sql: str, params: Sequence[Any], separator: str) -> Iterator[FileChunk]:
    """What COPY writes for a statement, in chunks of about ``CHUNK`` bytes."""
    operations: Any = connection.ops
    statement = operations.compose_sql(sql, params)
    options = dialect.COPY_OPTIONS.format(separator=separator)
    lines: list[bytes] = []
    size = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT WITH ({options})") as copy,
    ):
        # The protocol gives a row at a time.
        for line in copy:
            lines.append(line)
            size += len(line)
            if size >= CHUNK:
                yield FileChunk(b"".join(lines), len(lines))
                lines, size = [], 0
    if lines:
        yield FileChunk(b"".join(lines), len(lines))


@contextmanager
def repeatable_read() -> Iterator[None]:
    """Everything inside is read as of one moment; others write meanwhile, on both databases."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # Compiling takes longer than a page does.
                cursor.execute("SET LOCAL jit = off")
            yield
    else:
        with _reading():
            yield


@contextmanager
def _reading() -> Iterator[None]:
    """A transaction that only reads; Django's own ones take SQLite's one write lock."""
    connection.ensure_connection()
    if connection.connection.in_transaction:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
