"""Writers on SQLite, one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

try:
    import fcntl
except ImportError:  # A system without file locks has SQLite's own way of waiting.
    fcntl = None


@contextmanager
def turn() -> Iterator[None]:
    """Wait for whoever is writing, and let nobody else begin meanwhile; nothing on a database with many writers.

    SQLite waits for its one write lock by looking again and again, with longer and longer pauses: of eight writers the
    last waits for nothing half of the time, and may be overtaken by all others. Whoever waits for a lock on a file is
    woken the moment it is free, in the order of coming. The lock is given back by the system also where a process dies.

    It only puts waiting in order: what keeps two from writing at once is the database's transaction. So nobody may wait
    here who is in one already, since others may have the turn and wait for the transaction.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    database = Path(str(connection.settings_dict["NAME"]))
    if fcntl is None or connection.vendor != "sqlite" or connection.in_atomic_block or not database.is_file():
        yield
        return
    with database.with_name(f"{database.name}-turn").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
