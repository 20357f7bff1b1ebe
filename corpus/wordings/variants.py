"""Variants of a phrase in the words of a text.

The measure is the distance of Levenshtein 1966 ("Binary codes capable of correcting deletions, insertions and
reversals"), counted in words: how many must be put in, left out or exchanged to make one of the other. That a phrase
may begin anywhere in a text is Sellers 1980 ("The theory and computation of evolutionary distances: pattern
recognition"). As few words of a text are words of the phrase, only these are looked at (sparse dynamic programming:
Eppstein, Galil, Giancarlo and Italiano 1992): a variant is a chain of them in the order of the phrase, and what stands
between two neighbours of the chain costs as many changes as there are words, in the text or in the phrase, whichever
are more.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .nearness import Pattern


class Changes(NamedTuple):
    """What makes a variant of a phrase, in words."""

    put_in: int = 0
    left_out: int = 0
    exchanged: int = 0

    @property
    def total(self) -> int:
        return sum(self)

    def with_gap(self, of_phrase: int, of_text: int) -> "Changes":
        """These, and where ``of_text`` words stand in place of ``of_phrase``."""
        exchanged = min(of_phrase, of_text)
        return Changes(
            self.put_in + of_text - exchanged, self.left_out + of_phrase - exchanged, self.exchanged + exchanged
        )


class Variant(NamedTuple):
    """A place where a phrase is said in a text: the words from ``start`` up to ``end``, which both are its own.

    ``missing_before`` and ``missing_after`` are how many words of the phrase come before and after these and are not
    there; ``within`` is what was changed between them.
    """

    start: int
    end: int
    missing_before: int = 0
    missing_after: int = 0
    within: Changes = Changes()

    @property
    def changes(self) -> int:
        """How many words were put in, left out or exchanged."""
        return self.missing_before + self.within.total + self.missing_after


class _Kept(NamedTuple):
    """A word of a text that stands for one of the phrase: where in the text, where in the phrase, its letters."""

    at: int
    place: int
    letters: int


class _Chain(NamedTuple):
    """Words kept up to one of them: changes before it, letters, and which comes before it in the chain, if any."""

    changes: int
    letters: int
    start: int
    before: int | None


type _Rank = tuple[int, int, int, int]


class VariantFinder[W: Hashable]:
    """Finds the variants of one phrase in the texts it is given.

    Args:
        pattern: the words of the phrase, and how near to it counts.
        places: which words of the phrase each word of a text can stand for, with the letters it keeps of them. Words
            are told apart by whatever the texts are made of: ``Pattern.places`` knows those in letters.
    """

    def __init__(self, pattern: Pattern, places: Mapping[W, Mapping[int, int]]) -> None:
        self.pattern = pattern
        self.places = places
        # Where one thing is said over and over, the words around are the same as well: what was found in them.
        self._known: dict[tuple[tuple[int, W], ...], list[Variant]] = {}

    def variants(self, words: Sequence[W]) -> list[Variant]:
        """Where the phrase is said in ``words``, in order, no two overlapping.

        Of places that overlap the one with the fewest changes is taken, then the one that keeps the most letters, then
        the shortest, then the first.
        """
        variants_of_text: list[Variant] = []
        for window in self._windows(words):
            first = window[0]
            key = tuple([(at - first, words[at]) for at in window])
            best = self._known.get(key)
            if best is None:
                kept = [_Kept(at, *each) for at, word in key for each in self.places[word].items()]
                best = self._known[key] = sorted(_best_first(self.pattern, kept))
            variants_of_text += [
                Variant(one.start + first, one.end + first, one.missing_before, one.missing_after, one.within)
                for one in best
            ]
        return variants_of_text

    def nearest(self, words: Sequence[W]) -> Variant | None:
        """The variant with the fewest changes, then the one that keeps the most letters, then the first; if any."""
        nearest: tuple[_Rank, Variant] | None = None
        for window in self._windows(words):
            kept = [_Kept(at, *each) for at in window for each in self.places[words[at]].items()]
            if _enough(self.pattern, kept) and (best := _best(self.pattern, kept)):
                rank, variant = best
                if nearest is None or rank < nearest[0]:
                    nearest = rank, variant
        return nearest[1] if nearest else None

    def _windows(self, words: Sequence[W]) -> Iterator[list[int]]:
        """Where words of the phrase stand, apart where more than may change stand between, if they can be enough."""
        places, most = self.places, self.pattern.most_changes
        fewest = len(self.pattern.words) - most
        window: list[int] = []
        for at in [at for at, word in enumerate(words) if word in places]:
            if window and at - window[-1] - 1 > most:
                if len(window) >= fewest:
                    yield window
                window = []
            window.append(at)
        if window and len(window) >= fewest:
            yield window


def _enough(pattern: Pattern, window: Sequence[_Kept]) -> bool:
    """Whether enough of the phrase is among ``window`` for a variant, in whatever order."""
    letters: dict[int, int] = {}
    for kept in window:
        letters[kept.place] = max(kept.letters, letters.get(kept.place, 0))
    return len(letters) >= len(pattern.words) - pattern.most_changes and sum(letters.values()) >= pattern.least_letters


def _best_first(pattern: Pattern, window: Sequence[_Kept]) -> Iterator[Variant]:
    """The best variant of ``window``, and those to its left and right."""
    waiting = [window]
    while waiting:
        part = waiting.pop()
        ranked = _best(pattern, part) if _enough(pattern, part) else None
        if ranked is not None:
            _rank, best = ranked
            yield best
            waiting.append([kept for kept in part if kept.at < best.start])
            waiting.append([kept for kept in part if kept.at >= best.end])


def _best(pattern: Pattern, part: Sequence[_Kept]) -> tuple[_Rank, Variant] | None:
    """The best variant in ``part``, and what it was chosen by."""
    chains: list[_Chain] = []
    best: tuple[_Rank, int] | None = None
    last = len(pattern.words) - 1
    first_near = 0
    for at, kept in enumerate(part):
        chain = _Chain(kept.place, -kept.letters, -kept.at, None)
        while kept.at - part[first_near].at - 1 > pattern.most_changes:
            first_near += 1
        for first in range(first_near, at):
            before = part[first]
            if before.place < kept.place and before.at < kept.at:
                gap = max(kept.place - before.place, kept.at - before.at) - 1
                so_far = chains[first]
                # The start is negative: of two as good the shorter one is wanted.
                better = _Chain(so_far.changes + gap, so_far.letters - kept.letters, so_far.start, first)
                if better[:3] < chain[:3]:
                    chain = better
        chains.append(chain)
        changes = chain.changes + last - kept.place
        if changes <= pattern.most_changes and -chain.letters >= pattern.least_letters:
            rank = (changes, chain.letters, kept.at + chain.start, kept.at)
            if best is None or rank < best[0]:
                best = rank, at
    return None if best is None else (best[0], _variant(pattern, part, chains, best[1]))


def _variant(pattern: Pattern, part: Sequence[_Kept], chains: Sequence[_Chain], end: int) -> Variant:
    within = Changes()
    at = end
    while (before := chains[at].before) is not None:
        within = within.with_gap(
            of_phrase=part[at].place - part[before].place - 1, of_text=part[at].at - part[before].at - 1
        )
        at = before
    return Variant(
        start=part[at].at,
        end=part[end].at + 1,
        missing_before=part[at].place,
        missing_after=len(pattern.words) - 1 - part[end].place,
        within=within,
    )
