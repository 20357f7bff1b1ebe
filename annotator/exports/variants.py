"""The file of passages beside each other."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from annotator.presenters.variants import Variants

from . import columns
from .columns import Column, Type
from .view_file import Value, ViewFile


def _rows(variants: Variants | None) -> Iterator[Sequence[Value]]:
    for at in range(len(variants.rows[0].cells)) if variants else ():
        for row in variants.rows if variants else ():
            cell = row.cells[at]
            states = ("differs" if cell.differs else "same", "moved" if cell.moved else "")
            document = row.witness.place.paragraph.document
            yield at + 1, row.letter, row.witness.ref, document.published_on, cell.words, *states


VARIANTS = ViewFile(
    name="variants",
    meaning=_("Passages beside each other: a row for each place and each passage, in the order of the text."),
    columns=(
        columns.number("place", "", _("The number of the place, counted through the columns of the page.")),
        columns.words("witness", "", _("The letter of the passage on the page."), required=True),
        columns.words("passage", "", _("Its document, paragraph and stretch."), required=True),
        Column(name="published_on", type=Type.DATE, source="", meaning=_("The date of its document.")),
        columns.words("words", "", _("Its words there; empty where it has none.")),
        columns.choice("compared", "", _("Whether they are those of the base."), ("same", "differs")),
        columns.words("elsewhere", "", _("“moved” where the base has these words at another place.")),
    ),
    rows=_rows,
)
