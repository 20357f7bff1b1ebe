"""``manage.py import_highlights``: what was highlighted and tagged in Taguette."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.imports.other_tools import check_highlights, import_highlights
from annotator.imports.highlights_plan import HighlightMatches, HighlightsPlan, Match
from annotator.management.commands.load_documents import BAD_USAGE, person_called, shown
from annotator.management.importing import add_arguments, file_at, refusals_reported, report_lines, status


class Command(BaseCommand):
    help = (
        "Puts the tags of Taguette's highlights (columns id, document, tag, content) on the passages that have their "
        "words. Documents are found by slug, title or file name. Words that stand in one place only are tagged; those "
        "in several places, or in none, are told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser, by="whose taggings they become")
        parser.add_argument("--codebook", type=Path, metavar="CODEBOOK.csv", help="load this codebook first")
        parser.add_argument(
            "--document",
            action="append",
            default=[],
            metavar="SLUG",
            help="look in this document whatever the file calls it; may be given several times",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        by = person_called(options["by"])
        dry_run = options["dry_run"]
        if by is None and not dry_run:
            raise CommandError("Say whose taggings they become: --by NAME.", returncode=BAD_USAGE)
        arguments = {
            "by": by,
            "file": file_at(options["file"]),
            "codebook": file_at(options["codebook"]) if options["codebook"] else None,
            "documents": options["document"],
        }
        taggings = batch = None
        with refusals_reported(self, as_json=options["json"]):
            if dry_run:
                plan = check_highlights(**arguments)
            else:
                plan, taggings, batch = import_highlights(**arguments)
        if options["json"]:
            number = None if taggings is None else taggings + len(plan.codebook.new if plan.codebook else ())
            row = {"status": status(number), "batch": batch and str(batch), "made": taggings, **plan.row()}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
            return
        for line in _report_lines(plan, taggings):
            self.stdout.write(shown(line))


def _report_lines(plan: HighlightsPlan, new: int | None) -> Iterator[str]:
    """What was done, or would be where ``new`` is ``None``, line by line."""
    if plan.codebook:
        yield from report_lines(plan.codebook, dry_run=new is None)
    once, several, none = (
        plan.matched(outcome) for outcome in (HighlightMatches.ONCE, HighlightMatches.SEVERAL, HighlightMatches.NOT)
    )
    numbers = f"found once: {len(once)}, several times: {len(several)}, not at all: {len(none)}"
    total = len(plan.pairs)
    taggings = f"taggings to make: {total}" if new is None else f"taggings made: {new}, there before: {total - new}"
    yield f"{plan.name}: {numbers}; {taggings}"
    if plan.untagged:
        yield f"  without a tag, so nothing was made of them: {plan.untagged}"
    for problem in plan.left_out:
        yield f"  left out: {problem}"
    for match in several:
        yield f"  several times: {_named(match)}"
        for place in match.places:
            yield "    " + ", ".join(f"{part.paragraph.document.slug}, ¶ {part.paragraph.key}" for part in place)
    for match in none:
        yield f"  not at all: {_named(match)}: {match.reason}"


def _named(match: Match) -> str:
    return f"line {match.highlight.line}, “{match.words}” ({match.highlight.document})"
