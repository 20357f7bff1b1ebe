"""The file of the formulary."""

from collections.abc import Iterator, Sequence
from itertools import batched

from django.utils.translation import gettext_lazy as _

from annotator.selectors.formulary import Formulary, shown

from . import columns
from .columns import Column, Type
from .view_file import CHUNK, Value, ViewFile


def _rows(formulary: Formulary) -> Iterator[Sequence[Value]]:
    for some in batched(formulary.phrases, CHUNK):
        for each in shown(some):
            place = each.paragraph
            yield (
                each.written,
                each.common.phrase,
                each.common.documents,
                formulary.documents,
                each.common.paragraphs,
                each.common.since,
                place.document.slug if place else "",
                place.key if place else None,
            )


FORMULARY = ViewFile(
    name="formulary",
    meaning=_("The phrases that half of the documents have, those that most have first."),
    columns=(
        columns.words("phrase", "", _("As it is written where it stands first."), required=True),
        columns.words("words", "", _("Its words as they are searched: put into quotation marks, they find it.")),
        columns.number("documents", "", _("How many documents have it.")),
        columns.number("of_documents", "", _("How many documents there are.")),
        columns.number("paragraphs", "", _("How many paragraphs have it.")),
        Column(name="since", type=Type.DATE, source="", meaning=_("The earliest date of a document that has it.")),
        columns.words("document", "", _("Where it stands first: the document.")),
        columns.number("paragraph", "", _("The paragraph there.")),
    ),
    rows=_rows,
)
