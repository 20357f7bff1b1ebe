"""The requests that views are given, for the type checker: what the middleware of the settings has set on them."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request; ``user`` may be nobody."""

    htmx: HtmxDetails


class MemberRequest(Request):
    """A request of somebody who is logged in: where a view is not marked ``login_not_required``, or has asked."""

    user: User
