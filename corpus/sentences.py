"""Errors whose sentences can be translated, for plain Python that knows no language but English."""

from collections.abc import Callable


def gettext_noop(sentence: str) -> str:
    """Mark ``sentence`` for the catalogues of translations, which look for this name; it stays as it is."""
    return sentence


class SentenceError(ValueError):
    """An error that says what is wrong and what to do.

    ``sentences`` are English, with named places (``%(key)s``); ``params`` are what stands in these. Whoever shows the
    error translates each sentence and then fills it in (``said_in``); as a string it is the English.
    """

    def __init__(self, *sentences: str, **params: object) -> None:
        """Keep the sentences and their parameters apart."""
        self.sentences = sentences
        self.params = params
        super().__init__(self.said_in(str))

    def said_in(self, translate: Callable[[str], str]) -> str:
        """What it says, with ``translate`` for each sentence."""
        return " ".join(translate(sentence) % self.params for sentence in self.sentences)
