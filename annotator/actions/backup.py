"""Writing everything a site keeps into one file, as of one moment, while it runs, and checking it."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.exports.archive import SITE, Contents, applied_to_database
from annotator.exports.sql import repeatable_read
from annotator.exports.tables import site_tables
from annotator.imports import archive
from annotator.permissions import Permission, require
from annotator.progress import say
from corpus.models import Revision

PRIVATE = 0o600
# Of compression: a quarter of the processor time of the level of exports, for a file a seventh larger.
QUICK = 2
# Those that were asked for on the site: kept so many, since they lie on the disk of the site.
KEPT = 5
NAME = re.compile(r"glossator-\d{4}-\d\d-\d\d-\d{6}\.zip")


@dataclass(frozen=True)
class Backup:
    """A file that was written and checked; ``missing``: the source files that are not in it, and why."""

    path: Path
    manifest: dict[str, Any]
    missing: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.manifest["tables"].values())

    @property
    def megabytes(self) -> float:
        return self.path.stat().st_size / 1_000_000


def back_up(path: Path, *, by: User | None) -> Backup:
    """Write a backup to ``path``, where no file is. Raises ``Refused`` and ``OSError``, and leaves no file then."""
    if by is not None:
        require(by, Permission.ADMINISTER)
    if path.exists():
        raise Refused(f"{path} is there already. Name another file, for example with the date in its name.")
    if not applied_to_database():
        raise Refused("The tables are not those of this version. Run manage.py migrate first.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        missing = _write(part)
        say(_("Checking the file"))
        with part.open("rb") as file, archive.opened(file) as written:
            written.check()
            manifest = written.manifest
        part.rename(path)
        _settle(path.parent)
    except Refused as refused:
        raise Refused(f"The file that was written is not sound: {refused} Nothing was kept.") from refused
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Backup(path, manifest, missing)


def back_up_here(*, by: User) -> Backup:
    """Write a backup into the data folder, and keep the newest of those that are there."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    backup = back_up(folder / f"glossator-{timezone.now():%Y-%m-%d-%H%M%S}.zip", by=by)
    for path in backups_here()[KEPT:]:
        path.unlink(missing_ok=True)
    return backup


def backups_here() -> list[Path]:
    """The backups in the data folder that were asked for on the site, the newest first."""
    folder = _folder()
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), reverse=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR, "backups")


def _write(part: Path) -> dict[str, str]:
    """Write the file; returns the source files that are missing, with the reason."""
    made_at = timezone.now().isoformat()
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
    with os.fdopen(descriptor, "w+b") as file:
        with repeatable_read(), ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICK) as written:
            tables, contents = site_tables(), Contents(written, SITE)
            total = sum(table.rows.count() for table in tables)
            chunks = contents.write(tables, Revision.objects.all(), made_at=made_at, database=connection.vendor)
            for _chunk in chunks:
                say(_("Writing"), contents.rows, max(total, contents.rows))
        file.flush()
        os.fsync(file.fileno())
    return contents.missing


def _settle(folder: Path) -> None:
    """Let the name of a new file be on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
