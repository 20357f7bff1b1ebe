"""The second half of the loader: a further revision of a document that is there already.

Everything is written by the row and not by the model instance, as in ``load``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from corpus import search
from corpus.blocks import Metadata
from corpus.db.statistics import refresh_on_commit
from corpus.importing.alignment.pairing import ChangeKind
from corpus.importing.plan import PlannedParagraph
from corpus.importing.writing.changeset import Changeset, Standing
from corpus.models import Document, FormerText, Revision
from corpus.models.change import CHANGEABLE

from .load import AT_A_TIME, LoadedFile, insert, insert_paragraphs, revision_of, write_metadata

UPDATE = f"UPDATE corpus_paragraph SET {', '.join(f'{name} = %s' for name in CHANGEABLE)} WHERE id = %s"  # noqa: S608 - our own column names
_FORMER = "paragraph_id, revision_from, revision_to, " + ", ".join(CHANGEABLE)
_CHANGE = "revision_id, paragraph_id, what, other_id"


class ChangedMeanwhileError(Exception):
    """The document has got another revision since the changeset was made; make the changeset anew."""


@dataclass(frozen=True, slots=True)
class RevisionRows:
    """What a changeset makes of the tables, worked out before the document is locked.

    ``former`` are the rows of former texts, ``changed`` the values of paragraphs with their ids, ``gone`` the ids of
    those that are retired, ``new`` what is put in, ``changes`` what became of the paragraph of each key that did not
    stay as it was, ``words`` those of the new text.
    """

    former: Sequence[tuple[Any, ...]]
    changed: Sequence[tuple[Any, ...]]
    gone: Sequence[int]
    new: Sequence[PlannedParagraph]
    changes: Sequence[tuple[int, ChangeKind, int | None]]
    words: search.Inverted


def rows_of(changeset: Changeset) -> RevisionRows:
    """What ``changeset`` makes of the tables: 1 query."""
    kept = changeset.kept
    planned = changeset.plan.paragraphs
    changed = [(old, _values(old), _values(planned[at])) for at, old in kept.items()]
    changed = [each for each in changed if each[1] != each[2]]
    stay = {old.pk for old in kept.values()}
    return RevisionRows(
        former=[*_former(changeset, changed)],
        changed=[(*new, old.pk) for old, _was, new in changed],
        gone=[old.pk for old in changeset.old if old.pk not in stay],
        new=[paragraph for at, paragraph in enumerate(planned) if at not in kept],
        changes=[*_by_key(changeset)],
        words=search.words_of(planned),
    )


def revise(
    *,
    changeset: Changeset,
    rows: RevisionRows,
    metadata: Metadata,
    file: LoadedFile,
) -> Revision:
    """Write a further revision of a document, all of it or nothing.

    The document's row is locked until the end of the transaction. Paragraphs that stay keep their keys, and what they
    were is kept as former texts; those that are gone stay as they were last and are not deleted.

    Args:
        changeset: what to write.
        rows: what that makes of the tables, worked out before the transaction that this is in.
        metadata: what is said about the document from now on, fitted to what it can keep (``plan.fitted``).
        file: what it was read from.

    Returns:
        The revision, with the document, whose newest one it is.

    Raises:
        ChangedMeanwhileError: another revision was loaded since the changeset was made.
    """
    revision = revision_of(changeset.plan, file, number=changeset.number)
    with transaction.atomic():
        document = (
            Document.objects.select_for_update(of=("self",)).select_related("current").get(pk=changeset.document.pk)
        )
        is_newest = not document.revisions.filter(number__gte=changeset.number).exists()
        if document.current is None or document.current.number != changeset.base or not is_newest:
            raise ChangedMeanwhileError
        retired = document.current
        revision.document = document
        revision.save()
        document.current = revision
        document.next_key = changeset.next_key
        write_metadata(document, metadata)
        document.save()
        _write_paragraphs(rows, retired, revision)
        _write_changes(rows, revision)
        search.index(document, rows.words)
        refresh_on_commit()
    return revision


def _write_paragraphs(rows: RevisionRows, retired: Revision, revision: Revision) -> None:
    """Keep what changes as it was, change it, put in what is new and retire what is gone."""
    with connection.cursor() as cursor:
        for some in batched(rows.former, AT_A_TIME):
            insert(cursor, "corpus_formertext", _FORMER, some)
        for some in batched(rows.changed, AT_A_TIME):
            cursor.executemany(UPDATE, some)
        cursor.executemany(
            "UPDATE corpus_paragraph SET until_id = %s WHERE id = %s", [(retired.pk, pk) for pk in rows.gone]
        )
        insert_paragraphs(cursor, rows.new, revision.document_id, revision.pk)


def _former(
    changeset: Changeset, changed: list[tuple[Standing, tuple[Any, ...], tuple[Any, ...]]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of what ``changed`` were up to now: since they changed last, or since they came."""
    known = FormerText.objects.filter(paragraph__document=changeset.document).order_by().values_list("paragraph")
    last = dict(known.annotate(Max("revision_to")))
    for old, was, _new in changed:
        since = last[old.pk] + 1 if old.pk in last else old.since
        yield (old.pk, since, changeset.base, *was)


_values: Callable[[object], tuple[Any, ...]] = attrgetter(*CHANGEABLE)


def _write_changes(rows: RevisionRows, revision: Revision) -> None:
    """Write what became of each paragraph that did not stay as it was, in the order of the new text."""
    pks = dict(revision.document.paragraphs.order_by().values_list("key", "pk"))
    changes = [
        (revision.pk, pks[key], change.value, None if other is None else pks[other])
        for key, change, other in rows.changes
    ]
    with connection.cursor() as cursor:
        for some in batched(changes, AT_A_TIME):
            insert(cursor, "corpus_change", _CHANGE, some)


def _by_key(changeset: Changeset) -> Iterator[tuple[int, ChangeKind, int | None]]:
    """The key of each paragraph that did not stay as it was, what became of it, and the one it comes from or is in."""
    old = [each.key for each in changeset.old]
    new = [each.key for each in changeset.plan.paragraphs]
    for place, to, change, others in (pairing[:4] for pairing in changeset.pairings):
        key = new[to] if to is not None else old[place or 0]
        if change is not ChangeKind.SAME:
            yield key, change, None
        for other in others:
            if change is ChangeKind.SPLIT:
                yield new[other], ChangeKind.NEW, key
            else:
                yield old[other], ChangeKind.GONE, key
