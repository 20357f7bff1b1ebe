"""How alike two texts are cut into paragraphs, whatever was edited inside these.

Plain Python. Lines that are joined in one text and not in the other have other beginnings and ends.
"""

from collections import Counter
from collections.abc import Iterable

_WORDS = 3


def cut_alike(old: Iterable[str], new: Iterable[str]) -> float:
    """Of the beginnings and ends of the paragraphs of both texts, how many (0 to 1) the other one has too."""
    one, other = _edges(old), _edges(new)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _edges(paragraphs: Iterable[str]) -> Counter[tuple[str, bool]]:
    """The first and the last words of each paragraph, and which of the two they are."""
    edges: Counter[tuple[str, bool]] = Counter()
    for text in paragraphs:
        first, last = text.split(None, _WORDS)[:_WORDS], text.rsplit(None, _WORDS)[-_WORDS:]
        edges.update([(" ".join(first), False), (" ".join(last), True)])
    return edges
