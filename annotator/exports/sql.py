"""The bytes of a file, streamed from the database that makes them.

On PostgreSQL ``COPY`` writes the file and its output is passed on untouched, page after page of one snapshot. On SQLite
(and for columns that SQL alone cannot write) pages of rows are read and written here; each is one short read. Memory
holds a page, however many rows there are.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched, islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from . import dialect
from .cells import fill
from .filters import Filters, Narrowing, Viewer
from .kinds import Kind
from .walks import ListWalk, Page, Walk, walk_through

# Rows of a page: of COPY, which is passed on while it is written, and of one that is held here.
COPIED = 20_000
HELD = 2_000
# Rows written by Python at once: after each lot the bytes are sent and other threads have their turn.
LOT = 250
# Bytes passed on at once.
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Chunk:
    """Some of a file's bytes, and the number of rows that end in them; the header is no row."""

    data: bytes
    rows: int


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file for one person: which, whose eyes, narrowed how, and whether formulas are left alone."""

    kind: Kind
    viewer: Viewer
    narrowing: Narrowing
    raw: bool = False

    @classmethod
    def of(cls, kind: Kind, viewer: Viewer, filters: Filters, *, raw: bool = False) -> "Export":
        """The export of ``kind`` narrowed by ``filters``, as far as they apply. Raises ``Refused``."""
        return cls(kind=kind, viewer=viewer, narrowing=filters.look_up(viewer), raw=raw)

    def count(self) -> int:
        """The number of rows: 1 query."""
        return self._rows().count()

    def header(self) -> bytes:
        """The first line."""
        return dialect.lines([self.kind.header])

    def chunks(self) -> Iterator[Chunk]:
        """The file, header first. Closing the iterator ends the reading."""
        yield Chunk(self.header(), 0)
        statements = _Statements(self)
        with snapshot():
            if connection.vendor == "postgresql" and not statements.finished:
                yield from _copied(self._walk(COPIED), statements)
            else:
                for page in _held(self._walk(HELD), statements):
                    yield from (Chunk(dialect.lines(lot), len(lot)) for lot in batched(page, LOT))

    def first(self, number: int) -> list[Sequence[Any]]:
        """The first ``number`` rows, as cells."""
        with snapshot():
            rows = (row for page in _held(self._walk(HELD), _Statements(self)) for row in page)
            return list(islice(rows, number))

    def _rows(self) -> QuerySet:
        return self.kind.chosen(self.viewer, self.narrowing)

    def _walk(self, aim: int) -> Walk:
        """One page where there are few rows, which an index of what it is narrowed by may lead to; else a walk."""
        few = self._rows().order_by().values_list("pk")[: HELD + 1]
        if len(few) <= HELD:
            return ListWalk(iter([Page()]))
        return walk_through(self.kind, self.viewer, self.narrowing, aim)


@contextmanager
def snapshot() -> Iterator[None]:
    """On PostgreSQL, everything inside is read as of one moment. On SQLite, that would keep a read open."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # Compiling takes longer than a page does.
            cursor.execute("SET LOCAL jit = off")
        yield


class _Statements:
    """The statements of an export, compiled once for each shape of page."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._columns = export.kind.columns(export.viewer)
        self._compiled: dict[tuple[str | None, slice], tuple[str, Sequence[Any]]] = {}
        self._rows: QuerySet | None = None
        self.finished = [
            (number, column.finish) for number, column in enumerate(self._columns) if column.finish is not None
        ]

    def compiled(self, page: Page, part: slice = slice(None)) -> tuple[str, list[Any]] | None:
        """The statement for ``part`` of ``page`` with its parameters; ``None`` where there can be no row."""
        key = (page.shape, part.start, part.stop)
        found = self._compiled.get(key)
        if found is None:
            try:
                found = self._compile(page, part)
            except EmptyResultSet:
                return None
            if page.shape is not None:
                self._compiled[key] = found
        sql, params = found
        return sql, fill(params, page.values, connection)

    def _compile(self, page: Page, part: slice) -> tuple[str, Sequence[Any]]:
        kind = self._export.kind
        if self._rows is None:
            self._rows = kind.chosen(self._export.viewer, self._export.narrowing)
        rows = self._rows.filter(page.condition).order_by(*(kind.order if page.one_document else kind.in_order()))
        cells = rows.values_list(*[column.cell(raw=self._export.raw) for column in self._columns])
        return cells[part].query.get_compiler(connection=connection).as_sql()

    def read(self, page: Page, part: slice = slice(None)) -> list[Sequence[Any]]:
        """The rows of ``part`` of ``page``."""
        compiled = self.compiled(page, part)
        if compiled is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(*compiled)
            rows = cursor.fetchall()
        return [self._finish(row) for row in rows] if self.finished else rows

    def _finish(self, row: Sequence[Any]) -> Sequence[Any]:
        cells = list(row)
        for number, finish in self.finished:
            cells[number] = finish(cells[number])
        return cells


def _held(walk: Walk, statements: _Statements) -> Iterator[list[Sequence[Any]]]:
    """The rows in pages of at most ``HELD`` rows and the pages that a walk knows to be small."""
    while page := walk.page():
        rows = statements.read(page, slice(HELD + 1))
        total = len(rows)
        if total > HELD:
            if walk.narrower():
                continue
            # So much on one paragraph, or at one moment: by number.
            rows.pop()
            while rows:
                yield rows
                rows = statements.read(page, slice(total - 1, total - 1 + HELD))
                total += len(rows)
        else:
            yield rows
        walk.done(total)


def _copied(walk: Walk, statements: _Statements) -> Iterator[Chunk]:
    """What COPY writes, in chunks of about ``CHUNK`` bytes."""
    with connection.cursor() as cursor:
        while page := walk.page():
            compiled = statements.compiled(page)
            total = 0
            if compiled is not None:
                statement = connection.ops.compose_sql(*compiled)
                with cursor.copy(f"COPY ({statement}) TO STDOUT WITH ({dialect.COPY_OPTIONS})") as copy:
                    lines: list[bytes] = []
                    size = 0
                    # The protocol gives a row at a time.
                    for line in copy:
                        lines.append(line)
                        size += len(line)
                        if size >= CHUNK:
                            yield Chunk(b"".join(lines), len(lines))
                            total += len(lines)
                            lines, size = [], 0
                    if lines:
                        yield Chunk(b"".join(lines), len(lines))
                        total += len(lines)
            walk.done(total)
