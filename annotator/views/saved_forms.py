"""What somebody typed when their login had ended or changed: kept until the form can be sent again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from annotator.http import Request

from .responses import back_to

KEY = "pending"
# More than the longest note; what is longer did not come from one of our forms.
MOST = 500_000
# The addresses that show, when they are asked for, the form that is sent to them.
FORMS = {"contribute", "edit", "reply", "new_tag", "edit_tag", "tag_in_bulk"}


def log_in_first(request: Request, page: str = "") -> HttpResponse:
    """To the login page, and from there back to the form, which will be filled in as it was.

    ``page`` is the address that shows the form where that is not the one it is sent to.
    """
    page = keep(request, page)
    return to(request, f"{resolve_url('account_login')}?{urlencode({'next': page})}")


def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """A form of ours whose page is older than the login: shown again as it was filled in, to be sent again.

    Only where the browser says that the request came from one of our own pages; whatever comes from elsewhere is
    refused as Django refuses it.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not ours or request.resolver_match is None or request.resolver_match.url_name not in FORMS:
        return csrf_failure(request, reason)
    messages.warning(request, _("Your login changed meanwhile, so nothing was saved yet. Send the form again."))
    return to(request, keep(request))


def keep(request: Request, page: str = "") -> str:
    """Keep what was typed for ``page``, by default the address it was sent to; returns where to go back to.

    That is where the request came from if the address cannot show a form.
    """
    shows_form = request.resolver_match is not None and request.resolver_match.url_name in FORMS
    if not page and not shows_form:
        return back_to(request, "catalogue")
    if request.method != "POST":
        return page or request.get_full_path()
    page = page or request.path
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    encoded = typed.urlencode()
    if len(encoded) <= MOST:
        request.session[KEY] = {"path": page, "typed": encoded}
    return page


def to(request: Request, address: str) -> HttpResponse:
    """To another page, also from a request that htmx made."""
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def take(request: Request) -> QueryDict | None:
    """What was typed into the form at this address before the login, once; ``None`` where nothing was."""
    kept = request.session.get(KEY) if request.user.is_authenticated else None
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])
