"""Which sentences of a paragraph are which of it changed, as paragraphs of a text are told (``corpus...alignment``).

Plain Python, no Django. A long paragraph may be a list of sentences that differ by a name or a number, of which some
were taken out and others put in: its words are then found again in another one's sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from corpus.importing.alignment.align import align
from corpus.importing.alignment.pairing import ChangeKind

_END = re.compile(r"[.!?…;]+[\"'”’»)\]]*\s+|[。！？；]+|\n")

type Range = tuple[int, int]


class _Sentence(NamedTuple):
    """A sentence, as the alignment looks at a paragraph."""

    text: str
    kind: str = ""
    number: str = ""


class SentencePairs:
    """The sentences of the texts ``old`` and ``new``, and which of these each of those surely became."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = (list(_ranges(text)) for text in (old, new))
        self._became: dict[int, set[int]] = {}
        self._are_several = min(len(self._old), len(self._new)) > 1
        if self._are_several:
            for each in align(*([_Sentence(text[slice(*at)]) for at in ranges]
                                for text, ranges in ((old, self._old), (new, self._new)))):  # fmt: skip
                if each.old is None or each.new is None or not each.sure:
                    continue
                is_split = each.change is ChangeKind.SPLIT
                self._became[each.old] = {each.new, *each.others} if is_split else {each.new}
                if not is_split:
                    self._became |= {other: {each.new} for other in each.others}

    def agree(self, at: Range, place: Range) -> bool:
        """Whether each sentence that ``at`` is in surely became one that ``place`` is in; one alone did."""
        if not self._are_several:
            return True
        there = _touched(self._new, place)
        return all(not self._became.get(each, set()).isdisjoint(there) for each in _touched(self._old, at))


def _ranges(text: str) -> Iterator[Range]:
    """The sentences one after the other; what stands between two belongs to the first."""
    begin = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        if text[begin:end].strip():
            yield begin, end
            begin = end


def _touched(ranges: list[Range], at: Range) -> range:
    return range(bisect_right(ranges, at[0], key=_end), bisect_left(ranges, at[1], key=_begin))


def _begin(at: Range) -> int:
    return at[0]


def _end(at: Range) -> int:
    return at[1]
