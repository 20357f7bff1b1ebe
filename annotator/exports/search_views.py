"""The files of the views of a search: what each shows, all of it, as CSV."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from annotator.presenters.concordance import Concordance, LineRows, concordance
from annotator.presenters.paragraph_hits import HitRows, paragraph_hits
from annotator.presenters.search_registry import VIEWS
from annotator.presenters.search_views import SearchResult

from . import columns, wording_views
from .columns import Column, Type
from .view_file import CHUNK, Value, ViewFile, of_document


def _hits(result: SearchResult) -> Iterator[Sequence[Value]]:
    rows: HitRows = paragraph_hits(result).rows
    for start in range(0, len(rows), CHUNK):
        for row in rows[start : start + CHUNK]:
            each = row.paragraph
            yield (
                *of_document(each.document),
                each.key,
                each.number,
                each.section,
                row.label,
                row.times,
                row.text,
            )


def _lines(result: SearchResult) -> LineRows:
    """The lines that the page shows: those of what is opened in another view, else of all that was found."""
    view = VIEWS.get(result.options.get("view", ""))
    opened: Concordance | None = getattr(view.show(result), "lines", None) if view else None
    return (opened or concordance(result)).rows


def _concordance(result: SearchResult) -> Iterator[Sequence[Value]]:
    rows = _lines(result)
    for start in range(0, len(rows), CHUNK):
        for line in rows[start : start + CHUNK]:
            each = line.placed.paragraph
            yield (
                *of_document(each.document),
                each.key,
                each.number,
                each.section,
                line.label,
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
            meaning=_(
                "A row for each occurrence, in the order of the page and with its width; where a number of another "
                "view is opened, for each of its lines."
            ),
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
        *wording_views.FILES,
    )
}
