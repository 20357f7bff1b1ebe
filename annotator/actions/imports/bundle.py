"""Loading contributions, with their codebook and their people, from a bundle that was exported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import BinaryIO
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils.translation import gettext as _

from annotator.actions.batch import Batch, batch, snapshot
from annotator.actions.tags import write_tags_in
from annotator.imports.bundle.package import BUNDLE
from annotator.imports.bundle.plan import BundlePlan, plan_bundle
from annotator.imports.problems import ImportRefused, Problem
from annotator.models import Annotation, Event, Passage
from annotator.permissions import Action, require
from annotator.presenters.note_html import render_notes
from corpus.models import Document

AT_A_TIME = 500


def preview_bundle(*, file: BinaryIO, by: User | None) -> BundlePlan:
    """What ``import_bundle`` would do with the same arguments; writes nothing.

    Raises:
        ImportRefused: with every problem there is.
        PermissionDenied: ``by`` may not load contributions.
    """
    if by is not None:
        require(by, Action.IMPORT)
    return plan_bundle(file, by)


def import_bundle(*, file: BinaryIO, by: User | None, request_id: UUID | None = None) -> tuple[BundlePlan, UUID | None]:
    """Load everything in the bundle ``file`` that is not here yet, or nothing.

    Ids, authors, times, status and origin are kept; but in a collection with review, what somebody loads who is no
    administrator is proposed, and imported by its origin, until an editor has decided (drafts stay drafts). People
    who are not here become accounts that are not in use. What is here already stays as it is, also where it was
    withdrawn. Events of the bundle are not loaded: the history here begins with the import.

    Args:
        file: the zip file, which can be read at any place.
        by: the person, ``None`` for the command line. Documents a person may not see count as missing.
        request_id: the id the client gave its request.

    Returns:
        What was done, and the batch's id; ``None`` where everything was here already and nothing was written.

    Raises:
        ImportRefused: with every problem there is, and nothing is written.
        PermissionDenied: ``by`` may not load contributions.
        AlreadyDone: a request of this id was carried out before.
    """
    plan = preview_bundle(file=file, by=by)
    if plan.empty:
        return plan, None
    # Rendering takes longest, and SQLite lets nobody else write meanwhile.
    mentions = _rendered(plan.new["annotations"])
    try:
        with batch(by=by, request_id=request_id) as current:
            refuse_if_revised(plan.documents, BUNDLE)
            _write(current, plan, mentions)
    except IntegrityError as error:
        raise changed_meanwhile(BUNDLE) from error
    return plan, current.id


def changed_meanwhile(file: str) -> ImportRefused:
    """The refusal of a file whose plan no longer fits what is here."""
    reason = _("Somebody changed something here while the file was checked. Nothing was imported: import it again.")
    return ImportRefused([Problem(file, None, reason)])


def refuse_if_revised(documents: Iterable[Document], file: str) -> None:
    """Raise ``ImportRefused`` where one of ``documents`` is of another revision by now.

    The words of ``file`` were looked up before the transaction; in another revision they may be others.
    """
    checked = {document.pk: document.current_id for document in documents}
    rows = Document.objects.select_for_update().filter(pk__in=checked)
    if dict(rows.values_list("pk", "current")) != checked:
        raise changed_meanwhile(file)


def _write(current: Batch, plan: BundlePlan, mentions: dict[UUID, list[User]]) -> None:
    User.objects.bulk_create(plan.people, batch_size=AT_A_TIME)
    write_tags_in(current, Event.Verb.IMPORTED, plan.tags)
    Passage.objects.bulk_create(plan.passages, batch_size=AT_A_TIME)
    for things in plan.new.values():
        for some in batched(things, AT_A_TIME):
            type(some[0]).objects.bulk_create(some)
            for thing in some:
                current.record(Event.Verb.IMPORTED, thing, after=snapshot(thing))
            current.write()
    through = Annotation.mentions.through
    through.objects.bulk_create(
        (through(annotation_id=note, user_id=user.pk) for note, users in mentions.items() for user in users),
        batch_size=AT_A_TIME,
    )


def _rendered(notes: Sequence[Annotation]) -> dict[UUID, list[User]]:
    """Render ``notes``, each with its author's eyes; returns whom they mention."""
    mentions = {}
    by_author = defaultdict(list)
    for note in notes:
        by_author[note.author.username].append(note)
    for theirs in by_author.values():
        for some in batched(theirs, AT_A_TIME):
            rendered = render_notes([note.body for note in some], some[0].author)
            for note, (html, mentioned) in zip(some, rendered, strict=True):
                note.body_html = html
                mentions[note.pk] = mentioned
    return mentions
