"""What an import finds wrong: problems with their place, and the refusal that carries them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One thing wrong with what was given, said with the file, the line where its record starts, and the reason."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        if self.line is None:
            return f"{self.file}: {self.reason}"
        return _("%(file)s, line %(line)d: %(reason)s") % {
            "file": self.file,
            "line": self.line,
            "reason": self.reason,
        }


class ImportRefused(Exception):  # noqa: N818 - not a fault of the program: it says no to a person, and why
    """An import was not carried out, or not to its end.

    ``problems`` says everything that stands in the way, in the order of the files; ``written`` is how many
    contributions were imported.
    """

    def __init__(self, problems: list[ImportProblem], written: int = 0) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
        self.written = written


def changed_meanwhile(file: str) -> ImportRefused:
    """The refusal of a file whose plan no longer fits what is here."""
    reason = _("Somebody changed something here while the file was checked. Nothing was imported: import it again.")
    return ImportRefused([ImportProblem(file, None, reason)])


def of_another_width(cells: int, columns: int) -> str:
    """The reason why a row is refused that has another number of ``cells`` than the header has ``columns``."""
    return _("This row has %(cells)s, and the header has %(columns)s.") % {
        "cells": ngettext("%(n)d cell", "%(n)d cells", cells) % {"n": cells},
        "columns": ngettext("%(n)d column", "%(n)d columns", columns) % {"n": columns},
    }


@contextmanager
def refusing_all(problems: list[ImportProblem]) -> Iterator[None]:
    """Let a refusal inside go to ``problems``, so that another file can be checked before both are refused."""
    try:
        yield
    except ImportRefused as refused:
        problems += refused.problems
