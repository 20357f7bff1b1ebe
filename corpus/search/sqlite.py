"""Search on SQLite: a full-text index (FTS5) of the words of every standing paragraph.

The table keeps its own copy of the words. Without one (an "external content" table) it would be smaller, but taking
a paragraph out of the index needs the very words it was put in with, and a mistake there damages the index unseen.
"""

from collections.abc import Iterable, Sequence

from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from .query import Phrase
from .tokenizer import joined, spaced

# The words are made by words.py; the tokeniser "ascii" only takes them apart again: it splits at ASCII signs, folds
# ASCII case and takes every other character for a letter.
CREATE = (
    "CREATE VIRTUAL TABLE corpus_paragraph_text USING fts5(words, tokenize = 'ascii')",
    # Bytes collected in memory before they are written and merged; the default of 1 MB makes large loads slower.
    "INSERT INTO corpus_paragraph_text (corpus_paragraph_text, rank) VALUES ('hashsize', 16777216)",
)


def add(cursor: CursorWrapper, paragraphs: Sequence[tuple[int, str]]) -> None:
    """Put paragraphs, each with its primary key and text, into the index; none of them may be in it."""
    rows = [(pk, " ".join([spaced(text), *joined(text)])) for pk, text in paragraphs]
    cursor.executemany("INSERT INTO corpus_paragraph_text (rowid, words) VALUES (%s, %s)", rows)


def remove(cursor: CursorWrapper, document: int) -> None:
    """Take the paragraphs of a document, by its primary key, out of the index."""
    cursor.execute(
        "DELETE FROM corpus_paragraph_text WHERE rowid IN (SELECT id FROM corpus_paragraph WHERE document_id = %s)",
        [document],
    )


def with_all(phrases: Iterable[Phrase], begun: Phrase = ()) -> RawSQL:
    """The primary keys of the paragraphs in which all of ``phrases`` stand, and ``begun``, the last word as begun."""
    return _matching(" AND ", phrases, begun)


def with_any(phrases: Iterable[Phrase]) -> RawSQL:
    """The primary keys of the paragraphs in which at least one of ``phrases`` stands."""
    return _matching(" OR ", phrases)


def _matching(operator: str, phrases: Iterable[Phrase], begun: Phrase = ()) -> RawSQL:
    # A word has no quotation mark in it, so quoting it is all that keeps it from being read as FTS5 syntax.
    quoted = [f'"{" ".join(phrase)}"' for phrase in phrases]
    if begun:
        quoted.append(f'"{" ".join(begun)}" *')
    expression = operator.join(quoted)
    return RawSQL("SELECT rowid FROM corpus_paragraph_text WHERE corpus_paragraph_text MATCH %s", [expression])
