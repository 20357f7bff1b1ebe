"""Wordings of a passage in columns, and as one text with the variants of the others below it."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from string import ascii_uppercase
from typing import NamedTuple

from annotator.collation.collate import CollationColumn, collate, segments, transpositions
from annotator.selectors.witnesses import Witness

# Signs at the end of a reading that say nothing about it.
_SIGNS = " ,;.:"
LONG = 170
"""Characters that a cell may have more lines for than are shown: five, on a phone."""


class WitnessReading(NamedTuple):
    """What a witness has at one place, and the white space ``behind`` it.

    ``differs`` from the base; ``moved``: the base has these words elsewhere.
    """

    words: str
    differs: bool
    moved: bool
    behind: str = ""


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """A witness with its letter and its cells, one for each place."""

    letter: str
    witness: Witness
    is_base: bool
    cells: list[WitnessReading]


class VariantReading(NamedTuple):
    """Other words than the base has, "" for none, and the letters of the witnesses that have them."""

    words: str
    letters: str
    moved: bool


@dataclass(frozen=True, slots=True)
class BaseSegment:
    """Words of the base; where others differ with the number of the note that has their ``readings``.

    The words of all stretches, each with the white space ``behind`` it, are the text of the base.
    """

    words: str
    number: int = 0
    readings: Sequence[VariantReading] = ()
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Variants:
    """Several passages in columns: the rows of the table, and the text of the base with its notes."""

    rows: list[WitnessRow]
    text: list[BaseSegment]

    @property
    def base(self) -> WitnessRow:
        """The one that the others are compared with."""
        return next(row for row in self.rows if row.is_base)

    @property
    def has_long(self) -> bool:
        """Whether the columns may be too narrow for all the words of a place."""
        return any(len(cell.words) > LONG for row in self.rows for cell in row.cells)

    @property
    def places(self) -> range:
        """The numbers of the columns."""
        return range(1, len(self.rows[0].cells) + 1)


def variants(witnesses: Sequence[Witness], base: int = 0) -> Variants:
    """Put ``witnesses``, at least one, in columns; the others are compared with the one whose number is ``base``."""
    columns = collate([witness.text for witness in witnesses])
    moved = [
        {at for run in transpositions(columns, base, witness) for at in range(run.here[0], run.here[1] + 1)}
        for witness in range(len(witnesses))
    ]
    stretches = segments(columns, moved)

    def rows(parts: Sequence[Sequence[CollationColumn]]) -> list[WitnessRow]:
        return [
            WitnessRow(ascii_uppercase[at], witness, at == base, list(_cells(parts, at, base, moved[at])))
            for at, witness in enumerate(witnesses)
        ]

    return Variants(rows(stretches), list(_text(rows(_noted(stretches, base, set().union(*moved))), base)))


def _noted(
    stretches: Iterable[Sequence[CollationColumn]], base: int, moved: AbstractSet[int]
) -> list[Sequence[CollationColumn]]:
    """``stretches`` as the text has them: those where the base has nothing together, so that one note tells of them."""
    noted: list[Sequence[CollationColumn]] = []
    start, open_to_more = 0, False
    for columns in stretches:
        places = range(start, start + len(columns))
        start = places.stop
        added = moved.isdisjoint(places) and not any(base in column.tokens for column in columns)
        if added and open_to_more:
            noted[-1] = [*noted[-1], *columns]
        else:
            noted.append(columns)
        open_to_more = added
    return noted


def _cells(
    stretches: Iterable[Sequence[CollationColumn]], witness: int, base: int, moved: AbstractSet[int]
) -> Iterator[WitnessReading]:
    start = 0
    for columns in stretches:
        places = range(start, start + len(columns))
        start = places.stop
        yield _cell(columns, witness, base, moved=not moved.isdisjoint(places))


def _cell(columns: Sequence[CollationColumn], witness: int, base: int, *, moved: bool) -> WitnessReading:
    differs = any(_key(column, witness) != _key(column, base) for column in columns)
    tokens = [column.tokens[witness] for column in columns if witness in column.tokens]
    text = "".join(token.written + token.behind for token in tokens)
    words = text.rstrip()
    return WitnessReading(words, differs, moved and bool(tokens), text[len(words) :])


def _key(column: CollationColumn, witness: int) -> str | None:
    return column.tokens[witness].key if witness in column.tokens else None


def _text(rows: Sequence[WitnessRow], base: int) -> Iterator[BaseSegment]:
    """The words of the base in their stretches; a stretch without words is where others have some."""
    number = 0
    for at, cell in enumerate(rows[base].cells):
        letters: dict[tuple[str, bool], list[str]] = {}
        for row in rows:
            other = row.cells[at]
            if other.differs:
                letters.setdefault((other.words.rstrip(_SIGNS), other.moved), []).append(row.letter)
        number += bool(letters)
        readings = [VariantReading(words, " ".join(of), moved) for (words, moved), of in letters.items()]
        yield BaseSegment(cell.words, number if readings else 0, readings, cell.behind)
