"""What every page needs to know."""

from django.conf import settings
from django.http import HttpRequest

from annotator import policy
from annotator.models import Status
from annotator.policy import Action


def site(request: HttpRequest) -> dict[str, object]:
    """What the person may do, for menus; read lazily so that a page that asks nothing costs no query."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "may_contribute": lambda: policy.can(user, Action.CONTRIBUTE),
        "may_review": lambda: policy.can(user, Action.SEE_REVIEW),
        "signup_open": settings.SIGNUP_OPEN,
        "statuses": Status.choices,
        "may_edit_codebook": lambda: policy.can(user, Action.EDIT_CODEBOOK),
    }
