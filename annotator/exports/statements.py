"""The SQL of an export: compiled once for each shape of page, from querysets, so that permission stays in policy."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from .cells import fill
from .kinds import Kind
from .walks import Page

ALL = slice(None)

type Cells = Sequence[Any]


class Statements:
    """The statements that give ``selected`` of ``rows`` (of ``kind``) page by page, in their order."""

    def __init__(self, kind: Kind, rows: QuerySet, selected: Sequence[Combinable]) -> None:
        self._kind = kind
        self._rows = rows
        self._selected = selected
        self._compiled: dict[tuple[object, ...], tuple[str, Sequence[Any]]] = {}

    def of(self, page: Page, part: slice = ALL) -> tuple[str, list[Any]] | None:
        """The statement for ``part`` of ``page`` with its parameters; ``None`` where there can be no row."""
        key = (page.shape, part.start, part.stop)
        compiled = self._compiled.get(key)
        if compiled is None:
            try:
                compiled = self._compile(page, part)
            except EmptyResultSet:
                return None
            if page.shape is not None and part.start is None:
                self._compiled[key] = compiled
        sql, params = compiled
        return sql, fill(params, page.values, connection)

    def read(self, page: Page, part: slice) -> list[Cells]:
        """The columns of ``part`` of ``page``, see ``columns_of``."""
        statement = self.of(page, part)
        return _fetched(*statement, len(self._selected)) if statement else [()] * len(self._selected)

    def _compile(self, page: Page, part: slice) -> tuple[str, Sequence[Any]]:
        order = self._kind.order if page.one_document else self._kind.in_order()
        rows = self._rows.filter(page.condition).order_by(*order).values_list(*self._selected)
        return rows[part].query.get_compiler(connection=connection).as_sql()


def columns_of(things: QuerySet, selected: Sequence[Combinable]) -> list[Cells]:
    """The columns ``selected`` of ``things``, in no order.

    On SQLite all values are texts, and nothing is an empty one; on PostgreSQL they are what they are.
    """
    sql, params = things.values_list(*selected).query.get_compiler(connection=connection).as_sql()
    return _fetched(sql, params, len(selected))


def _fetched(sql: str, params: Sequence[Any], width: int) -> list[Cells]:
    """What a statement gives, by columns, of which there are ``width``.

    SQLite gives it as one text: Python gives up its lock for each row it asks SQLite for, and would wait for it each
    time another thread is at work. So others have the lock while SQLite works, and it is asked for once.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names = [f"c{number}" for number in range(width)]
            cells = " || char(0) || ".join(f"COALESCE({name}, '')" for name in names)
            together = f"SELECT count(*), group_concat({cells}, char(0)) FROM page"  # noqa: S608 - Django's SQL
            cursor.execute(f"WITH page({', '.join(names)}) AS ({sql}) {together}", params)
            number, text = cursor.fetchone()
            found = text.split("\0") if number else []
            if len(found) == number * width:
                return [found[start::width] for start in range(width)]
            # A null character in a text looked like the end of a cell.
        cursor.execute(sql, params)
        return list(zip(*cursor.fetchall(), strict=True)) or [()] * width
