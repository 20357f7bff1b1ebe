"""Words that stand beside a phrase more often than elsewhere: its collocates.

A word stands beside a phrase if at most ``REACH`` words are between, in the same paragraph. Its places beside the
phrase are compared with those in the rest of the texts by two figures:

* log-likelihood, G² = 2 Σ O ln (O / E) over the four cells of the table (this word or another; beside the phrase or
  not), where E is what the margins of the table let expect: Dunning 1993, "Accurate methods for the statistics of
  surprise and coincidence", Computational Linguistics 19 (1). It says how much evidence there is.
* log-ratio, log₂ of how many times as frequent the word is beside the phrase as elsewhere: Hardie 2014, "Log Ratio: an
  informal introduction". It says how large the difference is: 1 is twice as frequent, 2 four times, 3 eight times. A
  word that stands nowhere else is counted there as half a time, as Hardie has it.

Neither is a probability, and with a handful of places neither says much; words below ``FEWEST`` are left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, log2

REACH = 5
"""Words on each side."""
FEWEST = 5
"""Places beside the phrase from which on a word is told of."""
_NOWHERE_ELSE = 0.5


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word beside a phrase: how often it stands there and in all texts, and the two figures."""

    word: str
    beside: int
    everywhere: int
    log_likelihood: float
    log_ratio: float


def log_likelihood(beside: int, everywhere: int, places: int, size: int) -> float:
    """G² of a word.

    Args:
        beside: how often it stands beside the phrase.
        everywhere: how often in all texts, beside the phrase included.
        places: how many words stand beside the phrase.
        size: how many words all texts have.
    """
    cells = (
        (beside, everywhere * places / size),
        (places - beside, (size - everywhere) * places / size),
        (everywhere - beside, everywhere * (size - places) / size),
        (size - everywhere - places + beside, (size - everywhere) * (size - places) / size),
    )
    # Rounding may leave next to nothing below zero.
    return max(0.0, 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen))


def log_ratio(beside: int, everywhere: int, places: int, size: int) -> float:
    """How many doublings of its frequency elsewhere make that beside the phrase; arguments as of ``log_likelihood``.

    ``beside`` is at least 1, and ``size`` more than ``places``.
    """
    elsewhere = (everywhere - beside) or _NOWHERE_ELSE
    return log2((beside / places) / (elsewhere / (size - places)))


def collocates(
    beside: Mapping[str, int], everywhere: Mapping[str, int], *, size: int, fewest: int = FEWEST
) -> list[Collocate]:
    """The words that stand beside a phrase more often than elsewhere, those with the most evidence first.

    Args:
        beside: how often each word stands beside it.
        everywhere: how often each of these stands in all texts.
        size: how many words all texts have.
        fewest: how often a word must stand beside it.
    """
    places = sum(beside.values())
    neighbours = [
        Collocate(
            word,
            count,
            everywhere[word],
            log_likelihood(count, everywhere[word], places, size),
            log_ratio(count, everywhere[word], places, size),
        )
        for word, count in beside.items()
        if count >= fewest and places < size and count * size > everywhere[word] * places
    ]
    return sorted(neighbours, key=lambda each: (-each.log_likelihood, each.word))


def beside(spans: Iterable[tuple[int, int]], low: int, high: int, reach: int = REACH) -> list[tuple[int, int]]:
    """The words that stand beside a phrase in one paragraph, as stretches in order; each once, whatever it is near.

    Args:
        spans: from which word up to which the phrase stands, in order of their first words; its own words, of
            whichever place, are not beside it.
        low: the first word of the paragraph.
        high: the word after its last.
        reach: words on each side.
    """
    own: list[tuple[int, int]] = []
    for start, end in spans:
        if own and start < own[-1][1]:
            own[-1] = own[-1][0], max(end, own[-1][1])
        else:
            own.append((start, end))
    ranges: list[tuple[int, int]] = []
    covered = low
    for at, (start, end) in enumerate(own):
        after = own[at + 1][0] if at + 1 < len(own) else high
        for first, last in ((max(covered, start - reach), start), (end, min(end + reach, after, high))):
            if first < last:
                ranges.append((first, last))
                covered = last
        covered = max(covered, end)
    return ranges
