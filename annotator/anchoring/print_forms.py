"""Whether two stretches are the same words as they are printed: dashes with and without spaces, sentences begun.

Plain Python, no Django. Of upper and lower case no more is folded than the letter of a word that begins a sentence in
one text and not in the other: "the vote" is "The vote" there, while within a sentence "earth" is not "Earth", nor
"mark" the name "Mark", nor "US" "us". Where a dash touches what follows it alone it is the sign of a number.
"""

import re
from collections.abc import Sequence

from corpus.folding import fold_all

_DASH = re.compile(r"\s+-+\s+|(?<=\w)-+(?=\w)")
_BEGINS = re.compile(r"(?:^|[.!?…][\"'”’»)\]]*\s)\s*[^\w\s]*$")
_FAR = 12

type Range = tuple[int, int]


def printed_alike(old: tuple[str, Range, Sequence[Range]], new: tuple[str, Range, Sequence[Range]]) -> bool:
    """Whether two stretches say the same: each a text, the range of it, and where the words in this are."""
    one, other = (text[slice(*at)] for text, at, _words in (old, new))
    for (begin, _end), (new_begin, _last) in zip(old[2], new[2], strict=True):
        if _begins(old[0], begin) != _begins(new[0], new_begin):
            one, other = _lowered(one, begin - old[1][0]), _lowered(other, new_begin - new[1][0])
    return _DASH.sub("-", fold_all(one)) == _DASH.sub("-", fold_all(other))


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins at ``at``, or before the punctuation there; a text may go on with a small letter."""
    match = _BEGINS.search(text, max(0, at - _FAR), at)
    return match is not None and (match.start() > 0 or not text[at].islower())


def _lowered(text: str, at: int) -> str:
    letter = text[at].lower()
    return text[:at] + letter + text[at + 1 :] if len(letter) == 1 else text
