"""Kept numbers of tags in documents: counted anew where taggings have changed."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from annotator.models import Recount, Tagging, TagInDocument
from annotator.models.tag_in_document import MEMBERS, NUMBERS, number_now

from .prune import Clock

# Tags in documents counted in one transaction: others write meanwhile.
AT_ONCE = 100
# Rows that say so, for these: PostgreSQL may have many for each.
MARKS = 2_000
# Seconds between two times that the site does it by itself, in each of its processes. What has changed since is counted
# by those who ask.
EVERY = 10.0
# Any number that nothing else locks.
LOCK = 0x7461_6773

CLOCK = Clock(EVERY)


def recount_now_and_then() -> None:
    """Count anew, if it was not done for a while, once the writing is safe."""
    if CLOCK.is_time():
        recount_on_commit()


def recount_on_commit() -> None:
    """Count anew once the writing is safe. Where that fails, it is done another time."""
    transaction.on_commit(recount, robust=True)


def recount() -> None:
    """Count anew what has changed, some in each transaction, until another process does it or nothing is left."""
    while _recount_some():
        pass


def recount_wrong() -> int:
    """Count everything, and anew what is kept wrong; returns how many tags in documents that was."""
    missing = Tagging.objects.standing().filter(status__in=MEMBERS).order_by().values("tag", "document").distinct()
    for model in (TagInDocument, Recount):
        missing = missing.exclude(Exists(model.objects.filter(tag=OuterRef("tag"), document=OuterRef("document"))))
    rows: list[QuerySet[Any]] = [TagInDocument.objects.wrong(), missing]
    pairs = [pair for each in rows for pair in each.values_list("tag", "document")]
    Recount.objects.bulk_create([Recount(tag_id=tag, document_id=document) for tag, document in pairs])
    recount()
    return len(pairs)


@transaction.atomic
def _recount_some() -> bool:
    """Count anew a few tags in documents; returns whether more may be left.

    What is noted is read first: whatever becomes visible after that may be counted or not, and is noted still.
    """
    if not _is_alone():
        return False
    pairs: dict[tuple[object, object], int] = {}
    marks = []
    noted = Recount.objects.order_by("tag", "document", "pk").values_list("pk", "tag", "document")
    for pk, tag, document in noted[:MARKS].iterator(chunk_size=AT_ONCE):
        pairs.setdefault((tag, document), pk)
        if len(pairs) > AT_ONCE:
            break
        marks.append(pk)
    firsts = list(pairs.values())[:AT_ONCE]
    now = Recount.objects.filter(pk__in=firsts).annotate(**{name: number_now(name) for name in NUMBERS})
    _keep(TagInDocument(**row) for row in now.values("tag_id", "document_id", *NUMBERS))
    Recount.objects.filter(pk__in=marks).delete()
    return bool(marks)


def _keep(numbers: Iterable[TagInDocument]) -> None:
    rows = list(numbers)
    used = [row for row in rows if row.taggings]
    TagInDocument.objects.bulk_create(
        used, update_conflicts=True, unique_fields=["tag", "document"], update_fields=[*NUMBERS]
    )
    for row in rows:
        if not row.taggings:
            TagInDocument.objects.filter(tag=row.tag_id, document=row.document_id).delete()


def _is_alone() -> bool:
    """Whether nobody else counts anew until this transaction ends: of two, the one who began first could end last."""
    if connection.vendor == "sqlite":  # has one writer
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
