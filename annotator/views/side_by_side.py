"""Two documents beside each other."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.paging import PAGE, page_of, query_without
from annotator.http.responses import UNPROCESSABLE
from annotator.permissions import Permission, can
from annotator.presenters.side_by_side import LEFT, RIGHT, rows_shown
from annotator.selectors.filters import visible_documents
from annotator.selectors.side_by_side import SideBySide
from corpus.citation.reference import NotACitationError, Ref, format_ref, parse_ref
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
    """Both texts in rows; with ``?unanswered=1`` only the rows in which one of them has nothing.

    ``?left=`` and ``?right=`` are what is chosen on either side, and ``?join=1`` leads to the form that joins these.
    """
    one, other = (Document.objects.for_reading(request.user, slug) for slug in (left, right))
    if one == other:
        return redirect(f"{reverse('choose_other', args=[one.slug])}?{urlencode({'other': one.slug})}")
    chosen = {name: _chosen(request.GET, name, text) for name, text in ((LEFT, one), (RIGHT, other))}
    problems: list[str] = []
    if "join" in request.GET:
        start, target = chosen[LEFT], chosen[RIGHT]
        if start and target:
            return redirect(_form_that_joins(start, target, return_to=request.path))
        problems = [_("Choose a paragraph, or words of one, on each side.")]
        if request.htmx:
            return render(request, "components/problems.html", {"problems": problems}, status=UNPROCESSABLE)
    texts = SideBySide(one, other, request.user)
    only = request.GET.get("unanswered") == "1"
    gaps = texts.gaps
    page = page_of(request, gaps if only else range(1, len(texts.all) + 1))
    query = query_without(request, "page", "join")
    page = replace(page, rows=rows_shown(texts, page.rows, request.user, on_a_page=PAGE), query=query)
    context = {
        "left": one,
        "right": other,
        "texts": texts,
        "number": len(texts.all),
        "alone": [sum(texts.all[number - 1][side] is None for number in gaps) for side in (1, 0)],
        "first_gap": gaps[0] if gaps else 0,
        "first_gap_page": (gaps[0] - 1) // PAGE + 1 if gaps else 0,
        "only": only,
        "page": page,
        "chosen": {name: ref.key if ref else None for name, ref in chosen.items()},
        "problems": problems,
        "may_join": can(request.user, Permission.CONTRIBUTE),
        "here": "documents",
    }
    return render(request, "corpus/side_by_side.html", context, status=UNPROCESSABLE if problems else 200)


def _chosen(query: QueryDict, name: str, text: Document) -> Ref | None:
    """The paragraph in ``text`` as it is, or the words of one, that ``?name=KEY`` or ``?name=KEY:START-END`` names."""
    try:
        ref = parse_ref(f"{text.slug}/{query.get(name, '')}")
    except NotACitationError:
        return None
    return ref if text.paragraphs.standing().filter(key=ref.key).exists() else None


def _form_that_joins(start: Ref, target: Ref, return_to: str) -> str:
    address = reverse("contribute", args=[start.slug, start.key, "cross-references"])
    values = {"target": format_ref(target), "next": return_to}
    if start.start is not None:
        values |= {"start": str(start.start), "end": str(start.end)}
    return f"{address}?{urlencode(values)}"
