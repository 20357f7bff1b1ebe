"""Loads source files into the corpus, one transaction for each; the others still load where one is refused."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from annotator.loading import REFUSED, Options, Result, find_sources, load_all

# Characters of each block that a dry run shows.
FIRST_WORDS = 70


class Command(BaseCommand):
    help = "Loads text, Markdown, HTML and Word files, or a folder with a manifest.toml, into the corpus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument("--collection", default="", help="slug of the collection (made if absent)")
        parser.add_argument("--slug", default="", help="the document's slug, where one file is loaded")
        parser.add_argument("--look-in", action="append", default=[], metavar="DIR", help="where else listed files are")
        parser.add_argument("--accept-changed", action="store_true", help="load though the digest differs")
        parser.add_argument("--dry-run", action="store_true", help="show what would be loaded; write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument("--as", default="", metavar="NAME", help="the person who loads")

    def handle(self, *_args: Any, **options: Any) -> None:
        look_in = [Path(each) for each in options["look_in"]]
        chosen = Options(
            by=self._person(options["as"]),
            collection=options["collection"],
            slug=options["slug"],
            look_in=look_in,
            accept_changed=options["accept_changed"],
            dry_run=options["dry_run"],
        )
        found, results = find_sources(options["paths"], look_in)
        if options["slug"] and len(found) > 1:
            raise CommandError("--slug names one document, but several were found. Load them one by one.", returncode=2)
        for result in load_all(found, chosen, lambda _label: None):
            results.append(result)
            if options["dry_run"] and not options["json"]:
                self._show(result)
        for result in results:
            self.stderr.write(f"{result.status:9} {result.slug or '—'} ({result.label}) {result.message}".rstrip())
        if options["json"]:
            self.stdout.write(json.dumps({"documents": [each.row() for each in results]}, ensure_ascii=False))
        if any(result.status == REFUSED for result in results):
            sys.exit(1)

    def _person(self, name: str) -> User | None:
        person = User.objects.filter(username=name).first() if name else None
        if name and person is None:
            raise CommandError(f"There is nobody called “{name}”.")
        return person

    def _show(self, result: Result) -> None:
        """Metadata, and the first words of every block with its kind."""
        known = result.metadata
        self.stdout.write(
            f"{result.label}: {known.title} · {known.author} · {known.publisher} · {known.published_on or ''}"
        )
        for each in result.plan.paragraphs if result.plan else ():
            words = " ".join(part for part in (each.number, each.text[:FIRST_WORDS]) if part)
            self.stdout.write(f"  ¶ {each.key:5} {each.kind:9} {'  ' * max(each.level - 1, 0)}{words}")
