"""Reads stored source files again."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.documents.reread import reread
from annotator.errors import Refused
from annotator.load_many import Result
from annotator.management.commands.load_documents import BAD_USAGE, loaded, preview, shown
from corpus.blocks import Genre
from corpus.models import Document


class Command(BaseCommand):
    help = (
        "Reads the stored source file of documents again, and makes a revision where it comes out otherwise than it "
        "was read. Exit status 0 if nothing was refused, 1 if something was, 2 for bad usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the documents")
        parser.add_argument("--all", action="store_true", help="all documents there are")
        parser.add_argument("--dry-run", action="store_true", help="show what would be done, and write nothing")
        parser.add_argument(
            "--kind",
            choices=[genre.value for genre in Genre if genre],
            default="",
            help="what kind of text it is, where it is another than was said at the load",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        slugs = options["slugs"]
        if bool(slugs) == options["all"]:
            raise CommandError("Name the documents, or give --all.", returncode=BAD_USAGE)
        texts = Document.objects.filter(current__isnull=False).select_related("current", "collection").order_by("slug")
        texts = texts if options["all"] else texts.filter(slug__in=slugs)
        known = set(texts.values_list("slug", flat=True))
        if missing := [slug for slug in slugs if slug not in known]:
            raise CommandError(f"There is no document “{missing[0]}”.", returncode=BAD_USAGE)
        refused = False
        for document in texts:
            try:
                outcome = reread(document=document, by=None, genre=Genre(options["kind"]), dry_run=options["dry_run"])
            except Refused as error:
                refused = True
                self.stderr.write(shown(f"refused: {document.slug}: {error}"))
                continue
            result = Result(document.slug, outcome)
            for line in preview(result) if options["dry_run"] and outcome.changes else loaded(result):
                self.stdout.write(line)
        if refused:
            sys.exit(1)
