"""The words of a paragraph, and where marks part them."""

import re
from functools import cached_property
from itertools import islice

from corpus.folding import APOSTROPHES, HYPHENS, NOTE_CALL, UNSEEN
from corpus.search.tokenizer import Word, words, words_with_places

# What stands between two words without parting them. A quotation mark does: it is where somebody else's words end.
_NOT_PARTING = re.compile(rf"[\s{HYPHENS}{APOSTROPHES}{UNSEEN}]*")
_CALL = re.compile(NOTE_CALL)


class ParagraphText:
    """The words of the text of one paragraph, read from its beginning as far as they are asked for.

    As in the index, the call of a note ("found[7]") is no word and parts none.
    """

    def __init__(self, text: str) -> None:
        self._text = _CALL.sub(lambda call: " " * len(call[0]), text) if "[" in text else text
        self._coming = words_with_places(self._text)
        self._places: list[Word] = []

    @cached_property
    def words(self) -> list[str]:
        """All its words, in order."""
        return words(self._text)

    def word(self, at: int) -> Word:
        """The word number ``at``, with its place in the text in code points."""
        self._places += islice(self._coming, max(0, at + 1 - len(self._places)))
        return self._places[at]

    def parted(self, at: int) -> bool:
        """Whether a mark stands between the words ``at - 1`` and ``at``; true at the beginning and at the end."""
        if not 0 < at < len(self.words):
            return True
        return not _NOT_PARTING.fullmatch(self._text[self.word(at - 1).end : self.word(at).start])

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in the text, in code points, the words from ``start`` up to ``end`` stand."""
        return self.word(start).start, self.word(end - 1).end
