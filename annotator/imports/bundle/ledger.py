"""What has to be remembered of a bundle's rows, on disk: memory holds one chunk of them, however many there are.

It is a database of SQLite's that is in no folder, whichever database the site is on: nobody else sees it, and it is
gone when it is closed.
"""

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Self
from uuid import UUID

TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -4000;
CREATE TABLE key (file TEXT, key TEXT, line INTEGER, PRIMARY KEY (file, key)) WITHOUT ROWID;
CREATE TABLE passage (number INTEGER PRIMARY KEY, document TEXT, paragraph INTEGER, "start" INTEGER, "end" INTEGER,
    quote TEXT, state TEXT, let_go INTEGER, came TEXT);
CREATE INDEX passage_at ON passage (document, paragraph, "start", "end");
CREATE TABLE note (pk TEXT PRIMARY KEY, answers TEXT, passage INTEGER, line INTEGER, new INTEGER);
CREATE INDEX note_answers ON note (answers);
CREATE TABLE chunk (number INTEGER PRIMARY KEY, chunk BLOB);
BEGIN;
"""


class Ledger:
    """Keys with their lines, passages and notes of the rows read so far, and what is to be written of them.

    What has no key before it is written has a placeholder, a number below 0 as no key is; ``placeholders`` is how many.
    """

    def __init__(self) -> None:
        self.placeholders = 0
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(TABLES)
        self._tell = self._database.execute

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._database.close()

    def first_line(self, file: str, key: Iterable[object], line: int) -> int:
        """The line of ``file`` on which ``key`` was first seen: ``line``, unless it was seen before."""
        row = (file, _text(key))
        if self._tell("INSERT INTO key VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (*row, line)).rowcount:
            return line
        return self.line_of(file, key) or line

    def line_of(self, file: str, key: Iterable[object]) -> int | None:
        """The line of ``file`` on which ``key`` was first seen, if it was."""
        row = self._tell("SELECT line FROM key WHERE file = ? AND key = ?", (file, _text(key))).fetchone()
        return row[0] if row else None

    def next_placeholder(self) -> int:
        self.placeholders += 1
        return -self.placeholders

    def add_passage(self, *place: object) -> int:
        """Remember a passage that would be made; returns its placeholder."""
        placeholder = self.next_placeholder()
        self._tell("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (placeholder, *place))
        return placeholder

    def passages_at(self, *key: object) -> list[tuple[Any, ...]]:
        """The passages that would be made at a place: placeholder, quote, state, let go, from where it came."""
        query = (
            "SELECT number, quote, state, let_go, came FROM passage"
            ' WHERE document = ? AND paragraph = ? AND "start" IS ? AND "end" IS ?'
        )
        return self._tell(query, key).fetchall()

    def add_note(self, pk: UUID, answers: UUID | None, passage: int, line: int, *, new: bool) -> None:
        """Remember a note that is sound."""
        self._tell("INSERT INTO note VALUES (?, ?, ?, ?, ?)", (str(pk), answers and str(answers), passage, line, new))

    def answers(self) -> Iterator[tuple[UUID, int, int, int | None]]:
        """Of each new answer the id of the note it answers, its passage, its line, and the passage of that note."""
        rows = self._tell(
            "SELECT note.answers, note.passage, note.line, above.passage FROM note"
            " LEFT JOIN note AS above ON above.pk = note.answers WHERE note.new AND note.answers IS NOT NULL"
        )
        for above, *columns in rows:
            yield UUID(above), *columns

    def endless(self) -> Iterator[int]:
        """The lines of the new notes from which answers lead back to an answer."""
        rows = self._tell(
            "WITH RECURSIVE ending (pk) AS ("
            " SELECT pk FROM note WHERE answers IS NULL OR answers NOT IN (SELECT pk FROM note)"
            " UNION SELECT note.pk FROM ending JOIN note ON note.answers = ending.pk"
            ") SELECT line FROM note WHERE new AND pk NOT IN (SELECT pk FROM ending)"
        )
        return (line for (line,) in rows)

    def unknown_notes(self, pks: Iterable[UUID | None]) -> set[UUID]:
        """Those of ``pks`` that no new note has which was told of so far."""
        query = "SELECT EXISTS (SELECT * FROM note WHERE pk = ? AND new)"
        return {pk for pk in pks if pk and not self._tell(query, (str(pk),)).fetchone()[0]}

    def add_chunk(self, chunk: object) -> None:
        self._tell("INSERT INTO chunk (chunk) VALUES (?)", (pickle.dumps(chunk),))

    def chunks(self) -> Iterator[Any]:
        """What is to be written, in the order it was kept."""
        for (chunk,) in self._database.execute("SELECT chunk FROM chunk ORDER BY number"):
            yield pickle.loads(chunk)  # noqa: S301 - written above, where nobody else writes


def _text(key: Iterable[object]) -> str:
    return "\x1f".join(map(str, key))
