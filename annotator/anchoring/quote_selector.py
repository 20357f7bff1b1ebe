"""Where a passage's words are in a paragraph.

Plain Python, no Django. Offsets are Unicode code points of the paragraph's text, as everywhere on the server; the page
turns those of the browser, which counts UTF-16 units, into them. A text is taken to hold no lone surrogates, which
neither database would store.
"""

import sys
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from corpus.folding import Folded, fold_all, fold_space, inside_character
from corpus.sentences import SentenceError
from corpus.sentences import gettext_noop as _

CONTEXT = 32
MOST_CHOICES = 50
LONGEST_EXCERPT = 60


class QuoteMatch(NamedTuple):
    """A place where words stand, with what stands around them, so that a page can offer the choice."""

    start: int
    end: int
    prefix: str
    words: str
    suffix: str
    in_context: str
    """The words in brackets between what stands around them, with an ellipsis where the text goes on."""


class AnchoringError(SentenceError):
    """The words meant cannot be told; the sentence says why and what to do."""


class OutsideTextError(AnchoringError):
    """The offsets do not lie inside the text, or not the right way round."""


class WordsNotFoundError(AnchoringError):
    """The words are not in the text."""


class MisplacedWordsError(AnchoringError):
    """The words are not at the offsets given but at one of ``occurrences`` (at most ``MOST_CHOICES``)."""

    def __init__(self, sentence: str, occurrences: list[QuoteMatch], **params: object) -> None:
        """Keep the places to choose from."""
        super().__init__(sentence, **params)
        self.occurrences = occurrences


class AmbiguousQuoteError(MisplacedWordsError):
    """The words are in the text more than once, and nothing says which are meant."""


class TextRange(NamedTuple):
    """What a passage covers of its paragraph; both ends ``None`` for the whole, as they are stored."""

    start: int | None
    end: int | None

    @property
    def whole(self) -> bool:
        """Whether it is the whole paragraph."""
        return self.start is None

    def words(self, text: str) -> str:
        """The words it covers of ``text``."""
        return text[self.start : self.end]


WHOLE = TextRange(None, None)


class Segment(NamedTuple):
    """A part of a text that each range covers from end to end or not at all; ``ids`` are those that do."""

    start: int
    end: int
    ids: frozenset[int]


def occurrences(text: str, quote: str, *, limit: int = sys.maxsize, loosely: bool = False) -> list[tuple[int, int]]:
    """Where ``quote`` stands in ``text``: the first ``limit`` ranges of code points in order, overlapping ones too.

    Tried in turn until one finds something: the very characters; any run of white space (no-break and ideographic
    spaces and line ends too) as one space, soft hyphens and other invisible characters ignored; the same with the
    letters and signs of a keyboard, without note calls and cell bars (``folding.fold_all``). ``loosely`` finds all that
    the last of these does. White space around ``quote`` does not count. Words are whole characters: "e" does not stand
    in "é", however that is encoded.
    """
    quote = quote.strip()
    if not quote:
        return []
    ways = ((str, Folded.nothing), (fold_space, Folded.space), (fold_all, Folded.all))
    for fold, folded in ways[-1:] if loosely else ways:
        wanted = fold(quote).strip()
        if not wanted or wanted not in fold(text):
            continue
        places: list[tuple[int, int]] = []
        for place in folded(text).places(wanted):
            if not any(inside_character(text, at) for at in place):
                places.append(place)
                if len(places) >= limit:
                    break
        if places:
            return places
    return []


def range_meant(text: str, start: int | None = None, end: int | None = None, quote: str = "") -> TextRange:
    """What is meant by offsets and words a person or a program gave for a passage of ``text``.

    Nothing given is the whole paragraph, and so is a stretch that leaves out nothing but white space. ``quote`` alone
    is looked for. ``start`` and ``end`` are checked against the text, and against ``quote`` where there is one (white
    space, quotation marks and normal form apart). White space at the ends is cut off; then each end is moved outwards
    to the border of a character as a reader sees it (marks, selectors, joined emoji, flags), never inwards, so that
    nothing selected is left out.

    Raises:
        OutsideTextError: the offsets are not in the text, only one is given, or nothing but white space is between.
        WordsNotFoundError: the words are not in the text.
        AmbiguousQuoteError: the words are there more than once and no offsets say which are meant.
        MisplacedWordsError: the words are not at the offsets but elsewhere.

    """
    quote = quote.strip()
    if start is None and end is None:
        if not quote:
            return WHOLE
        start, end = _only_place(text, quote)
    elif start is None or end is None:
        raise OutsideTextError(_("A stretch of words needs both its start and its end. Give both, or neither."))
    elif not 0 <= start < end <= len(text):
        raise _outside(start, end, len(text))
    elif quote and fold_all(quote).strip() != fold_all(text[start:end]).strip():
        raise _misplaced(text, quote)
    start, end = _trimmed(text, start, end)
    if start == end:
        raise OutsideTextError(_("There is nothing but white space there. Select some words."))
    start, end = _whole_characters(text, start, end)
    covers_all = not text[:start].strip() and not text[end:].strip()
    return WHOLE if covers_all else TextRange(start, end)


def context(text: str, start: int, end: int, width: int = CONTEXT) -> tuple[str, str]:
    """Up to ``width`` code points before ``start`` and after ``end``, to find the words again in a changed text."""
    return text[max(0, start - width) : start], text[end : end + width]


def segments(text: str, ranges: Iterable[tuple[int, int]]) -> list[Segment]:
    """Split ``text`` wherever one of ``ranges`` (start, end) begins or ends; an id is a range's index among them.

    The segments follow each other without a gap from the first character to the last; neighbours differ in their
    ids. What of a range lies outside the text is left out, since marks may be older than the text.
    """
    changes: dict[int, list[int]] = {0: [], len(text): []}
    for name, (first, last) in enumerate(ranges):
        start, end = max(0, first), min(last, len(text))
        if start < end:
            changes.setdefault(start, []).append(name)
            changes.setdefault(end, []).append(name)
    cut: list[Segment] = []
    inside: set[int] = set()
    for start, end in pairwise(sorted(changes)):
        inside.symmetric_difference_update(changes[start])
        cut.append(Segment(start, end, frozenset(inside)))
    return cut


def _whole_characters(text: str, start: int, end: int) -> tuple[int, int]:
    """The range, each end moved outwards to the border of a character."""
    while inside_character(text, start):
        start -= 1
    while inside_character(text, end):
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends; empty where there is nothing else."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _only_place(text: str, quote: str) -> tuple[int, int]:
    """The one place where ``quote`` stands, or an error that says why there is none."""
    places = occurrences(text, quote, limit=MOST_CHOICES)
    if not places:
        raise _not_found(quote)
    if len(places) > 1:
        raise AmbiguousQuoteError(
            _("The words “%(words)s” stand in this paragraph more than once. Choose the place you mean."),
            _with_context(text, places),
            words=_excerpt(quote),
        )
    return places[0]


def _misplaced(text: str, quote: str) -> AnchoringError:
    """The error for words that are not between the offsets given with them."""
    places = occurrences(text, quote, limit=MOST_CHOICES)
    if not places:
        return _not_found(quote)
    return MisplacedWordsError(
        _(
            "The words “%(words)s” are not at the place given but elsewhere in this paragraph; its text may have "
            "changed meanwhile. Choose the place you mean."
        ),
        _with_context(text, places),
        words=_excerpt(quote),
    )


def _not_found(quote: str) -> WordsNotFoundError:
    return WordsNotFoundError(
        _("The words “%(words)s” are not in this paragraph. Check them against its text, or select them there."),
        words=_excerpt(quote),
    )


def _with_context(text: str, places: list[tuple[int, int]]) -> list[QuoteMatch]:
    matches = []
    for start, end in places:
        prefix, suffix = context(text, start, end)
        words = text[start:end]
        before = "…" * (start > len(prefix)) + prefix
        after = suffix + "…" * (end + len(suffix) < len(text))
        matches.append(QuoteMatch(start, end, prefix, words, suffix, f"{before}[{words}]{after}"))
    return matches


def _excerpt(quote: str) -> str:
    return quote if len(quote) <= LONGEST_EXCERPT else quote[: LONGEST_EXCERPT - 1].rstrip() + "…"


def _outside(start: int, end: int, length: int) -> OutsideTextError:
    return OutsideTextError(
        _(
            "A stretch from %(start)s up to %(end)s does not lie in a text of %(length)s characters: it begins at 0 or "
            "later, ends after its beginning, and ends with the text at the latest. Select the words again."
        ),
        start=start,
        end=end,
        length=length,
    )
