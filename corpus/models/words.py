"""The index of words: where each word stands in each document (decisions/0012-index-of-words.md)."""

from django.db import models

from .document import Document


class WrittenWord(models.Model):
    """A word as it is written somewhere, and the word that it is; given once, and never changed."""

    # Of 32 bits, as texts keep it for each of their words.
    id = models.AutoField(primary_key=True)
    written = models.BinaryField()
    word = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="written_word_once", fields=["word", "written"])]

    def __str__(self) -> str:
        return bytes(self.written).decode()


class Posting(models.Model):
    """Where a word stands in a document: the numbers of its words, counted through the text.

    ``starts`` and ``lengths`` are arrays of 32-bit numbers in the machine's order of bytes; ``lengths`` is empty where
    all are of one word. Words are kept as UTF-8 bytes, which both databases put in the same order.
    """

    word = models.BinaryField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+", db_index=False)
    starts = models.BinaryField()
    lengths = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="posting_once", fields=["word", "document"])]
        indexes = [models.Index(name="posting_by_document", fields=["document"])]

    def __str__(self) -> str:
        return bytes(self.word).decode()


class DocumentWords(models.Model):
    """The words of a document in their order.

    ``written`` has the primary key of a ``WrittenWord`` for each; ``paragraphs`` the primary keys of the paragraphs,
    ``kinds`` a letter for the kind of each, and ``firsts`` the number of the first word of each, and at the end that of
    all words. The numbers of words and of paragraphs that have any are those of the running text and of the headings.
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="+")
    # The long ones last: SQLite walks through them to what stands behind.
    text_words = models.PositiveIntegerField()
    text_paragraphs = models.PositiveIntegerField()
    heading_words = models.PositiveIntegerField()
    heading_paragraphs = models.PositiveIntegerField()
    kinds = models.TextField(blank=True)
    firsts = models.BinaryField()
    paragraphs = models.BinaryField()
    written = models.BinaryField()

    def __str__(self) -> str:
        return str(self.document)
