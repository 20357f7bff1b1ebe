"""What the planner knows of the tables; without it, it takes each for small, or for what it once was.

Neither database sees to this by itself where it matters: SQLite never does, PostgreSQL not before a minute has passed,
and never for a table of a few rows, on which the order of a join may hang.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

# Rows of an index that SQLite looks at: 10 ms for a site of 100,000 taggings, and little more for a larger one.
LOOKED_AT = 1000
# Seconds between two looks while many things are written one after the other.
APART = 10.0


@dataclass
class _Sparing:
    """When the next look is due, by the monotonic clock, and whether one was put off since the last."""

    due: float
    is_owed: bool = False


_sparing: ContextVar[_Sparing | None] = ContextVar("sparing", default=None)


@contextmanager
def sparingly() -> Iterator[None]:
    """While many things are written: look now and then and at the end, and not after each of them.

    All tables are looked at, which takes as long as loading a short text.
    """
    before, now = _sparing.get(), _Sparing(time.monotonic() + APART)
    _sparing.set(now)
    try:
        yield
    finally:
        _sparing.set(before)
        if now.is_owed:
            refresh_on_commit()


def refresh_on_commit() -> None:
    """``refresh`` once what is being written is safe. Where that fails, what was written stands all the same."""
    sparing = _sparing.get()
    if sparing is not None:
        sparing.is_owed = time.monotonic() < sparing.due
        if sparing.is_owed:
            return
        sparing.due = time.monotonic() + APART
    transaction.on_commit(refresh, robust=True)


def refresh() -> None:
    """Bring it up to date: all of it on SQLite, on PostgreSQL that of the tables of which a tenth or more is new."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")
            return
        # What this connection has written counts too, though it was told only now.
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT relid::regclass::text FROM pg_stat_user_tables"
            " WHERE schemaname = ANY (current_schemas(false)) AND n_mod_since_analyze * 10 > n_live_tup"
        )
        if tables := [table for (table,) in cursor]:
            cursor.execute(f"ANALYZE {', '.join(tables)}")
