"""A search as neighbours: what stands beside the words found more often than elsewhere, each with its lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotator.selectors.collocates import neighbours_of, with_neighbour
from corpus.wordings.collocates import FEWEST, REACH, Collocate

from .choices import Choice
from .concordance import Concordance, LineRows, concordance
from .search_views import SearchResult, SearchView

LEAST = (2, FEWEST, 10, 25)
"""How often a neighbour stands there at least, to choose from."""
ORDERS: dict[str, tuple[str | Promise, Callable[[Collocate], float]]] = {
    "evidence": (_("log-likelihood"), lambda each: each.log_likelihood),
    "ratio": (_("log-ratio"), lambda each: each.log_ratio),
    "number": (_("number beside it"), lambda each: each.beside),
}
OWN = ("least", "order", "neighbour")


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """A word beside what was found, with its figures and the address of its lines."""

    collocate: Collocate
    address: str


class NeighbourRows:
    """The neighbours, as far as they are shown."""

    def __init__(self, result: SearchResult, neighbours: Sequence[Collocate]) -> None:
        self.result = result
        self.neighbours = neighbours

    def __len__(self) -> int:
        return len(self.neighbours)

    def __getitem__(self, part: slice) -> list[NeighbourRow]:
        return [NeighbourRow(each, self.result.address(neighbour=each.word)) for each in self.neighbours[part]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighboursPage:
    """The neighbours of what was found, or the lines of one.

    ``places`` are how many words stand beside what was found, ``size`` how many were searched, ``reach`` how far a
    neighbour is at the most, in words.
    """

    rows: NeighbourRows | LineRows
    least: Sequence[Choice] = ()
    orders: Sequence[Choice] = ()
    places: int = 0
    size: int = 0
    reach: int = REACH
    opened: str = ""
    lines: Concordance | None = None
    back: str = ""

    @property
    def number(self) -> int:
        return len(self.rows)


def neighbours(result: SearchResult) -> NeighboursPage:
    """What the address asks for: how often at least, in which order, or the lines of one."""
    opened = result.options.get("neighbour", "")
    if opened:
        lines = concordance(replace(result, occurrences=with_neighbour(result.occurrences, opened)))
        all_neighbours = result.address(neighbour=None, sort=None, width=None)
        return NeighboursPage(rows=lines.rows, opened=opened, lines=lines, back=all_neighbours)
    least, order = least_of(result), order_of(result)
    collocates = neighbours_of(result.occurrences, fewest=least)
    return NeighboursPage(
        rows=NeighbourRows(result, in_order(collocates.collocates, order)),
        places=collocates.places,
        size=collocates.size,
        least=[
            Choice(str(number), result.address(least=None if number == FEWEST else number), number == least)
            for number in LEAST
        ],
        orders=[
            Choice(label, result.address(order=None if name == next(iter(ORDERS)) else name), name == order)
            for name, (label, _key) in ORDERS.items()
        ],
    )


def least_of(result: SearchResult) -> int:
    """How often a neighbour stands there at least."""
    return next((number for number in LEAST if result.options.get("least") == str(number)), FEWEST)


def order_of(result: SearchResult) -> str:
    """The order that the address asks for."""
    order = result.options.get("order", "")
    return order if order in ORDERS else next(iter(ORDERS))


def in_order(neighbours: Sequence[Collocate], order: str) -> list[Collocate]:
    """The neighbours by ``order``, then by their words."""
    _label, key = ORDERS[order]
    return sorted(neighbours, key=lambda each: (-key(each), each.word))


VIEW = SearchView(
    name="neighbours",
    label=_("Neighbours"),
    template="annotator/search_neighbours.html",
    show=neighbours,
    own=(*OWN, "sort", "width"),
)
