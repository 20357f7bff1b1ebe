"""Mail that is sent beside the requests that ask for it: a mail server that does not answer holds up nobody."""

import atexit
import logging
import threading
from collections.abc import Sequence
from functools import partial
from queue import Full, Queue
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

logger = logging.getLogger(__name__)

# Messages that wait at most. With a server that does not answer each takes its time-out.
MOST_WAITING = 200
# Seconds that a process which ends waits for what is on its way.
LAST_WAIT = 10


class Sender:
    """One thread of the process that sends one message after the other, begun with the first."""

    def __init__(self, most: int) -> None:
        self._waiting: Queue[tuple[smtp.EmailBackend, EmailMessage] | None] = Queue(most)
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None

    def send(self, connection: smtp.EmailBackend, message: EmailMessage) -> None:
        """Have ``message`` sent through ``connection`` soon. Where too many wait it is dropped, and the log says so."""
        self._begin()
        try:
            self._waiting.put_nowait((connection, message))
        except Full:
            logger.error("Mail was dropped: %s messages wait for the mail server already.", self._waiting.maxsize)  # noqa: TRY400 - a line, no traceback

    def _begin(self) -> None:
        with self._beginning:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="mail", daemon=True)
                self._thread.start()
                atexit.register(self._end)

    def _work(self) -> None:
        while (sending := self._waiting.get()) is not None:
            connection, message = sending
            try:
                connection.send_messages([message])
            except Exception as error:  # noqa: BLE001 - whatever it is, the next message is to be tried
                # Not the message: who asks for a new password is nobody's business.
                logger.error("Mail was not sent: %s: %s", type(error).__name__, error)  # noqa: TRY400 - a line, no traceback

    def _end(self) -> None:
        try:
            self._waiting.put_nowait(None)
        except Full:
            return
        if self._thread is not None:
            self._thread.join(LAST_WAIT)


SENDER = Sender(MOST_WAITING)


class EmailBackend(BaseEmailBackend):
    """SMTP, beside the request and after its transaction: what is rolled back sends no mail."""

    def __init__(self, *, alias: str | None = None, **options: Any) -> None:
        super().__init__(alias=alias)
        self._connection = smtp.EmailBackend(alias=alias, **options)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand the messages over; returns how many."""
        for message in email_messages:
            transaction.on_commit(partial(SENDER.send, self._connection, message))
        return len(email_messages)
