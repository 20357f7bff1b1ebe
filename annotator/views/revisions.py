"""The revisions of a document: which there are, what each said, and what changed from one to another."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.paging import Page, number_in, page_of, query_without
from annotator.presenters.revisions import reading_of, revision_rows
from annotator.selectors.revision_diff import RevisionDiff
from corpus.models import Change, Document, FormerText, Paragraph

# Paragraphs of an earlier revision to a page.
PIECE = 100


@login_not_required
@require_safe
def revisions(request: Request, slug: str) -> HttpResponse:
    """The revisions of a document, the newest first, with what each changed."""
    text = Document.objects.for_reading(request.user, slug)
    page = page_of(request, text.revisions.select_related("loaded_by").order_by("-number"))
    standing = text.revisions.filter(taken_back_at=None).values_list("number", flat=True)
    page = page.showing(revision_rows(page.rows, Change.objects.counts(text), standing))
    context = {"document": text, "page": page, "here": "documents"}
    return render(request, "corpus/revisions.html", context)


@login_not_required
@require_safe
def revision(request: Request, slug: str, number: int) -> HttpResponse:
    """The text of a document as it was in a revision; of the newest one, the reading page, of one taken back, the list.

    ``?page=`` names a page of it, ``?at=`` a paragraph to show.
    """
    text = Document.objects.for_reading(request.user, slug)
    shown = get_object_or_404(text.revisions, number=number)
    if shown.pk == text.current_id:
        return redirect(text)
    if shown.taken_back_at:
        return redirect("revisions", slug)
    at = number_in(request.GET, "at")
    number_asked = page_with(text, number, at) if at is not None else number_in(request.GET, "page")
    if number_asked is None:
        number_asked = 0 if "page" in request.GET else 1
    pages = max(1, -(-shown.length // PIECE))
    if not 1 <= number_asked <= pages:
        raise Http404("No such page.")
    paragraphs = FormerText.objects.as_of(
        text, number, positions=((number_asked - 1) * PIECE + 1, number_asked * PIECE)
    )
    context = {
        "document": text,
        "revision": shown,
        "reading": reading_of(shown),
        "page": Page(paragraphs, number_asked, number_asked < pages, query_without(request, "page", "at")),
        "here": "documents",
    }
    return render(request, "corpus/revision.html", context)


@login_not_required
@require_safe
def compare(request: Request, slug: str, old: int, new: int) -> HttpResponse:
    """Two revisions of a document, paragraph by paragraph: what changed, or with ``?all=1`` everything."""
    text = Document.objects.for_reading(request.user, slug)
    before, after = (get_object_or_404(text.revisions, number=number, taken_back_at=None) for number in (old, new))
    if old >= new:
        raise Http404("The earlier revision comes first.")
    diff = RevisionDiff(text, old, new)
    everything = "all" in request.GET
    page = page_of(request, diff.all if everything else diff.changed)
    page = page.showing(diff.rows(page.rows))
    context = {
        "document": text,
        "before": before,
        "after": after,
        "page": page,
        "everything": everything,
        "unchanged": len(diff.all) - len(diff.changed),
        "here": "documents",
    }
    return render(request, "corpus/compare.html", context)


def page_with(text: Document, number: int, key: int) -> int:
    """The page of a revision that the paragraph ``key`` stands on, 0 where it does not stand in the revision."""
    pks = list(Paragraph.objects.in_revision(text, number).filter(key=key).values_list("pk", flat=True))
    paragraphs = FormerText.objects.as_of(text, number, among=pks)
    return (paragraphs[0].position - 1) // PIECE + 1 if paragraphs else 0
