"""How far long work is: said by whoever does it, and kept by whoever wants to know; without one, nothing happens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

type Listener = Callable[[str, int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("progress", default=None)


class Cancelled(Exception):  # noqa: N818 - no error: somebody asked for it
    """Raised where the work is said to be no longer wanted. What is in a transaction is rolled back."""


def say(doing: str, completed: int = 0, total: int = 0) -> None:
    """Say what is being done, and how much of it; raises ``Cancelled`` where the listener does."""
    if (listener := _listener.get()) is not None:
        listener(str(doing), completed, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Have what is said inside told to ``listener``."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
