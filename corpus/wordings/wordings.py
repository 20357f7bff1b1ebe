"""The wordings of a phrase: its variants in many texts, put together by what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from .nearness import Pattern
from .variants import Changes


class WordingKind(StrEnum):
    """What a wording is to the phrase, the nearest first."""

    EXACT = "exact"
    """The same words, letter by letter."""
    TYPOGRAPHY = "typography"
    """The same words in other typography."""
    FORMS = "forms"
    """The same words in other forms."""
    CHANGED = "changed"
    """Words are put in, left out or exchanged."""


_ORDER = list(WordingKind)


class Spelling(NamedTuple):
    """A word as the index folds it, and as it is written."""

    word: str
    written: str


class Attestation[T, W](NamedTuple):
    """What is said at one place: its words as they are written there, and what is changed in them.

    ``is_same``: it is the phrase, however many words it is written as.
    """

    place: T
    words: tuple[W, ...]
    changes: Changes
    is_same: bool = False


@dataclass(slots=True)
class Wording[T]:
    """One way in which a phrase is said, with its places in the order they were given in."""

    words: tuple[str, ...]
    kind: WordingKind
    changes: Changes
    places: list[T] = field(default_factory=list)


def wordings[T](
    pattern: Pattern, typed: Sequence[str], attested: Iterable[Attestation[T, Spelling]]
) -> list[Wording[T]]:
    """The wordings of a phrase, the nearest to it first, then the most frequent, then by their words.

    Args:
        pattern: the words of the phrase, and how near to it counted.
        typed: its words as they were typed, to which ``Kind.EXACT`` compares.
        attested: its variants, in the order of the texts.
    """
    exact = tuple(typed)
    by_words: dict[tuple[tuple[str, ...], WordingKind], Wording[T]] = {}
    known: dict[tuple[Spelling, ...], Wording[T]] = {}
    for place, spellings, changes, is_same in attested:
        if spellings not in known:
            words = tuple([spelling.word for spelling in spellings])
            kind = WordingKind.CHANGED if changes.total else WordingKind.FORMS
            if is_same or words == pattern.words:
                is_exact = tuple([spelling.written for spelling in spellings]) == exact
                kind = WordingKind.EXACT if is_exact else WordingKind.TYPOGRAPHY
            known[spellings] = by_words.setdefault((words, kind), Wording(words, kind, changes))
        known[spellings].places.append(place)
    return sorted(
        by_words.values(), key=lambda each: (_ORDER.index(each.kind), each.changes.total, -len(each.places), each.words)
    )
