"""What stops a load."""

from corpus.sentences import PlacedError


class LoadRefusedError(PlacedError):
    """A document is not loaded; nothing was written.

    ``field`` is what a form should point at ("slug", "file"), or "".
    """

    def __init__(self, *sentences: str, line: int = 0, field: str = "", **params: object) -> None:
        """Keep what is wrong and the place."""
        super().__init__(*sentences, line=line, **params)
        self.field = field
