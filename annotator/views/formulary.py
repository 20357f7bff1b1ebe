"""What many documents say: the phrases that no proposed parallel rests on."""

from http.client import ACCEPTED, OK

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
from annotator.parallels.formulary import FEWEST_DOCUMENTS
from annotator.selectors.formulary import Formulary, formulary_of, shown


@login_not_required
@require_safe
def formulary(request: Request) -> HttpResponse:
    """The phrases that half of the documents one may read have, or of those of ``?collection=``."""
    return _page(request, formulary_of(request.user, collection_asked(request)))


@login_not_required
@require_safe
def formulary_csv(request: Request) -> HttpResponseBase:
    formulary = formulary_of(request.user, collection_asked(request))
    return _page(request, formulary) if formulary.is_coming else download(request, FORMULARY, lambda: formulary)


def _page(request: Request, formulary: Formulary) -> HttpResponse:
    page = page_of(request, formulary.phrases)
    context = {
        "found": formulary,
        "number": len(formulary.phrases),
        "page": page.showing(shown(page.rows)),
        "fewest": FEWEST_DOCUMENTS,
        "here": "cross-references",
        **of_collection(request),
    }
    return render(request, "annotator/formulary.html", context, status=ACCEPTED if formulary.is_coming else OK)
