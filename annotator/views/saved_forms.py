"""What somebody typed when their login had ended or changed: kept until the form can be sent again."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from annotator.actions.prune import prune_now_and_then
from annotator.http import Request

from .outage import send_again
from .responses import back_to

KEY = "pending"
# Characters of a member: more than the longest note; what is longer did not come from one of our forms.
MOST = 500_000
# Of anybody: so few, for so many seconds, that strangers cannot fill the disk; how often from one address is among the
# site's limits. What is longer, or more, stays in the page that is shown, and is sent from there.
MOST_OF_ANYBODY = 20_000
SECONDS_OF_ANYBODY = 3 * 60 * 60
# The addresses that show, when they are asked for, the form that is sent to them.
FORMS = {"contribute", "edit", "reply", "new_tag", "edit_tag", "tag_in_bulk"}


def log_in_first(request: Request, page: str = "") -> HttpResponse:
    """To the login page, and from there back to the form, which will be filled in as it was.

    ``page`` is the address that shows the form where that is not the one it is sent to.
    """
    kept = keep(request, page)
    if kept is None:
        said = _("Nothing was saved yet. Log in, come back to this page, and send it from here.")
        return send_again(request, title=_("Your login has ended"), message=said, status=403, log_in=True)
    return to(request, f"{resolve_url('account_login')}?{urlencode({'next': kept})}")


def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """A form of ours whose page is older than the login: shown again as it was filled in, to be sent again.

    Only where the browser says that the request came from one of our own pages; whatever comes from elsewhere is
    refused as Django refuses it.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not ours or request.resolver_match is None or request.resolver_match.url_name not in FORMS:
        return csrf_failure(request, reason)
    said = _("Your login changed meanwhile, so nothing was saved yet. Send the form again.")
    kept = keep(request)
    if kept is None:
        return send_again(request, title=_("Not sent"), message=said, status=403)
    messages.warning(request, said)
    return to(request, kept)


def keep(request: Request, page: str = "") -> str | None:
    """Keep what was typed for ``page``, by default the address it was sent to; returns where to go back to.

    That is where the request came from if the address cannot show a form. ``None`` where it is too much to keep.
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
    anybody = not request.user.is_authenticated
    if len(encoded) > (MOST_OF_ANYBODY if anybody else MOST):
        return None
    if anybody:
        if not ratelimit.consume(request, action="saved_form"):
            return None
        request.session.set_expiry(SECONDS_OF_ANYBODY)
        prune_now_and_then()
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
