"""What every page needs to know."""

from django.http import HttpRequest

from annotator import policy
from annotator.policy import Action


def site(request: HttpRequest) -> dict[str, object]:
    """What the person may do, for menus; read lazily so that a page that asks nothing costs no query."""
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "may_contribute": lambda: policy.can(user, Action.CONTRIBUTE),
        "may_review": lambda: policy.can(user, Action.SEE_REVIEW),
        "may_edit_codebook": lambda: policy.can(user, Action.EDIT_CODEBOOK),
    }
