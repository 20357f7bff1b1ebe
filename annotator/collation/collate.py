"""The words of several witnesses in columns: what stands in each at the same place.

Progressive alignment, as in the collation of texts (R. H. Dekker et al., "Computer-supported collation of modern
manuscripts: CollateX and the Beckett Digital Manuscript Project", Digital Scholarship in the Humanities 30, 2015): one
witness after the other is put beside the table of those before it. The longest runs of common words come first (after
Ratcliff and Obershelp), and between these words stand beside the likeliest (Needleman and Wunsch, "A general method
applicable to the search for similarities in the amino acid sequence of two proteins", Journal of Molecular Biology 48,
1970). The witnesses are put in an order of their own first, so that the result does not hang on the order given.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from annotator.anchoring.word_diff import keyed_words

SPELLING = 0.6
"""Likeness of two words from which on one is taken for the other in another spelling: six letters of ten agree."""
BESIDE = 0.05
"""What it is worth that two words stand beside each other which have nothing in common."""
MOST_STEPS = 60_000
"""Pairs of words between two common runs that are compared; with more of them, words get columns of their own."""
LEAST_MOVED = 2
"""Words in a row from which on they are told as standing elsewhere."""


class Token(NamedTuple):
    """A word of a witness: what it is compared by, as it is written, and what stands between it and the next word."""

    key: str
    written: str
    behind: str


@dataclass(slots=True)
class Column:
    """The words that stand at one place, by the number of the witness; a witness that has none is left out."""

    tokens: dict[int, Token] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What most witnesses have, of several the first in order."""
        counted = Counter(token.key for token in self.tokens.values())
        return min(counted, key=lambda key: (-counted[key], key))


def tokens_of(text: str) -> list[Token]:
    """The words of ``text``, the first with what stands before it."""
    words = keyed_words(text)
    if not words:
        return []
    ends = [word.start for word in words[1:]] + [len(text)]
    tokens = [
        Token(word.key, text[word.start : word.end], text[word.end : end])
        for word, end in zip(words, ends, strict=True)
    ]
    before = text[: words[0].start].lstrip()
    return [tokens[0]._replace(written=before + tokens[0].written), *tokens[1:]]


def collate(witnesses: Sequence[str]) -> list[Column]:
    """Put the words of ``witnesses`` in columns, in the order of the text.

    Read down the columns, the words of each witness stand in their order. Words are the same whatever their case, kind
    of apostrophe and punctuation; scripts without spaces are compared by character. The columns are the same in
    whatever order the witnesses are given. Time grows with the words and, between common runs, with their square.
    """
    tokens = [tokens_of(witness) for witness in witnesses]
    order = sorted(range(len(witnesses)), key=lambda at: (-len(tokens[at]), tokens[at]))
    columns: list[Column] = []
    for at in order:
        columns = list(_with(columns, at, tokens[at]))
    return columns


def _with(columns: Sequence[Column], witness: int, tokens: Sequence[Token]) -> Iterator[Column]:
    """The columns with one more witness, and the new ones that it brings."""
    keys, words = [column.key for column in columns], [token.key for token in tokens]
    blocks = SequenceMatcher(None, keys, words, autojunk=False).get_matching_blocks()
    at = to = 0
    for column, word, length in blocks:
        yield from _between(columns[at:column], witness, tokens[to:word])
        for place in range(length):
            columns[column + place].tokens[witness] = tokens[word + place]
            yield columns[column + place]
        at, to = column + length, word + length


def _between(columns: Sequence[Column], witness: int, tokens: Sequence[Token]) -> Iterator[Column]:
    """The same between two common runs."""
    pairs = _pairs(columns, tokens) if len(columns) * len(tokens) <= MOST_STEPS else {}
    to = 0
    for at, column in enumerate(columns):
        if at in pairs:
            for token in tokens[to : pairs[at]]:
                yield Column({witness: token})
            column.tokens[witness] = tokens[pairs[at]]
            to = pairs[at] + 1
        yield column
    for token in tokens[to:]:
        yield Column({witness: token})


def _pairs(columns: Sequence[Column], tokens: Sequence[Token]) -> dict[int, int]:
    """Which word stands in which column, such that what is worth most in all comes out; in order on both sides."""
    worth = [[_worth(column, token) for token in tokens] for column in columns]
    best = [[0.0] * (len(tokens) + 1) for _column in range(len(columns) + 1)]
    for at in range(len(columns) - 1, -1, -1):
        row, below, here = best[at], best[at + 1], worth[at]
        for to in range(len(tokens) - 1, -1, -1):
            row[to] = max(here[to] + below[to + 1], below[to], row[to + 1])
    pairs = {}
    at = to = 0
    while at < len(columns) and to < len(tokens):
        if best[at][to] == worth[at][to] + best[at + 1][to + 1]:
            pairs[at] = to
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return pairs


def _worth(column: Column, token: Token) -> float:
    alike = max(likeness(other.key, token.key) for other in column.tokens.values())
    return alike if alike >= SPELLING else BESIDE


def likeness(one: str, other: str) -> float:
    """How alike two words are (0 to 1): the part of the letters of the longer one that need no exchange."""
    return 1.0 if one == other else Levenshtein.normalized_similarity(one, other)


class Moved(NamedTuple):
    """Words in a row that a witness has at another place than the base: columns, from the first up to the last."""

    here: tuple[int, int]
    there: tuple[int, int]


def transpositions(columns: Sequence[Column], base: int, witness: int) -> list[Moved]:
    """Where ``witness`` has words of the ``base`` elsewhere, two in a row or more, in the order of the columns.

    ``here`` is where the witness has them, ``there`` where the base has them. Of several places the longest run counts,
    and of these the first.
    """
    mine = [at for at, column in enumerate(columns) if _differs(column, witness, base)]
    others = [at for at, column in enumerate(columns) if _differs(column, base, witness)]
    free_mine, free_others = set(mine), set(others)
    found = []
    for length, run, place in _common_runs(columns, witness, base, mine, others):
        here, there = run[:length], place[:length]
        if free_mine.issuperset(here) and free_others.issuperset(there):
            free_mine.difference_update(here)
            free_others.difference_update(there)
            found.append(Moved((here[0], here[-1]), (there[0], there[-1])))
    return sorted(found)


def _differs(column: Column, one: int, other: int) -> bool:
    """Whether ``one`` has a word there that ``other`` has not."""
    return one in column.tokens and (other not in column.tokens or column.tokens[other].key != column.tokens[one].key)


def _common_runs(
    columns: Sequence[Column], witness: int, base: int, mine: Sequence[int], others: Sequence[int]
) -> list[tuple[int, list[int], list[int]]]:
    """The runs of words that both have among the columns given, the longest first: length, columns here, there."""
    runs_here = [(run, [columns[at].tokens[witness].key for at in run]) for run in _runs(columns, witness, mine)]
    runs_there = [(run, [columns[at].tokens[base].key for at in run]) for run in _runs(columns, base, others)]
    # Most have no two words in a row in common, which is seen at once.
    in_a_row = [frozenset(pairwise(other)) for _there, other in runs_there]
    found = []
    for here, words in runs_here:
        mine_in_a_row = frozenset(pairwise(words))
        for (there, other), theirs in zip(runs_there, in_a_row, strict=True):
            if not mine_in_a_row.isdisjoint(theirs):
                blocks = SequenceMatcher(None, words, other, autojunk=False).get_matching_blocks()
                found += [(n, here[a : a + n], there[b : b + n]) for a, b, n in blocks if n >= LEAST_MOVED]
    return sorted(found, key=lambda run: (-run[0], run[1], run[2]))


def _runs(columns: Sequence[Column], witness: int, places: Iterable[int]) -> Iterator[list[int]]:
    """``places`` in pieces: those between which the witness has no other word."""
    run: list[int] = []
    chosen = set(places)
    for at, column in enumerate(columns):
        if at in chosen:
            run.append(at)
        elif witness in column.tokens and run:
            yield run
            run = []
    if run:
        yield run


def witness_text(columns: Sequence[Column], witness: int) -> list[str]:
    """The keys of a witness's words as the columns have them."""
    return [column.tokens[witness].key for column in columns if witness in column.tokens]


def segments(columns: Sequence[Column]) -> list[list[Column]]:
    """Neighbouring columns together in which the same witnesses agree, and the same have nothing."""
    found: list[list[Column]] = []
    for before, column in pairwise([None, *columns]):
        if column is not None and before is not None and _agreement(before) == _agreement(column):
            found[-1].append(column)
        elif column is not None:
            found.append([column])
    return found


def _agreement(column: Column) -> dict[int, int]:
    """For each witness with a word there, the first one that has the same word."""
    first: dict[str, int] = {}
    return {witness: first.setdefault(token.key, witness) for witness, token in sorted(column.tokens.items())}
