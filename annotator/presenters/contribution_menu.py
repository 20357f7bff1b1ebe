"""Which actions a page offers on a contribution, with their labels. The rules are those of ``permissions``."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from annotator.models import Annotation, Contribution, Status
from annotator.permissions import Permission, can
from corpus.models.collection import Person


def menu_of(contribution: Contribution, user: Person) -> Iterable[tuple[str, str]]:
    """The verbs ``user`` may apply to ``contribution`` now, each with its label."""
    if contribution.withdrawn_at is not None:
        if can(user, Permission.WITHDRAW, contribution):
            yield "restore", _("Bring back")
        return
    if can(user, Permission.EDIT, contribution) and any(passage.confirmable for passage in contribution.passages):
        yield "confirm", _("Words are correct")
    if contribution.status == Status.DRAFT and can(user, Permission.PROPOSE, contribution):
        yield "propose", _("Submit")
    if can(user, Permission.DECIDE, contribution):
        yield from _decisions(contribution)
    if (
        isinstance(contribution, Annotation)
        and contribution.in_reply_to_id is None
        and can(user, Permission.RESOLVE, contribution)
    ):
        yield ("reopen", _("Reopen")) if contribution.resolved_at else ("resolve", _("Resolve"))
    if can(user, Permission.WITHDRAW, contribution):
        yield "withdraw", _("Withdraw")


def _decisions(contribution: Contribution) -> Iterable[tuple[str, str]]:
    """What an editor can decide about ``contribution``, or about the change of it that is proposed."""
    if contribution.proposed_change is not None:
        yield "publish", _("Publish the change")
        yield "decline", _("Decline the change")
        return
    if contribution.status != Status.PUBLISHED:
        yield "publish", _("Publish")
    if contribution.status != Status.DECLINED:
        yield "decline", _("Decline")
    if contribution.status in {Status.PUBLISHED, Status.DECLINED}:
        yield "return", _("Return to review")
