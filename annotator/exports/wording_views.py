"""The files of the views that say how something is said: its wordings, their times, their neighbours, their numbers."""

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.presenters.cross_table import LABELS, CrossTablePage, axes
from annotator.presenters.neighbours import in_order, least_of, order_of
from annotator.presenters.search_views import SearchResult
from annotator.presenters.timeline import ALL, TimeRows, Uses, per_thousand
from annotator.presenters.wordings import WordingRows, wordings_in
from annotator.selectors.collocates import neighbours_of
from corpus.wordings.wordings import WordingKind

from . import columns
from .columns import Column, Type
from .view_file import CHUNK, Value, ViewFile, of_document


def _wordings(result: SearchResult) -> Iterator[Sequence[Value]]:
    wordings, phrase = wordings_in(result)
    rows = WordingRows(result, wordings, is_phrase=bool(phrase))
    for start in range(0, len(rows), CHUNK):
        for row in rows[start : start + CHUNK]:
            yield (
                row.written,
                row.kind.value if row.kind else None,
                row.changes.put_in,
                row.changes.left_out,
                row.changes.exchanged,
                row.occurrences,
                row.documents,
                row.span.first.day if row.span.first else None,
                row.span.first.document.slug if row.span.first else None,
                row.span.last.day if row.span.last else None,
                row.span.last.document.slug if row.span.last else None,
                row.span.undated,
                "; ".join(row.span.names),
            )


def _time(result: SearchResult) -> Iterator[Sequence[Value]]:
    uses = Uses(result)
    by_day = TimeRows(uses, ALL)
    for start in range(0, len(by_day), CHUNK):
        for row in by_day[start : start + CHUNK]:
            document = row.document
            assert document is not None  # noqa: S101 - these rows are documents
            about = (*of_document(document), document.publisher, row.words)
            for count in row.counts:
                yield (*about, count.label, count.times, _rounded(per_thousand(count.times, row.words)), None)
            if not row.counts:
                yield (*about, None, 0, 0.0, row.nearest.words if row.nearest else None)


def _neighbours(result: SearchResult) -> Iterator[Sequence[Value]]:
    neighbours = neighbours_of(result.occurrences, fewest=least_of(result))
    for each in in_order(neighbours.collocates, order_of(result)):
        figures = (_rounded(each.log_likelihood), _rounded(each.log_ratio))
        yield each.word, each.beside, each.everywhere, neighbours.places, neighbours.size, *figures


def _by(result: SearchResult) -> Iterator[Sequence[Value]]:
    rows, columns = axes(result)
    table = CrossTablePage(result, rows, columns)
    for start in range(0, len(table), CHUNK):
        for row in table.with_columns(slice(start, start + CHUNK), table.columns):
            for head, cell in zip(table.columns, row.cells, strict=True):
                if cell.number:
                    yield rows, row.head.name, row.head.label, columns, head.name, head.label, cell.number


def _rounded(number: float) -> float:
    """Three decimals are enough for everybody, and the same on every machine."""
    return round(number, 3)


def _day(name: str, meaning: str | Promise) -> Column:
    return Column(name=name, type=Type.DATE, source="", meaning=meaning)


FILES = (
    ViewFile(
        name="wordings",
        meaning=_("A row for each wording of the phrase that a search is for, the nearest to it first."),
        columns=(
            columns.words("wording", "", _("The words, as they are written at the first place."), required=True),
            Column(
                name="relation",
                type=Type.WORD,
                source="",
                meaning=_("What it is to the phrase. Empty where the search is for anything but one phrase."),
                values=tuple(WordingKind),
            ),
            columns.number("put_in", "", _("How many words are put in.")),
            columns.number("left_out", "", _("How many words are left out.")),
            columns.number("exchanged", "", _("How many words are exchanged for others.")),
            columns.number("occurrences", "", _("In how many places it stands.")),
            columns.number("documents", "", _("In how many documents it stands.")),
            _day("first", _("The date of the first document that has it.")),
            columns.words("first_document", "", _("The name in addresses of that document.")),
            _day("last", _("The date of the last document that has it.")),
            columns.words("last_document", "", _("The name in addresses of that document.")),
            columns.number("undated", "", _("How many documents that have it have no date.")),
            columns.words("by", "", _("Their authors, or publishers where there is no author, by date.")),
        ),
        rows=_wordings,
    ),
    ViewFile(
        name="time",
        meaning=_("A row for each wording of each document by date, and one for each document that has none of them."),
        columns=(
            *columns.OF_DOCUMENT,
            columns.words("publisher", "", _("Who published it.")),
            columns.number("words", "", _("How many of its words were searched.")),
            columns.words("wording", "", _("The words, as they are written at the first place of all.")),
            columns.number("occurrences", "", _("How often it says them.")),
            columns.fraction("per_thousand_words", _("How often per thousand words, to three decimals.")),
            columns.words("nearest", "", _("In a document that lacks the phrase, what stands nearest to it.")),
        ),
        rows=_time,
    ),
    ViewFile(
        name="neighbours",
        meaning=_("A row for each word that stands beside what was found more often than elsewhere."),
        columns=(
            columns.words("word", "", _("The word, in small letters and without accents."), required=True),
            columns.number("beside", "", _("How often it stands within five words of what was found.")),
            columns.number("everywhere", "", _("How often it stands in all that was searched.")),
            columns.number("words_beside", "", _("How many words stand beside what was found.")),
            columns.number("words_searched", "", _("How many words were searched.")),
            columns.fraction("log_likelihood", _("How much evidence there is for a difference, to three decimals.")),
            columns.fraction("log_ratio", _("How many times twice as often it stands there, to three decimals.")),
        ),
        rows=_neighbours,
    ),
    ViewFile(
        name="by",
        meaning=_("A row for each cell of the table that is not 0."),
        columns=(
            columns.choice("rows", "", _("What the rows are by."), LABELS),
            columns.words("row", "", _("The name in addresses of what the row is of."), required=True),
            columns.words("row_label", "", _("What it is called."), required=True),
            columns.choice("columns", "", _("What the columns are by."), LABELS),
            columns.words("column", "", _("The name in addresses of what the column is of."), required=True),
            columns.words("column_label", "", _("What it is called."), required=True),
            columns.number("number", "", _("How many occurrences, passages or stretches.")),
        ),
        rows=_by,
    ),
)
