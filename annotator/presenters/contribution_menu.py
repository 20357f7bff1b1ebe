"""What a person may do to a contribution, as the page offers it. The rules are policy's; this puts them into words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.models import Annotation, Contribution, Status
from annotator.models.kinds import kind_of
from annotator.permissions import Action, can
from annotator.selectors.margin import Entry
from corpus.models.collection import Person


def offer(thing: Contribution, user: Person) -> None:
    """Set on ``thing`` what its place on a page needs: ``kind``, ``acts``, ``may_edit``, ``edit_address``."""
    thing.kind = kind_of(thing)
    thing.may_edit = thing.withdrawn_at is None and can(user, Action.EDIT, thing)
    thing.edit_address = reverse("edit", args=[thing.kind, thing.pk])
    thing.acts = list(acts_on(thing, user))


def offer_all(entry: Entry, user: Person) -> None:
    """``offer`` for everything in ``entry``."""
    replies = [reply for below in entry.replies.values() for reply in below]
    for thing in (*entry.taggings, *entry.notes, *replies):
        # Known here, and not to be asked for again for each.
        setattr(thing, thing.PLACES[0], entry.passage)
        offer(thing, user)
    for link in entry.references:
        offer(link.reference, user)


def acts_on(thing: Contribution, user: Person) -> Iterable[tuple[str, str]]:
    """The verbs ``user`` may apply to ``thing`` now, each with its label."""
    if thing.withdrawn_at is not None:
        if can(user, Action.WITHDRAW, thing):
            yield "restore", _("Bring back")
        return
    if can(user, Action.EDIT, thing) and any(passage.confirmable for passage in thing.passages):
        yield "confirm", _("These are the right words")
    if thing.status == Status.DRAFT and can(user, Action.PROPOSE, thing):
        yield "propose", _("Hand in")
    if can(user, Action.DECIDE, thing):
        yield from _decisions(thing)
    if isinstance(thing, Annotation) and thing.in_reply_to_id is None and can(user, Action.RESOLVE, thing):
        yield ("reopen", _("Reopen")) if thing.resolved_at else ("resolve", _("Resolve"))
    if can(user, Action.WITHDRAW, thing):
        yield "withdraw", _("Withdraw")


def _decisions(thing: Contribution) -> Iterable[tuple[str, str]]:
    """What an editor can decide about ``thing``, or about the change of it that is proposed."""
    if thing.proposed_change is not None:
        yield "publish", _("Publish the change")
        yield "decline", _("Decline the change")
        return
    if thing.status != Status.PUBLISHED:
        yield "publish", _("Publish")
    if thing.status != Status.DECLINED:
        yield "decline", _("Decline")
    if thing.status in {Status.PUBLISHED, Status.DECLINED}:
        yield "return", _("Back to review")
