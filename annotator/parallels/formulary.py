"""The formulary of a corpus: the phrases that half of its documents have."""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

FEWEST_DOCUMENTS = 8
"""Documents from which on a corpus has a formulary: of fewer, half say nothing about what is common."""
LENGTH = 4
"""Words in a row from which on a phrase is a formula."""
LONGEST = 40
"""Words of a phrase that is told of as one."""

type Phrase = tuple[str, ...]


def formulas(documents: Iterable[Sequence[Sequence[str]]]) -> frozenset[Phrase]:
    """The phrases of four words that stand in at least half of ``documents``, each the words of its texts.

    A phrase can only be as common as the words and the pairs of words in it. So words are counted first, then pairs of
    common ones, and then the phrases made of common pairs alone (R. Agrawal and R. Srikant, "Fast algorithms for mining
    association rules", VLDB 1994).
    """
    documents = list(documents)
    if len(documents) < FEWEST_DOCUMENTS:
        return frozenset()
    words = _common((frozenset().union(*document) for document in documents), documents)
    pairs = _common(
        (
            frozenset(pair for text in document for pair in pairwise(text) if pair[0] in words and pair[1] in words)
            for document in documents
        ),
        documents,
    )
    if not pairs:
        return frozenset()
    phrases = (
        frozenset(phrase for text in document for _at, phrase in _phrases(text, pairs)) for document in documents
    )
    return _common(phrases, documents)


def _common[Said: (str, Phrase)](phrases: Iterable[frozenset[Said]], documents: Sequence[object]) -> frozenset[Said]:
    counted: Counter[Said] = Counter()
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


class Formula(NamedTuple):
    """A phrase that half of the documents have: how many have it, how many of their texts, and the first one of each.

    ``first``: the place of that text among those of the document, by the place of the document.
    """

    phrase: Phrase
    texts: int
    first: Mapping[int, int]


def formulary(documents: Iterable[Sequence[Sequence[str]]]) -> list[Formula]:
    """The phrases of four words and more that stand in at least half of ``documents``, those that most have first.

    Parts of a longer one that all these documents have are left out, so that each is told once; phrases of more than
    ``LONGEST`` words are told in parts of that length.

    What many texts say in the same words is read once, and a phrase of more than four words is known by its two parts,
    the one without its last word and the one without its first: a long one costs no more than a short one.
    """
    documents = list(documents)
    known = formulas(documents)
    runs: defaultdict[Phrase, list[tuple[int, int]]] = defaultdict(list)
    for at, document in enumerate(documents):
        for place, text in enumerate(document):
            for run in _runs(text, known):
                runs[tuple(run)].append((at, place))
    # Of each run, what its phrases of one length are known by; ``None`` where that one is not common.
    phrases: list[list[Hashable]] = [
        [run[start : start + LENGTH] for start in range(len(run) - LENGTH + 1)] for run in runs
    ]
    longest: list[Formula] = []
    shorter: list[Formula] = []
    for length in range(LENGTH, LONGEST + 1):
        counted = _counted(phrases, length, runs, len(documents))
        parts = {
            part
            for phrase, formula in counted.items()
            for part in (phrase if length > LENGTH else ())
            if len(shorter[part].first) == len(formula.first)
        }
        longest += [formula for number, formula in enumerate(shorter) if number not in parts]
        shorter = list(counted.values())
        if not shorter:
            break
        numbers = {phrase: number for number, phrase in enumerate(counted)}
        phrases = [
            [None if None in pair else pair for pair in pairwise(numbers.get(phrase) for phrase in some)]
            for some in phrases
        ]
    return sorted([*longest, *shorter], key=lambda each: (-len(each.first), -each.texts, each.phrase))


def _runs(text: Sequence[str], known: frozenset[Phrase]) -> Iterator[Sequence[str]]:
    """The stretches of ``text`` of which each four words are in ``known``, as long as they go."""
    begin = None
    for start in range(len(text) - LENGTH + 2):
        if tuple(text[start : start + LENGTH]) in known and start + LENGTH <= len(text):
            begin = start if begin is None else begin
        elif begin is not None:
            yield text[begin : start + LENGTH - 1]
            begin = None


def _counted(
    phrases: Sequence[Sequence[Any]], length: int, runs: Mapping[Phrase, Sequence[tuple[int, int]]], documents: int
) -> dict[Any, Formula]:
    """Those of ``phrases``, by what they are known by in each of the ``runs``, that half of the ``documents`` have."""
    standing: defaultdict[Any, dict[int, int]] = defaultdict(dict)
    for run, some in enumerate(phrases):
        for start, phrase in enumerate(some):
            if phrase is not None:
                standing[phrase].setdefault(run, start)
    words, places = list(runs), list(runs.values())
    # Phrases beside each other mostly stand in the same runs.
    known: dict[tuple[int, ...], tuple[int, Mapping[int, int]]] = {}
    counted = {}
    for phrase, starts in standing.items():
        key = tuple(starts)
        if key not in known:
            texts = {place for run in key for place in places[run]}
            # The first text of each document: the last that is written over the others.
            known[key] = len(texts), dict(sorted(texts, reverse=True))
        number, first = known[key]
        if 2 * len(first) >= documents:
            run, start = next(iter(starts.items()))
            counted[phrase] = Formula(words[run][start : start + length], number, first)
    return counted


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
    for is_common, run in groupby(words, key=common.__contains__):
        some = list(run)
        if not is_common or len(some) < LENGTH:
            kept += some
    return kept
