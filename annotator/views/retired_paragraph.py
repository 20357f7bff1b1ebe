"""The page of a paragraph that is not in the newest revision: what it said last, and what became of it."""

from django.http import HttpResponse
from django.shortcuts import render

from annotator.http import Request
from annotator.presenters.cards import passage_cards
from annotator.presenters.paragraph import cite, with_margins
from annotator.selectors.margin import Narrowing
from corpus.models import Change, Paragraph

from .responses import UNPROCESSABLE

# The fields of the three forms that people write words in.
WORDS = ("tags", "body", "note", "target")


def page(request: Request, here: Paragraph, typed: str = "", status: int = 200) -> HttpResponse:
    """The paragraph with everything on it, and ``typed``: words that were sent to be put on it and cannot be."""
    (view,) = with_margins([here], here.document, request.user, Narrowing(), spans="spans" in request.GET)
    context = context_of(here) | {"view": view, "passages": passage_cards(view.entries, request.user), "typed": typed}
    return render(request, "corpus/gone.html", context, status=status)


def refused(request: Request, here: Paragraph) -> HttpResponse:
    """Say that nothing can be put on it any more, and give back what was typed."""
    typed = "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in WORDS)))
    if request.htmx:
        context = context_of(here) | {"typed": typed}
        return render(request, "corpus/gone.html#refused", context, status=UNPROCESSABLE)
    return page(request, here, typed, UNPROCESSABLE if request.method == "POST" else 200)


def context_of(here: Paragraph) -> dict[str, object]:
    """What both need: the paragraph, the revisions it stood in, and what became of it."""
    ending = Change.objects.ending(here)
    return {
        "document": here.document,
        "paragraph": here,
        "citation": cite(here.document, here),
        "ending": ending,
        "here": "documents",
    }
