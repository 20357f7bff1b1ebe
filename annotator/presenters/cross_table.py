"""A search by tag, person, document and section: a table of two of these, or tags against tags; each cell its lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.models import Tag
from annotator.selectors.cross_table import (
    DOCUMENT,
    PERSON,
    SECTION,
    TAG,
    CrossTable,
    Key,
    cross_table,
    in_cell,
    is_of_words,
)
from corpus.models import Document, Paragraph

from .choices import Choice
from .concordance import Concordance, LineRows, concordance
from .search_views import SearchResult, SearchView

LABELS: dict[str, str | Promise] = {
    DOCUMENT: _("document"),
    SECTION: _("section"),
    TAG: _("tag"),
    PERSON: _("person"),
}
ROWS, COLUMNS = DOCUMENT, TAG
"""What the table is by where the address does not say it."""
# Columns that a page has room for: those with the most; the file has all.
MOST_COLUMNS = 12
BETWEEN = " › "
OPENED = ("row", "column")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a row or of a column: what it is of, how it is named in an address, and its number."""

    key: Key
    label: str
    name: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class CrossTableCell:
    """A number, and the address of its lines."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table."""

    head: Head
    cells: Sequence[CrossTableCell]


class CrossTablePage:
    """The numbers with their rows and columns in order."""

    def __init__(self, result: SearchResult, rows: str, columns: str) -> None:
        self.result = result
        self.by = rows, columns
        self.numbers: CrossTable = cross_table(result.occurrences, result.viewer, rows, columns)
        self.row_names = _named(rows, self.numbers.by_row, result)
        self.column_names = _named(columns, self.numbers.by_column, result)

    @cached_property
    def columns(self) -> list[Head]:
        return [
            Head(key, label, name, self.numbers.by_column[key], self.address(column=name))
            for key, label, name in self.column_names
        ]

    def __len__(self) -> int:
        return len(self.row_names)

    def __getitem__(self, part: slice) -> list[TableRow]:
        """Some of the rows, with the columns that a page has room for."""
        return self.with_columns(part, self.shown_columns)

    @cached_property
    def shown_columns(self) -> list[Head]:
        """As many columns as a page has room for: those with the most, in their order."""
        most = sorted(self.columns, key=lambda head: -head.number)[:MOST_COLUMNS]
        kept = {head.key for head in most}
        return [head for head in self.columns if head.key in kept]

    def with_columns(self, part: slice, columns: Sequence[Head]) -> list[TableRow]:
        """Some of the rows, with ``columns``."""
        rows: list[TableRow] = []
        for key, label, name in self.row_names[part]:
            cells = [
                CrossTableCell(self.numbers.cells.get((key, head.key), 0), self.address(row=name, column=head.name))
                for head in columns
            ]
            rows.append(TableRow(Head(key, label, name, self.numbers.by_row[key], self.address(row=name)), cells))
        return rows

    def address(self, row: str | None = None, column: str | None = None) -> str:
        """The address of the lines of a cell, or of all of a row or column."""
        return self.result.address(row=row, column=column, sort=None, width=None)

    def key_named(self, names: Sequence[tuple[Key, str, str]], text: str) -> Key | None:
        """What an address names among ``names``, if anything."""
        return next((key for key, _label, name in names if name == text), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """The table, or the lines of one of its cells.

    ``of_words``: it counts occurrences, and not passages that carry tags; ``of_pairs``: stretches that carry two.
    """

    rows: CrossTablePage | LineRows
    table: CrossTablePage
    row_choices: Sequence[Choice]
    column_choices: Sequence[Choice]
    row_label: str | Promise
    column_label: str | Promise
    of_words: bool
    of_pairs: bool
    opened: Sequence[str] = ()
    lines: Concordance | None = None
    back: str = ""

    @property
    def number(self) -> int:
        return len(self.rows)

    @property
    def more_columns(self) -> int:
        """How many columns the page has no room for."""
        return len(self.table.columns) - len(self.table.shown_columns)


def by(result: SearchResult) -> By:
    """The table that the address asks for, or the lines of the cell that it names."""
    rows, columns = axes(result)
    table = CrossTablePage(result, rows, columns)
    shown = By(
        rows=table,
        table=table,
        row_choices=_choices(result, "rows", rows, columns),
        column_choices=_choices(result, "columns", columns, rows),
        row_label=LABELS[rows],
        column_label=LABELS[columns],
        of_words=is_of_words(rows, columns),
        of_pairs=rows == columns == TAG,
    )
    named = [(table.row_names, result.options.get("row", "")), (table.column_names, result.options.get("column", ""))]
    if not any(name for _names, name in named):
        return shown
    keys = [table.key_named(names, name) for names, name in named]
    known = all(key is not None or not name for key, (_names, name) in zip(keys, named, strict=True))
    if not known:
        return shown
    lines = concordance(
        replace(result, occurrences=in_cell(result.occurrences, result.viewer, rows, columns, (keys[0], keys[1])))
    )
    labels = [
        label
        for key, (names, _name) in zip(keys, named, strict=True)
        for name_there, label, _name_there in names
        if key is not None and name_there == key
    ]
    return replace(shown, rows=lines.rows, lines=lines, opened=labels, back=table.address())


def axes(result: SearchResult) -> tuple[str, str]:
    """What the rows and the columns are by: two different things, or tags twice."""
    rows = result.options.get("rows", "")
    columns = result.options.get("columns", "")
    rows = rows if rows in LABELS else ROWS
    columns = columns if columns in LABELS else COLUMNS
    if rows == columns != TAG:
        columns = TAG
    return rows, columns


def _choices(result: SearchResult, name: str, chosen: str, other: str) -> list[Choice]:
    """What the rows, or the columns, can be by; the other stays what it is."""
    own = dict.fromkeys(OPENED)
    other_name = "columns" if name == "rows" else "rows"
    return [
        Choice(label, result.address(**own | {name: value, other_name: other}), value == chosen)
        for value, label in LABELS.items()
        if value != other or value == TAG
    ]


def _named(by: str, keys: Iterable[Key], result: SearchResult) -> list[tuple[Key, str, str]]:
    """Keys with how they are called and how an address names them, in the order of the codebook, of names or texts."""
    in_order = list(keys)
    first = {key[0] for key in in_order}
    if by == TAG:
        tags = Tag.objects.filter(pk__in=first).order_by("sort_key", "pk")
        return [((tag.pk,), tag.path, tag.slug) for tag in tags]
    if by == PERSON:
        people = User.objects.filter(pk__in=first).order_by("username")
        return [((person.pk,), person.get_full_name() or person.username, person.username) for person in people]
    documents: Mapping[int, Document] = Document.objects.in_bulk(first)
    order = {pk: at for at, pk in enumerate(result.occurrences.scope.documents)}
    if by == DOCUMENT:
        ordered = sorted(in_order, key=lambda key: order[key[0]])
        return [(key, documents[key[0]].title, documents[key[0]].slug) for key in ordered]
    paragraphs = Paragraph.objects.standing().filter(document__in=first).order_by()
    begins = {
        (pk, section): position
        for pk, section, position in paragraphs.values_list("document", "section").annotate(Min("position"))
    }
    return [
        (key, BETWEEN.join(filter(None, (documents[key[0]].title, key[1]))), f"{documents[key[0]].slug}/{key[1]}")
        for key in sorted(in_order, key=lambda key: (order[key[0]], begins.get(key, 0)))
    ]


VIEW = SearchView(
    name="by",
    label=_("By tag, person, text"),
    template="annotator/search_by.html",
    show=by,
    own=("rows", "columns", *OPENED, "sort", "width"),
)
