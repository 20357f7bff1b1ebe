"""Two documents beside each other."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.paging import page_of
from annotator.permissions import Action, can
from annotator.selectors.filters import visible_documents
from annotator.selectors.side_by_side import SideBySide
from corpus.models import Document


@login_not_required
@require_safe
def choose_other(request: Request, slug: str) -> HttpResponse:
    """Which document is to stand beside this one; ``?other=`` names it and leads there."""
    text = Document.objects.for_reading(request.user, slug)
    typed = request.GET.get("other", "").strip().strip(",").replace("\x00", "")
    context: dict[str, Any] = {"document": text, "typed": typed, "here": "documents"}
    if typed:
        other = visible_documents(request.user).filter(slug=typed).first()
        if other is not None and other != text:
            return redirect("side_by_side", slug, other.slug)
        context["problems"] = [
            _("This is the document itself. Name another one.")
            if other == text
            else _("There is no document “%(slug)s” that you may read. Take one from the list.") % {"slug": typed[:100]}
        ]
    return render(request, "corpus/choose_other.html", context)


@login_not_required
@require_safe
def side_by_side(request: Request, left: str, right: str) -> HttpResponse:
    """Both texts in rows; with ``?unanswered=1`` only the rows in which one of them has nothing."""
    one, other = (Document.objects.for_reading(request.user, slug) for slug in (left, right))
    texts = SideBySide(one, other)
    only = request.GET.get("unanswered") == "1"
    page = page_of(request, texts.unanswered if only else texts.all)
    page = page.showing(texts.rows(page.rows))
    context = {
        "left": one,
        "right": other,
        "same_language": texts.same_language,
        "number": len(texts.all),
        "unanswered": len(texts.unanswered),
        "only": only,
        "page": page,
        "may_join": can(request.user, Action.CONTRIBUTE),
        "here": "documents",
    }
    return render(request, "corpus/side_by_side.html", context)
