"""How long a writer waits for another one."""

import time

from django.db import connection

# As long as on SQLite (``timeout`` in ``annotator.config.env``).
SECONDS = 10
# Between two transactions of one writer: those who wait ask for the lock a thousand times a second.
PAUSE = 0.05


def bound_waiting() -> None:
    """See to it that nothing in this transaction waits for a lock for longer than ``SECONDS``: 1 query on PostgreSQL.

    Said in the transaction and not when connecting: a pool between the site and its database would refuse that.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {SECONDS * 1000:.0f}")


def let_others_write() -> None:
    """Between two of many transactions: SQLite gives its lock to whoever asks next, and that is who had it last."""
    if connection.vendor == "sqlite":
        time.sleep(PAUSE)
