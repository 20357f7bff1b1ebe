"""Where words taken from a whole document stand in its paragraphs.

Plain Python, no Django. Other programs know nothing of paragraphs: what was marked there may begin in one and end in
another, with any white space or none between them, and with the printed numbers and the page furniture between them,
which nothing is put on here. Words are compared as ``anchoring.occurrences`` compares them at its most lenient: any run
of white space is one space, typographic quotation marks and canonically equivalent characters are alike. Words that
are not found so are looked for as a reader may have seen them in another program: whatever their case, with and without
hyphens (which divided words at the ends of lines), quotation marks and bullets, and with the signs of note calls
written as digits or left out.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, product
from typing import NamedTuple

from corpus.folding import NOTE_CALL, Folded, fold_all, inside_character, plain

MOST_PLACES = 50


class PlacePart(NamedTuple):
    """What a place has in one paragraph: the paragraph's index, and code points of its text."""

    index: int  # type: ignore[assignment]  # the tuple's own method of this name is not wanted
    start: int
    end: int


type CrossParagraphRange = tuple[PlacePart, ...]
"""A place: one part in each paragraph it runs over."""


class NumberedParagraph(NamedTuple):
    """A paragraph: the number printed before it, its text, and whether it is page furniture."""

    number: str
    text: str
    is_furniture: bool = False


class DocumentText:
    """The paragraphs of a document, in the order of the text."""

    def __init__(self, blocks: Sequence[NumberedParagraph]) -> None:
        self._blocks = blocks
        self._runs: dict[tuple[_Reading, bool, bool], _Run] = {}

    def places(self, quote: str, limit: int = MOST_PLACES) -> list[CrossParagraphRange]:
        """Where ``quote`` stands, the first ``limit`` places in the order of the text.

        Looked for in the texts alone first, then with the printed numbers, with the furniture, and with both between
        them: a part of the words may be of these, but not all. Then the same again, less closely.
        """
        for reading, furniture, numbers in product((_CLOSE, _UNCALLED, _CALLED), (False, True), (False, True)):
            ranges = list(islice(self._run(reading, numbers=numbers, furniture=furniture).places(quote), limit))
            if ranges:
                return ranges
        return []

    def _run(self, reading: "_Reading", *, numbers: bool, furniture: bool) -> "_Run":
        known = self._runs.get((reading, numbers, furniture))
        if known is None:
            pieces: list[tuple[int, str, bool]] = []
            for index, block in enumerate(self._blocks):
                if furniture or not block.is_furniture:
                    pieces += [(index, block.number, False)] if numbers else []
                    pieces.append((index, block.text, not block.is_furniture))
            known = self._runs[reading, numbers, furniture] = _Run(pieces, reading)
        return known


class _Reading(NamedTuple):
    """A way to compare words: what a text is then, and the ranges its characters that are no spaces come from."""

    words: Callable[[str], str]
    spans: Callable[[str], list[tuple[int, int]]]


# The signs that a raised note call is written with where it stands in no brackets.
_RAISED = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_CALL = re.compile(rf"{NOTE_CALL}|(?<=[^\W\d_]|[.,;:!?)\]\"'\u201d\u2019])[{_RAISED}]+")
# Words divided at the end of a line keep the hyphen, or lose it.
_LEFT_OUT = re.compile(r"""\s*-\s*|["\u2022]""")


def _loosely(text: str, *, calls: bool) -> str:
    """``text`` folded, in small letters, without hyphens; the signs of note calls as digits, or left out."""
    text = _CALL.sub(lambda call: plain(call[0].strip("[]")) if calls else "", text)
    return " ".join(_LEFT_OUT.sub("", fold_all(text).casefold()).split())


def _loose_spans(text: str, *, calls: bool) -> list[tuple[int, int]]:
    """For each character of ``_loosely`` but its spaces the range of ``text`` that it comes from."""
    spans: list[tuple[int, int]] = []
    end_before = 0
    for call in _CALL.finditer(text):
        spans += _small_spans(text[end_before : call.start()], end_before)
        if calls:
            spans += [call.span()] * len(plain(call[0].strip("[]")).casefold())
        end_before = call.end()
    return spans + _small_spans(text[end_before:], end_before)


def _small_spans(text: str, shift: int) -> list[tuple[int, int]]:
    folded = Folded.all(text)
    return [
        (start + shift, end + shift)
        for sign, (start, end) in zip(folded.text, folded.spans(), strict=True)
        for small in sign.casefold()
        if not small.isspace() and not _LEFT_OUT.fullmatch(small)
    ]


def _close_spans(text: str) -> list[tuple[int, int]]:
    folded = Folded.all(text)
    return [span for sign, span in zip(folded.text, folded.spans(), strict=True) if sign != " "]


_CLOSE = _Reading(fold_all, _close_spans)
_UNCALLED, _CALLED = (
    _Reading(partial(_loosely, calls=calls), partial(_loose_spans, calls=calls)) for calls in (False, True)
)


class _Run:
    """Pieces of text one after the other, folded and without white space, so that a look is one ``str.find``.

    What is found there is then held against the pieces with their white space.
    """

    def __init__(self, pieces: Sequence[tuple[int, str, bool]], reading: _Reading) -> None:
        """``pieces``: the paragraph's index, a text, and whether it is one that something can be put on."""
        self._pieces = pieces
        self._reading = reading
        self._starts: list[int] = []
        folded = []
        length = 0
        for _index, text, _own in pieces:
            self._starts.append(length)
            folded.append(self._squeezed(text))
            length += len(folded[-1])
        self._text = "".join(folded)
        self._offsets: dict[int, list[tuple[int, int]]] = {}

    def places(self, quote: str) -> Iterator[CrossParagraphRange]:
        """Where ``quote`` stands."""
        squeezed, words = self._squeezed(quote), self._reading.words(quote).strip()
        at = self._text.find(squeezed) if squeezed else -1
        while at >= 0:
            place = self._place(at, at + len(squeezed), words)
            if place:
                yield place
            at = self._text.find(squeezed, at + 1)

    def _place(self, first: int, last: int, words: str) -> CrossParagraphRange:
        """The place of the characters from ``first`` up to ``last``; empty where they are not ``words`` after all."""
        parts: list[PlacePart] = []
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
                parts.append(PlacePart(index, start, end))
        pattern = " ?".join([re.escape(folded) for line in lines if (folded := self._reading.words(line).strip())])
        return tuple(parts) if re.fullmatch(pattern, words) else ()

    def _offsets_in(self, number: int) -> list[tuple[int, int]]:
        """For each character of a piece as it is in the run, the range of the piece that it comes from."""
        offsets = self._offsets.get(number)
        if offsets is None:
            offsets = self._offsets[number] = self._reading.spans(self._pieces[number][1])
        return offsets

    def _squeezed(self, text: str) -> str:
        return self._reading.words(text).replace(" ", "")
