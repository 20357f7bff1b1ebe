"""What is done to contributions that were ticked: publish, decline, return to review, submit, withdraw, bring back."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions import contributions
from annotator.errors import Refused
from annotator.http import MemberRequest
from annotator.http.action_result import uuid_in
from annotator.models import Contribution, Status
from annotator.permissions import Permission, can
from annotator.presenters.proposed_change import changed_meanwhile

from .shared import PolicyAdmin, carried, selected

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


def as_seen(request: HttpRequest, queryset: QuerySet) -> Sequence[Contribution]:
    """What was ticked, all of it in the versions that the page showed (``pk:version``).

    Raises ``Refused`` with what those say now that somebody changed meanwhile, or that the person has not seen.
    """
    rows = selected(request, queryset)
    seen = set(request.POST.getlist("seen"))
    if changed := [row for row in rows if f"{row.pk}:{row.version}" not in seen]:
        raise Refused(*(changed_meanwhile(row, request.user) for row in changed))
    return rows


class ContributionActionsAdmin(PolicyAdmin):
    """A list of contributions with the actions on them."""

    actions: tuple[Any, ...] = ("publish", "decline", "return_to_review", "propose", "withdraw", "restore")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Permission.DECIDE)

    def has_contribute_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Permission.CONTRIBUTE)

    @admin.action(description=gettext_lazy("Publish"), permissions=["decide"], location=EVERYWHERE)
    def publish(self, request: MemberRequest, queryset: QuerySet) -> None:
        def act() -> str:
            chosen = as_seen(request, queryset)
            waiting = [each for each in chosen if each.status != Status.PUBLISHED or each.proposed_change is not None]
            contributions.publish(contributions=chosen, by=request.user, request_id=uuid_in(request))
            return ngettext("%(n)s published.", "%(n)s published.", len(waiting)) % {"n": len(waiting)}

        self.carry_out(request, act)

    @admin.action(description=gettext_lazy("Decline…"), permissions=["decide"], location=EVERYWHERE)
    def decline(self, request: MemberRequest, queryset: QuerySet) -> HttpResponseBase | None:
        """Ask for the reason, then decline all of them, or none."""

        def act() -> str:
            chosen = as_seen(request, queryset)
            contributions.decline(
                contributions=chosen,
                by=request.user,
                reason=request.POST["reason"],
                request_id=uuid_in(request),
            )
            return ngettext("%(n)s declined.", "%(n)s declined.", len(chosen)) % {"n": len(chosen)}

        if "reason" in request.POST and self.carry_out(request, act):
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Decline"),
            "opts": self.opts,
            "chosen": queryset,
            "carried": carried(request),
            "reason": request.POST.get("reason", ""),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/decline.html", context)

    @admin.action(description=gettext_lazy("Return to review"), permissions=["decide"], location=EVERYWHERE)
    def return_to_review(self, request: MemberRequest, queryset: QuerySet) -> None:
        def message(n: int) -> str:
            return ngettext("%(n)s returned to review.", "%(n)s returned to review.", n) % {"n": n}

        self._in_one_batch(request, queryset, contributions.return_to_review, message, choose=as_seen)

    @admin.action(description=gettext_lazy("Submit (drafts)"), permissions=["contribute"], location=EVERYWHERE)
    def propose(self, request: MemberRequest, queryset: QuerySet) -> None:
        def message(n: int) -> str:
            return ngettext("%(n)s submitted.", "%(n)s submitted.", n) % {"n": n}

        self._in_one_batch(request, queryset, contributions.propose, message)

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["contribute"], location=EVERYWHERE)
    def withdraw(self, request: MemberRequest, queryset: QuerySet) -> None:
        """Withdraw all of them, or none; they can be brought back."""
        message = _("Withdrawn. The filter “withdrawn” finds them again.")
        self._in_one_batch(request, queryset, contributions.withdraw, lambda _n: message)

    @admin.action(description=gettext_lazy("Bring back (withdrawn)"), permissions=["contribute"], location=EVERYWHERE)
    def restore(self, request: MemberRequest, queryset: QuerySet) -> None:
        self._in_one_batch(request, queryset, contributions.restore, lambda _n: _("Brought back."))

    def _in_one_batch(
        self,
        request: MemberRequest,
        queryset: QuerySet,
        act: Callable[..., Any],
        message: Callable[[int], str],
        choose: Callable[[HttpRequest, QuerySet], Sequence[Contribution]] = selected,
    ) -> None:
        """Do ``act`` to all that ``choose`` finds ticked, or to none; ``message`` says of how many it was done."""

        def carry() -> str:
            chosen = choose(request, queryset)
            act(contributions=chosen, by=request.user, request_id=uuid_in(request))
            return message(len(chosen))

        self.carry_out(request, carry)
