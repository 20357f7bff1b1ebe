"""Where a term stands among the words of a text, by the positions of each of its words.

Plain Python: the same on every database. The words of a document are numbered from 0; an inverted index tells for each
word at which numbers it stands, and joins of these lists find phrases, alternatives and distances (Zobel and Moffat,
"Inverted files for text search engines", ACM Computing Surveys 38, 2006). The time depends on how often the words of
the term stand in the text and on the distances allowed, and never on how they are combined.
"""

from array import array
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .query import Form, Sequence, Step


class Places(NamedTuple):
    """Where a word stands: the numbers of its first words, and of how many words it is made at each.

    A word written with a hyphen in it ("co-operation") is two words, and also one ("cooperation") of two; where all
    are of one, ``lengths`` is empty.
    """

    starts: array[int]
    lengths: array[int]


NOWHERE = Places(array("I"), array("I"))

type LookUp = Callable[[Form], Places]
type Span = tuple[int, int]


class Finder:
    """Finds a term in one document after another."""

    def __init__(self, term: Sequence) -> None:
        self.term = term
        self._aligned = _aligned(term)

    def spans(self, look_up: LookUp) -> Iterable[Span]:
        """Where the term stands: (first word, word after the last), in order.

        Each place where it begins counts once, with the nearest place where it ends.
        """
        if self._aligned is not None and (starts := _side_by_side(self._aligned, look_up)) is not None:
            width = self._aligned[-1][0] + 1
            return zip(starts, [start + width for start in starts], strict=True)
        nearest: dict[int, int] = {}
        for start, end in _sequence(self.term, look_up):
            if end < nearest.get(start, end + 1):
                nearest[start] = end
        return sorted(nearest.items())


def _aligned(term: Sequence) -> list[tuple[int, tuple[Form, ...]]] | None:
    """The forms of each step and how far it is from the first one, where that is always the same distance."""
    found: list[tuple[int, tuple[Form, ...]]] = []
    at = 0
    for step in term:
        forms = tuple(option for option in step.options if isinstance(option, Form))
        if step.least != step.most or len(forms) < len(step.options):
            return None
        at += step.least
        found.append((at, forms))
        at += 1
    return found


def _side_by_side(aligned: list[tuple[int, tuple[Form, ...]]], look_up: LookUp) -> list[int] | None:
    """Where a term of single words at fixed distances begins; ``None`` where one of them is written as several."""
    columns: list[tuple[int, int, list[array[int]]]] = []
    for distance, forms in aligned:
        arrays: list[array[int]] = []
        for form in forms:
            starts, lengths = look_up(form)
            if lengths:
                return None
            arrays.append(starts)
        columns.append((sum(map(len, arrays)), distance, arrays))
    # The rarest first: what it leaves is all that the others are asked about.
    columns.sort(key=lambda column: column[0])
    _number, distance, arrays = columns[0]
    found = {start - distance for starts in arrays for start in starts if start >= distance}
    for _number, distance, arrays in columns[1:]:
        if not found:
            break
        here = set(arrays[0]) if len(arrays) == 1 else set().union(*arrays)
        found = {start for start in found if start + distance in here}
    return sorted(found)


def _sequence(term: Sequence, look_up: LookUp) -> set[Span]:
    found: set[Span] = _step(term[0], look_up) if term else set()
    for step in term[1:]:
        if not found:
            break
        ends: dict[int, list[int]] = {}
        for start, end in _step(step, look_up):
            ends.setdefault(start, []).append(end)
        found = {
            (start, after)
            for start, end in found
            for at in range(end + step.least, end + step.most + 1)
            for after in ends.get(at, ())
        }
    return found


def _step(step: Step, look_up: LookUp) -> set[Span]:
    found: set[Span] = set()
    for option in step.options:
        if isinstance(option, Form):
            starts, lengths = look_up(option)
            found.update(
                zip(starts, map(sum, zip(starts, lengths, strict=True)), strict=True)
                if lengths
                else [(start, start + 1) for start in starts]
            )
        else:
            found |= _sequence(option, look_up)
    return found
