"""How near to a phrase counts as the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from .forms import FEWEST_LETTERS, is_form, shared_beginning


class Nearness(IntEnum):
    """Four steps, each taking in those before it."""

    TYPOGRAPHY = 1
    """The same words, whatever their case, accents, hyphens and quotation marks."""
    FORMS = 2
    """The same words in any of their forms (``forms.is_form``)."""
    QUARTER = 3
    """Up to one word in four put in, left out or exchanged."""
    HALF = 4
    """Up to one word in two put in, left out or exchanged."""


# Of the letters of a phrase, how many stand in the words that a variant keeps: else "with a … a … for", which is half
# of the words of "a community with a shared future for humanity", would be a variant of it.
_LETTERS_KEPT = 0.5
_LETTERS_OF_NEAREST = 0.25
_WORDS_TO_A_CHANGE = {Nearness.QUARTER: 4, Nearness.HALF: 2}


@dataclass(frozen=True)
class Pattern:
    """The words of a phrase, and how near to it counts as the same."""

    words: tuple[str, ...]
    nearness: Nearness

    @cached_property
    def most_changes(self) -> int:
        """How many words may be put in, left out or exchanged."""
        to_a_change = _WORDS_TO_A_CHANGE.get(self.nearness)
        return len(self.words) // to_a_change if to_a_change else 0

    @cached_property
    def letters(self) -> int:
        return sum(map(len, self.words))

    @cached_property
    def least_letters(self) -> float:
        """How many letters the words that are kept have at least."""
        return self.letters * _LETTERS_KEPT

    def places(self, words: Iterable[str]) -> dict[str, dict[int, int]]:
        """Those of ``words`` that can stand for words of the phrase: for which, by place, and the letters they keep."""
        forms = self.nearness >= Nearness.FORMS
        # Most words are not even alike in their first letters.
        beginnings = {word[:FEWEST_LETTERS] for word in self.words}
        matched = {
            word: {
                at: shared_beginning(word, own)
                for at, own in enumerate(self.words)
                if word == own or (forms and is_form(word, own))
            }
            for word in words
            if word[:FEWEST_LETTERS] in beginnings
        }
        return {word: places for word, places in matched.items() if places}


class Loose(Pattern):
    """A phrase matched by any of its words: finds what stands nearest to it in a text that does not have it."""

    @cached_property
    def most_changes(self) -> int:
        """All words but one."""
        return max(0, len(self.words) - 1)

    @cached_property
    def least_letters(self) -> float:
        return self.letters * _LETTERS_OF_NEAREST


def distinctive(pattern: Pattern, frequency: Mapping[str, int]) -> tuple[str, ...]:
    """Words of ``pattern`` of which at least one, in a form that counts, stands in every variant of it: rare ones.

    Args:
        pattern: the phrase.
        frequency: how often each of its words stands in the texts, all forms that count together.
    """
    rarest = sorted(set(pattern.words), key=lambda word: (frequency.get(word, 0), word))
    # Either more words than may change, or so many letters that without them too few would be kept. Of two words that
    # are as good, it does not matter which is taken.
    chosen: list[str] = []
    places = letters = 0
    for word in rarest:
        chosen.append(word)
        places += pattern.words.count(word)
        letters += pattern.words.count(word) * len(word)
        if places > pattern.most_changes or pattern.letters - letters < pattern.least_letters:
            break
    return tuple(chosen)
