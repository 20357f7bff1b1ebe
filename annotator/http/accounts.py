"""Accounts: allauth's pages with the site's own rules."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect

from annotator.actions.people import accept_invitation
from annotator.errors import Refused
from annotator.models import Invitation

# What the session calls the token of an invitation that is being taken up.
INVITED = "invitation"


class AccountAdapter(DefaultAccountAdapter):
    """Registration is by invitation unless the site opens it (``GLOSSATOR_SIGNUP``).

    Failed log-ins count where they come from.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether whoever asks may make an account."""
        return settings.SIGNUP_OPEN or self.invitation_of(request) is not None

    @staticmethod
    def invitation_of(request: HttpRequest) -> Invitation | None:
        """The invitation that is being taken up."""
        token = request.session.get(INVITED)
        return Invitation.objects.of_token(token) if token else None

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - the adapter's
        """Make the account, and give it what the invitation says; of two at once with one invitation, one gets it."""
        invitation = self.invitation_of(request)
        if invitation is None:
            return cast("User", super().save_user(request, user, form, commit))
        try:
            with transaction.atomic():
                person: User = super().save_user(request, user, form, commit)
                accept_invitation(invitation=invitation, user=person)
        except Refused as refused:
            messages.error(request, " ".join(refused.messages))
            raise ImmediateHttpResponse(redirect("account_signup")) from refused
        del request.session[INVITED]
        return person

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 - the adapter's
        """``username`` if it is free: one that an account had before means the same person still."""
        cleaned = str(super().clean_username(username, shallow=shallow))
        if not shallow and User.objects.filter(former_names__username=cleaned).exists():
            raise self.validation_error("username_taken")
        return cleaned

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address a request came from; this machine's where a local socket tells none, and no proxy does.

        allauth would let nobody log in there.
        """
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:
            return "127.0.0.1"

    def login(self, request: HttpRequest, user: User) -> None:
        """Log ``user`` in; the session lasts as long as a login does, not as long as a stranger's."""
        super().login(request, user)
        request.session.set_expiry(None)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What failed log-ins are counted for: the account, by whichever of its names, from this address.

        By the name alone, which is allauth's way, anybody could lock anybody out, and an e-mail address would give as
        many tries again. Private there, and the only place to say so.
        """
        if (email := credentials.get("email")) and (users := filter_users_by_email(email, prefer_verified=True)):
            credentials = {"username": users[0].get_username()}
        named = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{named}:{truncate_ip(self.get_client_ip(request))}"


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts of those who log in with the team's provider (OpenID Connect)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether whoever the provider knows gets an account, who reads; else those who are invited do."""
        return settings.OIDC_SIGNUP or super().is_open_for_signup(request, sociallogin)
