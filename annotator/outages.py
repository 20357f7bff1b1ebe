"""What the site runs on and what may be missing for a while: the database, its tables, its writer, room, a provider."""

import errno
import sqlite3
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.config.sqlite3.base import WriterWaitedError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class Outage(Enum):
    """What is missing."""

    BUSY = "busy"
    AWAY = "away"
    FULL = "full"
    NO_TABLES = "no tables"
    PROVIDER = "provider"


SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_READONLY: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.FULL,
}
# How the codes begin.
POSTGRESQL = {
    # A lock, a deadlock, a transaction that another one has overtaken.
    Outage.BUSY: ("55P03", "40001", "40P01"),
    # Connections that broke off or are too many, a server that shuts down or starts.
    Outage.AWAY: ("08", "53300", "57P"),
    Outage.FULL: ("53100",),
    Outage.NO_TABLES: ("42P01",),
}
# What libpq raises without a code is about the connection.
WITHOUT_CODE = {"OperationalError", "InterfaceError"}


@dataclass(frozen=True)
class OutageMessage:
    """What a page or a command says about an outage."""

    title: str | Promise
    message: str | Promise
    retry_after: int


WORDS = {
    Outage.BUSY: OutageMessage(
        _("Somebody else is saving just now"),
        _("Something large is being saved, and the site waited for it as long as it could. Nothing was changed."),
        5,
    ),
    Outage.AWAY: OutageMessage(
        _("The site cannot reach its database"),
        _("It is being restarted, or a connection broke off. What had been saved before is safe."),
        5,
    ),
    Outage.FULL: OutageMessage(
        _("The site cannot write to its disk"),
        _(
            "The disk is full or may not be written to, so nothing was changed. Reading goes on. An administrator has "
            "to make room."
        ),
        60,
    ),
    Outage.NO_TABLES: OutageMessage(
        _("The site is not ready yet"),
        _("The database has no tables yet, or not all of them: run manage.py migrate."),
        60,
    ),
    Outage.PROVIDER: OutageMessage(
        _("The service you log in with does not answer"),
        _("Try again in a moment, or log in with your password. You are not logged in yet."),
        5,
    ),
}


def outage_in(error: BaseException | None) -> Outage | None:
    """The outage that ``error``, or what it was raised from, tells of; ``None`` where it tells of a fault of ours."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return Outage.FULL
        # Only log-ins with another service ask for anything with this library.
        if isinstance(error, OSError) and type(error).__module__ == "requests.exceptions":
            return Outage.PROVIDER
        if (outage := _of_the_database(error)) is not None:
            return outage
        error = error.__cause__ or error.__context__
    return None


def _of_the_database(error: BaseException) -> Outage | None:
    if isinstance(error, WriterWaitedError):
        return Outage.BUSY
    if (code := getattr(error, "sqlite_errorcode", None)) is not None:
        # SQLite has no code of its own for it.
        if str(error).startswith("no such table"):
            return Outage.NO_TABLES
        # The lowest byte is the kind; the others say more about it.
        return SQLITE.get(code & 0xFF)
    if not hasattr(error, "sqlstate"):
        return None
    if error.sqlstate is None:
        return Outage.AWAY if WITHOUT_CODE & {each.__name__ for each in type(error).__mro__} else None
    return next((kind for kind, codes in POSTGRESQL.items() if error.sqlstate.startswith(codes)), None)
