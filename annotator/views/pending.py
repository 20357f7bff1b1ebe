"""What somebody typed when their login had ended: kept until they have logged in again."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

KEY = "pending"
# More than the longest note; what is longer did not come from one of our forms.
MOST = 500_000


def log_in_first(request: HttpRequest) -> HttpResponse:
    """To the login page and back to this form, which will be filled in as it was."""
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        encoded = typed.urlencode()
        if len(encoded) <= MOST:
            request.session[KEY] = {"path": request.path, "typed": encoded}
    address = f"{resolve_url('account_login')}?{urlencode({'next': request.path})}"
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def take(request: HttpRequest) -> QueryDict | None:
    """What was typed into the form at this address before the login, once; ``None`` where nothing was."""
    kept = request.session.get(KEY) if request.user.is_authenticated else None
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])
