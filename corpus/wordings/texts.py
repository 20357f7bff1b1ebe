"""The words of a paragraph, and where marks part them."""

import re
from functools import cached_property

from corpus.folding import APOSTROPHES, HYPHENS, NOTE_CALL, UNSEEN
from corpus.search.tokenizer import Word, words, words_with_places

# What stands between two words without parting them. A quotation mark does: it is where somebody else's words end.
_NOT_PARTING = re.compile(rf"[\s{HYPHENS}{APOSTROPHES}{UNSEEN}]*")
_CALL = re.compile(NOTE_CALL)


class ParagraphText:
    """The words of the text of one paragraph; calls of notes in it are none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bare = _CALL.sub(lambda call: " " * len(call[0]), text) if "[" in text else text
        self.words = words(self._bare)

    @cached_property
    def places(self) -> list[Word]:
        """Its words with their places in the text, in code points."""
        return list(words_with_places(self._bare))

    def parted(self, at: int) -> bool:
        """Whether a mark stands between the words ``at - 1`` and ``at``; true at the beginning and at the end."""
        if not 0 < at < len(self.words):
            return True
        return not _NOT_PARTING.fullmatch(self._bare[self.places[at - 1].end : self.places[at].start])

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the text, in code points, the words from ``start`` up to ``end`` stand."""
        return self.places[start].start, self.places[end - 1].end
