"""The catalogue, the handbook's address, and the health check."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.permissions import Action, can
from corpus.importing.readers import markdown
from corpus.models import Collection, Document

HANDBOOK = settings.BASE_DIR / "seeds" / "handbook.md"


@login_not_required
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """Collections and their documents; where there are none, what the person can do about it."""
    documents = Document.objects.for_catalogue(request.user)
    page = {"documents": documents, "here": "documents"}
    if not documents:
        page |= {
            "collections_here": Collection.objects.visible_to(request.user).exists(),
            "may_administer": can(request.user, Action.ADMINISTER),
            "may_load": can(request.user, Action.EDIT_DOCUMENT),
            "people_here": User.objects.exists(),
        }
    return render(request, "corpus/catalogue.html", page)


@login_not_required
@require_safe
def handbook(request: Request) -> HttpResponse:
    """The handbook: the document of the corpus, or where that was not loaded, the file as it would be read."""
    if Document.objects.for_catalogue(request.user).filter(slug="handbook").exists():
        return redirect("document", "handbook")
    return render(request, "corpus/handbook.html", {"handbook": markdown.read(HANDBOOK.read_bytes()), "here": "help"})


@login_not_required
@require_safe
def healthz(request: Request) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """Whether the process answers and reaches its database; for load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
