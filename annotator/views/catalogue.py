"""The catalogue, the handbook's address, and what load balancers ask."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.readiness import missing
from corpus.models import Document


@login_not_required
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """Collections and their documents."""
    documents = Document.objects.for_catalogue(request.user)
    return render(request, "corpus/catalogue.html", {"documents": documents, "here": "documents"})


@login_not_required
@require_safe
def handbook(request: Request) -> HttpResponse:
    """The handbook, itself a document of the corpus; a page that says how to load it where it is not there."""
    if Document.objects.for_catalogue(request.user).filter(slug="handbook").exists():
        return redirect("document", "handbook")
    return render(request, "corpus/no_handbook.html", {"here": "help"}, status=404)


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
