"""Passages beside each other, word by word."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotator.exports.variants import VARIANTS
from annotator.http import Request
from annotator.http.downloads import download
from annotator.http.paging import number_in
from annotator.models import CrossReference, Tag
from annotator.presenters.variants import variants
from annotator.selectors.witnesses import Witnesses, refs_of_cluster, refs_of_lines, refs_of_tag, witnesses_named

FEWEST = 2
# Characters of the field that are read: twenty citations.
LONGEST = 10_000
# Of each kind; of more than can be compared the page says so.
MOST_TICKED = 100


@login_not_required
@require_safe
def compare_passages(request: Request) -> HttpResponse:
    """The wordings of the passages in ``?passages=``, one a line, with ``?base=`` as the one they are compared with.

    ``?tag=`` and ``?reference=`` lead to the passages of a tag, and to those that cross-references join; ``?passage=``
    and ``?line=``, each as often as wanted, to passages and lines of a concordance that were ticked.
    """
    if refs := _refs_asked(request):
        return redirect(f"{request.path}?{urlencode({'passages': chr(10).join(refs)})}")
    typed = request.GET.get("passages", "")[:LONGEST].replace("\x00", "")
    named = _named(request, typed)
    context: dict[str, Any] = {
        "typed": typed,
        "named": named,
        "query": request.GET.urlencode(),
        "nothing_ticked": "ticked" in request.GET and not typed,
        "here": "cross-references",
    }
    if len(named.witnesses) >= FEWEST:
        context["variants"] = variants(named.witnesses, _base(request, named))
    return render(request, "annotator/variants.html", context)


@login_not_required
@require_safe
def variants_csv(request: Request) -> HttpResponseBase:
    """The same as a file; only its header where there are not two passages."""
    named = _named(request, request.GET.get("passages", "")[:LONGEST].replace("\x00", ""))
    enough = len(named.witnesses) >= FEWEST
    return download(request, VARIANTS, lambda: variants(named.witnesses, _base(request, named)) if enough else None)


def _refs_asked(request: Request) -> list[str]:
    if slug := request.GET.get("tag", ""):
        return refs_of_tag(get_object_or_404(Tag.objects.visible_to(request.user), slug=slug), request.user)
    if pk := request.GET.get("reference", ""):
        try:
            reference = CrossReference.objects.for_acting(request.user, UUID(pk))
        except ValueError as error:
            raise Http404("No contribution at this address.") from error
        return refs_of_cluster(reference, request.user)
    ticked = [ref[:LONGEST] for ref in request.GET.getlist("passage")[:MOST_TICKED]]
    return ticked + refs_of_lines(request.GET.getlist("line")[:MOST_TICKED], request.user)


def _named(request: Request, typed: str) -> Witnesses:
    return witnesses_named(typed.splitlines(), request.user)


def _base(request: Request, named: Witnesses) -> int:
    """Which passage ``?base=`` names, counted from 1; the longest where it names none."""
    base = number_in(request.GET, "base") or 0
    if 1 <= base <= len(named.witnesses):
        return base - 1
    lengths = [len(each.text) for each in named.witnesses]
    return lengths.index(max(lengths))
