"""``manage.py import_codebook``: a codebook from another program, or from an export of this one."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from annotator.actions.imports.other_tools import check_codebook, import_codebook
from annotator.management.commands.load_documents import person_called, shown
from annotator.management.importing import add_arguments, file_at, refusals_reported, report_lines, status


class Command(BaseCommand):
    help = (
        "Makes the tags of a CSV file that are not in the codebook, parents first, all or none; those that are there "
        "stay as they are, and what differs is told. Columns: tag or name, path, parent, definition or description, "
        "use_when, avoid_when, colour (1 to 12), aliases. In a path alone, levels are separated by › or > or /."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser, by="whom the history names")

    def handle(self, *_args: Any, **options: Any) -> None:
        arguments: dict[str, Any] = {"by": person_called(options["by"]), "file": file_at(options["file"])}
        dry_run, batch = options["dry_run"], None
        with refusals_reported(self, as_json=options["json"]):
            if dry_run:
                plan = check_codebook(**arguments)
            else:
                plan, batch = import_codebook(**arguments)
        if options["json"]:
            row = {"status": status(None if dry_run else len(plan.new)), "batch": batch and str(batch), **plan.row()}
            self.stdout.write(json.dumps(row, ensure_ascii=False))
            return
        for line in report_lines(plan, dry_run=dry_run):
            self.stdout.write(shown(line))
