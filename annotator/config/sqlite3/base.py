"""Django's backend for SQLite, in which the writers of a process wait for the one write lock in a bounded queue.

SQLite lets one transaction write at a time. One that stands still (a stopped import, a debugger) would have every
thread of the server wait for it until no thread is left to show a page. Here one thread of a process asks for the lock,
as long as ``timeout`` in the options says; the others queue behind it for ``PATIENCE`` seconds; and once the first has
waited longer than that, nobody else begins to wait.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Seconds. Longer than any contribution takes, and short enough for a reader to wait.
PATIENCE = 2.0
# Until the lock is asked for again: less than the shortest of transactions takes.
ASK_AGAIN = 0.001
# As Python's ``sqlite3`` has it, where the options say nothing.
SECONDS = 5.0


class WriterWaitedError(OperationalError):
    """The lock was not to be had in time, or somebody else has been waiting for it too long already."""


class Queue:
    """Threads that wait for something one after the other; only the first may wait long."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._first = threading.Lock()
        self._since: float | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Be the first inside. Raises ``WriterWaitedError`` where that takes too long, or the first seems stuck."""
        since = self._since
        waited = 0.0 if since is None else time.monotonic() - since
        if not self._first.acquire(timeout=max(0.0, self._timeout - waited)):
            raise WriterWaitedError("database is locked")
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None
            self._first.release()


QUEUE = Queue(PATIENCE)
WRITES = ("INSERT", "UPDATE", "DELETE")


class Statement(base.SQLiteCursorWrapper):
    """A statement outside a transaction, which is a transaction of its own where it writes."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Carry it out, when its turn has come."""
        with QUEUE.turn() if query.startswith(WRITES) else nullcontext():
            return super().execute(query, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions queue up to begin."""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor; inside a transaction, which has had its turn, Django's own."""
        if self.in_atomic_block:
            return super().create_cursor(name)
        return self.connection.cursor(factory=Statement)

    def _start_transaction_under_autocommit(self) -> None:
        # Without a cursor of Django's, which takes four times as long to say that the lock is not to be had.
        execute, seconds = self.connection.execute, float(self.settings_dict["OPTIONS"].get("timeout", SECONDS))
        begin = f"BEGIN {self.transaction_mode or ''}"  # type: ignore[attr-defined] # not in the stubs
        with QUEUE.turn(), self.wrap_database_errors:
            execute("PRAGMA busy_timeout = 0")
            try:
                as_soon_as_free(lambda: execute(begin), seconds)
            finally:
                execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")


def as_soon_as_free(begin: Callable[[], object], seconds: float) -> None:
    """Let a transaction ``begin`` once the lock is to be had, within ``seconds``.

    SQLite itself asks ever more rarely, up to a tenth of a second apart: the lock is free most of that time, and who
    came first is served last.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            begin()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(ASK_AGAIN)
        else:
            return
