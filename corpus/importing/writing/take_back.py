"""Undoing the newest revision of a document, which was loaded by mistake: the text is the one before again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from corpus import search
from corpus.db.many import StagedRows
from corpus.db.statistics import refresh_on_commit
from corpus.models import Change, Document, FormerText, Paragraph, Revision
from corpus.models.change import CHANGEABLE

from .revise import ChangedMeanwhileError


class NothingBeforeError(Exception):
    """It is the only revision there is."""


@dataclass(frozen=True, slots=True)
class RowsBefore:
    """What makes a text what it was in the revision ``before``, worked out before the document is locked.

    ``before`` is ``None`` where there was none. Paragraphs that only ``moved`` get another position, and those that
    were ``edited`` all of what they were; ``words`` are those of the text.
    """

    before: Revision | None
    moved: StagedRows
    edited: StagedRows
    words: search.Prepared


@contextmanager
def rows_before(document: Document, *, number: int) -> Iterator[RowsBefore]:
    """What makes ``document`` what it was before its newest revision, which has that ``number``."""
    before = document.revisions.filter(taken_back_at=None, number__lt=number).order_by("-number").first()
    then = before.number if before else 0
    former = FormerText.objects.filter(paragraph__document=document, revision_to=then).order_by()
    same = {name: F(f"paragraph__{name}") for name in CHANGEABLE[1:]}
    moved = former.filter(**same).exclude(position=F("paragraph__position")).values_list("paragraph", "position")
    edited = former.exclude(**same).values_list("paragraph", *CHANGEABLE)
    with (
        StagedRows("corpus_paragraph", ("id", "position"), list(moved)) as moves,
        StagedRows("corpus_paragraph", ("id", *CHANGEABLE), list(edited)) as edits,
        search.words_in(FormerText.objects.words_as_of(document, then), document.pk) as words,
    ):
        yield RowsBefore(before, moves, edits, words)


def take_back(document: Document, *, rows: RowsBefore, number: int, at: datetime) -> Revision:
    """Make ``document`` what it was before its newest revision, all of it or nothing.

    Its row is locked until the end of the transaction. Paragraphs are again what they were, under their keys; those
    that came with the revision are gone, with their keys, which are never given again. The revision stays, so that
    what was done with it can be told, but without its text; and so do former texts that say what paragraphs are again,
    of which the next revision makes use.

    Args:
        document: the document.
        rows: what that makes of the tables (``rows_before``).
        number: of the revision that is taken back.
        at: now.

    Returns:
        The revision that is the newest now, with the document.

    Raises:
        ChangedMeanwhileError: the newest revision is another one.
        NothingBeforeError: there is none before it.
    """
    with transaction.atomic():
        locked = Document.objects.select_for_update(of=("self",)).select_related("current").get(pk=document.pk)
        revision = locked.current
        if revision is None or revision.number != number:
            raise ChangedMeanwhileError
        before = rows.before
        if before is None:
            raise NothingBeforeError
        rows.moved.update()
        rows.edited.update()
        Paragraph.objects.filter(document=locked, until=before).update(until=None)
        Paragraph.objects.filter(document=locked, since=revision).update(until=revision)
        Change.objects.filter(revision=revision).delete()
        revision.taken_back_at = at
        revision.save(update_fields=["taken_back_at"])
        locked.current = before
        locked.save(update_fields=["current"])
        rows.words.write(locked.pk)
        refresh_on_commit()
    before.document = locked
    return before
