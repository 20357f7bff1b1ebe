"""The catalogue, the handbook's address, and what load balancers ask."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.permissions import Permission, can, is_member
from annotator.selectors.document_work import work_in
from corpus.importing.readers import markdown
from corpus.models import Collection, Document

HANDBOOK = settings.BASE_DIR / "seeds" / "handbook.md"


@login_not_required
@require_safe
def catalogue(request: Request) -> HttpResponse:
    """Collections and their documents; where there are none, what the person can do about it."""
    documents = Document.objects.for_catalogue(request.user)
    may_load = can(request.user, Permission.EDIT_DOCUMENT)
    # What the public reads comes without: numbers are for those who work here.
    work = work_in(documents, request.user) if is_member(request.user) else {}
    page: dict[str, object] = {
        "documents": [(document, work.get(document.pk)) for document in documents],
        "may_load": may_load,
        "here": "documents",
    }
    if not documents:
        page |= {
            "collections_here": Collection.objects.visible_to(request.user).exists(),
            "may_administer": can(request.user, Permission.ADMINISTER),
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
