"""Logs a program can read: each record with the id of the request it belongs to, and a record for each request."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
# What a proxy may give; anything else could forge lines of the log.
GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
requests = logging.getLogger("glossator.requests")
_current: ContextVar[str] = ContextVar("request_id", default="")


class WithRequestId(logging.Filter):
    """Adds ``request_id`` to each record; it is empty outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True


def request_id(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: an id for each request, which its log records and its answer carry.

    Where proxies are trusted (``GLOSSATOR_PROXIES``), theirs is taken. Addresses are logged without what is asked for
    in them: people search for names.
    """

    def answered(request: HttpRequest) -> HttpResponseBase:
        sent = request.headers.get(HEADER, "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        identity = sent if GIVEN.fullmatch(sent) else uuid.uuid4().hex
        token = _current.set(identity)
        began = time.monotonic()
        try:
            response = get_response(request)
            response[HEADER] = identity
            values = {
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - began) * 1000),
            }
            requests.info("%s %s", request.method, request.path, extra=values)
            return response
        finally:
            _current.reset(token)

    return answered
