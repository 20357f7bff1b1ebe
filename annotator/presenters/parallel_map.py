"""Which documents share how much, as a matrix."""

from dataclasses import dataclass

from annotator.selectors.parallel_map import ParallelMap, Shared
from corpus.models import Document

DEPTHS = 5
"""Shades of the cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What two documents share, ``None`` for nothing; ``depth`` of its shade, from 1, beside the most of any cell."""

    shared: Shared | None = None
    depth: int = 0
    is_diagonal: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A document with its number in the matrix, from 1, and what later ones share with it."""

    number: int
    document: Document
    cells: list[Cell]


def matrix_of(found: ParallelMap) -> list[MatrixRow]:
    """A row for each document of the matrix, and a cell in it for each: what both share stands in the earlier's row."""
    shared = {(pair.earlier.pk, pair.later.pk): pair for pair in found.pairs}
    most = max((pair.number for pair in found.pairs), default=1)

    def cell(row: Document, column: Document) -> Cell:
        if row == column:
            return Cell(is_diagonal=True)
        pair = shared.get((row.pk, column.pk))
        return Cell(pair, -(-DEPTHS * pair.number // most)) if pair else Cell()

    return [
        MatrixRow(number, row, [cell(row, column) for column in found.documents])
        for number, row in enumerate(found.documents, 1)
    ]
