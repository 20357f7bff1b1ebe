"""The formulary of a corpus: the phrases that half of its documents have."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import groupby, pairwise

FEWEST_DOCUMENTS = 8
"""Documents from which on a corpus has a formulary: of fewer, half say nothing about what is common."""
LENGTH = 4
"""Words in a row from which on a phrase is a formula."""

type Phrase = tuple[str, ...]


def formulas(documents: Iterable[Sequence[Sequence[str]]]) -> frozenset[Phrase]:
    """The phrases of four words that stand in at least half of ``documents``, each the words of its texts.

    A phrase can only be as common as the pairs of words in it. So these are counted first, and then the phrases made
    of common ones alone (R. Agrawal and R. Srikant, "Fast algorithms for mining association rules", VLDB 1994).
    """
    documents = list(documents)
    if len(documents) < FEWEST_DOCUMENTS:
        return frozenset()
    pairs = _common(
        (frozenset(pair for text in document for pair in pairwise(text)) for document in documents), documents
    )
    if not pairs:
        return frozenset()
    phrases = (
        frozenset(phrase for text in document for _at, phrase in _phrases(text, pairs)) for document in documents
    )
    return _common(phrases, documents)


def _common(phrases: Iterable[frozenset[Phrase]], documents: Sequence[object]) -> frozenset[Phrase]:
    counted: Counter[Phrase] = Counter()
    for some in phrases:
        counted.update(some)
    return frozenset(phrase for phrase, number in counted.items() if 2 * number >= len(documents))


def _phrases(text: Sequence[str], pairs: frozenset[Phrase]) -> Iterable[tuple[int, Phrase]]:
    """The phrases of ``text`` of which each pair of words is among ``pairs``, with their places."""
    run = 0
    for at, pair in enumerate(pairwise(text)):
        run = run + 1 if pair in pairs else 0
        if run >= LENGTH - 1:
            start = at + 2 - LENGTH
            yield start, tuple(text[start : start + LENGTH])


def without_formulas(words: Sequence[str], known: frozenset[Phrase]) -> Sequence[str]:
    """``words`` without those that stand in a formula."""
    if not known:
        return words
    covered = {
        at
        for start in range(len(words) - LENGTH + 1)
        if tuple(words[start : start + LENGTH]) in known
        for at in range(start, start + LENGTH)
    }
    return [word for at, word in enumerate(words) if at not in covered] if covered else words


def without_runs(words: Sequence[str], common: Container[str]) -> list[str]:
    """``words`` without those that stand four in a row, or more, of which each is in ``common``.

    Where the words that half of the documents have are known, and their phrases are not: every formula is such a run.
    """
    kept: list[str] = []
    for is_common, run in groupby(words, key=lambda word: word in common):
        some = list(run)
        if not is_common or len(some) < LENGTH:
            kept += some
    return kept
