"""A search as a concordance: one line for each occurrence, the words in the middle (key word in context, KWIC)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.anchoring.excerpt import shortened
from annotator.selectors.lines import line_value
from annotator.selectors.occurrences import Occurrences, Placed, placed
from annotator.selectors.ordering import AFTER, BEFORE, DATE, ORDERS, PLACE, WORDS, in_order

from .search_views import SearchResult, SearchView

ORDER_LABELS: dict[str, str | Promise] = {
    PLACE: _("place in the text"),
    DATE: _("date"),
    WORDS: _("the words themselves"),
    AFTER[0]: _("1st word after"),
    AFTER[1]: _("2nd word after"),
    AFTER[2]: _("3rd word after"),
    BEFORE[0]: _("1st word before"),
    BEFORE[1]: _("2nd word before"),
    BEFORE[2]: _("3rd word before"),
}
WIDTHS: dict[str, str | Promise] = {"8": _("narrow"), "15": _("middle"), "40": _("wide")}
WIDTH = "15"
# Characters of a title beside a line.
TITLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcordanceLine:
    """One line: what stands before the words, the words, and what stands after them, as written in the text.

    All that a page shows of it is here once, since a template asks for some of it several times. ``value`` is what a
    form sends back for it, and an address has for one that is dismissed; ``where`` is its year and paragraph, ``label``
    what its words are where they are none of the standing text.
    """

    placed: Placed
    before: str
    words: str
    after: str
    value: str
    address: str
    direction: str
    language: str
    title: str
    where: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """The lines, all of them, to be shown a page at a time; how they are ordered and how wide they are."""

    rows: "LineRows"
    order: str
    orders: dict[str, str | Promise]
    width: str
    widths: dict[str, str | Promise]


class LineRows:
    """The lines in an order, read as far as they are shown."""

    def __init__(self, occurrences: Occurrences, order: str, reach: int) -> None:
        self.occurrences = occurrences
        self.places = in_order(occurrences, order)
        self.reach = reach

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, part: slice) -> list[ConcordanceLine]:
        """Some of them: 5 queries."""
        some = list(self.occurrences.at(self.places[part]))
        return [line_of(each) for each in placed(some, self.reach)]


def line_of(each: Placed) -> ConcordanceLine:
    """The line of an occurrence: white space in the text, and line breaks too, are one space each."""
    text = each.text

    def written(start: int, end: int) -> str:
        return " ".join(text[start:end].split("\n"))

    occurrence, paragraph, document = each.occurrence, each.paragraph, each.paragraph.document
    return ConcordanceLine(
        placed=each,
        before=written(each.left, each.start),
        words=written(each.start, each.end),
        after=written(each.end, each.right),
        value=line_value(paragraph.pk, each.word, each.word + occurrence.last - occurrence.first),
        address=each.address,
        direction=paragraph.direction,
        language=document.language,
        title=shortened(document.title, TITLE),
        where=f"{document.year} ¶\u00a0{paragraph.key}".lstrip(),
        label=occurrence.beside.label if occurrence.beside else "",
    )


def concordance(result: SearchResult) -> Concordance:
    """The lines in the order and of the width that the address asks for."""
    order = result.options.get("sort", "")
    order = order if order in ORDERS else PLACE
    width = result.options.get("width", "")
    width = width if width in WIDTHS else WIDTH
    return Concordance(
        rows=LineRows(result.occurrences, order, int(width)),
        order=order,
        orders=ORDER_LABELS,
        width=width,
        widths=WIDTHS,
    )


VIEW = SearchView(
    name="concordance",
    label=_("Concordance"),
    template="annotator/search_concordance.html",
    show=concordance,
    own=("sort", "width"),
)
