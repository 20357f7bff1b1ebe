"""Where the words of a passage are once the text of its paragraph has changed.

Plain Python, no Django. The words that both texts have in common are paired in order (``comparison.same_words``); a
passage goes where its words went, as an annotation with a text quote selector (W3C Web Annotation Data Model 2017) is
looked for by its words and what stands around them. The very words elsewhere are its own only where that says so, or
where they are long and stand nowhere else: texts of this kind repeat themselves, and no mark may end on a sentence that
merely looks like its own.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from corpus.folding import fold_all
from corpus.importing.alignment.similarity import NEGATIONS

from . import quote_selector
from .print_forms import printed_alike
from .quote_selector import WHOLE, TextRange
from .sentence_pairs import SentencePairs
from .surroundings import AGREED, EDGE, ENDS_SENTENCE, agree, fitting, likeness
from .word_diff import WordAlignment, same_words

NEAR = 4
"""Words on each side of a passage that may stand for the context, together as long as ``AGREED``."""
LONG = 20
"""Code points from which on words that stand only once in both texts are the same ones wherever they stand."""
MOSTLY_ALIKE = 0.8
"""Part of its words that an edited paragraph must have kept for a mark on the whole of it to stand undoubted."""
MOST_GROWN = 2
"""How many times as long it may have become."""
_REACH = NEAR + 3
FEW = 3
"""Words between two neighbours in which a passage is put, uncertain, whatever they are."""
_start, _end = itemgetter(0), itemgetter(1)
# What no passage begins with.
_NO_OPENING = re.compile(r"[\w,;:.!?…)\]}-]")

type Range = tuple[int, int]


class AnchorState(StrEnum):
    """What became of a passage; the values are those of ``Passage.State``."""

    KEPT = "kept"
    """The same words at the same place."""
    SHIFTED = "shifted"
    """The same words at another place, or a whole paragraph that was edited a little; there is no doubt."""
    UNCERTAIN = "uncertain"
    """Perhaps here: the words changed, or stand here without what stood around them, or in several places."""
    LOST = "lost"
    """Nowhere."""


class Reanchored(NamedTuple):
    """Where a passage is: in the new paragraph ``part``, by its place among those given, at ``range_meant`` of it."""

    state: AnchorState
    part: int = 0
    stretch: TextRange = WHOLE


LOST = Reanchored(AnchorState.LOST)


class ParagraphChange:
    """A paragraph before and after.

    Args:
        old: its text before.
        parts: the texts of what it is now, in order: one, or several where it was split.
        home: which of ``parts`` has its key.
        merged: whether what it is now holds other paragraphs too.
        holds_more: whether it may hold a further one, which was none of the old ones.
        sure: whether it is the same paragraph beyond doubt; where it is not, none of its marks is.
    """

    def __init__(
        self,
        old: str,
        parts: Sequence[str],
        *,
        home: int = 0,
        merged: bool = False,
        holds_more: bool = False,
        sure: bool = True,
    ) -> None:
        self.old = old
        self.parts = parts
        self.home = home
        self.merged = merged
        self.holds_more = holds_more
        self.sure = sure

    def reanchor(self, stretch: TextRange) -> Reanchored:
        """Where the passage at ``range_meant`` of the old text is in the new one."""
        found = self._follow(stretch)
        return found if self.sure or found.state is AnchorState.LOST else found._replace(state=AnchorState.UNCERTAIN)

    def _follow(self, stretch: TextRange) -> Reanchored:
        if stretch.start is None or stretch.end is None:
            return self._whole()
        if not 0 <= stretch.start < stretch.end <= len(self.old):
            return LOST
        if self.new == self.old:
            return Reanchored(AnchorState.KEPT, self.home, stretch)
        return self._stretch(stretch.start, stretch.end)

    def _whole(self) -> Reanchored:
        """A mark on a whole paragraph stays with it; in one that holds others too, it goes on its own words."""
        if len(self.parts) > 1:
            return Reanchored(AnchorState.UNCERTAIN, self.home)
        if fold_all(self.old).strip() == fold_all(self.new).strip():
            return Reanchored(AnchorState.KEPT)
        if self.merged:
            found = self._stretch(0, len(self.old))
            return found._replace(state=AnchorState.SHIFTED) if found.state is AnchorState.KEPT else found
        if self.holds_more:
            return self._stretch(0, len(self.old))._replace(state=AnchorState.UNCERTAIN)
        old, new, pairs = self._words
        kept = len(pairs) / len(old) if old else 0.0
        grown = len(new) > MOST_GROWN * len(old)
        return Reanchored(
            AnchorState.UNCERTAIN if grown or kept < MOSTLY_ALIKE or self._says_else() else AnchorState.SHIFTED
        )

    def _says_else(self) -> bool:
        """Whether a name, a number or what is negated is not what it was, or words were exchanged for each other."""
        old, new, pairs = self._words
        words, others = ([text[slice(*span)] for span in spans] for text, spans in ((self.old, old), (self.new, new)))
        put_in = sorted({*range(len(new))}.difference(pairs.values()))
        exchanged = {words[at] for at in range(len(old)) if at not in pairs} & {others[at] for at in put_in}
        if any(words.count(word) == others.count(word) == 1 for word in exchanged):
            return True
        for at, word in enumerate(words):
            begins = at == 0 or self.old[old[at][0] - 2 : old[at][0] - 1] in {".", "?", "!"}
            is_name = word != word.lower() and not begins
            if at not in pairs and (is_name or word[:1].isdigit() or word.casefold() in NEGATIONS):
                return True
        # A negation that was put in by itself, and not one of a sentence that was.
        return any(
            others[at].casefold() in NEGATIONS
            and not {*range(at - FEW, at)} <= set(put_in)
            and not {*range(at + 1, at + 1 + FEW)} <= set(put_in)
            for at in put_in
        )

    def _stretch(self, start: int, end: int) -> Reanchored:
        at, spans = (start, end), self._words.left
        first, last = bisect_right(spans, start, key=_end), bisect_left(spans, end, key=_start)
        places = self._places(at, self.new)
        own = self._own(places, first, last)
        if not own and (own := self._reprinted(at, first, last)):
            # Others, so printed before, may stand here, and its own words where none such stood.
            now, was = (quote_selector.occurrences(each, self.new[slice(*own)]) for each in (self.new, self.old))
            stood = (all(self._taken(each, first, last)) and not self._is_recased(each, first, last) for each in places)
            if len(now) <= len(was) or not all(stood):
                return self._at(own, at, sure=False)
            places = [*places, own]
        if own and self._is_sure(own, places, at, first, last):
            return self._at(own, at, sure=True)
        if places and not own:
            # The words that stand there did not stand elsewhere in the old text: they were moved there.
            taken = {place: self._taken(place, first, last) for place in places}
            free = [place for place in places if not any(taken[place])]
            best = max(free or places, key=lambda place: likeness(self.old, at, self.new, place))
            is_only = len(places) == len(self._places(at, self.old)) == 1
            # Few words in whose place others stand, or any of which these differ by case alone, may be other ones.
            kept = [each for each in range(first, last) if each in self._words.pairs]
            is_replaced = at[1] - at[0] < LONG and not kept and self._changed(first, last) is not None
            is_recased = len(kept) == last - first and any(each in self._recased for each in kept)
            doubted = is_replaced or is_recased or self._is_recased(best, first, last)
            sure = bool(free or is_only) and not doubted and self._is_sure(best, places, at, first, last)
            # If all did, they are other ones, but for words that stand once in each text: it is between its neighbours,
            # if anything is there.
            others = not is_only and all(all(words) for words in taken.values())
            if not (others and self._changed(first, last)):
                return self._at(best, at, sure=sure)
        if own:
            return self._at(own, at, sure=False)
        changed = self._changed(first, last)
        return self._at(self._with_ends(changed, at, first, last), at, sure=False) if changed else LOST

    def _places(self, at: Range, text: str) -> list[Range]:
        """Where ``text``, the old or the new one, has the words, and not as a part of other ones."""
        left, right, _pairs = self._words
        spans = right if text is self.new else left
        bound = [not _cuts(left, end) for end in at]
        words = self.old[slice(*at)]
        found = quote_selector.occurrences(text, words)
        if self._folded[text is self.new].count(fold_all(words).strip()) > len(found):
            # The same words in another typography are as good as these.
            found = quote_selector.occurrences(text, words, loosely=True)
        return [
            place
            for place in found
            if not any(must and _cuts(spans, end) for must, end in zip(bound, place, strict=True))
        ]

    def _own(self, places: list[Range], first: int, last: int) -> Range | None:
        """The place of ``places`` to which all the words went one by one."""
        _left, right, pairs = self._words
        if first == last or any(at not in pairs for at in range(first, last)):
            return None
        begin, end = right[pairs[first]], right[pairs[last - 1]]
        return next((place for place in places if place[0] < begin[1] and end[0] < place[1]), None)

    def _reprinted(self, at: Range, first: int, last: int) -> Range | None:
        """The place to which all the words went in a row, among their neighbours, if their print alone changed."""
        left, right, pairs = self._words
        begin = pairs.get(first, -last)
        if first == last or [pairs.get(each) for each in range(first, last)] != [*range(begin, begin + last - first)]:
            return None
        place = self._with_ends((begin, begin + last - first), at, first, last)
        words = (self.old, at, left[first:last]), (self.new, place, right[begin : begin + last - first])
        is_whole = at[0] <= left[first][0] and left[last - 1][1] <= at[1] and printed_alike(*words)
        is_there = self._is_framed(place, first, last) or self._is_near(place, first, last)
        return place if is_whole and is_there else None

    def _is_sure(self, place: Range, places: list[Range], at: Range, first: int, last: int) -> bool:
        """Whether the words at ``place`` are those that stood at ``at``, and no others can be meant."""
        before = self._places(at, self.old)
        if len(places) == len(before) == 1 and (at[1] - at[0] >= LONG or self._is_near(place, first, last)):
            return True
        framed = self._is_framed(place, first, last)
        if not framed and not agree(self.old, at, self.new, place):
            return False
        if self._stands_alone(place, first, last):
            return True
        if len(places) == len(before) and sum(other < place for other in places) == sum(other < at for other in before):
            return True
        # Neither do others here stand as those stood, nor did others there stand as these do.
        return not any(agree(self.old, at, self.new, other) for other in places if other != place) and (
            framed or not any(agree(self.old, other, self.new, place) for other in before if other != at)
        )

    def _is_near(self, place: Range, first: int, last: int) -> bool:
        """Whether enough of the words around it stand around ``place``, though others were put between them."""
        left, _right, pairs = self._words
        new_first, new_last = self._touched(place)
        beside = [at for at in range(max(0, first - NEAR), first) if 0 < new_first - pairs.get(at, new_first) <= _REACH]
        beside += [at for at in range(last, last + NEAR) if 0 <= pairs.get(at, -1) - new_last < _REACH]
        return sum(left[at][1] - left[at][0] for at in beside) >= AGREED

    def _touched(self, place: Range) -> tuple[int, int]:
        """The new words at ``place``: from one up to another."""
        right = self._words.right
        return bisect_right(right, place[0], key=_end), bisect_left(right, place[1], key=_start)

    def _stands_alone(self, place: Range, first: int, last: int) -> bool:
        """Whether the words stand once in both texts together with the two before and the two after them."""
        left = self._words.left
        if first == last:
            return False
        wide = self.old[left[max(0, first - 2)][0] : left[min(len(left), last + 2) - 1][1]]
        there = quote_selector.occurrences(self.new, wide, limit=2)
        is_there = len(there) == 1 and there[0][0] <= place[0] and place[1] <= there[0][1]
        return is_there and len(quote_selector.occurrences(self.old, wide, limit=2)) == 1

    def _is_framed(self, place: Range, first: int, last: int) -> bool:
        """Whether the words next to ``place`` on both sides are those that were."""
        new_first, new_last = self._touched(place)
        return first < last and self._partner(first - 1) == new_first - 1 and self._partner(last) == new_last

    def _partner(self, at: int) -> int | None:
        """The new word that an old one is; the beginning and the end of the texts are the same."""
        left, right, pairs = self._words
        return {-1: -1, len(left): len(right)}.get(at, pairs.get(at))

    def _taken(self, place: Range, first: int, last: int) -> list[bool]:
        """For each word at ``place`` whether it stood in the old text outside of the passage."""
        came = {new for old, new in self._words.pairs.items() if not first <= old < last}
        return [at in came for at in range(*self._touched(place))]

    def _is_recased(self, place: Range, first: int, last: int) -> bool:
        """Whether a word at ``place`` stood there before, outside of the passage, and in other case."""
        there = range(*self._touched(place))
        return any(new in there and not first <= old < last for old, new in self._recased.items())

    def _changed(self, first: int, last: int) -> tuple[int, int] | None:
        """The new words, from one up to another, that words which are not the same any more became.

        They are what is left of them, and what stands between that and the words before and after them.
        """
        if first == last:
            return None
        left, _right, pairs = self._words
        inside = [at for at in range(first, last) if at in pairs]
        before = next(at for at in range(first - 1, -2, -1) if self._partner(at) is not None)
        after = next(at for at in range(last, len(left) + 1) if self._partner(at) is not None)
        inner, outer = (inside[0], inside[-1]) if inside else (after, before)
        begin = self._between(before, inner, first, forward=True)
        end = self._between(outer, after, last - 1, forward=False)
        if begin is None and inside:
            begin = pairs[inside[0]]
        if end is None and inside:
            end = pairs[inside[-1]]
        return (begin, end + 1) if begin is not None and end is not None and begin <= end else None

    def _between(self, before: int, after: int, at: int, *, forward: bool) -> int | None:
        """The new word that ``at``, between two words that are there, became as the first or the last of a passage.

        Where there are as many as there were, one became the other; else it is the first or the last between them,
        where these are few. ``None`` where there are none.
        """
        if at in (before, after):
            return self._partner(at)
        begin, end = self._partner(before), self._partner(after)
        if begin is None or end is None:
            return None
        were, are = after - before - 1, end - begin - 1
        if not are or are > max(FEW, 2 * were):
            return None
        if were == are:
            return begin + at - before
        return begin + 1 if forward else end - 1

    def _with_ends(self, words: tuple[int, int], at: Range, first: int, last: int) -> Range:
        """The range of the new ``words``, with as much punctuation at its ends as the passage had."""
        left, right, pairs = self._words
        came = {new: old for old, new in pairs.items() if first <= old < last}
        begin, end = words[0], words[1] - 1
        head, tail = came.get(begin, first), came.get(end, last - 1)
        # What stood at its ends, and beside the words that begin and end it now.
        leading = (
            self.old[at[0] : left[first][0]] + self.old[max(at[0], left[head - 1][1] if head else 0) : left[head][0]]
        )
        trailing = self.old[left[last - 1][1] : at[1]] + self.old[left[tail][1] : at[1]].partition(" ")[0]
        was_put_in = {*range(len(right))}.difference(pairs.values())
        # A sentence that goes on now is followed to its end.
        on = end
        while ENDS_SENTENCE.search(trailing) and not ENDS_SENTENCE.search(self._after(on)) and on + 1 in was_put_in:
            on += 1
        end = on if ENDS_SENTENCE.search(self._after(on)) else end
        before = self.new[right[begin - 1][1] if begin else 0 : right[begin][0]]
        opening = fitting(_NO_OPENING.sub("", leading)[::-1], before[::-1], "«‹")
        return right[begin][0] - len(opening), right[end][1] + len(fitting(trailing, self._after(end), "»›"))

    def _after(self, word: int) -> str:
        """What stands after a new word, up to the next."""
        right = self._words.right
        return self.new[right[word][1] : right[word + 1][0] if word + 1 < len(right) else len(self.new)]

    def _at(self, place: Range, at: Range, *, sure: bool) -> Reanchored:
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
            stretch = quote_selector.range_meant(self.parts[number], start, end)
        except quote_selector.AnchoringError:
            return LOST
        if len(found) > 1 or not (sure and self._sentences.agree(at, place)):
            return Reanchored(AnchorState.UNCERTAIN, number, stretch)
        kept = number == self.home and stretch == at
        return Reanchored(AnchorState.KEPT if kept else AnchorState.SHIFTED, number, stretch)

    @cached_property
    def new(self) -> str:
        """What it is now as one text."""
        return EDGE.join(self.parts)

    @cached_property
    def _folded(self) -> tuple[str, str]:
        return fold_all(self.old), fold_all(self.new)

    @cached_property
    def _begins(self) -> list[int]:
        return list(accumulate((len(part) + len(EDGE) for part in self.parts), initial=0))

    @cached_property
    def _sentences(self) -> SentencePairs:
        return SentencePairs(self.old, self.new)

    @cached_property
    def _words(self) -> WordAlignment:
        return same_words(self.old, self.new)

    @cached_property
    def _recased(self) -> dict[int, int]:
        """Those of the pairs of words that are the same but for their case."""
        left, right, pairs = self._words
        words = ((old, new, self.old[slice(*left[old])], self.new[slice(*right[new])]) for old, new in pairs.items())
        return {old: new for old, new, was, there in words if was != there and fold_all(was) != fold_all(there)}


def _cuts(spans: Sequence[Range], at: int) -> bool:
    """Whether a word begins before ``at`` and ends after it."""
    place = bisect_left(spans, at, key=_start) - 1
    return place >= 0 and spans[place][1] > at
