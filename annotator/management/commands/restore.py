"""``manage.py restore``: an empty site becomes what another one was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.restore import Restored, restore
from annotator.errors import Refused
from annotator.management.commands.load_documents import BAD_USAGE


class Command(BaseCommand):
    help = (
        "Makes an empty site what another one was, from its backup or from a bundle with its sources, whichever "
        "database each is on. Everything is checked before anything is written. Exit status 0 if it was restored, 1 if "
        "nothing was, 2 for bad usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.zip", help="a backup, or a bundle with its sources")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            file = path.open("rb")
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}).", returncode=BAD_USAGE) from error
        with file:
            try:
                restored = restore(file=file, tell=self.stderr.write)
            except Refused as refused:
                raise CommandError(f"{path}: {refused}") from refused
            except OSError as error:
                raise CommandError(
                    f"The source files cannot be written ({error.strerror or error}). Nothing was restored: make room, "
                    "then try again."
                ) from error
        self._tell(path, restored)

    def _tell(self, path: Path, restored: Restored) -> None:
        self.stdout.write(f"Restored from {path}, made by version {restored.manifest['version']}.")
        if missing := restored.manifest.get("missing_sources"):
            self.stdout.write(f"Source files that were missing there already: {', '.join(missing)}")
        if restored.whole:
            self.stdout.write("Everybody logs in as before; logins from before have ended.")
        else:
            self.stdout.write(
                "No account is in use yet: manage.py createsuperuser makes one that can open the others in the admin."
            )
