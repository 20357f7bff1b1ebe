"""Numbers for Prometheus: requests by view and status, and how long they took, of all processes of a site together.

Read by ``annotator.views.watching``. Where the processes keep what they count is settled in the settings
(``PROMETHEUS_MULTIPROC_DIR``), before the library is loaded.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

# Others are written as "other": whoever asks chooses them, and each would be a line for ever.
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
# Seconds. Pages take some hundredths; loads and exports much longer.
STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
REQUESTS = Counter("glossator_requests", "Requests that were answered.", ["view", "method", "status"])
SECONDS = Histogram("glossator_request_seconds", "Time until an answer began.", ["view", "method"], buckets=STEPS)


def counted(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: counts each request; those that lead to no view are of the view "none"."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        view = (match.view_name if match else "") or "none"
        method = request.method if request.method in METHODS else "other"
        SECONDS.labels(view, method).observe(time.perf_counter() - began)
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        return response

    return answered


def written() -> bytes:
    """What was counted by all processes, in Prometheus' words."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library has no types there
    return generate_latest(registry)
