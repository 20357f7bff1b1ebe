"""What is done in the same way to taggings, annotations and cross-references: withdraw, bring back, status."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Contribution, Event, Origin, Status
from annotator.permissions import Action, require
from corpus.models import Document

from .batch import Batch, batch, snapshot

# Rows changed by one statement: no database takes any number of values in one.
AT_A_TIME = 500


def first_status(document: Document, *, draft: bool) -> Status:
    """The status a new contribution on ``document`` (with its collection) starts with."""
    if draft:
        return Status.DRAFT
    return Status.PROPOSED if document.collection.review else Status.PUBLISHED


def new_fields(current: Batch, document: Document, *, by: User, draft: bool, origin: Origin) -> dict[str, object]:
    """The shared fields of a new contribution."""
    return {
        "author": by,
        "status": first_status(document, draft=draft),
        "origin": origin,
        "created_at": current.at,
        "modified_at": current.at,
    }


def save_changes(
    current: Batch, contribution: Contribution, action: Event.Verb, reason: str = "", **changes: object
) -> Event:
    """Write ``changes`` unless somebody else wrote in the meantime, and record what was done; returns the event.

    Raises ``NotUpdatedError`` where the row's version is no longer the one that was read (compare and
    swap), and ``Refused`` where a constraint of the database says no.
    """
    before = snapshot(contribution)
    left = [getattr(contribution, path).paragraph for path in contribution.PLACES]
    changes["version"] = contribution.version + 1
    rows = type(contribution).objects.filter(pk=contribution.pk, version=contribution.version)
    if not updated(rows, **changes):
        raise NotUpdatedError
    for name, value in changes.items():
        setattr(contribution, name, value)
    after = snapshot(contribution)
    return current.record(action, contribution, before=before, after=after, reason=reason, left=left)


def updated(rows: QuerySet[Any], **changes: object) -> int:
    """Write ``changes`` to ``rows``; returns how many these were. Raises ``Refused`` where a constraint says no."""
    try:
        with transaction.atomic():
            return rows.update(**changes)
    except IntegrityError as error:
        raise Refused(_("There is one just like it already.")) from error


def withdraw(*, contribution: Contribution, by: User, request_id: UUID | None = None, reason: str = "") -> UUID:
    """Take ``contribution`` back; it stays in the database and can be brought back. Returns the batch's id."""
    require(by, Action.WITHDRAW, contribution)
    with batch(by=by, request_id=request_id) as current:
        withdraw_in(current, contribution, reason)
    return current.id


def withdraw_in(current: Batch, contribution: Contribution, reason: str = "") -> None:
    """``withdraw`` as a part of a larger action."""
    if contribution.withdrawn_at is not None:
        raise Refused(_("It is withdrawn already."))
    save_changes(current, contribution, Event.Verb.WITHDRAWN, reason, withdrawn_at=current.at)


def restore(*, contribution: Contribution, by: User, request_id: UUID | None = None) -> UUID:
    """Bring a withdrawn contribution back as it was. Returns the batch's id."""
    require(by, Action.WITHDRAW, contribution)
    with batch(by=by, request_id=request_id) as current:
        restore_in(current, contribution)
    return current.id


def restore_in(current: Batch, contribution: Contribution) -> None:
    """``restore`` as a part of a larger action."""
    if contribution.withdrawn_at is None:
        raise Refused(_("It is not withdrawn."))
    save_changes(current, contribution, Event.Verb.RESTORED, withdrawn_at=None)


def withdraw_or_restore_in(
    current: Batch, contributions: Sequence[Contribution], withdrawn_at: datetime | None
) -> None:
    """``withdraw_in``, or without a time ``restore_in``, for any number of one kind: a statement for some hundred.

    Raises ``NotUpdatedError`` where somebody changed one meanwhile, and ``Refused`` as ``save_changes`` does.
    """
    model = type(contributions[0])
    before = [snapshot(contribution) for contribution in contributions]
    versions: dict[int, list[UUID]] = {}
    for contribution in contributions:
        versions.setdefault(contribution.version, []).append(contribution.pk)
    for version, pks in versions.items():
        for some in batched(pks, AT_A_TIME):
            rows = model.objects.filter(pk__in=some, version=version, withdrawn_at__isnull=withdrawn_at is not None)
            if updated(rows, withdrawn_at=withdrawn_at, version=version + 1) < len(some):
                raise NotUpdatedError
    action = Event.Verb.RESTORED if withdrawn_at is None else Event.Verb.WITHDRAWN
    for contribution, kept in zip(contributions, before, strict=True):
        contribution.withdrawn_at = withdrawn_at
        contribution.version += 1
        current.record(action, contribution, before=kept, after=snapshot(contribution))


def propose(*, contribution: Contribution, by: User, request_id: UUID | None = None) -> UUID:
    """Hand in a draft: proposed where the collection is reviewed, published where not. Returns the batch's id."""
    require(by, Action.PROPOSE, contribution)
    with batch(by=by, request_id=request_id) as current:
        propose_in(current, contribution)
    return current.id


def propose_in(current: Batch, contribution: Contribution) -> None:
    """``propose`` as a part of a larger action."""
    if contribution.status != Status.DRAFT:
        raise Refused(_("Only a draft can be submitted."))
    place = getattr(contribution, contribution.PLACES[0])
    status = first_status(place.paragraph.document, draft=False)
    save_changes(current, contribution, Event.Verb.PROPOSED, status=status, modified_at=current.at)


def publish(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Publish ``contributions``, all or none, in one batch. Those published already are left as they are."""
    return _decide(contributions, by, request_id, decision=(Status.PUBLISHED, Event.Verb.PUBLISHED))


def decline(*, contributions: Sequence[Contribution], by: User, reason: str, request_id: UUID | None = None) -> UUID:
    """Decline ``contributions`` with a reason their authors are shown, all or none, in one batch."""
    # Who may not decide is not asked for a reason first.
    require(by, Action.DECIDE)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why: the author is shown the reason."), field="reason")
    return _decide(contributions, by, request_id, decision=(Status.DECLINED, Event.Verb.DECLINED), reason=reason)


def return_to_review(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Set ``contributions`` back to proposed, all or none, in one batch."""
    return _decide(contributions, by, request_id, decision=(Status.PROPOSED, Event.Verb.RETURNED))


def _decide(
    contributions: Sequence[Contribution],
    by: User,
    request_id: UUID | None,
    *,
    decision: tuple[Status, Event.Verb],
    reason: str = "",
) -> UUID:
    status, action = decision
    require(by, Action.DECIDE)
    for contribution in contributions:
        require(by, Action.DECIDE, contribution)
    if not contributions:
        raise Refused(_("Choose at least one contribution."))
    with batch(by=by, request_id=request_id) as current:
        for contribution in contributions:
            if contribution.status != status:
                save_changes(current, contribution, action, reason, status=status)
    return current.id
