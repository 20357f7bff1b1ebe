"""The page for what went wrong: a fault of ours, or something missing, and then with all that was typed."""

import logging
import sys
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from annotator.outages import WORDS, outage_in

logger = logging.getLogger(__name__)

# Characters that fit on a line; what is longer, or has lines, is shown to be copied.
LINE = 60


class Unavailable(HttpResponse):
    """Something is missing for a while. It was logged in a line: a full disk is seen no better in a traceback."""

    status_code = 503
    # Django's own mark, for its log.
    _has_been_logged = True


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """The site's handler of exceptions: 503 where something is missing for a while, 500 where we made a mistake."""
    error = sys.exc_info()[1]
    outage = outage_in(error)
    if outage is None:
        return server_error(request)
    words = WORDS[outage]
    logger.error("%s %s: %s: %s", request.method, request.path, outage.value, error)
    headers = {"Retry-After": str(words.retry_after), "Cache-Control": "no-store"}
    if request.headers.get("HX-Request"):
        return Unavailable(f"{words.title}. {words.message}", content_type="text/plain; charset=utf-8", headers=headers)
    return Unavailable(_page(request, title=words.title, message=words.message), headers=headers)


def send_again(request: HttpRequest, *, title: str, message: str, log_in: bool = False) -> HttpResponse:
    """403: a page that says what happened and holds what was typed, ready to be sent again. Nothing is stored."""
    page = _page(request, title=title, message=message, log_in=log_in)
    return HttpResponseForbidden(page, headers={"Cache-Control": "no-store"})


def _page(request: HttpRequest, **values: object) -> str:
    fields = list(_fields(request))
    context = values | {
        "address": request.get_full_path(),
        "fields": fields,
        "files": list(request.FILES) if fields else [],
        "csrf_token": get_token(request),
    }
    return render_to_string("send_again.html", context)


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
