"""Old paragraphs against new ones: what became of each.

Plain Python. Who is who is decided by order and neighbours first, since in texts of this kind the same sentence stands
in many places: paragraphs of the same words are paired in order (see ``patience``), those between two such pairs by
likeness (see ``likeness``), and only what is left then is looked for elsewhere, by words that stand nowhere else, as
Heckel 1978, "A technique for isolating differences between files", does it.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise, takewhile
from operator import itemgetter

from .pairing import Aligned, ChangeKind, Pairing, sign_of
from .patience import Gap, common, exchangeable, gaps, in_phrases, rising, unique
from .records import but_for_one, counted_formulas, formulas, unnumbered
from .similarity import ALIKE, DISTINCTIVE, ELSEWHERE, Bag, Bead, Judgement, Lexicon
from .stretch import aligned, by_phrases, gained, repeated, runs

# Paragraphs in the place of one of a formula of which the first may be it.
_NEAR = 6
# Paragraphs around the place of one that stands elsewhere of which one may be it.
_AROUND = 30
# What further numbers tell at least of one that more than one number tells from others.
_TOLD = 0.1
# How many of them in a row say that they stand where they stood, and what one weighs that stands in none.
_ROW = 4
_LEAST = 0.01


def align(old: Sequence[Aligned], new: Sequence[Aligned]) -> tuple[Pairing, ...]:
    """What became of each paragraph of ``old`` in ``new``.

    Returns:
        The pairings of the new paragraphs in their order, then those of the paragraphs that are gone. The same for
        the same texts, whenever and wherever.
    """
    return _Alignment(old, new).pairings()


class _Alignment:
    """One alignment; ``beads`` holds what is found, and each paragraph is in one of them at most."""

    def __init__(self, old: Sequence[Aligned], new: Sequence[Aligned]) -> None:
        self.old, self.new = old, new
        self.old_signs, self.new_signs = [list(map(sign_of, paragraphs)) for paragraphs in (old, new)]
        self.repeats = Counter(self.old_signs) | Counter(self.new_signs)
        self.whole = Gap(0, len(old), 0, len(new))
        self.beads: list[Bead] = []
        self.unsure: set[Bead] = set()
        self.perhaps: dict[int, int] = {}
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))
        self._in_place()
        self._elsewhere()
        self._repeated()
        self._doubt_moved()
        self.unsure.difference_update([*self._framed()])

    @cached_property
    def bags(self) -> tuple[list[Bag], list[Bag]]:
        """The words of all paragraphs; not asked for where all are what they were."""
        return [Bag(each.text) for each in self.old], [Bag(each.text) for each in self.new]

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the words tell."""
        return Lexicon(*self.bags)

    def pairings(self) -> tuple[Pairing, ...]:
        """What became of each paragraph, in the order of the new text, those that are gone last."""
        settled = self._settled()
        paired = []
        for bead in self.beads:
            old, new, change, others = self._pair(bead)
            if bead not in settled and not others:
                change = ChangeKind.MOVED
            is_edited = not others and self.old_signs[old] != self.new_signs[new]
            more = is_edited and self.lexicon.may_have_another(bead)
            paired.append(Pairing(old, new, change, others, bead not in self.unsure, holds_more=more))
        paired += [Pairing(None, at, ChangeKind.NEW) for at in self.free_new]
        paired.sort(key=itemgetter(1))
        gone = [Pairing(at, None, ChangeKind.GONE, perhaps=self.perhaps.get(at)) for at in sorted(self.free_old)]
        return (*paired, *gone)

    def _settled(self) -> set[Bead]:
        """The beads that stand in the order they stood in, as many words of them as can be."""
        beads = sorted(self.beads, key=lambda bead: bead.new)
        olds = [bead.old[0] for bead in beads]
        if all(one < other for one, other in pairwise(olds)):
            return set(beads)
        return {beads[place] for place in rising(olds, [len(self.old_signs[at]) + 1 for at in olds])}

    def _weigh(self, at: int, to: int) -> float:
        """How much it says of the order of the text that an old paragraph has the words of a new one.

        Next to nothing where a number tells them, which may be another one's by now, but for a row of such paragraphs.
        """
        if at not in self._told_by_number:
            return len(self.old_signs[at]) + 1
        row = 1
        for step in (1, -1):
            beside, place = at + step, to + step
            while row < _ROW and 0 <= beside < len(self.old) and 0 <= place < len(self.new):
                if self.old_signs[beside] != self.new_signs[place]:
                    break
                row, beside, place = row + 1, beside + step, place + step
        return len(self.old_signs[at]) + 1 if row == _ROW else _LEAST

    def _in_place(self) -> None:
        """Pair in order: the same words, and between two such pairs what is alike."""
        exact = common(self.old_signs, self.new_signs, self._weigh)
        for at, to in exact:
            self._keep(Bead((at,), (to,)))
        for gap in gaps(exact, self.whole):
            olds, news = self.bags[0][gap.old : gap.old_end], self.bags[1][gap.new : gap.new_end]
            for bead in aligned(olds, news, self.lexicon):
                self._judge(Bead(*(tuple(start + at for at in part)
                                    for start, part in zip((gap.old, gap.new), bead, strict=True))))  # fmt: skip
            for bag in (*olds, *news):
                bag.forget()

    def _elsewhere(self) -> None:
        """Pair what is left out of order, where its words stand nowhere else in the whole of both texts."""
        in_place = len(self.beads)
        self._pair_elsewhere()
        for bead in self.beads[in_place:]:
            # What was moved, and something like it put there? Or edited where it was, and copied before?
            perhaps = self.perhaps.get(bead.old[0])
            if perhaps in self.free_new and self.lexicon.if_not(bead, 1, perhaps) is not Judgement.OTHER:
                self.unsure.add(bead)

    def _doubt_moved(self) -> None:
        """Doubt what was moved or edited where nearly all its words stand in its place too: edited, or put to others.

        And what stands alone, in order or not, whose words tell little, where others of its formula stand in its place.
        """
        settled = sorted(self._settled() - self.unsure)
        olds, stays = [bead.old[0] for bead in settled], set(settled)
        now = self.perhaps | {at: bead.new[0] for bead in self.beads for at in bead.old}
        into = {to: bead for bead in self.beads for to in bead.new}
        alone = {run[0] for run in runs(self.beads) if len(run) == 1}
        for bead in set(self.beads).difference(self.unsure):
            (at, *_), (to, *_) = bead
            tells = bead not in alone or self.lexicon.own(bead) >= DISTINCTIVE or self._is_known(bead, stays)
            is_there = bead in stays and tells
            if is_there and self.old_signs[at] == self.new_signs[to]:
                continue
            place, one = bisect_left(olds, at), self.bags[0][at]
            begin = settled[place - 1].new[-1] if place else 0
            end = next((each.new[0] + 1 for each in settled[place : place + 2] if each != bead), len(self.new))
            beside = [now[each] + at - each for each in (at - 1, at + 1) if each in now]
            for near in {*beside, *range(begin, min(end, begin + _AROUND))} - {to}:
                if not is_there and (near in self.free_new or (near in beside and near in into and not tells)):
                    is_other = self.lexicon.is_in(one, self.bags[1][near]) if tells else self.lexicon.may_be(at, near)
                else:
                    is_other = near in into and self.lexicon.was_put_to(one, into[near])
                if is_other:
                    self.unsure.add(bead)
                    break

    def _pair_elsewhere(self) -> None:
        renumbered = {at: to for at, to in self.perhaps.items() if self._may_be_renumbered(at)}
        into = set(renumbered.values())
        for at, to in unique(self.old_signs, self.new_signs, self.whole):
            if at not in renumbered and to not in into:
                self._keep_with_neighbours(at, to)
        for at, to in renumbered.items():
            if self._both_free(at, to):
                self._keep(Bead((at,), (to,)))
                self.unsure.add(self.beads[-1])
        olds, news = sorted(self.free_old), sorted(self.free_new)
        if not (olds and news):
            return
        old_bags, new_bags = [self.bags[0][at] for at in olds], [self.bags[1][to] for to in news]
        elsewhere = repeated(self.bags[0], old_bags) | repeated(self.bags[1], new_bags)
        for place, other in by_phrases(old_bags, new_bags, apart_from=elsewhere):
            if old_bags[place].likeness(new_bags[other]) >= ELSEWHERE:
                self._keep_with_neighbours(olds[place], news[other])
                # Edited too, while others are like it: it may be another one of the formula.
                if self.lexicon.shared_by(bead := Bead((olds[place],), (news[other],))):
                    self.unsure.add(bead)

    def _may_be_renumbered(self, at: int) -> bool:
        """Whether nothing but a number tells an old paragraph, and it has become another in the place it stood in."""
        to = self.perhaps[at]
        return at in self._told_by_number and unnumbered(self.old_signs[at]) == unnumbered(self.new_signs[to])

    @cached_property
    def _told_by_number(self) -> set[int]:
        """The old paragraphs that nothing but a number tells from others."""
        known = formulas(self.old_signs, self.new_signs)
        alike = [at for at, sign in enumerate(self.old_signs) if unnumbered(sign) in known]
        return {at for at in alike if self.lexicon.numbers_tell(self.bags[0][at]) < _TOLD}

    @cached_property
    def _counted(self) -> set[str]:
        return counted_formulas(self.old_signs, self.new_signs)

    def _repeated(self) -> None:
        """Of paragraphs with the same words, doubt those that may be others, and look for those that are left."""
        settled = self._settled()
        for side, signs in enumerate((self.old_signs, self.new_signs)):
            bead_at = {at: bead for bead in self.beads for at in bead[side]}
            # What surely stands elsewhere has left no doubt behind.
            stays = settled | self.unsure
            places = [at for at in range(len(signs)) if at not in bead_at or bead_at[at] in stays]
            free = {place for place, at in enumerate(places) if at not in bead_at or bead_at[at] not in settled}

            def is_like(
                place: int, other: int, side: int = side, bead_at: dict[int, Bead] = bead_at, places: list[int] = places
            ) -> bool:
                bead = bead_at.get(places[place])
                return bead is not None and self.lexicon.if_not(bead, side, places[other]) is Judgement.SURE

            likely = exchangeable([signs[at] for at in places], free, is_like)
            self.unsure.update(bead_at[at] for at in map(places.__getitem__, likely) if at in bead_at)
        self._doubt_without_neighbours(settled)
        self._doubt_parts()
        judged = {at: to for at, to in self.perhaps.items() if at in self.free_old and to in self.free_new}
        self.perhaps = {}
        twins: dict[str, list[int]] = defaultdict(list)
        left: dict[str, list[int]] = defaultdict(list)
        for to, sign in enumerate(self.new_signs):
            twins[sign].append(to)
            if to in self.free_new:
                left[sign].append(to)
        for at in sorted(self.free_old):
            sign = self.old_signs[at]
            if sign in twins:
                near = max(0, bisect_left(twins[sign], at) - 1)
                self.perhaps[at] = left[sign].pop(0) if left[sign] else twins[sign][near]
        self._perhaps_in_place(settled)
        self.perhaps = judged | self.perhaps

    def _perhaps_in_place(self, settled: set[Bead]) -> None:
        """What those that are left may be now: the likest of their formula that is left in their place.

        Of several that are alike it is the one beside the same neighbour, or else the first.
        """
        taken = set(self.perhaps.values())
        now = {bead.old[0]: bead.new[0] for bead in settled}
        moved = {bead.old[0]: bead.new[0] for bead in self.beads if bead not in settled}
        for gap in gaps(sorted(now.items()), self.whole):
            between, begin = [to for to in range(gap.new, gap.new_end) if to in self.free_new], 0
            for at in range(gap.old, gap.old_end):
                if at not in self.free_old or at in self.perhaps:
                    continue
                beside, apart = ([pairs[each] + at - each for each in (at - 1, at + 1) if each in pairs]
                                 for pairs in (now, moved))  # fmt: skip
                likely = [
                    to
                    for to in (*beside, *between[begin : begin + _NEAR], *apart)
                    if to in self.free_new and to not in taken and self.lexicon.may_be(at, to)
                ]
                if likely:
                    alike = {to: round(self.lexicon.likeness(self.bags[0][at], self.bags[1][to]), 3) for to in likely}
                    best = max(alike, key=alike.__getitem__)
                    self.perhaps[at] = now[at] = best
                    taken.add(best)
                    begin = bisect_right(between, best)

    def _doubt_without_neighbours(self, settled: set[Bead]) -> None:
        """Doubt pairs whose own words tell nothing, and for which the pairs beside them say nothing either.

        For words that stand elsewhere too a pair that tells must stand beside them, or so many of them that the like
        stands nowhere else. For words that only a number tells, which may be the number of others by now, pairs that
        tell must stand on both sides where such are counted, and on one where they are not. And whether they belong to
        the end of a block that was moved nobody can tell.
        """
        for run in runs(self.beads):
            for from_end in (run, run[::-1]):
                moved = takewhile(lambda bead: bead not in settled, from_end)
                self.unsure.update(takewhile(lambda bead: self.repeats[self.old_signs[bead.old[0]]] > 1, moved))
            # What may be a copy of others is no beginning and no end of the text.
            is_first, is_last = (
                each not in self.unsure or each.old[0] in self._told_by_number for each in (run[0], run[-1])
            )
            distinctive = [place for place, bead in enumerate(run) if self._tells(bead)]
            at_start = run[0].old[0] == run[0].new[0] == 0
            at_end = (run[-1].old[0], run[-1].new[0]) == (len(self.old) - 1, len(self.new) - 1)
            begin = -1 if is_first and at_start else min(distinctive, default=len(run))
            end = len(run) if is_last and at_end else max(distinctive, default=-1)
            alone = begin > end and not self._stands_once(run)
            for place, bead in enumerate(run):
                sign = self.old_signs[bead.old[0]]
                is_beyond = not begin < place < end and (begin > end or unnumbered(sign) in self._counted)
                if (is_beyond and bead.old[0] in self._told_by_number) or (alone and self.repeats[sign] > 1):
                    self.unsure.add(bead)

    def _doubt_parts(self) -> None:
        """Doubt what was split or merged where a part stands elsewhere too, and what was edited where it does.

        And what stands elsewhere too, where the one that was beside it stands beside another one like it.
        """
        counts = Counter(self.old_signs) + Counter(self.new_signs)
        now = {at: bead.new[0] for bead in self.beads for at in bead.old}
        for bead in self.beads:
            (at, *_), (to, *_) = bead
            signs = self.old_signs[at], self.new_signs[to]
            beside = {now[at + step] - step for step in (1, -1) if at + step in now} - {to}
            is_beside = any(self.new_signs[place : place + 1] == [signs[0]] for place in beside if place >= 0)
            is_edited = signs[0] != signs[1] and (self.repeats[signs[0]] > 1 or counts[signs[1]] > 1)
            both = zip((self.old_signs, self.new_signs), bead, strict=True)
            parts = [texts[each] for texts, places in both for each in places if len(places) > 1]
            if is_beside or is_edited or any(counts[sign] > 1 for sign in parts):
                self.unsure.add(bead)

    def _framed(self) -> Iterator[Bead]:
        """What is the same to the letter, right between two that tell in both texts: nothing else can be meant."""
        for run in runs(self.beads):
            for before, bead, after in zip(run, run[1:], run[2:], strict=False):
                is_same = self.old_signs[bead.old[0]] == self.new_signs[bead.new[0]]
                if is_same and self._tells(before) and self._tells(after):
                    yield bead

    def _is_known(self, bead: Bead, stays: set[Bead]) -> bool:
        """Whether a pair says once, and to the letter, what is not made again by chance: in its place, or anywhere.

        Nor is it the same as another one but for a number, which may be a copy that was counted anew.
        """
        (at, *_), (to, *_) = bead
        sign, often = self.old_signs[at], 1 if bead in stays else len(self.new)
        if self.repeats[sign] > 1 or sign != self.new_signs[to] or at in self._told_by_number:
            return False
        is_copied = any(self._but_for_one[each] > 1 for each in but_for_one(sign))
        return not is_copied and not self.lexicon.pairs.is_chance(at, often)

    @cached_property
    def _but_for_one(self) -> Counter[str]:
        return Counter(each for sign in set(self.new_signs) for each in but_for_one(sign))

    def _tells(self, bead: Bead) -> bool:
        at = bead.old[0]
        return self.repeats[self.old_signs[at]] == 1 and bead not in self.unsure and at not in self._told_by_number

    def _stands_once(self, run: Sequence[Bead]) -> bool:
        """Whether there are so many in a run that the like stands nowhere else in either text."""
        signs = [self.old_signs[bead.old[0]] for bead in run]
        return any(all(phrases[phrase] == 1 for phrases in self._phrases) for phrase in in_phrases(signs))

    @cached_property
    def _phrases(self) -> list[Counter[tuple[str, ...]]]:
        """How often every few paragraphs stand one after the other, in either text."""
        return [Counter(in_phrases(signs)) for signs in (self.old_signs, self.new_signs)]

    def _judge(self, bead: Bead) -> None:
        """Keep ``bead`` as far as its words allow."""
        (at, *_), (to, *_) = bead
        is_same = self.old_signs[at] == self.new_signs[to]
        judgement = Judgement.SURE if is_same else self.lexicon.judge(bead)
        if judgement is Judgement.OTHER:
            self.perhaps[at] = to
            return
        self._keep(bead)
        if judgement is Judgement.UNSURE:
            self.unsure.add(bead)

    def _keep_with_neighbours(self, at: int, to: int) -> None:
        """Pair these two, and those beside them on either side as long as they are alike: a block was moved."""
        if not self._both_free(at, to):
            return
        self._judge(Bead((at,), (to,)))
        for step in (1, -1):
            beside, place = at + step, to + step
            while self._both_free(beside, place) and self._are_alike(beside, place):
                self._judge(Bead((beside,), (place,)))
                beside, place = beside + step, place + step
            # Whether repeated paragraphs at the ends of a block belong to it nobody can tell.
            while (beside := beside - step) != at and self.repeats[self.old_signs[beside]] > 1:
                self.unsure.add(Bead((beside,), (beside - at + to,)))

    def _both_free(self, at: int, to: int) -> bool:
        return at in self.free_old and to in self.free_new

    def _are_alike(self, at: int, to: int) -> bool:
        same = self.old_signs[at] == self.new_signs[to]
        return same or self.lexicon.likeness(self.bags[0][at], self.bags[1][to]) >= ALIKE

    def _keep(self, bead: Bead) -> None:
        self.beads.append(bead)
        self.free_old.difference_update(bead.old)
        self.free_new.difference_update(bead.new)

    def _pair(self, bead: Bead) -> tuple[int, int, ChangeKind, tuple[int, ...]]:
        """What a pairing of a bead says: the part with most of the words goes with the whole."""
        (at, *more_old), (to, *more_new) = bead
        if more_new:
            parts = gained(self.bags[0][at], [self.bags[1][each] for each in bead.new])
            main = bead.new[parts.index(max(parts))]
            return at, main, ChangeKind.SPLIT, tuple(each for each in bead.new if each != main)
        if more_old:
            parts = gained(self.bags[1][to], [self.bags[0][each] for each in bead.old])
            main = bead.old[parts.index(max(parts))]
            return main, to, ChangeKind.MERGED, tuple(each for each in bead.old if each != main)
        before, after = self.old[at], self.new[to]
        same = (before.kind, before.number, before.text) == (after.kind, after.number, after.text)
        return at, to, ChangeKind.SAME if same else ChangeKind.EDITED, ()
