"""What a program without Django does with the same tables: the limit of what a write can cost."""

import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from annotator.config.env import SQLITE_OPTIONS

type Row = dict[str, Any]


class Raw:
    """A connection to the bench's database, with the same pragmas as the site's."""

    def __init__(self) -> None:
        address = os.environ["DATABASE_URL"].partition("?")[0]
        self.is_sqlite = address.startswith("sqlite")
        if self.is_sqlite:
            path, timeout = address.removeprefix("sqlite:///"), SQLITE_OPTIONS["timeout"]
            # Made by one thread and used by another.
            self._connection: Any = sqlite3.connect(path, timeout, isolation_level=None, check_same_thread=False)
            self._connection.executescript(SQLITE_OPTIONS["init_command"])
        else:
            self._connection = psycopg.connect(address, autocommit=True)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def query(self, statement: str) -> list[tuple]:
        """What ``statement`` finds."""
        # Without values, so that a percent sign in it is one on both.
        return self._connection.execute(statement).fetchall()

    def rows(self, table: str, condition: str = "true", *values: object) -> list[Row]:
        """The rows of ``table`` for which ``condition`` holds."""
        cursor = self._execute(f"SELECT * FROM {table} WHERE {condition}", values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def delete(self, rows: Sequence[tuple[str, Row]]) -> None:
        """Delete rows, each with its table, the last first."""
        for table, row in reversed(rows):
            self._execute(f"DELETE FROM {table} WHERE id = %s", [row["id"]])

    def insert(self, rows: Iterable[tuple[str, Row]]) -> float:
        """Insert rows, each with its table, in one transaction; returns the seconds."""
        start = time.perf_counter()
        self._begin()
        for table, row in rows:
            self._execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))
        self._execute("COMMIT")
        return time.perf_counter() - start

    def insert_many(self, table: str, rows: Sequence[Row]) -> float:
        """Insert many rows in one transaction, by ``executemany`` or by ``COPY``; returns the seconds."""
        values = [tuple(row.values()) for row in rows]
        start = time.perf_counter()
        self._begin()
        if self.is_sqlite:
            self._connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", values)
        else:
            with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        self._execute("COMMIT")
        return time.perf_counter() - start

    def copy_of(self, table: str) -> str:
        """Make an empty table with the same columns, indexes and checks; returns its name."""
        name = f"{table}_copy"
        self._execute(f"DROP TABLE IF EXISTS {name}")
        if self.is_sqlite:
            made = self._execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            for (sql,) in made.fetchall():
                renamed = sql.replace(f'"{table}"', f'"{name}"').replace(f"TABLE {table} ", f"TABLE {name} ")
                self._execute(renamed.replace('INDEX "', 'INDEX "copy_'))
        else:
            self._execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)")
        return name

    def _begin(self) -> None:
        self._execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")

    def _execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        if self.is_sqlite:
            return self._connection.execute(statement.replace("%s", "?"), values)
        return self._connection.execute(statement, [Jsonb(each) if isinstance(each, dict) else each for each in values])
