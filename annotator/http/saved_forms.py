"""Pages for members; what somebody typed when their login had ended or changed is kept until it can be sent again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from annotator.actions.prune import prune_now_and_then

from . import MemberRequest, Request
from .outage import send_again
from .responses import back_to

KEY = "pending"
# Characters of a member: more than the longest note; what is longer did not come from one of our forms.
MOST = 500_000
# Of anybody: so few, for so many seconds, that strangers cannot fill the disk; how often from one address is among the
# site's limits. What is longer, or more, stays in the page that is shown, and is sent from there.
MOST_OF_ANYBODY = 20_000
SECONDS_OF_ANYBODY = 3 * 60 * 60
type MemberView[**Parts] = Callable[Concatenate[MemberRequest, Parts], HttpResponse]
type View[**Parts] = Callable[Concatenate[Request, Parts], HttpResponse]


def own_address(request: HttpRequest) -> str:
    """The address that a form was sent to shows it, too."""
    return request.get_full_path()


def member_page[**Parts](
    form_at: Callable[[HttpRequest], str] | None = own_address,
) -> Callable[[MemberView[Parts]], View[Parts]]:
    """A view for people who are logged in; who is not, or not any more, goes by the login page and loses nothing typed.

    ``form_at`` gives the address that shows the form which is sent to the view; ``None`` where there is none to show.
    """

    def decorate(view: MemberView[Parts]) -> View[Parts]:
        @login_not_required
        @wraps(view)
        def member_view(request: Request, *args: Parts.args, **kwargs: Parts.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return log_in_first(request)
            return view(cast("MemberRequest", request), *args, **kwargs)

        member_view.form_at = form_at  # type: ignore[attr-defined] # a function has what is set on it
        return cast("View[Parts]", member_view)

    return decorate


def log_in_first(request: Request) -> HttpResponse:
    """To the login page, and from there back to the form, which will be filled in as it was."""
    kept = keep(request)
    if kept is None:
        message = _("Nothing was saved yet. Log in, come back to this page, and send it from here.")
        return send_again(request, title=_("Your login has ended"), message=message, log_in=True)
    return to(request, f"{resolve_url('account_login')}?{urlencode({'next': kept})}")


def form_of(request: HttpRequest) -> str:
    """The address of the form that was sent with ``request``; nothing where it is none of ours that can be shown."""
    form_at = getattr(request.resolver_match.func, "form_at", None) if request.resolver_match else None
    return form_at(request) if form_at else ""


def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """A form of ours whose page is older than the login: shown again as it was filled in, to be sent again.

    Only where the browser says that the request came from one of our own pages; whatever comes from elsewhere is
    refused as Django refuses it.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not ours or not form_of(request):
        return csrf_failure(request, reason)
    message = _("Your login changed meanwhile, so nothing was saved yet. Send the form again.")
    kept = keep(request)
    if kept is None:
        return send_again(request, title=_("Not sent"), message=message)
    messages.warning(request, message)
    return to(request, kept)


def keep(request: Request) -> str | None:
    """Keep what was typed for the page that shows the form; returns where to go back to.

    That is where the request came from if there is no such page. ``None`` where it is too much to keep.
    """
    if request.method != "POST":
        return request.get_full_path()
    page = form_of(request)
    if not page:
        return back_to(request, "catalogue")
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    if not typed:
        return page
    encoded = typed.urlencode()
    anybody = not request.user.is_authenticated
    if len(encoded) > (MOST_OF_ANYBODY if anybody else MOST):
        return None
    if anybody:
        if not ratelimit.consume(request, action="saved_form"):
            return None
        request.session.set_expiry(SECONDS_OF_ANYBODY)
        prune_now_and_then()
    request.session[KEY] = {"path": page.partition("?")[0], "typed": encoded}
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


def sent_or_kept(request: Request) -> QueryDict | None:
    """What was typed into the form at this address: sent now, or before the login."""
    return request.POST if request.method == "POST" else take(request)
