"""What many documents say: the phrases that no proposed parallel rests on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.exports.formulary import FORMULARY
from annotator.http import Request
from annotator.http.downloads import download
from annotator.http.of_collection import collection_asked, of_collection
from annotator.http.paging import page_of
from annotator.parallels.formulas import FEWEST_DOCUMENTS
from annotator.selectors.formulary import formulary_of, shown


@login_not_required
@require_safe
def formulary(request: Request) -> HttpResponse:
    """The phrases that half of the documents one may read have, or of those of ``?collection=``."""
    found = formulary_of(request.user, collection_asked(request))
    page = page_of(request, found.phrases)
    context = {
        "found": found,
        "number": len(found.phrases),
        "page": page.showing(shown(page.rows)),
        "fewest": FEWEST_DOCUMENTS,
        "here": "cross-references",
        **of_collection(request),
    }
    return render(request, "annotator/formulary.html", context)


@login_not_required
@require_safe
def formulary_csv(request: Request) -> HttpResponseBase:
    return download(request, FORMULARY, lambda: formulary_of(request.user, collection_asked(request)))
