"""The second half of the loader: a further revision of a document that is there already.

Everything is written by the row and not by the model instance, as in ``load``.
"""

from array import array
from collections import ChainMap
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from corpus import search
from corpus.blocks import Metadata
from corpus.db.lock_timeout import let_others_write
from corpus.db.many import StagedRows, insert, is_beforehand
from corpus.db.statistics import refresh_on_commit
from corpus.importing.alignment.pairing import ChangeKind
from corpus.importing.writing.changeset import Changeset
from corpus.models import Document, Paragraph, Revision
from corpus.models.change import CHANGEABLE

from .load import LoadedFile, new_paragraphs, revision_of, write_metadata

# What paragraphs are in the current revision: since they changed last, or since they came. Some may be kept already.
_KEEP = f"""
    INSERT INTO corpus_formertext (paragraph_id, revision_from, revision_to, {", ".join(CHANGEABLE)})
    SELECT was.id,
           COALESCE(
               (SELECT MAX(revision_to) + 1 FROM corpus_formertext
                WHERE paragraph_id = was.id AND revision_to < current.number),
               revision.number
           ),
           current.number, {", ".join(f"was.{name}" for name in CHANGEABLE)}
    FROM corpus_paragraph AS was JOIN corpus_revision AS revision ON revision.id = was.since_id
    JOIN corpus_document AS document ON document.id = was.document_id
    JOIN corpus_revision AS current ON current.id = document.current_id
    WHERE current.number = %s AND was.id IN ({{among}})
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own column names
# Former texts that are kept in one transaction: a tenth of a second.
_AT_A_TIME = 20_000
_CHANGE = ("revision_id", "paragraph_id", "what", "other_id")


class ChangedMeanwhileError(Exception):
    """The document has got another revision since the changeset was made; make the changeset anew."""


@dataclass(frozen=True, slots=True)
class RevisionRows:
    """What a changeset makes of the tables, worked out before the document is locked.

    ``revision`` is not saved yet. Of the paragraphs that do not stay as they are, those that only ``moved`` have
    another position, and of those ``edited`` anything else is new; ``to_keep`` are the ids of those whose former text
    is not kept yet. ``gone`` are the ids of those that are retired, ``new`` what is put in; ``pks`` are the ids of the
    new text in its order, and ``added`` the places in it, with the keys, of what has none yet. ``keys`` are the ids of
    the old text by key, ``changes`` what became of the paragraph of each key that did not stay as it was, ``words``
    those of the new text.
    """

    revision: Revision
    to_keep: Sequence[int]
    moved: StagedRows
    edited: StagedRows
    gone: RawSQL
    new: StagedRows
    pks: array[int]
    added: Sequence[tuple[int, int]]
    keys: dict[int, int]
    changes: Sequence[tuple[int, ChangeKind, int | None]]
    words: search.Prepared


@contextmanager
def rows_of(changeset: Changeset, file: LoadedFile) -> Iterator[RevisionRows]:
    """What ``changeset``, of a text that was read from ``file``, makes of the tables."""
    kept, planned = changeset.kept, changeset.plan.paragraphs
    moved, edited = [], []
    for at, old in kept.items():
        new = planned[at]
        if any(getattr(old, name) != getattr(new, name) for name in CHANGEABLE[1:]):
            edited.append((old.pk, *(getattr(new, name) for name in CHANGEABLE)))
        elif old.position != new.position:
            moved.append((old.pk, new.position))
    stay = {old.pk for old in kept.values()}
    changed = [row[0] for row in (*moved, *edited)]
    with ExitStack() as ready:
        yield RevisionRows(
            revision=revision_of(changeset.plan, file, number=changeset.number),
            to_keep=_kept_beforehand(changed, changeset.base),
            moved=ready.enter_context(StagedRows("corpus_paragraph", ("id", "position"), moved)),
            edited=ready.enter_context(StagedRows("corpus_paragraph", ("id", *CHANGEABLE), edited)),
            gone=search.among(old.pk for old in changeset.old if old.pk not in stay),
            new=ready.enter_context(new_paragraphs([each for at, each in enumerate(planned) if at not in kept])),
            pks=array("q", (kept[at].pk if at in kept else 0 for at in range(len(planned)))),
            added=[(at, each.key) for at, each in enumerate(planned) if at not in kept],
            keys={each.key: each.pk for each in changeset.old},
            changes=[*_by_key(changeset)],
            words=ready.enter_context(search.words_of(planned, changeset.document.pk)),
        )


def _kept_beforehand(changed: Sequence[int], base: int) -> Sequence[int]:
    """Keep what the paragraphs ``changed`` are in the current revision ``base``; returns those that are still to keep.

    Where there are many, and who writes holds others up, that is done before the transaction of the revision. Nobody
    sees it: until that is written, a former text of the current revision says what the paragraph itself says. So those
    that a killed load leaves are true, and the next one makes use of them.
    """
    if not is_beforehand(len(changed)):
        return changed
    for some in batched(changed, _AT_A_TIME):
        with transaction.atomic():
            _keep(some, base)
        let_others_write()
    return ()


def _keep(changed: Sequence[int], base: int) -> None:
    """Keep what the paragraphs ``changed`` are as their former texts, if ``base`` is the current revision still."""
    among = search.among(changed)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.format(among=among.sql), [base, *among.params])


def revise(
    *,
    changeset: Changeset,
    rows: RevisionRows,
    metadata: Metadata,
    at: datetime,
) -> Revision:
    """Write a further revision of a document, all of it or nothing.

    The document's row is locked until the end of the transaction. Paragraphs that stay keep their keys, and what they
    were is kept as former texts; those that are gone stay as they were last and are not deleted.

    Args:
        changeset: what to write.
        rows: what that makes of the tables (``rows_of``), worked out before the transaction that this is in.
        metadata: what is said about the document from now on, fitted to what it can keep (``plan.fitted``).
        at: now.

    Returns:
        The revision, with the document, whose newest one it is.

    Raises:
        ChangedMeanwhileError: another revision was loaded since the changeset was made.
    """
    revision = rows.revision
    with transaction.atomic():
        document = (
            Document.objects.select_for_update(of=("self",)).select_related("current").get(pk=changeset.document.pk)
        )
        is_newest = not document.revisions.filter(number__gte=changeset.number).exists()
        if document.current is None or document.current.number != changeset.base or not is_newest:
            raise ChangedMeanwhileError
        retired = document.current
        _keep(rows.to_keep, changeset.base)
        revision.document, revision.loaded_at = document, at
        revision.save()
        document.current = revision
        document.next_key = changeset.next_key
        write_metadata(document, metadata)
        document.save()
        _write_paragraphs(rows, retired, revision)
        added = dict(Paragraph.objects.filter(since=revision).order_by().values_list("key", "pk"))
        _write_changes(rows, added, revision)
        for at_place, key in rows.added:
            rows.pks[at_place] = added[key]
        rows.words.write(document.pk, rows.pks)
        refresh_on_commit()
    return revision


def _write_paragraphs(rows: RevisionRows, retired: Revision, revision: Revision) -> None:
    """Change what is another one, put in what is new and retire what is gone."""
    rows.moved.update()
    rows.edited.update()
    Paragraph.objects.filter(pk__in=rows.gone).update(until=retired)
    rows.new.insert(document_id=revision.document_id, since_id=revision.pk)


def _write_changes(rows: RevisionRows, added: dict[int, int], revision: Revision) -> None:
    """Write what became of each paragraph that did not stay as it was, in the order of the new text."""
    pks = ChainMap(added, rows.keys)
    changes = (
        (revision.pk, pks[key], change.value, None if other is None else pks[other])
        for key, change, other in rows.changes
    )
    insert("corpus_change", _CHANGE, changes)


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
