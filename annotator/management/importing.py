"""What the commands that load work from other programs have in common: the file, the person, what is said of it."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from annotator.errors import Refused
from annotator.imports.codebook_plan import CodebookPlan
from annotator.imports.problems import ImportRefused
from annotator.management.commands.load_documents import shown
from corpus.importing.errors import LoadRefusedError
from corpus.importing.plan import cut
from corpus.importing.sources.files import Content, content_of

FIRST_WORDS = 60


def add_arguments(parser: ArgumentParser, *, by: str) -> None:
    """The arguments they share; ``by`` says what the person named is to the work loaded."""
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the file to load")
    parser.add_argument("--by", default="", metavar="NAME", help=f"{by}; must be an editor")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object, and nothing else, on stdout")


def file_at(path: Path) -> Content:
    """The file at ``path``. Raises ``CommandError`` where it cannot be read."""
    try:
        return content_of(Path(path))
    except LoadRefusedError as error:
        raise CommandError(f"{path}: {error}") from error


@contextmanager
def refusals_reported(command: BaseCommand, *, as_json: bool) -> Iterator[None]:
    """Where the work inside is refused, say everything that stands in the way and end with status 1."""
    try:
        yield
    except ImportRefused as error:
        if as_json:
            rows = [{"file": each.file, "line": each.line, "reason": each.reason} for each in error.problems]
            command.stdout.write(
                json.dumps({"status": "refused", "problems": rows, "imported": error.written}, ensure_ascii=False)
            )
        else:
            for problem in error.problems:
                command.stderr.write(shown(str(problem)))
            if not error.written:
                number = len(error.problems)
                command.stderr.write(f"Nothing was imported: {number} problem{'s' * (number != 1)}.")
        sys.exit(1)
    except (Refused, PermissionDenied) as error:
        raise CommandError(str(error)) from error


def status(new: int | None) -> str:
    """What ``--json`` says was done, of so many ``new`` things; ``None`` where nothing was to be written."""
    return "checked" if new is None else "imported" if new else "unchanged"


def report_lines(plan: CodebookPlan, *, dry_run: bool) -> Iterator[str]:
    """What was done with a codebook, or would be, line by line."""
    verb = "to make" if dry_run else "made"
    numbers = f"{len(plan.new)} {verb}, {len(plan.same)} the same, {len({each.line for each in plan.differences})}"
    yield f"{plan.name}: {numbers} different"
    for new in plan.new:
        yield f"  {verb}: {new.path}" + ("" if new.definition else " (without a definition)")
    for each in plan.differences:
        stored, stated = (cut(" ".join(text.split()), FIRST_WORDS) or "nothing" for text in (each.stored, each.stated))
        yield f"  left as it is: {each.tag}: {each.field} is “{stored}” here and “{stated}” on line {each.line}"
    for note in plan.notes:
        yield f"  {note}"
    for problem in plan.left_out:
        yield f"  left out: {problem}"
