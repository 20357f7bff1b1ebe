"""Where words taken from a whole document stand in its paragraphs.

Plain Python, no Django. Other programs know nothing of paragraphs: what was marked there may begin in one and end in
another, with any white space or none between them, and with the printed numbers and the page furniture between them,
which nothing is put on here. Words are compared as ``anchoring.occurrences`` compares them at its most lenient: any run
of white space is one space, typographic quotation marks and canonically equivalent characters are alike.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from corpus.folding import Folded, fold_all, inside_character

MOST_PLACES = 50


class Part(NamedTuple):
    """What a place has in one paragraph: the paragraph's index, and code points of its text."""

    index: int  # type: ignore[assignment]  # the tuple's own method of this name is not wanted
    start: int
    end: int


type Spread = tuple[Part, ...]
"""A place: one part in each paragraph it runs over."""


class Block(NamedTuple):
    """A paragraph: the number printed before it, its text, and whether it is page furniture."""

    number: str
    text: str
    is_furniture: bool = False


class Words:
    """The paragraphs of a document, in the order of the text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._runs: dict[tuple[bool, bool], _Run] = {}

    def places(self, quote: str, limit: int = MOST_PLACES) -> list[Spread]:
        """Where ``quote`` stands, the first ``limit`` places in the order of the text.

        Looked for in the texts alone first, then with the printed numbers, with the furniture, and with both between
        them: a part of the words may be of these, but not all.
        """
        for numbers, furniture in ((False, False), (True, False), (False, True), (True, True)):
            found = list(islice(self._run(numbers=numbers, furniture=furniture).places(quote), limit))
            if found:
                return found
        return []

    def _run(self, *, numbers: bool, furniture: bool) -> "_Run":
        known = self._runs.get((numbers, furniture))
        if known is None:
            pieces: list[tuple[int, str, bool]] = []
            for index, block in enumerate(self._blocks):
                if furniture or not block.is_furniture:
                    pieces += [(index, block.number, False)] if numbers else []
                    pieces.append((index, block.text, not block.is_furniture))
            known = self._runs[numbers, furniture] = _Run(pieces)
        return known


class _Run:
    """Pieces of text one after the other, folded and without white space, so that a look is one ``str.find``.

    What is found there is then held against the pieces with their white space.
    """

    def __init__(self, pieces: Sequence[tuple[int, str, bool]]) -> None:
        """``pieces``: the paragraph's index, a text, and whether it is one that something can be put on."""
        self._pieces = pieces
        self._starts: list[int] = []
        folded = []
        length = 0
        for _index, text, _own in pieces:
            self._starts.append(length)
            folded.append(_squeezed(text))
            length += len(folded[-1])
        self._text = "".join(folded)
        self._offsets: dict[int, list[tuple[int, int]]] = {}

    def places(self, quote: str) -> Iterator[Spread]:
        """Where ``quote`` stands."""
        wanted, words = _squeezed(quote), fold_all(quote).strip()
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            place = self._place(at, at + len(wanted), words)
            if place:
                yield place
            at = self._text.find(wanted, at + 1)

    def _place(self, first: int, last: int, words: str) -> Spread:
        """The place of the characters from ``first`` up to ``last``; empty where they are not ``words`` after all."""
        parts: list[Part] = []
        lines: list[str] = []
        number = bisect_right(self._starts, first) - 1
        while number < len(self._pieces) and self._starts[number] < last:
            index, text, own = self._pieces[number]
            offsets = self._offsets_in(number)
            inside = offsets[max(0, first - self._starts[number]) : last - self._starts[number]]
            number += 1
            if not inside:
                continue
            start, end = inside[0][0], inside[-1][1]
            if inside_character(text, start) or inside_character(text, end):
                return ()
            # A line end inside a paragraph may be a mere break of the line where the words come from.
            lines += text[start:end].split("\n")
            if own:
                parts.append(Part(index, start, end))
        pattern = " ?".join([re.escape(folded) for line in lines if (folded := fold_all(line).strip())])
        return tuple(parts) if re.fullmatch(pattern, words) else ()

    def _offsets_in(self, number: int) -> list[tuple[int, int]]:
        """For each character of a piece as it is in the run, the range of the piece that it comes from."""
        found = self._offsets.get(number)
        if found is None:
            folded = Folded.all(self._pieces[number][1])
            found = [span for sign, span in zip(folded.text, folded.spans(), strict=True) if sign != " "]
            self._offsets[number] = found
        return found


def _squeezed(text: str) -> str:
    return fold_all(text).replace(" ", "")
