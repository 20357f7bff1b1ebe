"""Lines of code that read a file of an export with the types of its columns, made from their definitions.

What guesses types makes "1.10" a number and "NA" nothing.
"""

from collections.abc import Iterable, Mapping

from .columns import Type
from .kinds import ExportKind

# DuckDB's TIMESTAMP has no zone; all times are in UTC.
DUCKDB = {
    Type.UUID: "UUID",
    Type.INTEGER: "BIGINT",
    Type.TIME: "TIMESTAMP",
    Type.DATE: "DATE",
    Type.BOOLEAN: "BOOLEAN",
    Type.NUMBER: "DOUBLE",
    Type.JSON: "JSON",
    Type.LIST: "JSON",
}
# Whole numbers of which some are missing.
PANDAS = {Type.INTEGER: "Int64", Type.NUMBER: "float64", Type.BOOLEAN: "boolean"}
READR = {
    Type.INTEGER: "col_integer()",
    Type.NUMBER: "col_double()",
    Type.TIME: "col_datetime()",
    Type.DATE: "col_date()",
    Type.BOOLEAN: "col_logical()",
}


def ready_lines(kind: ExportKind) -> dict[str, str]:
    """For each tool, the lines that read the file of ``kind`` from the folder one works in."""
    columns = {column.name: column.type for column in kind.columns(None)}
    return {
        "DuckDB": _duckdb(kind.file, columns),
        "pandas": _pandas(kind.file, columns),
        "readr": _readr(kind.file, columns),
    }


def _duckdb(file: str, columns: Mapping[str, Type]) -> str:
    types = _listed(f"    '{name}': '{DUCKDB.get(each, 'VARCHAR')}'" for name, each in columns.items())
    options = "header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', auto_detect = false"
    return f"FROM read_csv('{file}', {options}, columns = {{\n{types}\n}});"


def _pandas(file: str, columns: Mapping[str, Type]) -> str:
    types = _listed(
        f'        "{name}": "{PANDAS.get(each, "string")}"'
        for name, each in columns.items()
        if each not in {Type.TIME, Type.DATE}
    )
    times = ", ".join(f'"{name}"' for name, each in columns.items() if each in {Type.TIME, Type.DATE})
    parsed = f'    parse_dates=[{times}],\n    date_format="ISO8601",\n' if times else ""
    return (
        f'import pandas\n\ntable = pandas.read_csv(\n    "{file}",\n    dtype={{\n{types},\n    }},\n{parsed}'
        '    keep_default_na=False,\n    na_values=[""],\n)'
    )


def _readr(file: str, columns: Mapping[str, Type]) -> str:
    types = _listed(f"    {name} = {READR.get(each, 'col_character()')}" for name, each in columns.items())
    return (
        f'library(readr)\n\ntable <- read_csv(\n  "{file}",\n  col_types = cols(\n{types}\n  ),\n'
        '  na = "", trim_ws = FALSE\n)'
    )


def _listed(lines: Iterable[str]) -> str:
    return ",\n".join(lines)
