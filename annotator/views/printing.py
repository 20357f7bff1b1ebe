"""A document for paper, whole, with what of its margin one wants."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.models import Status
from annotator.presenters.printed import printed
from annotator.selectors.margin import MarginFilter
from corpus.models import Document, Paragraph

# What stands beside the text, and for whom the copy is.
FOR = {
    "everybody": gettext_lazy("For everybody: with what is published"),
    "me": gettext_lazy("For me: with everything I see, drafts and proposals too"),
    "mine": gettext_lazy("With what I wrote myself"),
    "nobody": gettext_lazy("The text only"),
}


@login_not_required
@require_safe
def print_document(request: Request, slug: str) -> HttpResponse:
    """The whole text as it goes onto paper.

    ``?for=`` says for whom, ``?lines=`` whether the marked words are underlined; tag, person, status and kind narrow
    what stands beside it as they narrow the margin.
    """
    text = Document.objects.for_reading(request.user, slug)
    # Who is not logged in sees what is published, and wrote nothing.
    offered = FOR if request.user.is_authenticated else {name: FOR[name] for name in ("everybody", "nobody")}
    chosen = asked if (asked := request.GET.get("for")) in offered else "everybody"
    asked_for = MarginFilter.from_query(request.GET)
    narrowing = {
        "everybody": MarginFilter(asked_for.tag, asked_for.person, Status.PUBLISHED, asked_for.kind),
        "mine": MarginFilter(asked_for.tag, request.user.get_username(), asked_for.status, asked_for.kind),
        "nobody": None,
    }.get(chosen, asked_for)
    lines = "lines" in request.GET or "for" not in request.GET
    paragraphs = Paragraph.objects.standing().filter(document=text).order_by("position")
    context = {
        "document": text,
        "printed": printed(text, list(paragraphs), request.user, narrowing, lines=lines),
        "offered": offered,
        "chosen": chosen,
        "lines": lines,
        "narrowing": asked_for,
        "address": request.build_absolute_uri(text.get_absolute_url()),
        "here": "documents",
    }
    return render(request, "corpus/print.html", context)
