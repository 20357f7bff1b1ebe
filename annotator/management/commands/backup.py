"""``manage.py backup``: everything a site keeps, in one file that is consistent and checked."""

import os
import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from annotator.errors import Refused
from annotator.exports.archive import SITE, Contents, applied_to_database
from annotator.exports.sql import snapshot
from annotator.exports.tables import site_tables
from annotator.imports import archive
from corpus.models import Revision

PRIVATE = 0o600
# Of compression: a quarter of the processor time of the level of exports, for a file a seventh larger.
QUICK = 2


class Command(BaseCommand):
    help = (
        "Writes everything the site keeps into one file, as of one moment, while it runs, and checks it: all tables "
        "and the source files of all revisions. It holds password hashes and the secrets of second factors, and is "
        "readable by its owner alone. Exit status 0 if it is complete, 1 if not, 2 for bad usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip", help="the file to write; must not be there")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if path.exists():
            raise CommandError(f"{path} is there already. Name another file, for example with the date in its name.")
        if not applied_to_database():
            raise CommandError("The tables are not those of this version. Run manage.py migrate first.")
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            missing = self._write(part)
            found = self._check(part)
            part.rename(path)
            _settle(path.parent)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written ({error.strerror or error}). Nothing was written: make room or name another "
                "file."
            ) from error
        except Refused as refused:
            raise CommandError(f"The file that was written is not sound: {refused} Nothing was kept.") from refused
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        self._tell(path, found, missing)

    def _write(self, part: Path) -> dict[str, str]:
        """Write the file; returns the source files that are missing, with the reason."""
        made = timezone.now().isoformat()
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
        with os.fdopen(descriptor, "w+b") as file:
            with snapshot(), ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICK) as written:
                contents = Contents(written, SITE)
                for _written in contents.write(
                    site_tables(), Revision.objects.all(), made_at=made, database=connection.vendor
                ):
                    pass
            file.flush()
            os.fsync(file.fileno())
        return contents.missing

    def _check(self, part: Path) -> dict[str, Any]:
        """Read it again; returns the manifest."""
        with part.open("rb") as file, archive.opened(file) as written:
            written.check()
            return written.manifest

    def _tell(self, path: Path, manifest: dict[str, Any], missing: dict[str, str]) -> None:
        rows = sum(table["rows"] for table in manifest["tables"].values())
        size = path.stat().st_size / 1_000_000
        self.stdout.write(
            f"Written and checked: {path} ({size:.1f} MB, {rows:,} rows in {len(manifest['tables'])} tables, "
            f"{len(manifest['sources']):,} source files)"
        )
        self.stdout.write(
            "It holds password hashes and the secrets of second factors: keep it where nobody else reads it."
        )
        if missing:
            for name, reason in missing.items():
                self.stderr.write(f"Not in it: the source file {name} ({reason})")
            self.stderr.write(
                "Everything else is. Put these files back into the folder sources/ from an earlier backup; they are "
                "needed by reread only."
            )
            sys.exit(1)


def _settle(folder: Path) -> None:
    """Let the name of a new file be on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
