"""Something that happens while a transaction is open: in a thread of its own, until it is through or waits for that."""

from threading import Event as Signal
from threading import Thread

from django.db import connection


class Meanwhile:
    """``act``, which asks the database for something, in a thread of its own: ``start`` it, then ``finish`` it."""

    def __init__(self, act):
        self._act = act
        self._asking = Signal()
        self._thread = Thread(target=self._carry_out)
        self._answer = self._error = None

    def _carry_out(self):
        def asking(execute, *statement):
            self._asking.set()
            return execute(*statement)

        if connection.vendor == "sqlite":
            begin = connection._start_transaction_under_autocommit

            def beginning():
                self._asking.set()
                begin()

            # What begins a transaction goes past the wrappers. The connection is this thread's own.
            connection._start_transaction_under_autocommit = beginning
        try:
            with connection.execute_wrapper(asking):
                self._answer = self._act()
        except Exception as error:  # noqa: BLE001 - it is raised again where it was started
            self._error = error
        finally:
            self._asking.set()
            connection.close()

    def start(self):
        """Begin, and return when it can do no more before the transaction that is open here ends."""
        self._thread.start()
        self._asking.wait()
        while connection.vendor == "postgresql" and self._thread.is_alive() and not self._waits():
            pass

    @staticmethod
    def _waits():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return cursor.fetchone()[0]

    def finish(self):
        """What it came to; raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._answer
