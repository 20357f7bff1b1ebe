"""Who must have a second factor, and has none, is asked to set one up before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from annotator.permissions import Permission, can


def must_have_one(request: HttpRequest) -> bool:
    """Whether the site asks a second factor of the person (``GLOSSATOR_SECOND_FACTOR``): nobody, staff or everybody.

    Staff are those who decide: editors, and whoever may come into the admin.
    """
    user = request.user
    if settings.SECOND_FACTOR == "no" or not user.is_authenticated:
        return False
    return settings.SECOND_FACTOR == "everybody" or user.is_staff or can(user, Permission.DECIDE)


class SecondFactor:
    """Middleware. Leaves the pages of the account alone, where one is set up. 1 or 2 queries where one is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """To the page of second factors, or nothing."""
        open_to_all = view.__module__.startswith("allauth.") or request.path.endswith(("/healthz", "/readyz"))
        if open_to_all or not must_have_one(request) or is_mfa_enabled(request.user):
            return None
        messages.warning(request, _("This site asks you for a second factor. Set one up, then go on."))
        return redirect("mfa_index")
