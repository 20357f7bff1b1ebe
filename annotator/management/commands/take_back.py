"""Takes back revisions that were loaded by mistake."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.documents.take_back import preview_of_taking_back, take_back_revision
from annotator.errors import Refused
from annotator.management.commands.load_documents import BAD_USAGE, person_called, shown
from corpus.models import Document


class Command(BaseCommand):
    help = (
        "Takes back the newest revision of a document, loaded by mistake: the text is the one before again, and its "
        "marks are where they were. On a terminal it asks first. Exit status 0 for done, 1 for refused, 2 for bad "
        "usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the document")
        parser.add_argument(
            "--revision", type=int, metavar="NUMBER", help="refuse where another one is the newest by now"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, and write nothing")
        parser.add_argument("--noinput", action="store_false", dest="interactive", help="do not ask first")
        parser.add_argument(
            "--by", dest="username", default="", metavar="NAME", help="whom the history names; must be an editor"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        by = person_called(options["username"])
        document = (
            Document.objects.select_related("current").filter(slug=options["slug"], current__isnull=False).first()
        )
        if document is None or document.current is None:
            raise CommandError(f"There is no document “{options['slug']}”.", returncode=BAD_USAGE)
        number = options["revision"] or document.current.number
        named = f"“{document.title}” ({document.slug})"
        asks = options["interactive"] and not options["dry_run"] and sys.stdin.isatty()
        if asks and input(shown(f"Take back revision {number} of {named}? Type “yes” to do it: ")) != "yes":
            raise CommandError("Nothing was taken back.", returncode=BAD_USAGE)
        try:
            if options["dry_run"]:
                summary = preview_of_taking_back(document=document, by=by)
            else:
                summary = take_back_revision(document=document, number=number, by=by)
        except Refused as error:
            self.stderr.write(shown(f"refused: {named}: {error}"))
            sys.exit(1)
        verb, come = ("would be taken back", "would come") if options["dry_run"] else ("taken back", "came")
        marks = f"{summary.marks} mark{'' if summary.marks == 1 else 's'} {come} home"
        self.stdout.write(
            shown(f"revision {summary.number} of {named} {verb}, to the text of revision {summary.before}; {marks}")
        )
