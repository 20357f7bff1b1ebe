"""Pages of rows read from the database and written here: on SQLite, and where SQL alone cannot write a column.

A million taggings stand on fewer passages, under fewer tags, by few people. What a row says of the things it points at
is read and written once for each of these, not once a row, which makes it several times as fast.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched, groupby
from typing import Any

from django.db.models import F, QuerySet

from . import dialect
from .cells import AsKept
from .columns import Column, Type
from .kinds import Kind
from .statements import Cells, Statements, columns_of
from .walks import Page, Walk

# Rows of a page.
HELD = 4_000
# Rows written at once: after each lot the bytes are sent and other threads have their turn.
LOT = 1_000
# Written things of each kind that are kept from page to page.
KEPT = 5_000


# No key: as PostgreSQL gives it and as SQLite does.
NOTHING = {None, ""}
NEVER_QUOTED = {Type.UUID, Type.TIME, Type.WORD}

type Writer = Callable[[Any], str]


class Joined:
    """The cells that come through one foreign key, written once for each thing it leads to."""

    def __init__(self, rows: QuerySet, path: str, columns: Sequence[Column], *, raw: bool) -> None:
        things = rows.model._meta.get_field(path).related_model._base_manager  # noqa: SLF001 - Django's public API
        cells = [column.beyond(path).cell(raw=raw) for column in columns]
        self.selected: list[Any] = [AsKept(F(f"{path}_id"))]
        self._things = things.order_by()
        self._cells = [AsKept(F("pk")), *cells]
        self._nothing = dict.fromkeys(NOTHING, "," * (len(columns) - 1))
        self._written: dict[Any, str] = dict(self._nothing)

    def writer(self, keys: set[Any]) -> Writer:
        """What writes the cells for one of ``keys``.

        It raises ``KeyError`` for a thing that was deleted since its row was read: the export then breaks off.
        """
        missing = keys - self._written.keys()
        if len(self._written) + len(missing) > KEPT:
            self._written = dict(self._nothing)
            missing = keys - NOTHING
        if missing:
            keys_found, *cells = columns_of(self._things.filter(pk__in=missing), self._cells)
            self._written.update(zip(keys_found, map(dialect.joined, zip(*cells, strict=True)), strict=True))
        return self._written.__getitem__


class Own:
    """A cell of the row itself."""

    def __init__(self, column: Column, *, raw: bool) -> None:
        self.selected: list[Any] = [column.cell(raw=raw)]
        self._column = column

    def writer(self, keys: set[Any]) -> Writer | None:  # noqa: ARG002 - what it writes is in the row
        """What writes a cell; ``None`` where the cell is what stands in the file."""
        column = self._column
        if column.finish is not None:
            return lambda value: dialect.written(column.finish(value))
        return None if column.required and column.type in NEVER_QUOTED else dialect.written


class Pages:
    """The rows of an export, written, in pages."""

    def __init__(self, kind: Kind, columns: Sequence[Column], rows: QuerySet, *, raw: bool) -> None:
        self._parts: list[Joined | Own] = []
        for path, some in groupby(columns, lambda column: column.joint):
            if path:
                self._parts.append(Joined(rows, path, list(some), raw=raw))
            else:
                self._parts.extend(Own(column, raw=raw) for column in some)
        self._statements = Statements(kind, rows, [each for part in self._parts for each in part.selected])

    def lots(self, walk: Walk) -> Iterator[list[str]]:
        """The lines without their ends, some at a time."""
        for columns in self._read(walk):
            written: list[Iterable[str]] = []
            for part, values in zip(self._parts, columns, strict=True):
                write = part.writer(set(values))
                written.append(values if write is None else map(write, values))
            lines = map(",".join, zip(*written, strict=True))
            yield from (list(lot) for lot in batched(lines, LOT))

    def _read(self, walk: Walk) -> Iterator[list[Cells]]:
        """The columns of pages of at most ``HELD`` rows, and of pages that the walk knows to be small."""
        while page := walk.page():
            columns = self._statements.read(page, slice(HELD + 1))
            total = len(columns[0])
            if total > HELD:
                if walk.narrower():
                    continue
                yield from self._by_number(page)
            else:
                yield columns
            walk.done(total)

    def _by_number(self, page: Page) -> Iterator[list[Cells]]:
        """So much on one paragraph that there is no smaller range."""
        start = 0
        while (columns := self._statements.read(page, slice(start, start + HELD)))[0]:
            yield columns
            start += HELD
