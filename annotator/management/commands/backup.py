"""``manage.py backup``: everything a site keeps, in one file that is consistent and checked."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.backup import Backup, back_up
from annotator.errors import Refused
from annotator.management.watching import shown_on


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
        try:
            with shown_on(self.stderr):
                backup = back_up(path, by=None)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written ({error.strerror or error}). Nothing was written: make room or name another "
                "file."
            ) from error
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self._tell(backup)

    def _tell(self, backup: Backup) -> None:
        tables, sources = backup.manifest["tables"], backup.manifest["sources"]
        self.stdout.write(
            f"Written and checked: {backup.path} ({backup.megabytes:.1f} MB, {backup.rows:,} rows in "
            f"{len(tables)} tables, {len(sources):,} source files)"
        )
        self.stdout.write(
            "It holds password hashes and the secrets of second factors: keep it where nobody else reads it."
        )
        if backup.missing:
            for name, reason in backup.missing.items():
                self.stderr.write(f"Not in it: the source file {name} ({reason})")
            self.stderr.write(
                "Everything else is. Put these files back into the folder sources/ from an earlier backup; they are "
                "needed by reread only."
            )
            sys.exit(1)
