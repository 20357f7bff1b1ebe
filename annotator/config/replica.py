"""Reading from a streaming replica of PostgreSQL (``DATABASE_REPLICA_URL``).

Who is not logged in reads from it, and so do exports and searches of everybody; the others read from the primary, and
so does, for a minute, whoever has just written. A request reads from one of the two as a whole: the replica takes the
place of the default connection in the thread that answers, so that raw SQL and transactions go there too, and nothing
is joined from two moments. What would write there is refused by the replica.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

ALIAS = "replica"
# The names of addresses that read much and change nothing, for people who are logged in too.
HEAVY = {
    "search",
    "search_csv",
    "export_csv",
    "export_bundle",
    "parallel_passages",
    "variants",
    "variants_csv",
    "tag_places_csv",
}
# Seconds for which whoever has written reads from the primary: a replica is behind by less, as a rule.
WRITTEN = 60
# Seconds until one that did not answer is asked again.
AGAIN = 10


class _Health:
    """When the replica did not answer last, for a process."""

    asked_again_at = 0.0


def answers() -> bool:
    """Whether the replica answers; that it does not is logged, and it is left alone for a while."""
    if time.monotonic() < _Health.asked_again_at:
        return False
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connections[ALIAS].close()
        _Health.asked_again_at = time.monotonic() + AGAIN
        logger.warning("The replica does not answer; reading from the primary: %s", " ".join(str(error).split()))
        return False
    return True


class _InPlace:
    """The replica in the place of the primary, in this thread."""

    def __init__(self) -> None:
        self._primary: Any = None

    def begin(self) -> None:
        if self._primary is None:
            self._primary = connections[DEFAULT_DB_ALIAS]
            connections[DEFAULT_DB_ALIAS] = connections[ALIAS]

    def end(self) -> None:
        if self._primary is not None:
            connections[DEFAULT_DB_ALIAS], self._primary = self._primary, None


class _Content:
    """What is streamed, read from the replica: after the middleware of the request has long returned."""

    def __init__(self, content: Iterable[Any], place: _InPlace) -> None:
        self._content, self._place = content, place

    def __iter__(self) -> Iterator[Any]:
        self._place.begin()
        try:
            yield from self._content
        finally:
            self._place.end()

    def close(self) -> None:
        self._place.end()


class FromReplica:
    """Middleware; the innermost, since who asks is looked up on the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and give the primary its place back."""
        place = _InPlace()
        request.replica = place  # type: ignore[attr-defined] # for process_view
        try:
            response = self.get_response(request)
            streamed = place._primary is not None and response.streaming  # noqa: SLF001 - of this module
        finally:
            place.end()
        if streamed:
            response.streaming_content = _Content(response.streaming_content, place)  # type: ignore[attr-defined] # of a streamed one
        if request.method not in {"GET", "HEAD"} and (key := _wrote(request)):
            cache.set(key, 1, WRITTEN)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Put the replica in place where the request may read from it."""
        if may_read_replica(request) and answers():
            request.replica.begin()  # type: ignore[attr-defined] # set above


def may_read_replica(request: HttpRequest) -> bool:
    """Whether a request may read what is some moments old: 1 or 2 queries, on the primary."""
    match = request.resolver_match
    if request.method not in {"GET", "HEAD"} or match is None or match.namespace:
        return False
    if not match.func.__module__.startswith("annotator.views"):
        return False
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    if not request.user.is_authenticated:
        return not request.session.keys()
    return match.view_name in HEAVY and cache.get(_wrote(request)) is None


def _wrote(request: HttpRequest) -> str:
    """The name under which it is known that a session has written; nothing where there is no session."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return f"wrote-{sha256(session.encode()).hexdigest()}" if session else ""
