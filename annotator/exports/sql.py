"""The bytes of a file, streamed from the database that makes them.

On PostgreSQL ``COPY`` writes the file and its output is passed on untouched, page after page of one snapshot. On SQLite
(and for columns that SQL alone cannot write) pages of rows are read and written here; each is one short read. Memory
holds a page, however many rows there are.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from annotator.selectors.filters import Filters, Narrowing, Viewer

from . import dialect
from .columns import Column
from .held import HELD, Pages
from .kinds import Kind
from .statements import Statements
from .walks import ListWalk, Page, Walk, walk_through

# Rows of one COPY, which is passed on while it is written.
COPIED = 20_000
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

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns, as the person sees them."""
        return self.kind.columns(self.viewer)

    @cached_property
    def rows(self) -> QuerySet:
        """The rows, in no order."""
        return self.kind.chosen(self.viewer, self.narrowing)

    def chunks(self) -> Iterator[Chunk]:
        """The file, header first. Closing the iterator ends the reading."""
        yield Chunk(f"{dialect.joined(self.kind.header)}\n".encode(), 0)
        with snapshot():
            if connection.vendor == "postgresql" and not any(column.finish for column in self.columns):
                yield from self._copied(self._walk(COPIED))
            else:
                for lines in self._pages().lots(self._walk(HELD)):
                    yield Chunk("\n".join([*lines, ""]).encode(), len(lines))

    def first(self, number: int) -> list[list[str]]:
        """The cells of the first ``number`` rows."""
        with snapshot():
            lines = (f"{line}\n" for lot in self._pages().lots(self._walk(HELD)) for line in lot)
            return list(csv.reader(islice(lines, number), strict=True))

    def _pages(self) -> Pages:
        return Pages(self.kind, self.columns, self.rows, raw=self.raw)

    def _walk(self, aim: int) -> Walk:
        """One page where there are few rows, which an index of what it is narrowed by may lead to; else a walk."""
        if not self.rows.order_by()[HELD : HELD + 1].exists():
            return ListWalk(iter([Page()]))
        return walk_through(self.kind, self.viewer, self.narrowing, aim)

    def _copied(self, walk: Walk) -> Iterator[Chunk]:
        """What COPY writes."""
        operations: Any = connection.ops
        statements = Statements(self.kind, self.rows, [column.cell(raw=self.raw) for column in self.columns])
        while page := walk.page():
            total = 0
            statement = statements.of(page)
            if statement is not None:
                for chunk in _copy(operations.compose_sql(*statement)):
                    total += chunk.rows
                    yield chunk
            walk.done(total)


def _copy(statement: str) -> Iterator[Chunk]:
    """What COPY writes for ``statement``, in chunks of about ``CHUNK`` bytes."""
    lines: list[bytes] = []
    size = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT WITH ({dialect.COPY_OPTIONS})") as copy,
    ):
        # The protocol gives a row at a time.
        for line in copy:
            lines.append(line)
            size += len(line)
            if size >= CHUNK:
                yield Chunk(b"".join(lines), len(lines))
                lines, size = [], 0
    if lines:
        yield Chunk(b"".join(lines), len(lines))


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
