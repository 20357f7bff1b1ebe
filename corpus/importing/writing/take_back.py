"""Undoing the newest revision of a document, which was loaded by mistake: the text is the one before again."""

from datetime import datetime

from django.db import transaction

from corpus import search
from corpus.db.many import StagedRows
from corpus.db.statistics import refresh_on_commit
from corpus.models import Change, Document, FormerText, Paragraph, Revision
from corpus.models.change import CHANGEABLE

from .revise import ChangedMeanwhileError


class NothingBeforeError(Exception):
    """It is the only revision there is."""


def take_back(document: Document, *, number: int, at: datetime) -> Revision:
    """Make ``document`` what it was before its newest revision, all of it or nothing.

    Its row is locked until the end of the transaction. Paragraphs are again what they were, under their keys; those
    that came with the revision are gone, with their keys, which are never given again. The revision stays, so that
    what was done with it can be told, but without its text.

    Args:
        document: the document.
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
        before = locked.revisions.filter(taken_back_at=None, number__lt=number).order_by("-number").first()
        if before is None:
            raise NothingBeforeError
        former = FormerText.objects.filter(paragraph__document=locked, revision_to=before.number)
        rows = list(former.order_by().values_list("paragraph", *CHANGEABLE))
        with StagedRows("corpus_paragraph", ("id", *CHANGEABLE), rows) as changed:
            changed.update()
        former.order_by().delete()
        Paragraph.objects.filter(document=locked, until=before).update(until=None)
        Paragraph.objects.filter(document=locked, since=revision).update(until=revision)
        Change.objects.filter(revision=revision).delete()
        revision.taken_back_at = at
        revision.save(update_fields=["taken_back_at"])
        locked.current = before
        locked.save(update_fields=["current"])
        search.index(locked)
        refresh_on_commit()
    before.document = locked
    return before
