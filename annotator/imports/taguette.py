"""Highlights that Taguette exported: what was highlighted, in which document, with which tags.

Taguette's file has the columns ``id``, ``document``, ``tag`` and ``content``, and for each highlight as many rows as it
has tags, one with an empty ``tag`` where it has none (``highlights_csv`` in its ``export.py``).
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .csv_table import CSVTable, read_table
from .problems import ImportProblem, ImportRefused

DOCUMENT = "document"
CONTENT = "content"
# Later versions of Taguette have them all; "id" only tells highlights of the same words apart.
NEEDED = (DOCUMENT, "tag", CONTENT)


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words of a document, and the names of the tags on them, each with the line it stands on."""

    line: int
    name: str
    document: str
    content: str
    tags: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Highlights:
    """The highlights of a file, in its order, and what is wrong with the rows that could not be read."""

    name: str
    highlights: list[Highlight]
    problems: list[ImportProblem]


def is_highlights(table: CSVTable) -> bool:
    """Whether ``table`` is a file of highlights, rather than a codebook."""
    return CONTENT in table.columns


def read_highlights(name: str, data: bytes) -> Highlights:
    """The highlights in the CSV file ``name``.

    Raises:
        ImportRefused: it is no table, lacks a column, or has no rows.

    """
    table = read_table(name, data)
    missing = [column for column in NEEDED if column not in table.columns]
    if missing:
        reason = _("There is no column “%(names)s”. Taguette’s files have id, document, tag and content.")
        raise ImportRefused(
            [ImportProblem(name, table.line, reason % {"names": "”, “".join(missing)}), *table.problems]
        )
    if not table.rows and not table.problems:
        raise ImportRefused([ImportProblem(name, None, _("There are no rows below the names of the columns."))])
    by_place: dict[tuple[str, str, str], Highlight] = {}
    for row in table.rows:
        key = (row.get("id"), row.get(DOCUMENT), row.get(CONTENT))
        highlight = by_place.setdefault(key, Highlight(row.line, *key))
        if row.get("tag"):
            highlight.tags.setdefault(row.get("tag"), row.line)
    return Highlights(name, list(by_place.values()), table.problems)
