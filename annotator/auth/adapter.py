"""Accounts: allauth's pages with the site's own rule on who may register."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Registration is closed unless the site opens it (``GLOSSATOR_SIGNUP``)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the adapter's signature
        """Whether anybody may make an account."""
        return settings.SIGNUP_OPEN
