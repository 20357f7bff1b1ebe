"""Files of what a page shows."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from annotator.errors import Refused
from annotator.exports.dialect import COMMA, SEMICOLON
from annotator.exports.responses import CSV, view_response
from annotator.exports.search_views import FILES
from annotator.exports.view_file import ViewFile

from . import Request
from .search_views import Search


def download(request: Request, file: ViewFile, shown: Callable[[], Any]) -> HttpResponseBase:
    """``file`` of what ``shown`` returns, with the options of an export: ``raw``, ``bom``, ``separator``."""
    if request.method == "HEAD":
        return HttpResponse(content_type=CSV)
    separator = SEMICOLON if request.GET.get("separator") == SEMICOLON else COMMA
    options = {name: request.GET.get(name) == "1" for name in ("raw", "bom")}
    return view_response(file, shown(), separator=separator, **options)


def search_download(
    request: Request, view: str, search: Search, carry_out: Callable[[Search], object]
) -> HttpResponseBase:
    """All that ``view`` shows of ``search`` once it is carried out; a page that says why where that is refused."""
    if view not in FILES:
        raise Http404("There is no such view.")
    try:
        carry_out(search)
    except Refused as refused:
        return render(request, "annotator/search_refused.html", {"problems": refused.messages}, status=400)
    return download(request, FILES[view], lambda: search.result)
