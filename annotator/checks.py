"""What ``manage.py check --deploy`` and ``manage.py doctor`` say about what the site runs on."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's name

# Where one connection writes and another copies the log back at the same moment, what was written may be taken for
# copied already and is lost (sqlite.org/wal.html#walresetbug). The first versions without that, by branch.
MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def loses_writes(version: tuple[int, ...]) -> bool:
    """Whether SQLite ``version`` may lose what was written, or damage the database, in WAL mode."""
    return version < MENDED[-1] and not any(version[:2] == each[:2] and version >= each for each in MENDED)


def sqlite_version(**_more: Any) -> list[CheckMessage]:
    """A version of SQLite with a known bug that damages databases."""
    if "sqlite" not in str(settings.DATABASES["default"]["ENGINE"]) or not loses_writes(sqlite3.sqlite_version_info):
        return []
    mended = ", ".join(".".join(map(str, each)) for each in MENDED)
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} has a bug by which, in rare cases, a database is damaged or what was "
            "just written is lost where two processes write and tidy up at the same moment (the WAL-reset bug).",
            hint=f"Use a Python whose SQLite is {mended} or newer, or PostgreSQL; and make backups (manage.py backup).",
            id="glossator.W001",
        )
    ]


def https(**_more: Any) -> list[CheckMessage]:
    """A site to which people come without TLS."""
    if settings.SECURE_SSL_REDIRECT:
        return []
    return [
        Warning(
            "People come to the site without TLS (http), so that passwords and logins can be read on the way.",
            hint="Put it behind a proxy that ends TLS (docs/deployment.md), and set GLOSSATOR_HTTPS=true.",
            id="glossator.W002",
        )
    ]


def mail(**_more: Any) -> list[CheckMessage]:
    """A site that sends no mail."""
    if settings.EMAIL_SERVER:
        return []
    return [
        Warning(
            "No mail server is set: nobody can choose a new password, be invited or be notified by mail.",
            hint="Set GLOSSATOR_EMAIL_HOST and what belongs to it (docs/settings.md).",
            id="glossator.W003",
        )
    ]
