"""Which documents share how much: a matrix, and a drawing of arcs in the order of dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from annotator.selectors.parallel_map import ParallelMap, Shared
from corpus.models import Document

DEPTHS = 5
"""Shades of the cells."""
MOST_ARCS = 60
"""Pairs of documents in the drawing, those that share most: more cannot be told apart."""
WIDTH = 720
"""Units of the drawing; its height follows from the widest arc."""
# Documents are no further apart than a glance takes in; an arc is flatter than a half circle.
_SIDE, _TOP, _BELOW, _FARTHEST, _FLATNESS = 24, 10, 44, 96, 0.6
_THINNEST, _WIDEST = 1.5, 10.0


@dataclass(frozen=True, slots=True)
class MapCell:
    """What two documents share, ``None`` for nothing; ``depth`` of its shade, from 1, beside the most of any cell.

    ``address`` is where the pairs are.
    """

    shared: Shared | None = None
    depth: int = 0
    is_diagonal: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A document with its number in the matrix, from 1, and what later ones share with it."""

    number: int
    document: Document
    cells: list[MapCell]


@dataclass(frozen=True, slots=True)
class Arc:
    """What two documents share, as a path from the earlier to the later: the wider, the more."""

    shared: Shared
    address: str
    path: str
    width: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A document on the axis, with its number in the matrix; ``year`` where it is another than that before it."""

    x: str
    number: int
    document: Document
    year: int | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The documents of the matrix along an axis, and arcs between them; ``in_part``: not all that are in the matrix."""

    width: int
    height: int
    axis_y: int
    dots: Sequence[Dot]
    arcs: Sequence[Arc]
    in_part: bool


def address_of(pair: Shared, *, member: bool) -> str:
    """Where the pairs of two documents are: for members those to judge, else both texts beside each other."""
    if member and pair.proposed:
        return f"{reverse('parallels')}?{urlencode({'document': pair.earlier.slug, 'other': pair.later.slug})}"
    return reverse("side_by_side", args=[pair.earlier.slug, pair.later.slug])


def matrix_of(map_: ParallelMap, *, member: bool) -> list[MatrixRow]:
    """A row for each document of the matrix, and a cell in it for each: what both share stands in the earlier's row."""
    shared = {(pair.earlier.pk, pair.later.pk): pair for pair in map_.pairs}
    most = _most(map_.pairs)

    def cell(row: Document, column: Document) -> MapCell:
        if row == column:
            return MapCell(is_diagonal=True)
        pair = shared.get((row.pk, column.pk))
        if pair is None:
            return MapCell()
        return MapCell(pair, -(-DEPTHS * pair.number // most), address=address_of(pair, member=member))

    return [
        MatrixRow(number, row, [cell(row, column) for column in map_.documents])
        for number, row in enumerate(map_.documents, 1)
    ]


def drawing_of(map_: ParallelMap, *, member: bool) -> Drawing | None:
    """The drawing of the documents of the matrix; ``None`` where there are none."""
    documents = map_.documents
    if not documents:
        return None
    step = min(_FARTHEST, (WIDTH - 2 * _SIDE) / max(1, len(documents) - 1))
    places = {document.pk: _SIDE + at * step for at, document in enumerate(documents)}
    pairs = [pair for pair in map_.pairs if pair.earlier.pk in places and pair.later.pk in places]
    drawn, most = pairs[:MOST_ARCS], _most(pairs)
    spans = [(places[pair.earlier.pk], places[pair.later.pk]) for pair in drawn]
    axis_y = round(_TOP + max((end - start for start, end in spans), default=0) / 2 * _FLATNESS)
    arcs = []
    for pair, (start, end) in zip(drawn, spans, strict=True):
        half = (end - start) / 2
        path = f"M{start:.1f} {axis_y}A{half:.1f} {half * _FLATNESS:.1f} 0 0 1 {end:.1f} {axis_y}"
        width = max(_THINNEST, _WIDEST * pair.number / most)
        arcs.append(Arc(pair, address_of(pair, member=member), path, f"{width:.1f}"))
    years = [document.published_on.year if document.published_on else None for document in documents]
    dots = [
        Dot(f"{places[document.pk]:.1f}", at + 1, document, None if at and years[at - 1] == years[at] else years[at])
        for at, document in enumerate(documents)
    ]
    return Drawing(WIDTH, axis_y + _BELOW, axis_y, dots, arcs, in_part=len(drawn) < len(pairs))


def _most(pairs: Sequence[Shared]) -> int:
    return max((pair.number for pair in pairs), default=1)
