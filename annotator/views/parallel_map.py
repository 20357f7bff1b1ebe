"""Which documents share how much."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.of_collection import collection_asked, of_collection
from annotator.http.paging import page_of
from annotator.permissions import Permission, can
from annotator.presenters.parallel_map import drawing_of, matrix_of
from annotator.selectors.parallel_map import parallel_map


@login_not_required
@require_safe
def shared_by_documents(request: Request) -> HttpResponse:
    """A drawing and a matrix of the documents that share most, a list of all that share something; ``?collection=``."""
    map_ = parallel_map(request.user, collection_asked(request))
    member = request.user.is_authenticated
    context = {
        "found": map_,
        "matrix": matrix_of(map_, member=member),
        "drawing": drawing_of(map_, member=member),
        "page": page_of(request, map_.pairs),
        "may_find": can(request.user, Permission.EDIT_DOCUMENT),
        "here": "cross-references",
        **of_collection(request),
    }
    return render(request, "annotator/parallel_map.html", context)
