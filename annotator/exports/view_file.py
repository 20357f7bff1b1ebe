"""The file of a page: what it shows, all of it, as CSV."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.utils.functional import Promise

from corpus.models import Document

from . import dialect
from .columns import Column

# Rows read at a time.
CHUNK = 500

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
        return f"{self.name}.csv"

    def chunks(self, shown: Any, *, raw: bool = False, separator: str = dialect.COMMA) -> Iterator[bytes]:
        """The file, header first; formulas are guarded unless ``raw``."""
        yield f"{dialect.joined([column.name for column in self.columns], separator)}\n".encode()
        guarded = [column.guarded and not raw for column in self.columns]
        for some in batched(self.rows(shown), CHUNK):
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
    return document.slug, document.title, document.author, document.published_on
