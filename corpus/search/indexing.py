"""Putting the words of documents into the index, and taking them out."""

import json
from array import array
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import batched
from typing import Any, Protocol, Self

from django.db import connection, transaction

from corpus.blocks import Kind
from corpus.db.lock_timeout import let_others_write
from corpus.db.many import StagedRows, insert
from corpus.models import Document, DocumentWords, Paragraph, Posting, WrittenWord

from .finding import among
from .inverted import IndexedParagraph, Inverted

# New words added in one transaction.
_AT_A_TIME = 20_000
# Words of a text that is prepared as far as can be before the transaction that writes it.
LONG = 100_000
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


class Prepared:
    """The rows of the index for the words of ``texts``, in the order of their document.

    ``document`` is its primary key where it is in the index already: what is there is written over then. Those of a
    long text are made at once, so that it is done before the transaction that writes them; it is used with ``with``.
    """

    def __init__(self, texts: Iterable[IndexedParagraph], document: int | None = None) -> None:
        self._words = Inverted(texts)
        self._document = document
        self._rows = ExitStack()
        self._row: dict[str, Any] = {}
        if len(self._words.numbers) > LONG:
            self._make()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._rows.close()

    def _make(self) -> None:
        """Work out the keys of the words, of which new ones are added, and what becomes of the postings."""
        known = _written_words(self._words.pairs)
        keys = [known[pair] for pair in self._words.pairs]
        self._one = keys[0] if keys else None
        self._row = {
            "written": array("I", map(keys.__getitem__, self._words.numbers)).tobytes(),
            "kinds": self._words.kinds,
            "firsts": self._words.firsts.tobytes(),
            **_counts(self._words),
        }
        stored = dict(_postings_of(self._document)) if self._document else {}
        rows = [
            (word.encode(), each.starts.tobytes(), each.lengths.tobytes()) for word, each in self._words.places.items()
        ]
        new = [row for row in rows if row[0] not in stored]
        changed = [(stored.pop(row[0]), *row[1:]) for row in rows if row[0] in stored]
        self._gone = list(stored.values())
        self._rows.close()
        self._new = self._rows.enter_context(StagedRows("corpus_posting", ("word", "starts", "lengths"), new))
        self._changed = self._rows.enter_context(StagedRows("corpus_posting", ("id", "starts", "lengths"), changed))

    def write(self, document: int, pks: Iterable[int] | None = None) -> None:
        """Write them as those of ``document``; ``pks`` are the keys of its paragraphs, where the texts had none yet."""
        # Made anew meanwhile, all words have other keys.
        if not self._row or (self._one and not WrittenWord.objects.filter(pk=self._one).exists()):
            self._make()
        if self._gone:
            Posting.objects.filter(pk__in=among(self._gone))._raw_delete("default")  # noqa: SLF001 - nothing hangs on them
        self._changed.update()
        self._new.insert(document_id=document)
        paragraphs = self._words.pks if pks is None else array("q", pks)
        row = self._row | {"document_id": document, "paragraphs": paragraphs.tobytes()}
        DocumentWords.objects.filter(document=document)._raw_delete("default")  # noqa: SLF001 - nothing hangs on them
        insert("corpus_documentwords", tuple(row), [tuple(row.values())])


def words_of(paragraphs: Iterable[Worded], document: int | None = None) -> Prepared:
    """The words of the paragraphs of a document that are not written yet, in their order: worked out beforehand.

    ``document`` is its primary key where there is a text of it in the index.
    """
    return Prepared((IndexedParagraph(0, LETTERS[each.kind], each.text) for each in paragraphs), document)


def words_in(rows: Iterable[tuple[int, str, str]], document: int | None = None) -> Prepared:
    """``words_of`` for paragraphs that are written: primary keys, kinds and texts."""
    return Prepared((IndexedParagraph(pk, LETTERS[kind], text) for pk, kind, text in rows), document)


def index(document: Document) -> None:
    """Put the standing paragraphs of ``document`` into the index, in place of what is there of it: all or nothing."""
    with transaction.atomic():
        unindex(document)
        index_words(document.pk)


def index_words(document: int) -> None:
    """Put the standing paragraphs of a document, by its primary key, into the index, where nothing of it is."""
    standing = Paragraph.objects.standing().filter(document=document).order_by("position")
    with words_in(standing.values_list("pk", "kind", "text").iterator(2000)) as words:
        words.write(document)


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
    """The primary key of each pair of what is written and the word that it is; those that are new are added.

    In short transactions, unless there is one: words that no text has do no harm.
    """
    encoded = {(written.encode(), word.encode()): (written, word) for written, word in wanted}
    known = _known_words(encoded)
    is_alone = connection.vendor == "sqlite" and connection.in_atomic_block
    for some in batched([pair for pair in encoded if pair not in known], _AT_A_TIME):
        with transaction.atomic(savepoint=False):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # Two loads that add the same words in another order would wait for each other.
                    cursor.execute("LOCK TABLE corpus_writtenword IN SHARE ROW EXCLUSIVE MODE")
            if not is_alone:
                known |= _known_words(some)
            insert("corpus_writtenword", ("written", "word"), (pair for pair in some if pair not in known))
            known |= _known_words(some)
        if not is_alone:
            let_others_write()
    return {encoded[pair]: pk for pair, pk in known.items() if pair in encoded}


def _known_words(pairs: Iterable[tuple[bytes, bytes]]) -> dict[tuple[bytes, bytes], int]:
    """The primary keys of those of ``pairs`` that are there: 1 query."""
    wanted = {word for _written, word in pairs}
    values: Any
    if connection.vendor == "postgresql":
        among, values = "SELECT unnest(%s::bytea[])", list(wanted)
    else:
        among, values = (
            "SELECT CAST(value AS BLOB) FROM json_each(%s)",
            json.dumps([word.decode() for word in wanted]),
        )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT written, word, id FROM corpus_writtenword WHERE word IN ({among})", [values])  # noqa: S608 - our own
        return {(bytes(written), bytes(word)): pk for written, word, pk in cursor.fetchall()}


def _postings_of(document: int) -> Iterator[tuple[bytes, int]]:
    """The words that are in the index for a document, with the primary keys of their rows: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, id FROM corpus_posting WHERE document_id = %s", [document])
        for word, pk in cursor.fetchall():
            yield bytes(word), pk
