"""Mail to those who run the site, about what went wrong."""

import logging
from hashlib import sha256

from django.core.cache import cache
from django.core.mail import mail_admins

# Seconds in which the same fault is told once: each request may meet it.
QUIET = 60 * 60


class ErrorMail(logging.Handler):
    """Mails a record with its traceback, and nothing of the request beyond its path: what people type is theirs.

    The same fault is told once an hour, by whichever process meets it first.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            where = record.exc_info[2] if record.exc_info else None
            while where is not None and where.tb_next is not None:
                where = where.tb_next
            at = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else f"{record.name}:{record.lineno}"
            if cache.add(f"told-{sha256(at.encode()).hexdigest()}", 1, QUIET):
                mail_admins(" ".join(record.getMessage().split())[:200], self.format(record))
        except Exception:  # noqa: BLE001 - what is wrong with the mail must not end the request
            self.handleError(record)
