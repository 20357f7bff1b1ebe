"""Tables other programs wrote as CSV: in whatever encoding, with commas, semicolons, tabs or bars between the cells."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from corpus.blocks import UnreadableFileError
from corpus.importing.readers.encoding import decode

from .problems import ImportProblem, ImportRefused, of_another_width

DELIMITERS = ",;\t|"
# Python's limit of 131,072 is less than a long paragraph; what is let in at all is limited by the size of the file.
# Quotation marks never closed after which reading goes on: each time, the rest of the file is looked through.
MOST_UNCLOSED = 20
# A separator said before the header; quoted where a spreadsheet program saved the line as a cell.
_SEPARATOR = re.compile(r"""\s*"?sep=([,;\t|])"?[,;\t|]*\s*?(?:\r\n|\r|\n|\Z)""", re.IGNORECASE)
LONGEST_CELL = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CSVRecord:
    """One record: the line it starts on, and its cells by the name of their column."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell of ``column``, "" where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class CSVTable:
    """A table as read: ``problems`` are about the records that could not be, which ``rows`` leaves out.

    ``line`` is that of the header.
    """

    name: str
    line: int
    columns: list[str]
    rows: list[CSVRecord]
    problems: list[ImportProblem] = field(default_factory=list)


def column_name(header: str) -> str:
    """A column's name as it is compared: "Use when", "use-when" and "use_when" are one."""
    return "_".join(header.replace("-", " ").replace("_", " ").casefold().split())


def read_table(name: str, data: bytes) -> CSVTable:
    """Read the CSV file ``name``.

    The delimiter is the one that a first line such as ``sep=;`` says, which spreadsheet programs look for, else the one
    the header has most of: names of columns have none of them inside, where the guess of ``csv.Sniffer`` is led astray
    by the commas of the texts below. Outer white space of a cell is cut off, line ends in it are LF; records without a
    word are passed over.

    Raises:
        ImportRefused: it is no text, or has no header.

    """
    try:
        text, _codec = decode(data)
    except UnreadableFileError as error:
        raise ImportRefused([ImportProblem(name, error.line or None, error.translated_without_line(_))]) from error
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    csv.field_size_limit(LONGEST_CELL)
    separator = _SEPARATOR.match(text)
    delimiter = separator[1] if separator else max(DELIMITERS, key=first.count)
    lines = list(io.StringIO(text, newline=""))
    # Blank lines may stand before it.
    skipped = len(separator[0].splitlines()) if separator else 0
    return _table(name, _records(lines, delimiter, skipped))


type Record = tuple[int, list[str] | csv.Error]


def _records(lines: Sequence[str], delimiter: str, skipped: int) -> Iterator[Record]:
    """The records that hold anything, without the lines ``skipped``, each with the line it starts on.

    One that cannot be read is an error, and the lines after it are read on. A quotation mark that is never closed takes
    the whole rest for its cell: then the line it stands on is the one that cannot be read.
    """
    tries = MOST_UNCLOSED
    while skipped < len(lines):
        reader = csv.reader(islice(lines, skipped, None), delimiter=delimiter, strict=True)
        before, skipped = skipped, len(lines)
        while True:
            line = before + reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                yield line, error
                if before + reader.line_num >= len(lines) and tries:
                    skipped, tries = line, tries - 1
                    break
                continue
            cells = [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells]
            if any(cells):
                yield line, cells


def _table(name: str, records: Iterator[Record]) -> CSVTable:
    line, header = next(records, (1, []))
    if not header:
        raise ImportRefused([ImportProblem(name, None, _("The file is empty."))])
    if isinstance(header, csv.Error):
        raise ImportRefused([_unreadable(name, line, header)])
    # Spreadsheet programs write the columns somebody once touched, too.
    while not header[-1]:
        header.pop()
    columns = [column_name(each) for each in header]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        reason = _("There is more than one column “%(name)s”. Keep one.") % {"name": "”, “".join(twice)}
        raise ImportRefused([ImportProblem(name, line, reason)])
    table = CSVTable(name, line, columns, [])
    for line, cells in records:
        if isinstance(cells, csv.Error):
            table.problems.append(_unreadable(name, line, cells))
        elif len(cells) < len(columns) or any(cells[len(columns) :]):
            table.problems.append(ImportProblem(name, line, of_another_width(len(cells), len(columns))))
        else:
            table.rows.append(CSVRecord(line, dict(zip(columns, cells, strict=False))))
    return table


def _unreadable(name: str, line: int, error: csv.Error) -> ImportProblem:
    reason = _("The row cannot be read (%(error)s). Look for a quotation mark too many or too few.")
    return ImportProblem(name, line, reason % {"error": error})
