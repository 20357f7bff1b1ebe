"""Searching paragraphs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotator.citing import readable
from annotator.models import Tag
from annotator.models.tag import key_of
from annotator.spans import marked_words
from corpus import search

from .paging import page_of

# Characters shown around the first words found in a long paragraph.
WINDOW = 300


@login_not_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Paragraphs with the words and "phrases" asked for, in context, and the tags of that name."""
    asked = request.GET.get("q", "")[:1000].replace("\x00", "").strip()
    context: dict[str, object] = {"q": asked, "document": request.GET.get("document", "")[:100]}
    if asked:
        found = search.matching(readable(request.user), asked).order_by("document__slug", "position")
        if context["document"]:
            found = found.filter(document__slug=context["document"])
        page = page_of(request, found)
        for paragraph in page.rows:
            paragraph.in_context = in_context(paragraph.text, search.snippets(paragraph.text, asked))
        key = key_of(asked)
        context |= {"page": page, "tags": [tag for tag in Tag.objects.all() if key in key_of(tag.name)][:10]}
    return render(request, "annotator/search.html", context)


def in_context(text: str, found: list[tuple[int, int]]) -> str:
    """``text``, cut to what stands around the first words ``found``, with the words marked."""
    start = max(0, found[0][0] - WINDOW // 2) if found and len(text) > WINDOW * 2 else 0
    end = start + WINDOW * 2
    inside = [(a - start, min(b, end) - start, ["3"]) for a, b in found if start <= a < min(b, end)]
    return marked_words(text[start:end], inside)
