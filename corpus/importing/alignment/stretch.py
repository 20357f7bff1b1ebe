"""Which paragraphs of a stretch of two texts belong together.

Plain Python. The best pairs in order are found by dynamic programming, as sentences of a translation are aligned: Gale
and Church 1993, "A program for aligning sentences in bilingual corpora", with words in common in place of lengths.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from .patience import Gap, gaps, in_order
from .similarity import RESEMBLING, Bag, Bead, Lexicon, Phrase, joined

# Pairs looked at in one stretch; a longer one without a pair to cut it at is left alone.
_MOST_CELLS = 2_500


def aligned(old: Sequence[Bag], new: Sequence[Bag], lexicon: Lexicon) -> list[Bead]:
    """The beads of paragraphs of a stretch that are alike, in order on both sides, by index in the stretch.

    The time taken is bounded: first pairs are taken from both ends as long as they are alike, then the stretch is cut
    at pairs that share phrases found nowhere else in it, and what remains longer than ``_MOST_CELLS`` is left alone.
    """
    start, end, shorter = 0, 0, min(len(old), len(new))
    while start < shorter and lexicon.likeness(old[start], new[start]) >= RESEMBLING:
        start += 1
    while end < shorter - start and lexicon.likeness(old[-1 - end], new[-1 - end]) >= RESEMBLING:
        end += 1
    pairs = [(at, at) for at in range(start)] + [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]
    for part in gaps(pairs, Gap(0, len(old), 0, len(new))):
        beads = by_phrases(old[part.old : part.old_end], new[part.new : part.new_end]) if part.cells > 1 else []
        cuts = [(part.old + at, part.new + to) for at, to in beads]
        alike = [(at, to) for at, to in cuts if lexicon.likeness(old[at], new[to]) >= RESEMBLING]
        pairs += in_order(alike, [old[at].size for at, _to in alike])
    for gap in gaps(sorted(pairs), Gap(0, len(old), 0, len(new))):
        if gap.cells <= _MOST_CELLS:
            path = _best_path(old[gap.old : gap.old_end], new[gap.new : gap.new_end], lexicon)
            pairs += [(gap.old + at, gap.new + to) for at, to in path]
    return _with_parts(old, new, sorted(pairs), lexicon)


def by_phrases(old: Sequence[Bag], new: Sequence[Bag], apart_from: Container[Phrase] = ()) -> list[tuple[int, int]]:
    """Pairs that share more phrases found nowhere else than either does with another, in the order of ``old``.

    The phrases ``apart_from`` are not looked at.
    """
    in_old, in_new = _standing_once(old, apart_from), _standing_once(new, apart_from)
    votes = Counter((at, in_new[phrase]) for phrase, at in in_old.items() if phrase in in_new)
    best_old: dict[int, int] = {}
    best_new: dict[int, int] = {}
    for left, right in sorted(votes, key=lambda pair: (-votes[pair], pair)):
        best_old.setdefault(left, right)
        best_new.setdefault(right, left)
    return sorted((left, right) for left, right in best_old.items() if best_new[right] == left)


def _best_path(old: Sequence[Bag], new: Sequence[Bag], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The pairs in order that are worth most together."""
    # From each place on: what the best pairs from there on to both ends are worth.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    paired = set()
    for at in range(len(old) - 1, -1, -1):
        for to in range(len(new) - 1, -1, -1):
            without = max(best[at + 1][to], best[at][to + 1])
            worth = lexicon.worth(old[at], new[to])
            best[at][to] = max(without, worth and best[at + 1][to + 1] + worth)
            if best[at][to] > without:
                paired.add((at, to))
    at = to = 0
    while at < len(old) and to < len(new):
        if (at, to) in paired:
            yield at, to
            at, to = at + 1, to + 1
        elif best[at + 1][to] >= best[at][to + 1]:
            at += 1
        else:
            to += 1


def _with_parts(
    old: Sequence[Bag], new: Sequence[Bag], pairs: Sequence[tuple[int, int]], lexicon: Lexicon
) -> list[Bead]:
    """``pairs``, each with the unpaired paragraphs beside it that hold what it misses: it was split or merged."""
    free_old = set(range(len(old))).difference(at for at, _to in pairs)
    free_new = set(range(len(new))).difference(to for _at, to in pairs)
    beads = []
    for at, to in pairs:
        news = _parts(old[at], new, to, free_new, lexicon)
        olds = _parts(new[to], old, at, free_old, lexicon) if len(news) == 1 else [at]
        beads.append(Bead(tuple(olds), tuple(news)))
    return beads


def _parts(whole: Bag, parts: Sequence[Bag], main: int, free: set[int], lexicon: Lexicon) -> list[int]:
    """The part ``main`` of ``whole`` and the ``free`` ones beside it that are parts of the rest; they are taken."""
    taken = [main]
    if free.isdisjoint((main - 1, main + 1)):
        return taken
    left = whole.counts - parts[main].counts
    for step in (1, -1):
        at = main + step
        while left and at in free and parts[at].size:
            gained = left & parts[at].counts
            if not lexicon.is_part(gained, parts[at]):
                break
            left -= gained
            taken.append(at)
            free.discard(at)
            at += step
    if len(taken) > 1:
        others = joined([parts[at] for at in taken[1:]])
        own = (whole.counts - others.counts) & parts[main].counts
        if not lexicon.is_part(own, parts[main]):
            # It was taken for it by words that the others have, or by its number.
            taken.remove(main)
    return sorted(taken)


def runs(beads: Iterable[Bead]) -> Iterator[list[Bead]]:
    """The beads in runs in which one stands beside the other in both texts."""
    run: list[Bead] = []
    for bead in sorted(beads):
        if run and (run[-1].old[0] + 1, run[-1].new[0] + 1) != (bead.old[0], bead.new[0]):
            yield run
            run = []
        run.append(bead)
    if run:
        yield run


def gained(whole: Bag, parts: Sequence[Bag]) -> list[int]:
    """How many words of ``whole`` each of ``parts``, in order, has that those before it have not."""
    left = whole.counts
    gains = []
    for part in parts:
        counts = part.counts
        gains.append((left & counts).total())
        left -= counts
    return gains


def repeated(bags: Sequence[Bag], some: Iterable[Bag]) -> set[Phrase]:
    """The phrases of ``some`` of ``bags`` that more than one of all has."""
    wanted = {phrase for bag in some for phrase in bag.phrases()}
    counts = Counter(phrase for bag in bags for phrase in bag.phrases() & wanted)
    return {phrase for phrase, count in counts.items() if count > 1}


def _standing_once(bags: Sequence[Bag], apart_from: Container[Phrase]) -> dict[Phrase, int]:
    """The phrases that only one of ``bags`` has, with its place."""
    places: dict[Phrase, list[int]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for phrase in bag.phrases():
            places[phrase].append(at)
    return {phrase: numbers[0] for phrase, numbers in places.items() if len(numbers) == 1 and phrase not in apart_from}
