"""What is done in the same way to taggings, annotations and cross-references: withdraw, bring back, status."""

from collections.abc import Callable, Collection, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from annotator import permissions
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Annotation, Contribution, Event, Origin, Passage, Status, Tag, Tagging
from annotator.permissions import Permission, require
from annotator.presenters.note_html import render_note
from corpus.db.row_locks import locked_rows
from corpus.models import Document

from .batch import CONTENT, Batch, batch, plain, snapshot

# Rows changed by one statement: no database takes any number of values in one.
AT_A_TIME = 500


def new_fields(current: Batch, document: Document, *, by: User, draft: bool, origin: Origin) -> dict[str, object]:
    """The shared fields of a new contribution."""
    return {
        "author": by,
        "status": permissions.first_status(draft=draft, reviewed=document.collection.review),
        "origin": origin,
        "created_at": current.at,
        "modified_at": current.at,
    }


def save_changes(
    current: Batch, contribution: Contribution, action: Event.Verb, reason: str = "", **changes: Any
) -> Event:
    """Write ``changes`` unless somebody else wrote in the meantime, and record what was done; returns the event.

    The one place where review holds: what a person may not publish stays as it is published, and is proposed as a
    change of it (``docs/decisions/0009-review-of-changes.md``); a status follows another only as
    ``permissions.LADDER`` says. A note's words are rendered here, with its author's eyes.

    Raises ``NotUpdatedError`` where the row's version is no longer the one that was read (compare and
    swap), ``Refused`` where a constraint of the database says no, and ``PermissionDenied`` as ``require`` does.
    """
    action, changes = _as_review_has_it(current, contribution, action, changes)
    if isinstance(contribution, Tagging):
        _hold_tag(current, changes)
    mentioned = None
    if "body" in changes:
        changes["body_html"], mentioned = render_note(changes["body"], contribution.author)
    before = snapshot(contribution)
    left = [getattr(contribution, path).paragraph for path in contribution.PLACES]
    changed_before = contribution.proposed_change
    changes["version"] = contribution.version + 1
    rows = type(contribution).objects.filter(pk=contribution.pk, version=contribution.version)
    if not updated(rows, **changes):
        raise NotUpdatedError
    for name, value in changes.items():
        setattr(contribution, name, value)
    if isinstance(contribution, Annotation) and mentioned is not None:
        contribution.mentions.set(mentioned)
    after = snapshot(contribution)
    if contribution.proposed_change != changed_before:
        before["proposed_change"], after["proposed_change"] = changed_before, contribution.proposed_change
    return current.record(action, contribution, before=before, after=after, reason=reason, left=left)


def _as_review_has_it(
    current: Batch, contribution: Contribution, action: Event.Verb, changes: dict[str, Any]
) -> tuple[Event.Verb, dict[str, Any]]:
    """What is done and written where ``changes`` are wanted: a change of what is published may have to be proposed."""
    edited = copy(contribution)
    for name, value in changes.items():
        setattr(edited, name, value)
    same = _content(edited) == _content(contribution)
    if edited.status != contribution.status:
        if current.by is not None:
            require(current.by, permissions.LADDER[contribution.status, edited.status], contribution)
        if edited.status == Status.PUBLISHED and not may_publish(current.by, edited):
            changes["status"] = Status.PROPOSED
    elif contribution.status == Status.PUBLISHED and not same and not may_publish(current.by, contribution, edited):
        stands, proposed = snapshot(contribution), snapshot(edited)
        change = {name: value for name, value in proposed.items() if value != stands[name]}
        return Event.Verb.PROPOSED, {"proposed_change": change}
    elif action == Event.Verb.EDITED and edited.proposed_change != contribution.proposed_change:
        verb = Event.Verb.RETURNED if edited.proposed_change is None else Event.Verb.PROPOSED
        if same:
            return verb, {"proposed_change": edited.proposed_change}
        if edited.proposed_change is None:
            # An event of its own: readers see what became of the words, and not what else was proposed.
            save_changes(current, contribution, verb, proposed_change=changes.pop("proposed_change"))
    return action, changes


def may_publish(by: User | None, *things: Contribution) -> bool:
    """``permissions.may_publish`` of the collections that ``things`` stand in, with each end."""
    passages = (passage for thing in things for passage in thing.passages)
    return permissions.may_publish(by, (passage.paragraph.document.collection for passage in passages))


def is_reviewed(contribution: Contribution) -> bool:
    """Whether an editor decides about ``contribution``: one of its ends is in a reviewed collection."""
    return any(passage.paragraph.document.collection.review for passage in contribution.passages)


def _content(contribution: Contribution) -> list[object]:
    return [plain(getattr(contribution, name)) for name in CONTENT[type(contribution)]]


def _hold_tag(current: Batch, changes: dict[str, Any]) -> None:
    """See to it that the tag that is put in the place of another stays until the transaction ends."""
    pk = changes["tag"].pk if "tag" in changes else changes.get("tag_id")
    if pk is not None and pk not in current.locked_tags:
        hold_tags([pk])
        current.locked_tags.add(pk)


def hold_tags(tags: Collection[UUID]) -> None:
    """See to it that ``tags``, by their ids, stay until the transaction ends: 1 query.

    Raises ``Refused`` where somebody has deleted one, or merged it into another.
    """
    if len(locked_rows(Tag, tags)) < len(set(tags)):
        raise Refused(_("The tag was deleted or merged into another meanwhile. Choose one."), field="tags")


def updated(rows: QuerySet[Any], **changes: object) -> int:
    """Write ``changes`` to ``rows``; returns how many these were. Raises ``Refused`` where a constraint says no."""
    try:
        with transaction.atomic():
            return rows.update(**changes)
    except IntegrityError as error:
        raise Refused(_("There is one just like it already.")) from error


def withdraw(
    *, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None, reason: str = ""
) -> UUID:
    """Take ``contributions`` back, all or none; they can be brought back. Returns the batch's id.

    Raises ``Refused`` where one is withdrawn already, ``NotUpdatedError`` where somebody changed one meanwhile.
    """
    return _in_one_batch(by, Permission.WITHDRAW, contributions, request_id, partial(withdraw_in, reason=reason))


def withdraw_in(current: Batch, contribution: Contribution, reason: str = "") -> None:
    """``withdraw`` as a part of a larger action."""
    if contribution.withdrawn_at is not None:
        raise Refused(_("It is withdrawn already."))
    save_changes(current, contribution, Event.Verb.WITHDRAWN, reason, withdrawn_at=current.at)


def restore(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Bring withdrawn ``contributions`` back as they were, all or none. Returns the batch's id.

    Raises ``Refused`` where one is not withdrawn, or its like was made meanwhile.
    """
    return _in_one_batch(by, Permission.WITHDRAW, contributions, request_id, restore_in)


def restore_in(current: Batch, contribution: Contribution) -> None:
    """``restore`` as a part of a larger action."""
    if contribution.withdrawn_at is None:
        raise Refused(_("It is not withdrawn."))
    save_changes(current, contribution, Event.Verb.RESTORED, withdrawn_at=None)


def withdraw_or_restore_in(
    current: Batch,
    contributions: Sequence[Contribution],
    withdrawn_at: datetime | None,
    restored: Event.Verb = Event.Verb.RESTORED,
) -> None:
    """``withdraw_in``, or without a time ``restore_in``, for any number of one kind: a statement for some hundred.

    ``restored`` is what an event says of what is brought back.

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
    action = restored if withdrawn_at is None else Event.Verb.WITHDRAWN
    for contribution, kept in zip(contributions, before, strict=True):
        contribution.withdrawn_at = withdrawn_at
        contribution.version += 1
        current.record(action, contribution, before=kept, after=snapshot(contribution))


def propose(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Submit drafts: proposed where the collection is reviewed, published where not. Returns the batch's id."""
    return _in_one_batch(by, Permission.PROPOSE, contributions, request_id, propose_in)


def propose_in(current: Batch, contribution: Contribution) -> None:
    """``propose`` as a part of a larger action."""
    if contribution.status != Status.DRAFT:
        raise Refused(_("Only a draft can be submitted."))
    status = Status(permissions.first_status(draft=False, reviewed=is_reviewed(contribution)))
    save_changes(current, contribution, Event.Verb.PROPOSED, status=status, modified_at=current.at)


def publish(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Publish ``contributions``, all or none, in one batch. Those published already are left as they are."""
    return _decide(contributions, by, request_id, decision=(Status.PUBLISHED, Event.Verb.PUBLISHED))


def decline(*, contributions: Sequence[Contribution], by: User, reason: str, request_id: UUID | None = None) -> UUID:
    """Decline ``contributions`` with a reason their authors are shown, all or none, in one batch."""
    # Who may not decide is not asked for a reason first.
    require(by, Permission.DECIDE)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why: the author is shown the reason."), field="reason")
    return _decide(contributions, by, request_id, decision=(Status.DECLINED, Event.Verb.DECLINED), reason=reason)


def return_to_review(*, contributions: Sequence[Contribution], by: User, request_id: UUID | None = None) -> UUID:
    """Set ``contributions`` back to proposed, all or none, in one batch."""
    return _decide(contributions, by, request_id, decision=(Status.PROPOSED, Event.Verb.RETURNED))


def _in_one_batch(
    by: User,
    permission: Permission,
    contributions: Sequence[Contribution],
    request_id: UUID | None,
    act: Callable[[Batch, Contribution], None],
) -> UUID:
    """``act`` on all ``contributions`` or on none, each of which takes ``permission``. Returns the batch's id."""
    for contribution in contributions:
        require(by, permission, contribution)
    if not contributions:
        raise Refused(_("Choose at least one contribution."))
    with batch(by=by, request_id=request_id) as current:
        for contribution in contributions:
            act(current, contribution)
    return current.id


def _decide(
    contributions: Sequence[Contribution],
    by: User,
    request_id: UUID | None,
    *,
    decision: tuple[Status, Event.Verb],
    reason: str = "",
) -> UUID:
    status, action = decision

    def decide_in(current: Batch, contribution: Contribution) -> None:
        if contribution.proposed_change is not None and status != Status.PROPOSED:
            _decide_change(current, contribution, action, reason)
        elif contribution.status != status:
            save_changes(current, contribution, action, reason, status=status)

    require(by, Permission.DECIDE)
    return _in_one_batch(by, Permission.DECIDE, contributions, request_id, decide_in)


def _decide_change(current: Batch, contribution: Contribution, action: Event.Verb, reason: str) -> None:
    """Publish or decline the change that is proposed; what is published stays published."""
    if action == Event.Verb.DECLINED:
        save_changes(current, contribution, action, reason, proposed_change=None)
        return
    proposed = contribution.as_proposed()
    places = {passage.pk for passage in proposed.passages}
    if current.by is not None and Passage.objects.visible_to(current.by).filter(pk__in=places).count() < len(places):
        raise Refused(_("The change puts it where you may not read. Somebody who may has to decide."))
    names = [name for name in CONTENT[type(proposed)] if name in (contribution.proposed_change or {})]
    changes = {name: getattr(proposed, name) for name in names}
    save_changes(
        current,
        contribution,
        action,
        status=Status.PUBLISHED,
        modified_at=current.at,
        proposed_change=None,
        **changes,
    )
    if isinstance(contribution, Annotation) and "passage_id" in changes:
        take_replies_along(current, contribution)


def take_replies_along(current: Batch, note: Annotation) -> None:
    """Put all replies below ``note`` where it is now, also withdrawn ones, which may be restored: a query a level."""
    level = [note]
    while level:
        level = list(Annotation.objects.with_places().filter(in_reply_to__in=level))
        for answer in level:
            save_changes(current, answer, Event.Verb.EDITED, passage=note.passage)
