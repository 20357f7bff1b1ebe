"""The catalogue, the handbook's address, and the health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotator.http import Request
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
    """Whether the process answers and reaches its database; for load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
