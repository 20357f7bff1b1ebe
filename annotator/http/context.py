"""What every page needs to know."""

from django.conf import settings

from annotator import permissions
from annotator.models import Status
from annotator.permissions import Permission
from annotator.selectors.inbox import number_unread
from annotator.selectors.review_queue import COUNTED, number_waiting
from annotator.selectors.waiting_passages import number_of_passages

from . import Request
from .accounts import AccountAdapter


def site(request: Request) -> dict[str, object]:
    """What the person may do, for menus; read lazily so that a page that asks nothing costs no query."""
    # What goes wrong is said on a page of its own, or in the place that htmx would have filled.
    layout: dict[str, object] = {
        "layout": "components/fragment.html" if getattr(request, "htmx", False) else "base.html"
    }
    user = getattr(request, "user", None)
    if user is None:
        return layout
    return layout | {
        "may_contribute": lambda: permissions.can(user, Permission.CONTRIBUTE),
        "may_review": lambda: permissions.can(user, Permission.SEE_REVIEW),
        "may_invite": lambda: permissions.can(user, Permission.INVITE),
        "single_sign_on": bool(settings.OIDC_SERVER),
        "has_worker": settings.JOBS == "worker",
        "signup_open": settings.SIGNUP_OPEN,
        "invitation_here": lambda: AccountAdapter.invitation_of(request),
        "mails_arrive": bool(settings.EMAIL_SERVER),
        "number_to_review": lambda: min(COUNTED, number_waiting(user) + number_of_passages(user)),
        "number_unread": lambda: number_unread(user),
        "statuses": Status.choices,
        "may_edit_codebook": lambda: permissions.can(user, Permission.EDIT_CODEBOOK),
    }
