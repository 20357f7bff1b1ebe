"""Django's backend for PostgreSQL, which compiles nothing, and whose cursors on the server end with their transaction.

Outside of one, Django has them outlive it, in the session; behind PgBouncer in transaction mode a session is several
people's, and what is read on comes to another one, where no such cursor is.
"""

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection."""

    def init_connection_state(self) -> None:
        """Without compiling: a page's queries are taken to be dear, and it takes ten times as long as they do.

        Behind PgBouncer it is said to whichever session comes, and best of the role besides (``docs/deployment.md``).
        """
        super().init_connection_state()
        with self.cursor() as cursor:
            cursor.execute("SET jit = off")

    def chunked_cursor(self) -> Any:
        """A cursor from which some rows are taken at a time: on the server within a transaction, else here."""
        return super().chunked_cursor() if self.in_atomic_block else self.cursor()
