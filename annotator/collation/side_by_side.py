"""Which paragraphs of one text answer to those of another, in the order of both: a translation beside its original.

The pairs that are worth most together, none crossing another (Gale and Church, "A program for aligning sentences in
bilingual corpora", Computational Linguistics 19, 1993, whose measure of lengths is used): paragraphs with the same
printed number, of the same kind, of lengths that fit, and about as far on in their texts; and, where it is known, that
mean the same.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from corpus.importing.alignment.pairing import Aligned

MOST_CELLS = 1_000_000
"""Pairs of paragraphs that are weighed; in longer texts only those about as far on in both."""
FOR_NUMBER, FOR_KIND, FOR_LENGTH, FOR_PLACE = 1.0, 0.3, 0.3, 0.2
"""What it is worth that the printed numbers are the same, the kinds, the lengths, and how far on both stand."""
AGAINST_NUMBER = -0.8
"""What it costs that the printed numbers differ."""
LEAST = 0.35
"""What a pair must be worth."""
FOR_MEANING, UNRELATED = 2.5, 0.4
"""What it is worth that both mean the same, and the likeness in meaning below which it speaks against a pair."""

type Alike = Callable[[int], Sequence[float | None]]
"""How alike in meaning a paragraph of the left text, by its place, is to each of the right; ``None`` where unknown."""


def beside(
    left: Sequence[Aligned], right: Sequence[Aligned], alike: Alike | None = None
) -> list[tuple[int | None, int | None]]:
    """The paragraphs of two texts in rows, by their places; ``None`` on the side on which nothing answers.

    Every paragraph is in one row, and each side is in its order.
    """
    lengths = [sum(len(each.text) for each in side) or 1 for side in (left, right)]
    # Asked about one paragraph of the left text after the other.
    meant = lru_cache(maxsize=1)(alike) if alike else None

    def worth(at: int, to: int) -> float:
        one, other = left[at], right[to]
        score = FOR_KIND * (one.kind == other.kind)
        if one.number and other.number:
            score += FOR_NUMBER if one.number == other.number else AGAINST_NUMBER
        share, other_share = len(one.text) / lengths[0], len(other.text) / lengths[1]
        score += FOR_LENGTH * min(share, other_share) / max(share, other_share, 1e-9)
        if meant and (likeness := meant(at)[to]) is not None:
            score += FOR_MEANING * (likeness - UNRELATED)
        return score + FOR_PLACE * (1 - abs(at / len(left) - to / len(right))) - LEAST

    pairs = _best(len(left), len(right), worth)
    rows: list[tuple[int | None, int | None]] = []
    at = to = 0
    for one, other in [*pairs, (len(left), len(right))]:
        rows += ((each, None) for each in range(at, one))
        rows += ((None, each) for each in range(to, other))
        if one < len(left):
            rows.append((one, other))
        at, to = one + 1, other + 1
    return rows


def _best(left: int, right: int, worth: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """The pairs, none crossing another, that are worth most together."""
    if not left or not right:
        return []
    reach = max(right, 1) if left * right <= MOST_CELLS else max(50, MOST_CELLS // left // 2)
    rows: list[dict[int, float]] = [{} for _row in range(left + 1)]
    windows = [
        range(max(0, at * right // left - reach), min(right, at * right // left + reach + 1)) for at in range(left)
    ]
    weighed: list[dict[int, float]] = []
    for at in range(left - 1, -1, -1):
        below, row, known = rows[at + 1], rows[at], {}
        best_behind = 0.0
        for to in reversed(windows[at]):
            known[to] = worth(at, to)
            best_behind = max(best_behind, known[to] + _at(below, to + 1), _at(below, to))
            row[to] = best_behind
        weighed.append(known)
    weighed.reverse()
    pairs = []
    to = 0
    for at in range(left):
        value = _at(rows[at], to)
        if value == _at(rows[at + 1], to):
            continue
        for other in windows[at]:
            if other >= to and value == weighed[at][other] + _at(rows[at + 1], other + 1):
                pairs.append((at, other))
                to = other + 1
                break
    return pairs


def _at(row: dict[int, float], place: int) -> float:
    """What is worth most from ``place`` on; outside of what was weighed that of the nearest place behind it."""
    if place in row:
        return row[place]
    if not row:
        return 0.0
    first = min(row)
    return row[first] if place < first else 0.0
