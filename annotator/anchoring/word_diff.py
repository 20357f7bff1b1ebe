"""Two passages word by word: what they have in common and what only one of them has.

Plain Python, no Django. The alignment is ``difflib``'s, after Ratcliff and Obershelp: the longest run of words in
common, then the same to its left and right. That reads better than a shortest edit script: runs of words stay together.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice, pairwise
from typing import NamedTuple

from corpus.folding import ALL_MARKS, APOSTROPHES, UNSPACED, fold_all

MOST_WORDS = 5_000
"""Of each side; what follows is shown and not compared."""
MOST_STEPS = 100_000_000
"""Pairs of equal words that the alignment may look at in one of its rounds, in the worst case."""
ROUNDS = 4

# Marks belong to the letter before them; joiners and soft hyphens stand within words, as do the apostrophe of
# "people’s" and the point of "3.5". A hyphen does not: "well-being" and "well being" are the same two words.
_LETTER = rf"[^\W{UNSPACED}]"
_REST = rf"[{ALL_MARKS}\u200c\u200d\xad]"
_WORD = re.compile(
    rf"{_LETTER}(?:{_LETTER}+|{_REST}+|(?<=\d)[.,](?=\d)|[{APOSTROPHES}](?={_LETTER}))*|(?=[{UNSPACED}])[\w{ALL_MARKS}]{_REST}*"
)
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


class DiffKind(StrEnum):
    """What a piece of a passage is to the other passage."""

    SAME = "same"
    """Words that stand in the other too."""
    ONLY = "only"
    """Words that only this one has."""
    PLAIN = "plain"
    """Neither: space and punctuation beside differing words, and what is beyond ``MOST_WORDS``."""


class Piece(NamedTuple):
    """A piece of a passage."""

    text: str
    kind: DiffKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two passages side by side; the pieces of each, joined, are its text.

    ``share`` is ``common_words`` as a part (0 to 1) of the words of the shorter passage. Where ``complete`` is false, a
    side has more than ``MOST_WORDS`` words, and both numbers are those of the beginnings that were compared.
    """

    left: list[Piece]
    right: list[Piece]
    common_words: int
    share: float
    complete: bool


class _Side:
    """A passage split into words and what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(islice(_WORD.finditer(text), MOST_WORDS + 1))
        self.complete = len(matches) <= MOST_WORDS
        words = matches[:MOST_WORDS]
        self.keys = [_key(word[0]) for word in words]
        self.spans = [word.span() for word in words]
        self.end = len(text) if self.complete else self.spans[-1][1]

    @property
    def gaps(self) -> list[str]:
        """What stands before the first word, between two, and after the last."""
        edges = [(0, 0), *self.spans, (self.end, self.end)]
        return [self.text[before[1] : after[0]] for before, after in pairwise(edges)]


def compare(a: str, b: str, *, exact: bool = False) -> Comparison:
    """Compare two passages word by word.

    Words are the same whatever their case, normal form and kind of apostrophe, and whatever punctuation stands around
    them; scripts without spaces are compared by character. Between two words that follow each other in both passages,
    punctuation is compared as well. With ``exact`` every character counts, in the words and between them, and what is
    left of both without what only one has is one text: so two states of a text are compared. Time and memory are
    bounded by ``MOST_WORDS`` and ``MOST_STEPS``.
    """
    left, right = _Side(a), _Side(b)
    pairs = dict(_aligned(left.keys, right.keys))
    complete = left.complete and right.complete
    shorter = min(len(left.keys), len(right.keys))
    if exact:
        pieces = _exact_pieces(left, right, pairs)
    else:
        pieces = (
            _pieces(left, right, pairs, complete=complete),
            _pieces(right, left, {j: i for i, j in pairs.items()}, complete=complete),
        )
    return Comparison(
        *pieces,
        common_words=len(pairs),
        share=len(pairs) / shorter if shorter else 0.0,
        complete=complete,
    )


class WordAlignment(NamedTuple):
    """Where the words of two texts stand, and which are the same, by their places among the words, rising on both."""

    left: list[tuple[int, int]]
    right: list[tuple[int, int]]
    pairs: dict[int, int]


def same_words(a: str, b: str) -> WordAlignment:
    """The words that two texts have in common; the same words as ``compare`` shows."""
    left, right = _Side(a), _Side(b)
    return WordAlignment(left.spans, right.spans, dict(_aligned(left.keys, right.keys)))


def stretch_alike(words: str, text: str) -> tuple[int, int] | None:
    """Where ``text`` says ``words``, as code points; ``None`` where it is all of its words that do, or none.

    The stretch that has the most words of both, less half of those that stand between them alone: so a common word
    far off belongs to it no more.
    """
    _left, right, pairs = same_words(words, text)
    both = set(pairs.values())
    best, worth, first, start, end = 1, 0, 0, 0, 0
    for at in range(len(right)):
        if worth <= 0:
            first, worth = at, 0
        worth += 2 if at in both else -1
        if worth >= best:
            best, start, end = worth, first, at + 1
    if not end or end - start == len(right):
        return None
    return right[start][0], right[end - 1][1]


class KeyedWord(NamedTuple):
    """A word of a text: how it is compared, and the code points it stands at."""

    key: str
    start: int
    end: int


def keyed_words(text: str) -> list[KeyedWord]:
    """The words of ``text`` in order, ``MOST_WORDS`` at the most, each with what it is compared by."""
    side = _Side(text)
    return [KeyedWord(key, *span) for key, span in zip(side.keys, side.spans, strict=True)]


def _key(word: str) -> str:
    """What words are compared as."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFC", word).casefold()
    if not folded.isalnum():
        folded = folded.translate(_APOSTROPHES).replace("\xad", "")
    return unicodedata.normalize("NFC", folded)


def _aligned(
    a: Sequence[str], b: Sequence[str], steps: int = MOST_STEPS, rounds: int = ROUNDS
) -> Iterator[tuple[int, int]]:
    """Pairs of the same word in ``a`` and in ``b``, by index, rising on both sides.

    Words too common to begin a match with are looked at again between the matches found without them, where there are
    fewer: at most ``rounds`` times, each round with ``steps`` shared out by length.
    """
    shorter = min(len(a), len(b))
    head = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    tail = next((at for at in range(shorter - head) if a[-1 - at] != b[-1 - at]), shorter - head)
    yield from ((at, at) for at in range(head))
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    common = _too_common(inner_a, inner_b, steps)
    blocks = SequenceMatcher(common.__contains__, inner_a, inner_b, autojunk=False).get_matching_blocks()
    # The last block is empty and stands at the end of both.
    again = common and len(blocks) > 1 and rounds > 1
    at_a = at_b = 0
    for block in blocks:
        if again:
            between_a, between_b = inner_a[at_a : block.a], inner_b[at_b : block.b]
            share = steps * (len(between_a) + len(between_b)) // (len(inner_a) + len(inner_b))
            for i, j in _aligned(between_a, between_b, share, rounds - 1):
                yield head + at_a + i, head + at_b + j
        yield from ((head + block.a + step, head + block.b + step) for step in range(block.size))
        at_a, at_b = block.a + block.size, block.b + block.size
    yield from ((len(a) - at, len(b) - at) for at in range(tail, 0, -1))


def _too_common(a: Sequence[str], b: Sequence[str], steps: int) -> set[str]:
    """The words to begin no match with: the commonest, until the worst case is within ``steps``.

    ``difflib`` looks at every pair of equal words for every block it finds, and there are at most as many blocks as the
    shorter side has words. Beside a match the words left out here are matched all the same. In passages of ordinary
    length there are none; ``difflib``'s own rule (one in a hundred) would begin at 200 words.
    """
    in_a, in_b = Counter(a), Counter(b)
    pairs = {word: count * in_b[word] for word, count in in_a.items() if word in in_b}
    bound = steps // max(1, min(len(a), len(b)))
    total = sum(pairs.values())
    common = set()
    for word in sorted(pairs, key=lambda word: (-pairs[word], word)):
        if total <= bound:
            break
        common.add(word)
        total -= pairs[word]
    return common


def _pieces(side: _Side, other: _Side, partners: dict[int, int], *, complete: bool) -> list[Piece]:
    """The pieces of ``side``; ``partners`` are the words of ``other`` by the words of ``side``."""
    count = len(side.keys)
    # The ends of two passages compared to their ends are matched as words are.
    partner_of = {**partners, -1: -1, count: len(other.keys) if complete else -2}
    pieces: list[Piece] = []
    gaps = other.gaps
    for at, gap in enumerate(side.gaps):
        before, after = partner_of.get(at - 1), partner_of.get(at)
        if before is not None and after == before + 1:
            pieces += _same_gap(gap, gaps[after])
        else:
            inside = before is None and after is None
            pieces.append(Piece(gap, DiffKind.ONLY if inside else DiffKind.PLAIN))
        if at < count:
            start, end = side.spans[at]
            pieces.append(Piece(side.text[start:end], DiffKind.ONLY if after is None else DiffKind.SAME))
    pieces.append(Piece(side.text[side.end :], DiffKind.PLAIN))
    return _merged(pieces)


def _exact_pieces(left: _Side, right: _Side, pairs: Mapping[int, int]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of both sides: words that are the very same, and what stands between two such words on either side."""
    spans = [(left.spans[i], right.spans[j]) for i, j in pairs.items()]
    same = [(one, other) for one, other in spans if left.text[slice(*one)] == right.text[slice(*other)]]
    pieces: tuple[list[Piece], list[Piece]] = [], []
    at = 0, 0
    for ends in (*same, ((left.end, left.end), (right.end, right.end))):
        between = [side.text[start : end[0]] for side, start, end in zip((left, right), at, ends, strict=True)]
        head = _common(*between)
        tail = _common(*(text[head:][::-1] for text in between))
        for side, side_pieces, text, (start, end) in zip((left, right), pieces, between, ends, strict=True):
            cut = len(text) - tail
            side_pieces.extend((Piece(text[:head], DiffKind.SAME), Piece(text[head:cut], DiffKind.ONLY)))
            side_pieces.extend((Piece(text[cut:], DiffKind.SAME), Piece(side.text[start:end], DiffKind.SAME)))
        at = ends[0][1], ends[1][1]
    for side, side_pieces in zip((left, right), pieces, strict=True):
        side_pieces.append(Piece(side.text[side.end :], DiffKind.PLAIN))
    return _merged(pieces[0]), _merged(pieces[1])


def _common(a: str, b: str) -> int:
    """How many characters two texts between words begin with alike, without a part of a word."""
    length = next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    return min(length, *(word.start() for text in (a, b) for word in islice(_WORD.finditer(text), 1)), length)


def _same_gap(gap: str, other: str) -> list[Piece]:
    """What stands between two words that follow each other on both sides."""
    marks = gap.strip()
    if not marks or _bare(gap) == _bare(other):
        return [Piece(gap, DiffKind.SAME)]
    space, after = gap.split(marks)
    return [Piece(space, DiffKind.PLAIN), Piece(marks, DiffKind.ONLY), Piece(after, DiffKind.PLAIN)]


def _bare(gap: str) -> str:
    """Punctuation as it is compared: without space, typographic quotation marks as plain ones."""
    return "".join(fold_all(gap).split())


def _merged(pieces: list[Piece]) -> list[Piece]:
    """The pieces, neighbours of one kind joined and empty ones left out."""
    merged: list[list[str]] = []
    kinds: list[DiffKind] = []
    for piece in pieces:
        if not piece.text:
            continue
        if kinds and kinds[-1] == piece.kind:
            merged[-1].append(piece.text)
        else:
            kinds.append(piece.kind)
            merged.append([piece.text])
    return [Piece("".join(texts), kind) for texts, kind in zip(merged, kinds, strict=True)]
