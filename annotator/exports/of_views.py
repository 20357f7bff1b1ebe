"""The files of the views of a search: what each shows, all of it, as CSV."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.presenters.concordance import LineRows, concordance
from annotator.presenters.paragraph_hits import HitRows, paragraph_hits
from annotator.presenters.search_views import Asked
from corpus.models import Document

from . import columns, dialect
from .columns import Column, Type

# Rows read at a time.
LOT = 500

type Value = str | int | float | date | None


@dataclass(frozen=True, kw_only=True)
class ViewFile:
    """The file of a page: ``rows`` gives the values of each row of what it shows, in the order of ``columns``."""

    name: str
    meaning: str | Promise
    columns: tuple[Column, ...]
    rows: Callable[[Any], Iterable[Sequence[Value]]]

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.csv"

    def chunks(self, shown: Any, *, raw: bool = False, separator: str = dialect.COMMA) -> Iterator[bytes]:
        """The file, header first; formulas are guarded unless ``raw``."""
        yield f"{dialect.joined([column.name for column in self.columns], separator)}\n".encode()
        guarded = [column.guarded and not raw for column in self.columns]
        for some in batched(self.rows(shown), LOT):
            lines = (
                dialect.joined([cell(*each) for each in zip(row, guarded, strict=True)], separator) for row in some
            )
            yield "".join(f"{line}\n" for line in lines).encode()


def cell(value: Value, guarded: bool) -> str | int | None:  # noqa: FBT001 - of one column
    """``value`` as a file has it; nothing for an empty text."""
    if isinstance(value, (date, float)):
        return str(value)
    return dialect.guard(value) or None if guarded and isinstance(value, str) else value or (0 if value == 0 else None)


def of_document(document: Document) -> tuple[Value, ...]:
    """The cells of ``columns.OF_DOCUMENT``."""
    return document.slug, document.title, document.author, document.published_on


def _hits(asked: Asked) -> Iterator[Sequence[Value]]:
    rows: HitRows = paragraph_hits(asked).rows
    for start in range(0, len(rows), LOT):
        for found in rows[start : start + LOT]:
            each = found.paragraph
            yield (
                *of_document(each.document),
                each.key,
                each.number,
                each.section,
                found.what,
                found.times,
                found.text,
            )


def _concordance(asked: Asked) -> Iterator[Sequence[Value]]:
    rows: LineRows = concordance(asked).rows
    for start in range(0, len(rows), LOT):
        for line in rows[start : start + LOT]:
            each = line.placed.paragraph
            yield (
                *of_document(each.document),
                each.key,
                each.number,
                each.section,
                line.placed.occurrence.beside.what if line.placed.occurrence.beside else "",
                line.placed.start,
                line.placed.end,
                line.before.strip(),
                line.words,
                line.after.strip(),
            )


FILES: dict[str, ViewFile] = {
    file.name: file
    for file in (
        ViewFile(
            name="hits",
            meaning=_("A row for each paragraph that a search found, in the order of the page."),
            columns=(
                *columns.OF_DOCUMENT,
                *columns.OF_PARAGRAPH,
                columns.words("of", "", _("An earlier revision or a note, where the words stand in that.")),
                Column(
                    name="occurrences",
                    type=Type.INTEGER,
                    source="",
                    meaning=_("How many times the words stand in it."),
                    required=True,
                ),
                columns.words("text", "", _("Its words.")),
            ),
            rows=_hits,
        ),
        ViewFile(
            name="concordance",
            meaning=_("A row for each occurrence, in the order of the page and with its width."),
            columns=(
                *columns.OF_DOCUMENT,
                *columns.OF_PARAGRAPH,
                columns.words("of", "", _("An earlier revision or a note, where the words stand in that.")),
                columns.number("start", "", _("Where the words begin in the paragraph, in code points from 0.")),
                columns.number("end", "", _("Where they end: the first code point after them.")),
                columns.words("before", "", _("What stands before them.")),
                columns.words("words", "", _("The words."), required=True),
                columns.words("after", "", _("What stands after them.")),
            ),
            rows=_concordance,
        ),
    )
}
