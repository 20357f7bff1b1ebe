"""Whether the site has everything it needs to do its work."""

import os
import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from annotator.config.env import LEAST_SECRET

# Bytes on the disk below which a load or an upload may fail.
LEAST_FREE = 64 * 1024 * 1024


def missing() -> list[str]:
    """What is missing, in words for an administrator; empty where the site is ready. 2 queries."""
    return [words for words, is_there in CHECKS.items() if not is_there()]


def _migrated() -> bool:
    try:
        return _migrations() <= set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return False


@cache
def _migrations() -> set[tuple[str, str]]:
    """The migrations that the program has, by application and name."""
    return set(MigrationLoader(None).disk_migrations)


def _collected() -> bool:
    # Found when the process starts; while developing they are served from where they lie.
    return settings.DEBUG or bool(getattr(staticfiles_storage, "hashed_files", True))


def _has_room() -> bool:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return False
    return free >= LEAST_FREE and os.access(settings.DATA_DIR, os.W_OK | os.X_OK)


CHECKS: dict[str, Callable[[], bool]] = {
    "The database does not answer, or its tables are not those of this version: run manage.py migrate.": _migrated,
    "The static files are not collected: run manage.py collectstatic and start again.": _collected,
    "The data folder cannot be written to, or has less than 64 MB left.": _has_room,
    "The secret is missing or too short.": lambda: len(settings.SECRET_KEY) >= LEAST_SECRET,
}
