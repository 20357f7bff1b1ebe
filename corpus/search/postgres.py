"""Search on PostgreSQL: a GIN index of the words of every standing paragraph.

Not a ``tsvector``: its parser splits numbers, addresses and words with hyphens in its own way, depends on the
database's locale, and gives up on paragraphs of more than a megabyte. An array of words made by words.py has none
of these limits and finds what SQLite finds. The index leads to the paragraphs that have all words of a phrase; that
they stand side by side is then looked up in the text of words itself.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from .query import Phrase
from .tokenizer import joined, words

# No foreign key to the paragraphs: Django could not empty that table (``flush``) while one it does not know of
# points at it. Primary keys are never given twice, so words left behind by a deleted paragraph are never found.
CREATE = (
    # Words are told apart by their bytes: the order of a language plays no part and costs half of the time.
    'CREATE TABLE corpus_paragraph_text (paragraph_id bigint PRIMARY KEY, words text COLLATE "C" NOT NULL)',
    "CREATE INDEX corpus_paragraph_text_words ON corpus_paragraph_text USING gin (string_to_array(words, ' '))",
    # No statistics of words. They take as long to gather as a large load, and with them the planner reads the whole
    # table for a frequent word instead of the index: it takes the splitting of every row's text for next to nothing.
    "ALTER INDEX corpus_paragraph_text_words ALTER COLUMN 1 SET STATISTICS 0",
    "ALTER TABLE corpus_paragraph_text ALTER COLUMN words SET STATISTICS 0",
)
# An index entry holds at most 2,700 bytes; a longer word is kept as its beginning and a digest of the whole.
_LONGEST = 500
_BEGINNING = 64

_HAS_WORDS = "string_to_array(words, ' ') @> %s::text[]"
_SIDE_BY_SIDE = "strpos(' ' || words || ' ', %s) > 0"


def add(cursor: CursorWrapper, paragraphs: Sequence[tuple[int, str]]) -> None:
    """Put paragraphs, each with its primary key and text, into the index; none of them may be in it."""
    with cursor.copy("COPY corpus_paragraph_text (paragraph_id, words) FROM STDIN") as copy:
        for pk, text in paragraphs:
            copy.write_row((pk, _words_of(text)))


def remove(cursor: CursorWrapper, document: int) -> None:
    """Take the paragraphs of a document, by its primary key, out of the index."""
    cursor.execute(
        "DELETE FROM corpus_paragraph_text WHERE paragraph_id IN"
        " (SELECT id FROM corpus_paragraph WHERE document_id = %s)",
        [document],
    )


def with_all(phrases: Iterable[Phrase], begun: Phrase = ()) -> RawSQL:
    """The primary keys of the paragraphs in which all of ``phrases`` stand, and ``begun``, the last word as begun.

    The index knows whole words only: where nothing but a beginning is wanted, the whole table is read, which takes as
    long as a search for a word that stands in all of it.
    """
    return _matching(" AND ", phrases, begun)


def with_any(phrases: Iterable[Phrase]) -> RawSQL:
    """The primary keys of the paragraphs in which at least one of ``phrases`` stands."""
    return _matching(" OR ", phrases)


def _matching(operator: str, phrases: Iterable[Phrase], begun: Phrase = ()) -> RawSQL:
    conditions: list[str] = []
    parameters: list[str | list[str]] = []
    for phrase in phrases:
        stored = [_storable(word) for word in phrase]
        conditions.append(_HAS_WORDS)
        parameters.append(stored)
        if len(stored) > 1:
            conditions[-1] += f" AND {_SIDE_BY_SIDE}"
            parameters.append(f" {' '.join(stored)} ")
    if begun:
        *whole, last = map(_storable, begun)
        conditions.append(f"{_HAS_WORDS} AND {_SIDE_BY_SIDE}" if whole else _SIDE_BY_SIDE)
        parameters += [whole] * bool(whole) + [f" {' '.join([*whole, last])}"]
    found = operator.join(f"({condition})" for condition in conditions)
    return RawSQL(f"SELECT paragraph_id FROM corpus_paragraph_text WHERE {found}", parameters)  # noqa: S608, S611 - only our own constants are put together; the words are parameters


def _words_of(text: str) -> str:
    found = words(text) + joined(text)
    longest = max(map(len, found), default=0)
    return " ".join(found if longest <= _LONGEST else map(_storable, found))


def _storable(word: str) -> str:
    if len(word) <= _LONGEST:
        return word
    return word[:_BEGINNING] + blake2b(word.encode(), digest_size=16).hexdigest()
