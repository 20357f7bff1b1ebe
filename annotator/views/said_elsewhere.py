"""Where a paragraph is said again."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.permissions import Action, can
from annotator.presenters.parallels import in_words
from annotator.selectors.said_elsewhere import said_elsewhere
from corpus.models import Paragraph


@login_not_required
@require_safe
def elsewhere(request: Request, slug: str, key: int) -> HttpResponse:
    """The nearest paragraphs of other documents, with the reasons. With htmx, only the list."""
    here = Paragraph.objects.for_reading(request.user, slug, key)
    rows = [
        (found, [in_words(each) for each in found.reasons])
        for found in said_elsewhere(here.text, here.document, request.user)
    ]
    context = {
        "document": here.document,
        "paragraph": here,
        "rows": rows,
        "may_join": can(request.user, Action.CONTRIBUTE),
        "here": "documents",
    }
    template = "corpus/said_elsewhere.html" + ("#list" if request.htmx else "")
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
