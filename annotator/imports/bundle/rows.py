"""The rows of one file of a bundle, streamed: each with the line it starts on and its values."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from annotator.exports.kinds import ExportKind
from annotator.imports.csv_table import LONGEST_CELL
from annotator.imports.problems import ImportProblem, ImportRefused, of_another_width

from .cells import CellError, reader, shown
from .ledger import Ledger

# Nobody reads more; a file of a few kilobytes can unpack to a hundred million lines, each of them wrong.
MOST_PROBLEMS = 10_000


@dataclass(frozen=True, slots=True)
class BundleRow:
    """A row: its values by where they come from (``Column.source``), so that no column is told of twice."""

    file: str
    line: int
    values: dict[str, Any]

    def problem(self, reason: str) -> ImportProblem:
        return ImportProblem(self.file, self.line, reason)

    def own(self) -> dict[str, Any]:
        """The values that are fields of the thing itself."""
        return {source: value for source, value in self.values.items() if "__" not in source}


class BundleRows:
    """The rows of the file of ``kind``; those that are not sound are left out, and ``problems`` says why.

    ``version``: of the contract. ``guarded``: formulas have an apostrophe before them. ``count``: how many records
    there were, once all of them could be told apart (``complete``).
    """

    def __init__(
        self, kind: ExportKind, ledger: Ledger, problems: list[ImportProblem], *, version: int, guarded: bool
    ) -> None:
        self.kind = kind
        self.count = 0
        self.complete = False
        self._ledger = ledger
        columns = kind.columns_of(version)
        # Numbers of what there is come from no field, and nothing is read from them.
        fields = [column.source if isinstance(column.source, str) else "" for column in columns]
        readers = [reader(column, guarded=guarded) for column in columns]
        self._columns = list(zip([column.name for column in columns], fields, readers, strict=True))
        self._header = kind.header_of(version)
        self._key = [str(column.source) for column in columns if column.name in kind.key]
        self._problems = problems

    def line_of(self, pk: object) -> int | None:
        """The line on which the key was first seen, in a sound row or not."""
        return self._ledger.line_of(self.kind.file, (pk,))

    def read(self, lines: Iterator[bytes]) -> Iterator[BundleRow]:
        """The sound rows. ``lines``, each with its line feed, are read to the end whatever they hold."""
        csv.field_size_limit(LONGEST_CELL)
        records = csv.reader(self._decoded(lines), strict=True)
        line = 1
        try:
            if self._is_header(next(records, [])):
                line = records.line_num + 1
                for cells in records:
                    row = self._row(cells, line)
                    if row is not None:
                        yield row
                    line = records.line_num + 1
                self.complete = True
        except csv.Error as error:
            reason = _(
                "The row cannot be read, nor what follows it (%s). Is the file cut off, or a quotation mark lost?"
            )
            self._say(line, reason % error)
        except UnicodeDecodeError as error:
            reason = _("The file is not in UTF-8 from here on (byte %(byte)d of the line). Export it again.")
            self._say(records.line_num + 1, reason % {"byte": error.start + 1})
        for _rest in lines:
            pass

    def _decoded(self, lines: Iterable[bytes]) -> Iterator[str]:
        for number, line in enumerate(lines, 1):
            text = line.decode()
            if "\0" in text:
                self._say(number, _("There is a NUL character in this line. No text has one here."))
                # No database would look for it.
                text = text.replace("\0", "\ufffd")
            yield text

    def _is_header(self, cells: list[str]) -> bool:
        header = self._header
        if tuple(cells) == header:
            return True
        if len(cells) == 1 or "".join(cells).startswith("\ufeff"):
            reason = _("A spreadsheet program has saved the file anew, in its own way. Take it as it was exported.")
            self._say(1, reason)
            return False
        missing = [name for name in header if name not in cells]
        beside = [shown(name) for name in cells if name not in header]
        if missing or beside:
            parts = ((_("missing: %s"), missing), (_("not known: %s"), beside))
            message = "; ".join(words % ", ".join(names) for words, names in parts if names)
        else:
            message = _("another order, or a name twice")
        self._say(1, _("The columns are not those of this export version (%s).") % message)
        return False

    def _row(self, cells: list[str], line: int) -> BundleRow | None:
        self.count += 1
        if len(cells) != len(self._columns):
            self._say(line, of_another_width(len(cells), len(self._columns)))
            return None
        values: dict[str, Any] = {}
        sound = True
        for (name, source, read), cell in zip(self._columns, cells, strict=True):
            try:
                value = read(cell)
            except CellError as error:
                self._say(line, f"{name}: {error}")
                sound = False
            else:
                if source:
                    values[source] = value
        first = self._is_first(values, line)
        return BundleRow(self.kind.file, line, values) if first and sound else None

    def _is_first(self, values: dict[str, Any], line: int) -> bool:
        """Whether no row before has the same key."""
        try:
            key = [values[source] for source in self._key]
        except KeyError:
            return True
        first = self._ledger.first_line(self.kind.file, key, line)
        if first != line:
            reason = _("Line %(line)d has the same %(columns)s (%(key)s). Keep one of the two.")
            fields = {"line": first, "columns": ", ".join(self.kind.key), "key": ", ".join(map(str, key))}
            self._say(line, reason % fields)
        return first == line

    def _say(self, line: int, reason: str) -> None:
        self._problems.append(ImportProblem(self.kind.file, line, reason))
        if len(self._problems) >= MOST_PROBLEMS:
            reason = _("There are too many problems to go on. Nothing after this line was looked at.")
            raise ImportRefused([*self._problems, ImportProblem(self.kind.file, line, reason)])
