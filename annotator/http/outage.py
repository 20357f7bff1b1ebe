"""The page for what went wrong: a fault of ours, or something missing, and then with all that was typed."""

import logging
import sys
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from annotator.outages import WORDS, outage_in

logger = logging.getLogger(__name__)

UNAVAILABLE = 503
# Characters that fit on a line; what is longer, or has lines, is shown to be copied.
LINE = 60


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """The site's handler of exceptions: 503 where something is missing for a while, 500 where we made a mistake."""
    error = sys.exc_info()[1]
    outage = outage_in(error)
    if outage is None:
        return server_error(request)
    told = WORDS[outage]
    # One line; that a disk is full is seen no better in a traceback.
    logger.error("%s %s: %s: %s", request.method, request.path, outage.value, error)
    if request.headers.get("HX-Request"):
        response = HttpResponse(f"{told.title}. {told.message}", content_type="text/plain; charset=utf-8")
        response.status_code = UNAVAILABLE
    else:
        response = send_again(request, title=str(told.title), message=str(told.message), status=UNAVAILABLE)
    response["Retry-After"] = str(told.retry_after)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own mark
    return response


def send_again(request: HttpRequest, *, title: str, message: str, status: int, log_in: bool = False) -> HttpResponse:
    """A page that says what happened and holds what was typed, ready to be sent again. Nothing is stored."""
    fields = list(_fields(request))
    context = {
        "title": title,
        "message": message,
        "log_in": log_in,
        "address": request.get_full_path(),
        "fields": fields,
        "files": list(request.FILES) if fields else [],
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("send_again.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def _fields(request: HttpRequest) -> Iterator[tuple[str, str, bool]]:
    """What was typed: name, value, and whether it is long. Nothing of passwords, nor of the account pages."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.func.__module__.startswith("allauth"):
        return
    try:
        sent = request.POST.lists()
    except UnreadablePostError:
        return
    for name, values in sent:
        if name == "csrfmiddlewaretoken" or "password" in name:
            continue
        for value in values:
            yield name, value, len(value) > LINE or "\n" in value
