"""What an alignment says of paragraphs, and what it looks at of them.

Plain Python.
"""

from enum import StrEnum
from typing import NamedTuple, Protocol


class ChangeKind(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    """Kind, printed number and text are what they were, and so is its place among the others."""
    MOVED = "moved"
    """It stands elsewhere among the others, as it was or edited."""
    EDITED = "edited"
    """Kind, printed number or text are not what they were."""
    SPLIT = "split"
    """It is several paragraphs now."""
    MERGED = "merged"
    """It holds what were several paragraphs."""
    NEW = "new"
    """Nothing stood there."""
    GONE = "gone"
    """It stands nowhere."""


class Pairing(NamedTuple):
    """An old paragraph and what it is now, by their places in the two texts.

    ``old`` is ``None`` for a new one, ``new`` for one that is gone. ``others`` are, for a split, the further new parts
    (``new`` has most of the words), and for a merge the further old ones (``old`` made up most of it). They have no
    pairing of their own: every paragraph occurs once in a result.

    ``sure`` is whether nothing else can be meant: not where a paragraph that many resemble has other names or numbers,
    nor where one of several with the same words may be any of them. For one that is gone, ``perhaps`` is a new one
    that has its words, or those of its formula in its place, though it is another. ``holds_more`` is whether the new
    one holds what looks like a further paragraph, which is none of the old ones.
    """

    old: int | None
    new: int | None
    change: ChangeKind
    others: tuple[int, ...] = ()
    sure: bool = True
    perhaps: int | None = None
    holds_more: bool = False


class Aligned(Protocol):
    """What is looked at of a paragraph."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def number(self) -> str:
        """The number or mark printed before it."""

    @property
    def text(self) -> str:
        """Its text."""


def sign_of(paragraph: Aligned) -> str:
    """What paragraphs are the same by: the words, or the printed number where there is nothing else."""
    text = paragraph.text or paragraph.number
    sign = " ".join(text.split())
    return text if text == sign else sign
