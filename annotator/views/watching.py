"""What programs ask that watch the site: whether it is alive, whether it is ready, and its numbers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.readiness import missing


@login_not_required
@require_safe
def healthz(request: Request) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Whether the process answers: where it does not, start it anew."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: Request) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Whether the site can do its work: where it cannot, 503 with what is missing, a line each."""
    lines = missing()
    return HttpResponse("\n".join(lines) or "ready", content_type="text/plain", status=503 if lines else 200)


@never_cache
@login_not_required
@require_safe
def metrics(request: Request) -> HttpResponse:
    """Numbers for Prometheus, for whoever has the token; for others there is nothing at this address."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(token, settings.METRICS_TOKEN):
        raise Http404("No metrics here.")
    # Loaded only where numbers are kept.
    from annotator.config.metrics import written  # noqa: PLC0415

    return HttpResponse(written(), content_type="text/plain; version=0.0.4; charset=utf-8")
