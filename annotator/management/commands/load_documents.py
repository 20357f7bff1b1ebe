"""Loads documents from files, folders and manifests."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Mapping
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from annotator.actions.documents.load import LoadOutcome, Outcome
from annotator.load_many import EACH, Options, Result, find_sources, load_all
from annotator.management.watching import bar_on
from corpus.blocks import NO_PARAGRAPHS, Genre, Kind, Metadata
from corpus.importing.notices import describe
from corpus.importing.plan import Plan, cut
from corpus.importing.readers.encoding import codec_of
from corpus.importing.sources.manifest import ACCESS, SLUG
from corpus.models import Document

FIRST_WORDS = 72
BAD_USAGE = 2
# Control characters, line separators, changes of direction and halves of characters.
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
FACTS = tuple(each.name for each in fields(Metadata))
# One and several.
BLOCKS = {
    Kind.FRONT: ("line of front matter", "lines of front matter"),
    Kind.HEADING: ("heading", "headings"),
    Kind.BODY: ("paragraph", "paragraphs"),
    Kind.ITEM: ("list item", "list items"),
    Kind.QUOTE: ("quotation", "quotations"),
    Kind.ROW: ("table row", "table rows"),
    Kind.FURNITURE: ("line of page furniture", "lines of page furniture"),
}


class Command(BaseCommand):
    help = (
        "Loads documents (text, Markdown, HTML, Word, subtitles): a file, or a folder by its manifest.toml, "
        "else file by file in name order. Exit status 0 if nothing was refused, 1 if something was, 2 for bad usage."
    )
    # They import every page of the site, which takes longer than loading a hundred short texts.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a manifest.toml")
        parser.add_argument(
            "--collection", type=_slug, metavar="SLUG", help="where they go; made, for members, if it is not there"
        )
        parser.add_argument(
            "--access", choices=ACCESS, default="", help="who reads a collection that this load makes, if not members"
        )
        parser.add_argument("--slug", type=_slug, help="the document's name in addresses, for one document")
        parser.add_argument(
            "--encoding",
            type=_encoding,
            metavar="NAME",
            help="the encoding of files that do not say it themselves, such as windows-1250; else it is found out",
        )
        parser.add_argument(
            "--look-in",
            action="append",
            default=[],
            metavar="DIR",
            help="a further folder for the files a manifest lists; may be given several times",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be loaded, and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object, and nothing else, on stdout")
        parser.add_argument(
            "--accept-changed", action="store_true", help="also load files whose digest is not the manifest's"
        )
        parser.add_argument(
            "--revise",
            nargs="?",
            const=True,
            type=_slug,
            metavar="SLUG",
            help="the file is a new text of this document; without a slug, each file is one of the document at its own",
        )
        parser.add_argument(
            "--kind",
            choices=[genre.value for genre in Genre if genre],
            default="",
            help="what kind of text it is, where the guess is wrong; a manifest says it for each document",
        )
        parser.add_argument(
            "--propose",
            action="store_true",
            help="look for the parallels of what was loaded, and put them into the queue of /parallels/",
        )
        parser.add_argument(
            "--by", dest="username", default="", metavar="NAME", help="whom the history names; must be an editor"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = Options(
            by=person_called(options["username"]),
            collection=options["collection"] or "",
            slug=options["slug"] or "",
            look_in=[_folder(place) for place in options["look_in"]],
            access=options["access"],
            genre=Genre(options["kind"]),
            accept_changed=options["accept_changed"],
            revise=EACH if options["revise"] is True else options["revise"] or "",
            dry_run=options["dry_run"],
            encoding=options["encoding"] or "",
        )
        sources, results = find_sources(map(Path, options["paths"]), chosen.look_in)
        if chosen.slug and chosen.revise not in {"", EACH, chosen.slug}:
            raise CommandError("--slug and --revise name two documents; give one of them.", returncode=BAD_USAGE)
        one = "--slug" if chosen.slug else "--revise SLUG" if chosen.revise not in {"", EACH} else ""
        if one and len(sources) > 1:
            raise CommandError(f"{one} is for one document; there are {len(sources)} here.", returncode=BAD_USAGE)
        with bar_on(self.stderr) as draw:
            numbers = count()
            results += load_all(sources, chosen, lambda label: draw(shown(label), next(numbers), len(sources)))
        self.report(results, as_json=options["json"], dry_run=chosen.dry_run)
        outcomes = [result.outcome for result in results]
        if fresh := [
            outcome.slug for outcome in outcomes if outcome.status in {LoadOutcome.CREATED, LoadOutcome.REVISED}
        ]:
            self.look_for_parallels(fresh, **{name: options[name] for name in ("propose", "json", "dry_run")})
        if any(outcome.status == LoadOutcome.REFUSED for outcome in outcomes):
            sys.exit(1)

    def look_for_parallels(self, slugs: list[str], *, propose: bool, json: bool, dry_run: bool) -> None:
        """Fill the queue for the documents of ``slugs``, or say how that is done."""
        if dry_run:
            return
        if propose:
            out = self.stderr if json else self.stdout
            call_command("find_parallels", propose=True, document=slugs, stdout=out, stderr=self.stderr)
        elif not json and Document.objects.count() > 1:
            self.stderr.write(
                "Where they are said again is found by: manage.py find_parallels --propose", style_func=str
            )

    def report(self, results: list[Result], *, as_json: bool, dry_run: bool) -> None:
        """Say what became of each: what was loaded on standard output, what was not on standard error."""
        if as_json:
            self.stdout.write(json.dumps({"documents": [result.row() for result in results]}, ensure_ascii=False))
        for result in results:
            if not result.is_loaded:
                self.stderr.write(shown(f"{result.outcome.status}: {result.whole_message}"))
            elif not as_json:
                for line in preview(result) if dry_run else loaded(result):
                    self.stdout.write(line)


def summary(result: Result) -> str:
    """One line on a document that is there now."""
    outcome = result.outcome
    outside = {kind: number for kind, number in outcome.counts.items() if Kind(kind) in NO_PARAGRAPHS}
    number = sum(outcome.counts.values()) - sum(outside.values())
    line = f"{outcome.status}: {outcome.slug}: “{outcome.metadata.title}”, {blocks({Kind.BODY: number} | outside)}"
    if outcome.changes:
        line += f", revision {outcome.revision}: {counted(outcome.changes)}; marks: {counted(outcome.marks)}"
    return shown(f"{line} ({result.message})" if result.message else line)


def loaded(result: Result) -> Iterable[str]:
    """What is said of a document that was loaded: one line, and for a revision what became of whose marks."""
    outcome = result.outcome
    yield summary(result)
    yield from whose_marks(outcome)
    if waiting := sum(outcome.marks.get(state, 0) for state in ("uncertain", "lost")):
        address = f"{reverse('place_marks')}?document={outcome.slug}"
        yield f"  {waiting} mark{'' if waiting == 1 else 's'} to decide about: {address}"


def whose_marks(outcome: Outcome) -> Iterable[str]:
    """What became, or would become, of the marks of each person."""
    for person, numbers in outcome.by_person.items():
        yield shown(f"    {person}: {counted(numbers)}")


def counted(numbers: Mapping[str, int]) -> str:
    """Numbers with what they are of: "3 edited, 1 gone"."""
    return ", ".join(f"{number} {name}" for name, number in numbers.items()) or "none"


def blocks(numbers: Mapping[str, int]) -> str:
    """Numbers of blocks by their kinds, in words: "1 paragraph, 2 headings"."""
    return ", ".join(f"{number} {BLOCKS[Kind(kind)][number != 1]}" for kind, number in numbers.items())


def preview(result: Result) -> Iterable[str]:
    """What a load would do, line by line: metadata, changes, and what the file was read as."""
    outcome = result.outcome
    would = {
        "created": f"would be loaded as “{outcome.slug}”",
        "revised": f"would become revision {outcome.revision} of “{outcome.slug}”",
    }.get(outcome.status, f"is loaded already, as revision {outcome.revision} of “{outcome.slug}”")
    yield shown(f"{result.label}: {would}")
    if result.message:
        yield shown(f"  {result.message}")
    for name in FACTS:
        value = getattr(outcome.metadata, name)
        if value:
            yield shown(f"  {name.replace('_', ' ') + ':':14}{value}")
    yield f"  blocks:       {blocks(outcome.counts)}"
    if outcome.changes:
        yield f"  changes:      {counted(outcome.changes)}"
        if outcome.edited:
            yield f"  edited:       {', '.join(f'¶ {key}' for key in outcome.edited)}"
        yield f"  marks:        {counted(outcome.marks)}"
        yield from whose_marks(outcome)
        for move in outcome.unsettled:
            yield shown(f"    {move.state:9}  ¶ {move.passage.paragraph.key:<5} {cut(move.quote, FIRST_WORDS)}")
    if outcome.plan is not None:
        yield from planned(outcome.plan)


def planned(plan: Plan) -> Iterable[str]:
    """What a file was read as: what the reader has to say, the outline, and the first words of every block."""
    if plan.notices:
        yield "  noted:"
    for notice in plan.notices:
        yield shown(f"    {describe(notice)}")
    if plan.outline:
        yield "  outline:"
    for heading in plan.outline:
        yield shown("    " + "  " * max(heading.level - 1, 0) + f"{heading.number} {heading.text}".strip())
    yield "  blocks:"
    for paragraph in plan.paragraphs:
        words = cut(" ".join(f"{paragraph.number} {paragraph.text[: 4 * FIRST_WORDS]}".split()), FIRST_WORDS)
        yield shown(f"    {paragraph.key:>5}  {paragraph.kind:9}  {words}")


def shown(text: str) -> str:
    """``text`` for a terminal: a file may hold characters that make one do things."""
    return UNSHOWABLE.sub("�", text)


def _encoding(value: str) -> str:
    if not codec_of(value):
        raise ArgumentTypeError(f"“{value}” is no encoding. Use a name such as utf-8, windows-1250 or iso-8859-2")
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ArgumentTypeError(f"“{value}” is not a slug: up to 100 letters a to z, digits, hyphens and underscores")
    return value


def _folder(value: str) -> Path:
    folder = Path(value)
    if not folder.is_dir():
        raise CommandError(f"--look-in: there is no folder {value}.", returncode=BAD_USAGE)
    return folder


def person_called(username: str) -> User | None:
    """Whom the history names, by ``--by``; ``None`` for nobody."""
    if not username:
        return None
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(f"--by: there is nobody called “{username}” with an account in use.", returncode=BAD_USAGE)
    return person
