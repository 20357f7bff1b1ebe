"""Finds where passages are said again."""

import json as as_json
import os
from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.parallels.find import find_and_propose, meanings_for
from annotator.actions.parallels.propose import Proposed
from annotator.management.commands.load_documents import BAD_USAGE
from annotator.management.watching import shown_on
from annotator.parallels.nearest import ParagraphWords
from annotator.selectors.parallels import (
    Parallel,
    addresses_of,
    corpus_of,
    parallels_in,
)
from corpus.models import Collection as CollectionOfDocuments
from corpus.models import Document

MOST = 100


class Command(BaseCommand):
    help = (
        "Finds for each paragraph the nearest ones elsewhere, with the reasons: by their words, of which rare ones "
        "count most and phrases that half of the documents have not at all, and by their meaning where a sentence "
        "model is installed. Exit status 2 for bad usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--document", action="append", default=[], metavar="SLUG", help="only for its paragraphs; may be repeated"
        )
        parser.add_argument(
            "--collection", action="append", default=[], metavar="SLUG", help="only for its documents; may be repeated"
        )
        parser.add_argument(
            "--propose",
            action="store_true",
            help="put what is found into the queue of proposed parallels, for people to judge; print how much it is",
        )
        parser.add_argument("--top", type=int, default=5, metavar="N", help="parallels of each paragraph (5)")
        parser.add_argument(
            "--within", action="store_true", help="in the same document too; where it is the only one, always"
        )
        parser.add_argument(
            "--words-only", action="store_true", help="leave the meaning out, where a sentence model is installed"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not 1 <= options["top"] <= MOST:
            raise CommandError(f"--top takes a number from 1 to {MOST}.", returncode=BAD_USAGE)
        of = _documents(options["document"], options["collection"])
        if options["propose"]:
            self._propose(of, words_only=options["words_only"])
            return
        try:
            self._find(of, **{name: options[name] for name in ("top", "within", "words_only", "json")})
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever read has seen enough, as `head` has. Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def _propose(self, of: Collection[int] | None, *, words_only: bool) -> None:
        proposed: list[Proposed] = []
        with shown_on(self.stderr):
            find_and_propose(of, by=None, kept=proposed.append, words_only=words_only)
        new, still, outdated = (sum(numbers) for numbers in zip(Proposed(), *proposed, strict=True))
        self.stdout.write(f"{new} new pairs wait to be judged, {still} wait still, {outdated} were not found again.")

    def _find(self, of: Collection[int] | None, *, top: int, within: bool, words_only: bool, json: bool) -> None:
        corpus = corpus_of(None)
        addresses = addresses_of(corpus.texts)
        with shown_on(self.stderr):
            meanings = meanings_for(corpus, words_only=words_only)
        parallels = parallels_in(corpus, of, most=top, within=within, meanings=meanings)
        if json:
            self._write_json(parallels, addresses)
        else:
            self._write_lines(parallels, addresses)

    def _write_json(
        self, by_paragraph: Iterable[tuple[ParagraphWords, list[Parallel]]], addresses: dict[int, tuple[str, int]]
    ) -> None:
        """Write the object a paragraph a line, so that none of it has to be kept."""
        self.stdout.write('{"paragraphs": [', ending="")
        separator = "\n"
        for text, parallels in by_paragraph:
            row = {
                **_place(text, addresses),
                "parallels": [
                    _place(each.text, addresses)
                    | {"score": round(each.score, 4), "reasons": [str(reason) for reason in each.reasons]}
                    for each in parallels
                ],
            }
            self.stdout.write(separator + as_json.dumps(row, ensure_ascii=False), ending="")
            separator = ",\n"
        self.stdout.write("\n]}")

    def _write_lines(
        self, by_paragraph: Iterable[tuple[ParagraphWords, list[Parallel]]], addresses: dict[int, tuple[str, int]]
    ) -> None:
        for text, parallels in by_paragraph:
            slug, key = addresses[text.paragraph]
            self.stdout.write(f"{slug}/{key}")
            for line in _lines(parallels, addresses):
                self.stdout.write(f"    {line}")


def _documents(slugs: Sequence[str], collections: Sequence[str]) -> set[int] | None:
    """The documents that are named, by themselves or by their collections, by primary key; ``None`` for all."""
    if not (slugs or collections):
        return None
    known = dict(Document.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    if missing := [slug for slug in slugs if slug not in known]:
        raise CommandError(f"There is no document “{missing[0]}”.", returncode=BAD_USAGE)
    existing = set(CollectionOfDocuments.objects.filter(slug__in=collections).values_list("slug", flat=True))
    if missing := [slug for slug in collections if slug not in existing]:
        raise CommandError(f"There is no collection “{missing[0]}”.", returncode=BAD_USAGE)
    within = Document.objects.filter(collection__slug__in=collections).values_list("pk", flat=True)
    return {*known.values(), *within}


def _place(text: ParagraphWords, addresses: dict[int, tuple[str, int]]) -> dict[str, Any]:
    slug, key = addresses[text.paragraph]
    return {"document": slug, "paragraph": key}


def _lines(parallels: Iterable[Parallel], addresses: dict[int, tuple[str, int]]) -> Iterator[str]:
    for each in parallels:
        slug, key = addresses[each.text.paragraph]
        yield f"{each.score:.2f}  {slug}/{key}  {' '.join(map(str, each.reasons))}"
