"""The words of several witnesses in columns: what stands in each at the same place.

Progressive alignment, as in the collation of texts (R. H. Dekker et al., "Computer-supported collation of modern
manuscripts: CollateX and the Beckett Digital Manuscript Project", Digital Scholarship in the Humanities 30, 2015): one
witness after the other is put beside the table of those before it. The longest runs of common words come first (after
Ratcliff and Obershelp), and between these words stand beside the likeliest (Needleman and Wunsch, "A general method
applicable to the search for similarities in the amino acid sequence of two proteins", Journal of Molecular Biology 48,
1970). The witnesses are put in an order of their own first, so that the result does not hang on the order given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from annotator.anchoring.word_diff import KeyedWord, keyed_words
from corpus.search.tokenizer import JOINT

SPELLING = 0.6
"""Likeness of two words from which on one is taken for the other in another spelling: six letters of ten agree."""
BESIDE = 0.05
"""What it is worth that two words stand beside each other which have nothing in common."""
MOST_STEPS = 60_000
"""Pairs of words between two common runs that are compared; with more of them, words get columns of their own."""
DISTINCTIVE, DISTINCTIVE_ALONE = 6, 4
"""Letters from which on a single word is told as standing elsewhere, and where nothing beside it differs."""
MOST_EXCHANGED = 6
"""How far apart two words are, in words, that are told to have exchanged places whatever words they are."""

type Parts = tuple[str, ...]


class Token(NamedTuple):
    """A word of a witness: what it is compared by, as it is written, and what stands between it and the next word."""

    key: str
    written: str
    behind: str


@dataclass(slots=True)
class CollationColumn:
    """The words that stand at one place, by the number of the witness; a witness that has none is left out."""

    tokens: dict[int, Token] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What most witnesses have, of several the first in order."""
        counted = Counter(token.key for token in self.tokens.values())
        return min(counted, key=lambda key: (-counted[key], key))


def tokens_of(text: str, apart: AbstractSet[Parts] = frozenset()) -> list[Token]:
    """The words of ``text``, the first with what stands before it.

    What a hyphen joins is one word, as in the search ("co-operation"); so are words in a row that are ``apart``, each
    of these the parts of a word that others write with a hyphen ("well being").
    """
    words = keyed_words(text)
    keys = [word.key for word in words]
    joints = {joint.start(): joint.end() for joint in JOINT.finditer(text)}
    lengths = sorted({len(parts) for parts in apart}, reverse=True)
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        end, sign = at + 1, "-"
        while end < len(words) and joints.get(words[end - 1].end) == words[end].start:
            end += 1
        if end == at + 1:
            run = (length for length in lengths if _is_apart(text, words[at : at + length], apart))
            end, sign = at + next(run, 1), " "
        written = text[words[at].start : words[end - 1].end]
        behind = text[words[end - 1].end : words[end].start if end < len(words) else len(text)]
        tokens.append(Token(sign.join(keys[at:end]), written, behind))
        at = end
    if tokens:
        tokens[0] = tokens[0]._replace(written=text[: words[0].start].lstrip() + tokens[0].written)
    return tokens


def _is_apart(text: str, words: Sequence[KeyedWord], apart: AbstractSet[Parts]) -> bool:
    between = (text[one.end : other.start] for one, other in pairwise(words))
    return tuple(word.key for word in words) in apart and all(gap.isspace() for gap in between)


def collate(witnesses: Sequence[str]) -> list[CollationColumn]:
    """Put the words of ``witnesses`` in columns, in the order of the text.

    Read down the columns, the words of each witness stand in their order. Words are the same whatever their case, kind
    of apostrophe and punctuation; scripts without spaces are compared by character. The columns are the same in
    whatever order the witnesses are given. Time grows with the words and, between common runs, with their square.
    """
    joined = {token.key for witness in witnesses for token in tokens_of(witness) if "-" in token.key}
    apart = frozenset(tuple(key.split("-")) for key in joined)
    tokens = [tokens_of(witness, apart) for witness in witnesses]
    order = sorted(range(len(witnesses)), key=lambda at: (-len(tokens[at]), tokens[at]))
    columns: list[CollationColumn] = []
    known: dict[tuple[str, ...], int] = {}
    for at in order:
        # What has the same words as one before it stands where that stands, though others may be likelier by now.
        first = known.setdefault(tuple(token.key for token in tokens[at]), at)
        if first == at:
            columns = list(_with(columns, at, tokens[at]))
            continue
        for column, token in zip([each for each in columns if first in each.tokens], tokens[at], strict=True):
            column.tokens[at] = token
    return columns


def _with(columns: Sequence[CollationColumn], witness: int, tokens: Sequence[Token]) -> Iterator[CollationColumn]:
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


def _between(columns: Sequence[CollationColumn], witness: int, tokens: Sequence[Token]) -> Iterator[CollationColumn]:
    """The same between two common runs."""
    pairs = _pairs(columns, tokens) if len(columns) * len(tokens) <= MOST_STEPS else {}
    to = 0
    for at, column in enumerate(columns):
        if at in pairs:
            for token in tokens[to : pairs[at]]:
                yield CollationColumn({witness: token})
            column.tokens[witness] = tokens[pairs[at]]
            to = pairs[at] + 1
        yield column
    for token in tokens[to:]:
        yield CollationColumn({witness: token})


def _pairs(columns: Sequence[CollationColumn], tokens: Sequence[Token]) -> dict[int, int]:
    """Which word stands in which column, such that what is worth most in all comes out; in order on both sides."""
    worth = [[_worth(column, token) for token in tokens] for column in columns]
    best = [[0.0] * (len(tokens) + 1) for _column in range(len(columns) + 1)]
    for at in range(len(columns) - 1, -1, -1):
        row, below, value = best[at], best[at + 1], worth[at]
        for to in range(len(tokens) - 1, -1, -1):
            row[to] = max(value[to] + below[to + 1], below[to], row[to + 1])
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


def _worth(column: CollationColumn, token: Token) -> float:
    alike = max(likeness(other.key, token.key) for other in column.tokens.values())
    return alike if alike >= SPELLING else BESIDE


def likeness(one: str, other: str) -> float:
    """How alike two words are (0 to 1): the part of the letters of the longer one that need no exchange."""
    return 1.0 if one == other else Levenshtein.normalized_similarity(one, other)


class Moved(NamedTuple):
    """Words in a row that a witness has at another place than the base: columns, from the first up to the last."""

    here: tuple[int, int]
    there: tuple[int, int]


class _Side(NamedTuple):
    """The words of a witness, the columns they stand in, and which of them another one has not there."""

    words: list[str]
    columns: list[int]
    free: list[int]
    alone: AbstractSet[int]
    """Those of ``free`` for which the other has nothing, between words that it has."""
    once: AbstractSet[str]
    """The words that stand in it once."""


def transpositions(columns: Sequence[CollationColumn], base: int, witness: int) -> list[Moved]:
    """Where ``witness`` has words of the ``base`` elsewhere, in the order of the columns.

    These are two words in a row or more; two words that exchange places around the same words, and with one of them
    the words between them; and a word that either has only once, if it is long enough to tell something.
    ``here`` is where the witness has them, ``there`` where the base has them. Of several places the longest run counts,
    and of these the first; seen from the other side they are the same.
    """
    one, other = sorted((witness, base), key=lambda each: witness_text(columns, each))
    mine, theirs = _side(columns, one, other), _side(columns, other, one)
    free_mine, free_others = set(mine.free), set(theirs.free)
    transposed = []
    for length, at, to in sorted(_moved(mine, theirs), key=lambda run: (-run[0], run[1], run[2])):
        left_range, right_range = range(at, at + length), range(to, to + length)
        if free_mine.issuperset(left_range) and free_others.issuperset(right_range):
            free_mine.difference_update(left_range)
            free_others.difference_update(right_range)
            places = (side.columns[run[0]] for side, run in ((mine, left_range), (theirs, right_range)))
            ends = (side.columns[run[-1]] for side, run in ((mine, left_range), (theirs, right_range)))
            moved = Moved(*zip(places, ends, strict=True))
            transposed.append(moved if one == witness else Moved(moved.there, moved.here))
    return sorted(transposed)


def _side(columns: Sequence[CollationColumn], one: int, other: int) -> _Side:
    places = [at for at, column in enumerate(columns) if one in column.tokens]
    words = [columns[at].tokens[one].key for at in places]
    other_keys = [columns[at].tokens[other].key if other in columns[at].tokens else None for at in places]
    free = [at for at, word in enumerate(words) if other_keys[at] != word]
    beside = {-1, len(words)}.union(range(len(words))).difference(free)
    alone = {at for at in free if other_keys[at] is None and beside >= {at - 1, at + 1}}
    return _Side(words, places, free, alone, {word for word, number in Counter(words).items() if number == 1})


def _moved(mine: _Side, theirs: _Side) -> Iterator[tuple[int, int, int]]:
    """What both have at different places: how many words, and the first of them on either side."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for to in theirs.free:
        places[theirs.words[to]].append(to)
    same = {(at, to) for at in mine.free for to in places.get(mine.words[at], ())}
    once = mine.once & theirs.once
    for at, to in same:
        if (at - 1, to - 1) in same:
            continue
        length = next(length for length in count(1) if (at + length, to + length) not in same)
        word = mine.words[at]
        enough = DISTINCTIVE_ALONE if at in mine.alone and to in theirs.alone else DISTINCTIVE
        if length > 1 or (word in once and len(word) >= enough):
            yield length, at, to
        elif _reach(mine, at, -1) <= _reach(theirs, to, 1) and _reach(theirs, to, -1) <= _reach(mine, at, 1):
            yield from _exchanged(mine, theirs, at, to)


def _reach(side: _Side, at: int, way: int) -> int:
    """The column of the last word that one at ``at`` can exchange its place with."""
    return side.columns[min(max(at + way * MOST_EXCHANGED, 0), len(side.columns) - 1)]


def _exchanged(mine: _Side, theirs: _Side, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    """The same of a word at ``at`` and ``to`` that exchanges its place with another one."""
    for far in range(1, MOST_EXCHANGED + 1):
        for first, second in ((at, to - far), (at - far, to)):
            left, right = (
                side.words[start : start + far + 1] if start >= 0 else []
                for side, start in ((mine, first), (theirs, second))
            )
            if len(left) <= far or [left[-1], *left[1:-1], left[0]] != right:
                continue
            (begin, end), (other_begin, other_end) = (
                (side.columns[start], side.columns[start + far]) for side, start in ((mine, first), (theirs, second))
            )
            if end == other_begin:
                yield far, first, second + 1
            elif begin == other_end:
                yield far, first + 1, second
            elif begin <= other_end and other_begin <= end:
                yield 1, at, to


def witness_text(columns: Sequence[CollationColumn], witness: int) -> list[str]:
    """The keys of a witness's words as the columns have them."""
    return [column.tokens[witness].key for column in columns if witness in column.tokens]


def segments(columns: Sequence[CollationColumn], moved: Sequence[AbstractSet[int]] = ()) -> list[list[CollationColumn]]:
    """Neighbouring columns together in which the same witnesses agree, the same have nothing, and the same are moved.

    ``moved`` has the numbers of the columns in which a witness has words from elsewhere.
    """
    segments_of_columns: list[list[CollationColumn]] = []
    last = None
    for at, column in enumerate(columns):
        agreed = _agreement(column), [at in places for places in moved]
        if agreed == last:
            segments_of_columns[-1].append(column)
        else:
            segments_of_columns.append([column])
        last = agreed
    return segments_of_columns


def _agreement(column: CollationColumn) -> dict[int, int]:
    """For each witness with a word there, the first one that has the same word."""
    first: dict[str, int] = {}
    return {witness: first.setdefault(token.key, witness) for witness, token in sorted(column.tokens.items())}
