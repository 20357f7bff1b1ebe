"""Finds where passages are said again."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotator.actions.sentence_vectors import make_missing_vectors
from annotator.management.commands.load_documents import BAD_USAGE
from annotator.parallels import meaning
from annotator.parallels.nearest import Text
from annotator.selectors.parallels import (
    Parallel,
    addresses_of,
    corpus_of,
    meanings_of,
    parallels_in,
    prepared_texts,
)
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
        known = dict(Document.objects.filter(slug__in=options["document"]).values_list("slug", "pk"))
        if missing := [slug for slug in options["document"] if slug not in known]:
            raise CommandError(f"There is no document “{missing[0]}”.", returncode=BAD_USAGE)
        corpus = corpus_of(None)
        addresses = addresses_of(corpus.texts)
        meanings = None
        if meaning.name() and not options["words_only"]:
            texts = prepared_texts(corpus)
            if made := make_missing_vectors(texts):
                self.stderr.write(f"{made} texts were given vectors by {meaning.name()}.")
            meanings = meanings_of(texts)
        found = parallels_in(
            corpus,
            set(known.values()) or None,
            most=options["top"],
            within=options["within"],
            meanings=meanings,
        )
        if options["json"]:
            self._write_json(found, addresses)
        else:
            self._write_lines(found, addresses)

    def _write_json(self, found: Iterable[tuple[Text, list[Parallel]]], addresses: dict[int, tuple[str, int]]) -> None:
        """Write the object a paragraph a line, so that none of it has to be kept."""
        self.stdout.write('{"paragraphs": [', ending="")
        separator = "\n"
        for text, parallels in found:
            row = {
                **_place(text, addresses),
                "parallels": [
                    _place(each.text, addresses)
                    | {"score": round(each.score, 4), "reasons": [str(reason) for reason in each.reasons]}
                    for each in parallels
                ],
            }
            self.stdout.write(separator + json.dumps(row, ensure_ascii=False), ending="")
            separator = ",\n"
        self.stdout.write("\n]}")

    def _write_lines(self, found: Iterable[tuple[Text, list[Parallel]]], addresses: dict[int, tuple[str, int]]) -> None:
        for text, parallels in found:
            slug, key = addresses[text.paragraph]
            self.stdout.write(f"{slug}/{key}")
            for line in _lines(parallels, addresses):
                self.stdout.write(f"    {line}")


def _place(text: Text, addresses: dict[int, tuple[str, int]]) -> dict[str, Any]:
    slug, key = addresses[text.paragraph]
    return {"document": slug, "paragraph": key}


def _lines(parallels: Iterable[Parallel], addresses: dict[int, tuple[str, int]]) -> Iterator[str]:
    for each in parallels:
        slug, key = addresses[each.text.paragraph]
        yield f"{each.score:.2f}  {slug}/{key}  {' '.join(map(str, each.reasons))}"
