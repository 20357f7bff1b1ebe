"""``manage.py import_contributions``: a bundle loaded back."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.importing import import_bundle, preview_bundle
from annotator.imports.plan import Plan
from annotator.imports.problems import ImportRefused

from .load_documents import BAD_USAGE, shown

KINDS = {"codebook": "tags", "tags": "taggings", "annotations": "annotations", "cross-references": "cross-references"}


class Command(BaseCommand):
    help = (
        "Loads the codebook and the contributions of a bundle that was exported, all or nothing; load its documents "
        "first. Everything is checked before anything is written. Exit status 0 if it was loaded, 1 if it was refused, "
        "2 for bad usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bundle", type=Path, metavar="BUNDLE.zip")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object, and nothing else, on stdout")

    def handle(self, *_args: Any, **options: Any) -> None:
        batch = None
        try:
            with options["bundle"].open("rb") as file:
                if options["dry_run"]:
                    plan = preview_bundle(file=file, by=None)
                else:
                    plan, batch = import_bundle(file=file, by=None)
        except OSError as error:
            reason = f"{options['bundle']} cannot be read ({error.strerror})."
            raise CommandError(reason, returncode=BAD_USAGE) from error
        except ImportRefused as refused:
            self._refuse(refused, as_json=options["json"])
        else:
            self._report(plan, batch, dry_run=options["dry_run"], as_json=options["json"])

    def _refuse(self, refused: ImportRefused, *, as_json: bool) -> None:
        if as_json:
            problems = [{"file": each.file, "line": each.line, "reason": each.reason} for each in refused.problems]
            self.stdout.write(json.dumps({"status": "refused", "problems": problems}, ensure_ascii=False))
        else:
            for problem in refused.problems:
                self.stderr.write(shown(str(problem)))
            self.stderr.write(f"Nothing was imported: {len(refused.problems)} problems.")
        sys.exit(1)

    def _report(self, plan: Plan, batch: UUID | None, *, dry_run: bool, as_json: bool) -> None:
        numbers = {"codebook": len(plan.tags)} | {name: len(things) for name, things in plan.new.items()}
        if as_json:
            told = {
                "status": "unchanged" if plan.empty else "checked" if dry_run else "imported",
                "new": {KINDS[name]: number for name, number in numbers.items()},
                "already": {KINDS[name]: number for name, number in plan.already.items()},
                "people": [user.username for user in plan.people],
                "warnings": [{"file": each.file, "line": each.line, "reason": each.reason} for each in plan.warnings],
                "batch": batch and str(batch),
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for warning in plan.warnings:
            self.stderr.write(shown(str(warning)))
        if plan.empty:
            self.stdout.write(f"Nothing to import. Here already: {_listed(plan.already)}.")
            return
        self.stdout.write(f"{'Would be imported' if dry_run else 'Imported'}: {_listed(numbers)}.")
        self.stdout.write(f"Here already: {_listed(plan.already)}.")
        if plan.people:
            names = ", ".join(user.username for user in plan.people)
            self.stdout.write(shown(f"Accounts {'to be ' if dry_run else ''}made, which are not in use: {names}"))


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {KINDS[name]}" for name, number in numbers.items())
