"""``manage.py export``: the work as data."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotator.errors import Refused
from annotator.exports import dialect
from annotator.exports.kinds import EXPORT_KINDS
from annotator.exports.package import Bundle
from annotator.exports.sql import Export
from annotator.selectors.filters import Filters

BUNDLE = "bundle"


class Command(BaseCommand):
    help = "Write one file of an export, or all of them as a bundle. It sees everything, drafts too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "kind", choices=[*EXPORT_KINDS, BUNDLE], metavar="KIND", help=", ".join([*EXPORT_KINDS, BUNDLE])
        )
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="Where to write; standard output without it or with -."
        )
        for name, metavar, text in (
            ("collection", "SLUG", "Only documents of this collection."),
            ("document", "SLUG", "Only this document."),
            ("tag", "SLUG", "Only what carries this tag or one below it."),
            ("person", "NAME", "Only what this person did."),
            (
                "status",
                "S",
                "Only draft, proposed, published, declined, or waiting: with changes proposed.",
            ),
        ):
            parser.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=f"{text} Repeatable.")
        parser.add_argument("--no-descendants", action="store_true", help="Exclude the sub-tags of those named.")
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="From this day on, in the site's time zone."
        )
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="Up to this day, itself included.")
        parser.add_argument("--bom", action="store_true", help="Put a byte order mark first, for spreadsheet programs.")
        parser.add_argument("--semicolons", action="store_true", help="Semicolons between the cells, not commas.")
        parser.add_argument("--raw", action="store_true", help="Leave cells alone that look like formulas.")
        parser.add_argument(
            "--sources",
            action="store_true",
            help="Of a bundle: with the sources of all revisions, so that it restores into an empty site by itself.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            chunks = self._chunks(options)
        except Refused as refused:
            raise CommandError("\n".join(refused.messages)) from refused
        if options["output"] and str(options["output"]) != "-":
            self._write_file(options["output"], chunks)
        else:
            self._write_out(chunks, bundle=options["kind"] == BUNDLE)

    def _chunks(self, options: dict[str, Any]) -> Iterator[bytes]:
        filters = Filters(
            collections=tuple(options["collection"]),
            documents=tuple(options["document"]),
            tags=tuple(options["tag"]),
            descendants=not options["no_descendants"],
            persons=tuple(options["person"]),
            statuses=tuple(options["status"]),
            since=options["since"],
            until=options["until"],
        )
        if options["kind"] == BUNDLE:
            for name in ("bom", "semicolons"):
                if options[name]:
                    raise Refused(
                        f"--{name} is for single files; programs that read bundles do not want it. Leave it out."
                    )
            return Bundle(viewer=None, filters=filters, raw=options["raw"], sources=options["sources"]).chunks()
        if options["sources"]:
            raise Refused("--sources is for the bundle. Leave it out, or export the bundle.")
        kind = EXPORT_KINDS[options["kind"]]
        kind.check(filters)
        separator = dialect.SEMICOLON if options["semicolons"] else dialect.COMMA
        export = Export.of(kind, None, filters, raw=options["raw"], separator=separator)
        return _file(export, bom=options["bom"])

    def _write_file(self, path: Path, chunks: Iterator[bytes]) -> None:
        try:
            with _replaced(path) as file:
                for chunk in chunks:
                    file.write(chunk)
        except OSError as error:
            raise CommandError(f"{path} cannot be written ({error.strerror}). Name another file.") from error
        self.stderr.write(f"Written: {path}")

    def _write_out(self, chunks: Iterator[bytes], *, bundle: bool) -> None:
        if bundle and sys.stdout.isatty():
            raise CommandError("A bundle is no text to show on a terminal. Name a file with --output, or use a pipe.")
        out = sys.stdout.buffer
        try:
            for chunk in chunks:
                out.write(chunk)
            out.flush()
        except BrokenPipeError:
            # The reader has had enough (``| head``). Python would complain again when it closes standard output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


def _file(export: Export, *, bom: bool) -> Iterator[bytes]:
    if bom:
        yield dialect.BOM
    for chunk in export.chunks():
        yield chunk.data


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` once it is complete, and is gone if it is not."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
        # It is for whoever asked for it, as their other files are; the site keeps its own to itself.
        part.chmod(0o666 & ~settings.UMASK)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
