"""How far long work is, on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper

from annotator.progress import Listener, heard_by


@contextmanager
def bar_on(stderr: OutputWrapper) -> Iterator[Listener]:
    """A bar for somebody watching, which must not get into a log; and what draws it."""
    if not stderr.isatty():
        yield lambda _doing, _done, _total: None
        return
    from rich import console, progress  # noqa: PLC0415 - half a hundred modules, for nobody where none is watching

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
    )
    with progress.Progress(*columns, console=console.Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda doing, done, total: bar.update(task, description=doing, completed=done, total=total or None)


@contextmanager
def shown_on(stderr: OutputWrapper) -> Iterator[None]:
    """Draw what is said inside as a bar."""
    with bar_on(stderr) as draw, heard_by(draw):
        yield
