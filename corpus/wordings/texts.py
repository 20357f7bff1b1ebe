"""The words of a paragraph, and where marks part them."""

import re

from corpus.folding import APOSTROPHES, HYPHENS, NOTE_CALL, UNSEEN
from corpus.search.tokenizer import spans, words

# What stands between two words without parting them. A quotation mark does: it is where somebody else's words end.
_NOT_PARTING = re.compile(rf"[\s{HYPHENS}{APOSTROPHES}{UNSEEN}]*")
_CALL = re.compile(NOTE_CALL)


class ParagraphText:
    """The words of the text of one paragraph.

    As in the index, the call of a note ("found[7]") is no word and parts none.
    """

    def __init__(self, text: str) -> None:
        self._text = _CALL.sub(lambda call: " " * len(call[0]), text) if "[" in text else text
        self._spans = spans(self._text)
        self.words = words(self._text)

    def parted(self, at: int) -> bool:
        """Whether a mark stands between the words ``at - 1`` and ``at``; true at the beginning and at the end."""
        if not 0 < at < len(self.words):
            return True
        return not _NOT_PARTING.fullmatch(self._text, self._spans[at - 1][1], self._spans[at][0])

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the text, in code points, the words from ``start`` up to ``end`` stand."""
        return self._spans[start][0], self._spans[end - 1][1]
