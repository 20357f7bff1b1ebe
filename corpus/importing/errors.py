"""What stops a load."""


class LoadRefusedError(ValueError):
    """A document is not loaded; nothing was written.

    ``reason`` says what is wrong and what to do, in words for an editor; ``line`` is the place in the source file,
    from 1, or 0 where none can be named; ``field`` is what a form should point at ("slug", "file"), or "".
    """

    def __init__(self, reason: str, *, line: int = 0, field: str = "") -> None:
        """Keep the reason and the place."""
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason = reason
        self.line = line
        self.field = field
