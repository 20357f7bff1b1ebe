"""Which documents share how much."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.paging import page_of
from annotator.permissions import Action, can
from annotator.presenters.parallel_map import matrix_of
from annotator.selectors.parallel_map import parallel_map
from corpus.models import Collection


@login_not_required
@require_safe
def shared_by_documents(request: Request) -> HttpResponse:
    """A matrix of the documents that share most, and a list of all that share something; by ``?collection=``."""
    collections = Collection.objects.visible_to(request.user).order_by("title", "slug")
    asked = request.GET.get("collection", "")[:200].replace("\x00", "")
    found = parallel_map(request.user, asked)
    context = {
        "found": found,
        "matrix": matrix_of(found),
        "page": page_of(request, found.pairs),
        "collections": collections,
        "asked": asked,
        "unknown": bool(asked) and not collections.filter(slug=asked).exists(),
        "may_find": can(request.user, Action.EDIT_DOCUMENT),
        "here": "cross-references",
    }
    return render(request, "annotator/parallel_map.html", context)
