"""Putting the words of documents into the index, and taking them out."""

import json
from array import array
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any, Protocol

from django.db import connection, transaction

from corpus.blocks import Kind
from corpus.models import Document, DocumentWords, Paragraph, Posting, WrittenWord

from .inverted import IndexedParagraph, Inverted

# Rows written by one statement.
_AT_A_TIME = 500
LETTERS = {kind.value: "x" if kind is Kind.FURNITURE else kind.value[0] for kind in Kind}
"""A letter for each kind of paragraph."""
HEADING, FRONT, FURNITURE = (LETTERS[kind.value] for kind in (Kind.HEADING, Kind.FRONT, Kind.FURNITURE))


class Worded(Protocol):
    """What the index takes of a paragraph that has no primary key yet."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def text(self) -> str:
        """Its text."""


def words_of(paragraphs: Iterable[Worded]) -> Inverted:
    """The words of the paragraphs of a document that is not written yet, in their order: worked out beforehand."""
    return Inverted(IndexedParagraph(0, LETTERS[each.kind], each.text) for each in paragraphs)


def index(document: Document, words: Inverted | None = None) -> None:
    """Put the standing paragraphs of ``document`` into the index, in place of what is there of it: all or nothing.

    ``words`` are theirs, where they were worked out beforehand.
    """
    with transaction.atomic():
        unindex(document)
        index_words(document.pk, words)


def add(document: Document, words: Inverted) -> None:
    """Put the paragraphs of a document that is new into the index; in the transaction that it is written in."""
    index_words(document.pk, words)


def index_words(document: int, words: Inverted | None = None) -> None:
    """Put the standing paragraphs of a document, by its primary key, into the index, where nothing of it is."""
    standing = Paragraph.objects.standing().filter(document=document).order_by("position")
    if words is None:
        rows = standing.values_list("pk", "kind", "text").iterator(2000)
        inverted = Inverted(IndexedParagraph(pk, LETTERS[kind], text) for pk, kind, text in rows)
    else:
        inverted = words
        inverted.pks = array("q", standing.values_list("pk", flat=True))
    known = _written_words(inverted.pairs)
    keys = [known[pair] for pair in inverted.pairs]
    row = {
        "document_id": document,
        "written": array("I", map(keys.__getitem__, inverted.numbers)).tobytes(),
        "paragraphs": inverted.pks.tobytes(),
        "kinds": inverted.kinds,
        "firsts": inverted.firsts.tobytes(),
        **_counts(inverted),
    }
    _insert("corpus_documentwords", tuple(row), [tuple(row.values())])
    postings = (
        (word.encode(), document, places.starts.tobytes(), places.lengths.tobytes())
        for word, places in inverted.places.items()
    )
    _insert("corpus_posting", ("word", "document_id", "starts", "lengths"), postings)


def unindex(document: Document) -> None:
    """Take the paragraphs of ``document`` out of the index."""
    Posting.objects.filter(document=document)._raw_delete("default")  # noqa: SLF001 - nothing hangs on them
    DocumentWords.objects.filter(document=document)._raw_delete("default")  # noqa: SLF001 - nothing hangs on them


def rebuild() -> None:
    """Make the whole index anew, in one transaction: after paragraphs came in by another way than the loader."""
    with transaction.atomic():
        for model in (Posting, DocumentWords, WrittenWord):
            model.objects.all()._raw_delete("default")  # noqa: SLF001 - nothing hangs on them
        for document in Document.objects.order_by("pk"):
            index(document)


def _counts(inverted: Inverted) -> dict[str, int]:
    """The numbers of words, and of paragraphs with any, in the running text and in the headings."""
    counts = dict.fromkeys(("text_words", "text_paragraphs", "heading_words", "heading_paragraphs"), 0)
    firsts = inverted.firsts
    for at, kind in enumerate(inverted.kinds):
        number = firsts[at + 1] - firsts[at]
        if number and kind not in {FRONT, FURNITURE}:
            name = "heading" if kind == HEADING else "text"
            counts[f"{name}_words"] += number
            counts[f"{name}_paragraphs"] += 1
    return counts


def _written_words(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The primary key of each pair of what is written and the word that it is; those that are new are added."""
    encoded = {(written.encode(), word.encode()): (written, word) for written, word in wanted}
    known = _known_words(encoded)
    new = [pair for pair in encoded if pair not in known]
    if new:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Two loads that add the same words in another order would wait for each other.
                cursor.execute("LOCK TABLE corpus_writtenword IN SHARE ROW EXCLUSIVE MODE")
            known |= _known_words(new)
            new = [pair for pair in new if pair not in known]
        _insert("corpus_writtenword", ("written", "word"), new)
        known |= _known_words(new)
    return {encoded[pair]: pk for pair, pk in known.items() if pair in encoded}


def _known_words(pairs: Iterable[tuple[bytes, bytes]]) -> dict[tuple[bytes, bytes], int]:
    """The primary keys of those of ``pairs`` that are there: 1 query."""
    wanted = {word for _written, word in pairs}
    asked: Any
    if connection.vendor == "postgresql":
        among, asked = "SELECT unnest(%s::bytea[])", list(wanted)
    else:
        among, asked = "SELECT CAST(value AS BLOB) FROM json_each(%s)", json.dumps([word.decode() for word in wanted])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT written, word, id FROM corpus_writtenword WHERE word IN ({among})", [asked])  # noqa: S608 - our own
        return {(bytes(written), bytes(word)): pk for written, word, pk in cursor.fetchall()}


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            for some in batched(rows, _AT_A_TIME):
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", some)  # noqa: S608 - our own names
