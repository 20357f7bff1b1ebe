"""Errors whose sentences can be translated, for plain Python that knows no language but English."""

from collections.abc import Callable


def gettext_noop(sentence: str) -> str:
    """Mark ``sentence`` for the catalogues of translations, which look for this name; it stays as it is."""
    return sentence


class SentenceError(ValueError):
    """An error that says what is wrong and what to do.

    ``sentences`` are English, with named places (``%(key)s``); ``params`` are what stands in these. Whoever shows the
    error translates each sentence and then fills it in (``translated``); as a string it is the English.
    """

    def __init__(self, *sentences: str, **params: object) -> None:
        self.sentences = sentences
        self.params = params
        super().__init__(self.translated(str))

    def translated(self, translate: Callable[[str], str]) -> str:
        """What it says, with ``translate`` for each sentence."""
        return " ".join(translate(sentence) % self.params for sentence in self.sentences)


class PlacedError(SentenceError):
    """An error at a line of a file.

    ``line`` counts from 1 and is 0 where none can be named. It is said before the sentences, unless one of them has a
    place for it (``%(line)s``).
    """

    def __init__(self, *sentences: str, line: int = 0, **params: object) -> None:
        self.line = line
        super().__init__(*sentences, line=line, **params)

    def translated(self, translate: Callable[[str], str]) -> str:
        """What it says, with the line."""
        message = self.translated_without_line(translate)
        if not self.line or any("%(line)" in sentence for sentence in self.sentences):
            return message
        return f"{translate(gettext_noop('Line %(line)s:')) % self.params} {message}"

    def translated_without_line(self, translate: Callable[[str], str]) -> str:
        """What it says, for whoever names the line beside it."""
        return super().translated(translate)
