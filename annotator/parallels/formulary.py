"""The formulary of a corpus: the phrases that half of its documents have."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple

FEWEST_DOCUMENTS = 8
"""Documents from which on a corpus has a formulary: of fewer, half say nothing about what is common."""
LENGTH = 4
"""Words in a row from which on a phrase is a formula."""
LONGEST = 40
"""Words of a phrase that is told of as one."""

type Phrase = tuple[str, ...]
type Documents = Collection[Iterable[Sequence[str]]]
"""The words of the texts of each, gone through several times: a collection may read them anew, and hold none.

Where the longest come last, what they alone say is not held either.
"""


def formulas(documents: Documents) -> frozenset[Phrase]:
    """The phrases of four words that stand in at least half of ``documents``.

    A phrase can only be as common as the words and the pairs of words in it. So words are counted first, then pairs of
    common ones, and then the phrases made of common pairs alone (R. Agrawal and R. Srikant, "Fast algorithms for mining
    association rules", VLDB 1994).
    """
    if len(documents) < FEWEST_DOCUMENTS:
        return frozenset()
    words = _common(map(chain.from_iterable, documents), documents)
    pairs = _common(
        (
            (pair for text in document for pair in pairwise(text) if pair[0] in words and pair[1] in words)
            for document in documents
        ),
        documents,
    )
    if not pairs:
        return frozenset()
    phrases = ((phrase for text in document for _at, phrase in _phrases(text, pairs)) for document in documents)
    return _common(phrases, documents)


def _common[Said: (str, Phrase)](said: Iterable[Iterable[Said]], documents: Documents) -> frozenset[Said]:
    """What at least half of ``documents`` say, of each of which ``said`` is what it says."""
    half = -(-len(documents) // 2)
    counted: Counter[Said] = Counter()
    for at, some in enumerate(said):
        # What none of those before has said, too few are left to say.
        is_late = len(documents) - at < half
        counted.update({each for each in some if not is_late or each in counted})
    return frozenset(each for each, number in counted.items() if number >= half)


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


def formulary(documents: Documents) -> list[Formula]:
    """The phrases of four words and more that stand in at least half of ``documents``, those that most have first.

    Parts of a longer one that all these documents have are left out, so that each is told once; phrases of more than
    ``LONGEST`` words are told in parts of that length.

    What many texts say in the same words is read once, and a phrase of more than four words is known by its two parts,
    the one without its last word and the one without its first: a long one costs no more than a short one.
    """
    runs = _common_runs(documents)
    words, places = list(runs), list(runs.values())

    @cache
    def texts_with(runs: tuple[int, ...]) -> tuple[int, Mapping[int, int]]:
        """How many texts have one of ``runs``, and the first of each document: phrases mostly stand side by side."""
        texts = {place for run in runs for place in places[run]}
        # The last that is written over the others.
        return len(texts), dict(sorted(texts, reverse=True))

    # Of each run, what its phrases of one length are known by; ``None`` where that one is not common.
    phrases: list[list[Hashable]] = [
        [run[start : start + LENGTH] for start in range(len(run) - LENGTH + 1)] for run in runs
    ]
    longest: list[Formula] = []
    shorter: list[_Stretch] = []
    for length in range(LENGTH, LONGEST + 2):
        texts_with.cache_clear()
        counted = _counted(phrases, texts_with, len(documents)) if length <= LONGEST else {}
        parts = {
            part
            for phrase, common in counted.items()
            for part in (phrase if length > LENGTH else ())
            if len(shorter[part].first) == len(common.first)
        }
        longest += [
            Formula(words[each.run][each.start : each.start + length - 1], each.texts, each.first)
            for number, each in enumerate(shorter)
            if number not in parts
        ]
        shorter = list(counted.values())
        if not shorter:
            break
        numbers = {phrase: number for number, phrase in enumerate(counted)}
        phrases = [
            [None if None in pair else pair for pair in pairwise(numbers.get(phrase) for phrase in some)]
            for some in phrases
        ]
    return sorted(longest, key=lambda each: (-len(each.first), -each.texts, each.phrase))


def _common_runs(documents: Documents) -> dict[Phrase, list[tuple[int, int]]]:
    """The stretches of texts of which each four words are a formula, with the documents and texts that have them."""
    known = formulas(documents)
    runs: defaultdict[Phrase, list[tuple[int, int]]] = defaultdict(list)
    for at, document in enumerate(documents):
        for place, text in enumerate(document):
            for run in _runs(text, known):
                runs[tuple(run)].append((at, place))
    return runs


def _runs(text: Sequence[str], known: frozenset[Phrase]) -> Iterator[Sequence[str]]:
    """The stretches of ``text`` of which each four words are in ``known``, as long as they go."""
    begin = None
    for start in range(len(text) - LENGTH + 2):
        if tuple(text[start : start + LENGTH]) in known and start + LENGTH <= len(text):
            begin = start if begin is None else begin
        elif begin is not None:
            yield text[begin : start + LENGTH - 1]
            begin = None


class _Stretch(NamedTuple):
    """A phrase of some length that half of the documents have, by where it begins in one of the runs."""

    run: int
    start: int
    texts: int
    first: Mapping[int, int]


def _counted(
    phrases: Sequence[Sequence[Any]], texts_with: Callable[[tuple[int, ...]], Any], documents: int
) -> dict[Any, _Stretch]:
    """Those of ``phrases``, by what they are known by in each run, that half of the ``documents`` have."""
    standing: dict[Any, list[int]] = {}
    for run, some in enumerate(phrases):
        for start, phrase in enumerate(some):
            # Where it begins in the first run, and the runs.
            if phrase is not None and (there := standing.setdefault(phrase, [start, run]))[-1] != run:
                there.append(run)
    common = {}
    for phrase, (start, *there) in standing.items():
        number, first = texts_with(tuple(there))
        if 2 * len(first) >= documents:
            common[phrase] = _Stretch(there[0], start, number, first)
    return common


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
