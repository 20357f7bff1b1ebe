"""Single occurrences as addresses name them: those that a person dismissed, or chose."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.http import QueryDict

# Between the paragraph's primary key and the numbers of the words in it, and between lines.
JOINER, BETWEEN = ".", "-"
# Lines that an address names besides a page of new ones: servers take addresses of some 4,000 characters.
MOST_DISMISSED = 250
# Digits of a number that a database takes.
_DIGITS = 15
DISMISSED, CHOSEN = "without", "line"
# What lines say that are not what was searched for, as a search for it.
SAID = "said"

type WordRange = tuple[int, int]
"""The number of a first word, and that of the word after the last."""


@dataclass(frozen=True, slots=True)
class ChosenLines:
    """The occurrences that are dismissed, and those that are chosen, ``None`` where all are.

    By the primary key of the paragraph, the number of their first word in it, from 0, and that of the word after their
    last. ``refused`` were to be dismissed too, and are not, being more than an address can name: as it named them.
    """

    dismissed: Mapping[int, frozenset[WordRange]]
    chosen: Mapping[int, frozenset[WordRange]] | None = None
    refused: frozenset[str] = frozenset()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Those in an address; what is none is left out. To dismiss those that are chosen is what ``dismiss`` says."""
        dismissed, chosen = query.getlist(DISMISSED), query.getlist(CHOSEN)
        if "dismiss" in query:
            both = cls(_read([*dismissed, *chosen]))
            return both if both.number <= MOST_DISMISSED else cls(_read(dismissed), refused=frozenset(chosen))
        return cls(_read(dismissed), _read(chosen) if chosen else None)

    def __bool__(self) -> bool:
        return bool(self.dismissed) or self.chosen is not None

    @property
    def number(self) -> int:
        return sum(map(len, self.dismissed.values()))

    def keeps(self, paragraph: int, words: WordRange) -> bool:
        """Whether the occurrence there is neither dismissed nor beside those that are chosen."""
        if words in self.dismissed.get(paragraph, ()):
            return False
        return self.chosen is None or words in self.chosen.get(paragraph, ())

    def keeps_beginning(self, paragraph: int, first: int) -> bool:
        """The same of what begins with the word ``first``, wherever it ends."""
        if any(first == begins for begins, _after in self.dismissed.get(paragraph, ())):
            return False
        return self.chosen is None or any(first == begins for begins, _after in self.chosen.get(paragraph, ()))

    def in_address(self) -> dict[str, str]:
        named = {DISMISSED: self.dismissed, CHOSEN: self.chosen or {}}
        return {
            name: BETWEEN.join(line_value(pk, *each) for pk, ranges in sorted(lines.items()) for each in sorted(ranges))
            for name, lines in named.items()
            if lines
        }


def line_value(paragraph: int, first: int, after: int) -> str:
    """A line as a form sends it back and an address has it."""
    return JOINER.join(map(str, (paragraph, first, after)))


class DismissableLine(NamedTuple):
    """A line: its paragraph's primary key, the number of its first word there, and that of the word after its last."""

    paragraph: int
    first: int
    after: int


def lines_in(value: str) -> Iterator[DismissableLine]:
    """The lines that ``value`` of an address names; what is none is left out."""
    for line in value.split(BETWEEN):
        parts = line.strip().split(JOINER)
        if len(parts) == len(DismissableLine._fields) and all(map(_is_number, parts)):
            yield DismissableLine(*map(int, parts))


def _read(values: Iterable[str]) -> dict[int, frozenset[WordRange]]:
    lines: dict[int, set[WordRange]] = {}
    for value in values:
        for line in lines_in(value):
            lines.setdefault(line.paragraph, set()).add((line.first, line.after))
    return {pk: frozenset(words) for pk, words in lines.items()}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS
