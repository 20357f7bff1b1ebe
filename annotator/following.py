"""Where the words of a passage are once the text of its paragraph has changed.

Plain Python, no Django. The words that both texts have in common are paired in order (``comparison.same_words``); a
passage goes where its words went. The very words elsewhere are its own only where what stood around them says so, or
where they are long and stand nowhere else: texts of this kind repeat themselves, and no mark may end on a sentence that
merely looks like its own.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from . import anchoring
from .anchoring import CONTEXT, WHOLE, Stretch
from .comparison import inside_word, number_of_words, same_words
from .folding import fold_all

AGREED = 12
"""Code points on one side of a passage that must be what they were for the context to agree."""
LONG = 20
"""Code points from which on words that stand only once in both texts are the same ones wherever they stand."""
LEAST_ALIKE = 0.5
"""Part of its words that must still be there for a passage to be put on them, uncertain."""
MOSTLY_ALIKE = 0.8
"""Part of its words that an edited paragraph must have kept for a mark on the whole of it to stand undoubted."""
# Stands before and after a text where its context is compared: its end is a context of its own.
_EDGE = "\n"

type Range = tuple[int, int]


class State(StrEnum):
    """What became of a passage; the values are those of ``Passage.State``."""

    KEPT = "kept"
    """The same words at the same place."""
    SHIFTED = "shifted"
    """The same words at another place, or a whole paragraph that was edited a little; there is no doubt."""
    UNCERTAIN = "uncertain"
    """Perhaps here: the words changed, or stand here without what stood around them, or in several places."""
    LOST = "lost"
    """Nowhere."""


class Followed(NamedTuple):
    """Where a passage is: in the new paragraph ``part``, by its place among those given, at ``stretch`` of it."""

    state: State
    part: int = 0
    stretch: Stretch = WHOLE


LOST = Followed(State.LOST)


class Change:
    """A paragraph before and after.

    Args:
        old: its text before.
        parts: the texts of what it is now, in order: one, or several where it was split.
        home: which of ``parts`` has its key.
        merged: whether what it is now holds other paragraphs too.
        sure: whether it is the same paragraph beyond doubt; where it is not, none of its marks is.
    """

    def __init__(
        self, old: str, parts: Sequence[str], *, home: int = 0, merged: bool = False, sure: bool = True
    ) -> None:
        self.old = old
        self.parts = parts
        self.home = home
        self.merged = merged
        self.sure = sure

    def follow(self, stretch: Stretch) -> Followed:
        """Where the passage at ``stretch`` of the old text is in the new one."""
        found = self._follow(stretch)
        return found if self.sure or found.state is State.LOST else found._replace(state=State.UNCERTAIN)

    def _follow(self, stretch: Stretch) -> Followed:
        if stretch.start is None or stretch.end is None:
            return self._whole()
        if not 0 <= stretch.start < stretch.end <= len(self.old):
            return LOST
        if self.new == self.old:
            return Followed(State.KEPT, self.home, stretch)
        return self._stretch(stretch.start, stretch.end)

    def _whole(self) -> Followed:
        """A mark on a whole paragraph stays with it; in one that holds others too, it goes on its own words."""
        if len(self.parts) > 1:
            return Followed(State.UNCERTAIN, self.home)
        if fold_all(self.old).strip() == fold_all(self.new).strip():
            return Followed(State.KEPT)
        if self.merged:
            found = self._stretch(0, len(self.old))
            return found._replace(state=State.SHIFTED) if found.state is State.KEPT else found
        words = max(number_of_words(self.old), number_of_words(self.new))
        alike = len(self._pairs) / words if words else 0.0
        return Followed(State.SHIFTED if alike >= MOSTLY_ALIKE else State.UNCERTAIN)

    def _stretch(self, start: int, end: int) -> Followed:
        words = self.old[start:end]
        places = self._places(words, (start, end))
        inside = [pair for pair in self._pairs if start < pair[0][1] and pair[0][0] < end]
        own = self._own(places, inside, words)
        if own and self._is_sure(own, places, (start, end)):
            return self._at(own, (start, end), sure=True)
        if places and not own:
            # The words that stand there did not stand elsewhere in the old text: they were moved there.
            free = [place for place in places if not self._taken(place, (start, end))]
            best = max(free or places, key=lambda place: self._likeness(place, (start, end)))
            sure = bool(free) and self._is_sure(best, places, (start, end))
            return self._at(best, (start, end), sure=sure)
        if own:
            return self._at(own, (start, end), sure=False)
        return self._changed(inside, (start, end))

    def _places(self, words: str, at: Range) -> list[Range]:
        """Where the new text has ``words``, and not as a part of other ones."""
        bound = [not inside_word(self.old, end) for end in at]
        return [
            place
            for place in anchoring.occurrences(self.new, words)
            if not any(must and inside_word(self.new, end) for must, end in zip(bound, place, strict=True))
        ]

    def _own(self, places: list[Range], inside: list, words: str) -> Range | None:
        """The place of ``places`` to which all the words went one by one."""
        if not inside or len(inside) < number_of_words(words):
            return None
        first, last = inside[0][1][0], inside[-1][1][1]
        return next((place for place in places if place[0] < last and first < place[1] and self._covers(place, inside)),
                    None)  # fmt: skip

    @staticmethod
    def _covers(place: Range, inside: list) -> bool:
        """Whether ``place`` touches the new place of every pair."""
        return all(place[0] < end and start < place[1] for _old, (start, end) in inside)

    def _is_sure(self, place: Range, places: list[Range], at: Range) -> bool:
        """Whether the words at ``place`` are those that stood at ``at``, and no others can be meant."""
        before = len(anchoring.occurrences(self.old, self.old[slice(*at)]))
        if len(places) == before == 1 and at[1] - at[0] >= LONG:
            return True
        if not self._agrees(place, at):
            return False
        if len(places) == before and self._rank(place, self.new) == self._rank(at, self.old):
            return True
        return [other for other in places if self._agrees(other, at)] == [place]

    def _rank(self, place: Range, text: str) -> int:
        """How many times the words at ``place`` stand in ``text`` before it."""
        return sum(start < place[0] for start, _end in anchoring.occurrences(text, text[slice(*place)]))

    def _agrees(self, place: Range, at: Range) -> bool:
        """Whether what stands before or after ``place`` is what stood there, or the next words on both sides are."""
        if self._framed(place, at):
            return True
        old, new = _around(self.old, at), _around(self.new, place)
        return any(_common(was, there) >= min(AGREED, len(was)) for was, there in zip(old, new, strict=True))

    def _framed(self, place: Range, at: Range) -> bool:
        """Whether the words next to ``at`` on both sides are, one by one, those next to ``place``."""
        before = [pair for pair in self._pairs if pair[0][1] <= at[0] and pair[1][1] <= place[0]]
        after = next((pair for pair in self._pairs if pair[0][0] >= at[1] and pair[1][0] >= place[1]), None)
        if not before or after is None:
            return False
        gaps = (
            self.old[before[-1][0][1] : at[0]], self.new[before[-1][1][1] : place[0]],
            self.old[at[1] : after[0][0]], self.new[place[1] : after[1][0]],
        )  # fmt: skip
        return not any(map(number_of_words, gaps))

    def _likeness(self, place: Range, at: Range) -> int:
        old, new = _around(self.old, at), _around(self.new, place)
        return sum(_common(was, there) for was, there in zip(old, new, strict=True))

    def _taken(self, place: Range, at: Range) -> bool:
        """Whether a word at ``place`` stood in the old text outside of ``at``."""
        return any(
            place[0] < new_end and new_start < place[1] and not (at[0] < old_end and old_start < at[1])
            for (old_start, old_end), (new_start, new_end) in self._pairs
        )

    def _changed(self, inside: list, at: Range) -> Followed:
        """The place of words that are not the same any more: between what is left of them."""
        if not inside:
            return LOST
        place = self._start(inside, at), self._end(inside, at)
        most = max(number_of_words(self.old[slice(*at)]), number_of_words(self.new[slice(*place)]))
        if len(inside) < LEAST_ALIKE * most:
            return LOST
        return self._at(place, at, sure=False)

    def _start(self, inside: list, at: Range) -> int:
        """Where changed words begin: after the word that stood before them, if it is there, else with their first."""
        before = [pair for pair in self._pairs if pair[0][1] <= at[0]]
        if before and not number_of_words(self.old[before[-1][0][1] : at[0]]):
            return before[-1][1][1]
        return inside[0][1][0]

    def _end(self, inside: list, at: Range) -> int:
        after = next((pair for pair in self._pairs if pair[0][0] >= at[1]), None)
        if after and not number_of_words(self.old[at[1] : after[0][0]]):
            return after[1][0]
        return inside[-1][1][1]

    def _at(self, place: Range, at: Range, *, sure: bool) -> Followed:
        """The range of the new text as a place in one of the parts: that which has most of it."""
        found = []
        for number, (begins, part) in enumerate(zip(self._begins, self.parts, strict=False)):
            start, end = max(place[0] - begins, 0), min(place[1] - begins, len(part))
            if start < end:
                found.append((start - end, number, start, end))
        if not found:
            return LOST
        _size, number, start, end = min(found)
        try:
            stretch = anchoring.stretch(self.parts[number], start, end)
        except anchoring.AnchoringError:
            return LOST
        if len(found) > 1 or not sure:
            return Followed(State.UNCERTAIN, number, stretch)
        kept = number == self.home and stretch == at
        return Followed(State.KEPT if kept else State.SHIFTED, number, stretch)

    @cached_property
    def new(self) -> str:
        """What it is now as one text."""
        return _EDGE.join(self.parts)

    @cached_property
    def _begins(self) -> list[int]:
        return list(accumulate((len(part) + len(_EDGE) for part in self.parts), initial=0))

    @cached_property
    def _pairs(self) -> list[tuple[Range, Range]]:
        return same_words(self.old, self.new)


def _around(text: str, at: Range) -> tuple[str, str]:
    """What stands before ``at``, backwards, and after it; the ends of a text count as something that stands there."""
    before, after = f"{_EDGE}{text[: at[0]]}"[-CONTEXT:], f"{text[at[1] :]}{_EDGE}"[:CONTEXT]
    return fold_all(before)[::-1], fold_all(after)


def _common(a: str, b: str) -> int:
    """How many characters two texts have in common from the beginning."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
