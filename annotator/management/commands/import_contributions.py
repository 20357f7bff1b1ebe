"""``manage.py import_contributions``: a bundle loaded back."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.imports.bundle import import_bundle, preview_bundle
from annotator.imports.bundle.plan import BundlePlan
from annotator.management.commands.load_documents import BAD_USAGE, shown
from annotator.management.importing import refusals_reported, status

# What the rows of each file are.
ROWS = {
    "codebook": "tags",
    "tags": "taggings",
    "annotations": "annotations",
    "cross-references": "cross-references",
    "parallels": "proposed parallels",
}


class Command(BaseCommand):
    help = (
        "Loads the codebook and the contributions of a bundle that was exported; load its documents first. Everything "
        "is checked before anything is written. What was cut off is gone on with where the same bundle is loaded "
        "again. Exit status 0 if nothing was refused, 1 if something was, 2 for bad usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bundle", type=Path, metavar="BUNDLE.zip", help="the bundle to load")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object, and nothing else, on stdout")

    def handle(self, *_args: Any, **options: Any) -> None:
        path, batch = Path(options["bundle"]), None
        try:
            with path.open("rb") as file, refusals_reported(self, as_json=options["json"]):
                if options["dry_run"]:
                    plan = preview_bundle(file=file, by=None)
                else:
                    plan, batch = import_bundle(file=file, by=None)
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error.strerror}).", returncode=BAD_USAGE) from error
        if options["json"]:
            self.stdout.write(json.dumps(_row(plan, batch, dry_run=options["dry_run"]), ensure_ascii=False))
            return
        for warning in plan.warnings:
            self.stderr.write(shown(str(warning)))
        for line in _report_lines(plan, dry_run=options["dry_run"]):
            self.stdout.write(shown(line))


def _numbers(plan: BundlePlan) -> dict[str, int]:
    return {"codebook": len(plan.tags)} | plan.new


def _row(plan: BundlePlan, batch: UUID | None, *, dry_run: bool) -> dict[str, object]:
    """The plan as ``--json`` prints it."""
    new = {ROWS[name]: number for name, number in _numbers(plan).items()}
    return {
        "status": status(None if dry_run else sum(new.values())),
        "new": new,
        "already": {ROWS[name]: number for name, number in plan.already.items()},
        "people": [user.username for user in plan.people],
        "warnings": [{"file": each.file, "line": each.line, "reason": each.reason} for each in plan.warnings],
        "batch": batch and str(batch),
    }


def _report_lines(plan: BundlePlan, *, dry_run: bool) -> Iterator[str]:
    """What was done, or would be, line by line."""
    if plan.empty:
        yield f"Nothing to import: everything is here already ({_listed(plan.already)})."
        return
    yield f"{'To be imported' if dry_run else 'Imported'}: {_listed(_numbers(plan))}."
    if any(plan.already.values()):
        yield f"Here already: {_listed(plan.already)}."
    if plan.people:
        names = ", ".join(user.username for user in plan.people)
        yield f"Accounts {'to be made' if dry_run else 'made'}, not in use until an administrator says so: {names}"


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {ROWS[name]}" for name, number in numbers.items())
