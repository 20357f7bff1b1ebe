"""How far long work is, on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from annotator.progress import heard_by


@contextmanager
def shown_on(stderr: OutputWrapper) -> Iterator[None]:
    """Draw what is said inside as a bar, for somebody watching; it must not get into a log."""
    console = Console(stderr=True, quiet=not stderr.isatty())
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)

        def draw(doing: str, done: int, total: int) -> None:
            progress.update(task, description=doing, completed=done, total=total or None)

        with heard_by(draw):
            yield
