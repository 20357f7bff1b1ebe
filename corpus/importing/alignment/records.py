"""Records: paragraphs that say the same with other numbers, and whether these count something.

Plain Python.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

_NUMBER = re.compile(r"\d+")
# By how much numbers go up at most where what is counted is said in some of the records only.
_FEW = 3


def unnumbered(sign: str) -> str:
    """What paragraphs that differ by numbers alone have in common."""
    return _NUMBER.sub("0", sign)


def but_for_one(sign: str) -> Iterator[str]:
    """What it says but for one of its numbers, for each of them: a copy that was counted anew says the same."""
    return (f"{sign[: number.start()]}#{sign[number.end() :]}" for number in _NUMBER.finditer(sign))


def formulas(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """What stands in one of the texts with several numbers."""
    repeated: set[str] = set()
    for signs in (old, new):
        counts = Counter(unnumbered(sign) for sign in set(signs) if _NUMBER.search(sign))
        repeated.update(formula for formula, count in counts.items() if count > 1)
    return repeated


def counted_formulas(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The formulas of which one of the numbers goes up by a few in a third of the steps from one to the next.

    What they say of the third may be said of the fourth by now; what is not counted is not counted anew.
    """
    counted: set[str] = set()
    for signs in (old, new):
        rows: dict[str, list[list[int]]] = defaultdict(list)
        for sign in signs:
            numbers = _NUMBER.findall(sign)
            if numbers:
                rows[unnumbered(sign)].append([*map(int, numbers)])
        for formula, row in rows.items():
            steps = (
                [0 < after - before <= _FEW for before, after in pairwise(each)] for each in zip(*row, strict=True)
            )
            if any(3 * sum(rises) > len(rises) for rises in steps):
                counted.add(formula)
    return counted
