"""The ways in which an action ends without having been carried out."""


class Refused(Exception):  # noqa: N818 - not a fault of the program: it says no to a person, and why
    """A person's mistake, in words for that person.

    ``messages`` say what is wrong and what to do, one sentence or two each; ``field`` names the form field they
    belong to, or is ``None`` where they are about the whole.
    """

    def __init__(self, *messages: str, field: str | None = None) -> None:
        """Keep the messages, as plain strings: lazy translations are resolved in the language of now."""
        self.messages = [str(message) for message in messages]
        self.field = field
        super().__init__(" ".join(self.messages))


class UnaskedRevision(Refused):
    """A text that nobody said is a new one of the document ``slug``: the last message says how the pages take that."""

    def __init__(self, *messages: str, slug: str) -> None:
        """Keep the messages, for the field of the slug, and the slug."""
        super().__init__(*messages, field="slug")
        self.slug = slug


class BrokenOff(Refused):
    """What is done in parts was not done to its end: what is done stays, and the messages say how to go on."""


class SentOtherwise(Refused):
    """A request with this idempotency key was carried out before: with other content, or for somebody else."""


class AlreadyDone(Exception):  # noqa: N818 - not an error: the same request came twice and was carried out once
    """The request with this idempotency key was carried out before; nothing was done this time."""


class NotUpdatedError(Exception):
    """The row was changed, withdrawn or deleted by somebody else since it was read (optimistic lock)."""
