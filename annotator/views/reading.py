"""Reading a document, piece by piece, with its margin."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotator.http import Request
from annotator.http.paging import number_in, query_without
from annotator.models import Event
from annotator.presenters.paragraph import with_margins
from annotator.presenters.paragraph_html import ParagraphWriter
from annotator.selectors.document_tags import tags_used_in
from annotator.selectors.margin import MarginFilter
from annotator.selectors.margin_etag import batches_in, etag_of, time_in
from annotator.selectors.shown_passages import shown_passages
from corpus.models import Document, Paragraph
from corpus.models.paragraph import PIECE

# Headings shown at once; a longer outline is fetched after the text, which must not wait for it.
OUTLINE = 60
# Tags shown beside the text.
TAGS = 15
# Pieces fetched at once after the first, which is on the screen by then: to ask at all costs as much as two of them.
AT_ONCE = 30
# Paragraphs whose margins an open page is told at once, of any number in which something happened.
MARGINS = 100


@login_not_required
@require_safe
def document(request: Request, slug: str) -> HttpResponse:
    """The reading page, or for its script some further pieces of it.

    ``?page=`` names a piece, ``&upto=`` the last one of several, ``?at=`` a paragraph to begin near, ``?source=1``
    shows furniture too, ``?spans=1`` marks words in the text by the server, and tag, person, status and kind narrow the
    margin.
    """
    text = Document.objects.for_reading(request.user, slug)
    narrowing = MarginFilter.from_query(request.GET)
    number = piece_asked_for(request, text, narrowing)
    etag = etag_of(text, request.user, request.GET)
    if request.htmx and request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    further, pages = request.htmx and not request.htmx.history_restore_request, pages_of(text)
    first, last = pieces_asked_for(request, number, pages)
    views = with_margins(
        list(Paragraph.objects.pieces(text, first, last)), text, request.user, narrowing, spans="spans" in request.GET
    )
    pieces = ParagraphWriter(
        text, whole_source="source" in request.GET, scripted=bool(further), folded=bool(further)
    ).pieces(views)
    if further:
        return conditional(HttpResponse(pieces), etag)
    sections = Paragraph.objects.outline(text, OUTLINE + 1)
    query = query_without(request, "page", "upto", "at")
    context = {
        "document": text,
        "pieces": pieces,
        "page": first,
        "last": last,
        "before": [query_of(some, query) for some in pieces_before(first)],
        "after": [query_of(some, query) for some in pieces_after(last, pages)],
        "whole_source": "source" in request.GET,
        "narrowing": narrowing,
        "others": query,
        # The same with and without furniture, and marks in the text by the server.
        "otherwise": query_without(request, "page", "upto", "at", "source"),
        "unmarked": query_without(request, "spans"),
        "here": "documents",
        "etag": etag.strip('"'),
        "sections": sections[:OUTLINE],
        "more_sections": len(sections) > OUTLINE,
    }
    return conditional(render(request, "corpus/document.html", context), etag)


@login_not_required
@require_safe
def outline(request: Request, slug: str) -> HttpResponse:
    """All the headings of a document: a page of its own, and the rest of the outline of a long one."""
    text = Document.objects.for_reading(request.user, slug)
    context = {
        "document": text,
        "sections": Paragraph.objects.outline(text),
        "others": query_without(request, "page", "at"),
        "here": "documents",
    }
    return render(request, "corpus/outline.html#outline" if request.htmx else "corpus/outline.html", context)


@login_not_required
@require_safe
def tags(request: Request, slug: str) -> HttpResponse:
    """The tags used in a document: a page of its own, and what the reading page shows below the outline."""
    text = Document.objects.for_reading(request.user, slug)
    used = tags_used_in(text, request.user)
    # Beside the text there is room for the most used.
    context = {
        "document": text,
        "tags": used[:TAGS] if request.htmx else used,
        "more": request.htmx and len(used) > TAGS,
        "narrowing": MarginFilter.from_query(request.GET),
        "others": query_without(request, "tag", "page", "upto", "at"),
        "here": "documents",
    }
    template = "corpus/document_tags.html#tags" if request.htmx else "corpus/document_tags.html"
    return render(request, template, context)


@login_not_required
@require_safe
def shown(request: Request, slug: str) -> HttpResponse:
    """The passages that a narrowed margin shows, with their words: a page of its own, and a list beside the text."""
    text = Document.objects.for_reading(request.user, slug)
    narrowing = MarginFilter.from_query(request.GET)
    context = {
        "document": text,
        "shown": shown_passages(text, request.user, narrowing),
        "others": query_without(request, "page", "at"),
        "here": "documents",
    }
    return render(request, "corpus/shown.html#shown" if request.htmx else "corpus/shown.html", context)


@login_not_required
@require_safe
def margin(request: Request, slug: str) -> HttpResponse:
    """The margins of the paragraphs on which something happened since the ETag in ``If-None-Match``.

    What an open page asks every few seconds; as long as nothing happened it costs three short queries and a 304. Where
    it happened on many, ``Link`` names the address of the rest: ``?after=`` the position of the last one told.
    ``?page=`` asks for the margins of one piece instead, whatever happened.
    """
    text = Document.objects.for_reading(request.user, slug)
    narrowing = MarginFilter.from_query(request.GET)
    if "page" in request.GET:
        number = piece_asked_for(request, text, narrowing)
        return _margins(request, text, list(Paragraph.objects.pieces(text, number, number)), narrowing)
    etag = etag_of(text, request.user, request.GET)
    known = request.headers.get("If-None-Match", "")
    if known == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    changed = Paragraph.objects.standing().filter(document=text, position__gt=number_in(request.GET, "after") or 0)
    # A page without an ETag knows of nothing.
    if since := time_in(known):
        touched = Event.objects.paragraphs_touched(text, request.user, since=since, known=batches_in(known))
        changed = changed.filter(pk__in=touched)
    *paragraphs, further = [*changed.order_by("position")[: MARGINS + 1], None][: MARGINS + 1]
    response = conditional(_margins(request, text, paragraphs, narrowing), etag)
    if further:
        query = query_without(request, "after")
        response["Link"] = f'<{request.path}?{query}&after={paragraphs[-1].position}>; rel="next"'
    return response


def _margins(
    request: Request, text: Document, paragraphs: Sequence[Paragraph], narrowing: MarginFilter
) -> HttpResponse:
    views = with_margins(paragraphs, text, request.user, narrowing)
    return HttpResponse(ParagraphWriter(text, scripted=True).margins(views))


def pages_of(text: Document) -> int:
    """How many pages ``text`` has where it is read page by page."""
    return max(1, -(-(text.current.length if text.current else 0) // PIECE))


def pieces_asked_for(request: Request, number: int, pages: int) -> tuple[int, int]:
    """The first and the last of the pieces that an answer holds, from piece ``number`` on."""
    if "at" in request.GET:
        # Below a paragraph that is asked for there has to be enough to bring it to the top of the screen.
        return number, min(pages, number + 1)
    upto = number_in(request.GET, "upto") or number
    return number, min(pages, max(number, upto), number + AT_ONCE - 1)


def pieces_before(first: int) -> list[tuple[int, int]]:
    """What is fetched of the pieces before ``first``, in the order of the text: the first and last piece of each."""
    return [(max(1, last - AT_ONCE + 1), last) for last in range(first - 1, 0, -AT_ONCE)][::-1]


def pieces_after(last: int, pages: int) -> list[tuple[int, int]]:
    """The same of those after ``last``, up to piece ``pages``."""
    return [(first, min(pages, first + AT_ONCE - 1)) for first in range(last + 1, pages + 1, AT_ONCE)]


def query_of(pieces: tuple[int, int], query: str) -> str:
    """The query that asks for some pieces, besides what else the address says."""
    return "&".join(filter(None, (f"page={pieces[0]}&upto={pieces[1]}", query)))


def piece_asked_for(request: Request, text: Document, narrowing: MarginFilter) -> int:
    """The piece that the address names, from 1; 404 where there is no such piece or paragraph.

    Where it names none and the margin is narrowed, the one with the first passage that is shown.
    """
    at = number_in(request.GET, "at")
    if at is not None:
        return get_object_or_404(Paragraph.objects.standing(), document=text, key=at).piece_number
    if "page" not in request.GET and narrowing:
        first = shown_passages(text, request.user, narrowing, 1).passages
        return first[0].paragraph.piece_number if first else 1
    number = number_in(request.GET, "page") if "page" in request.GET else 1
    if number is None or not 1 <= number <= pages_of(text):
        raise Http404("No such page.")
    return number


def conditional(response: HttpResponse, etag: str) -> HttpResponse:
    """``response`` marked so that a browser keeps it but asks before using it again."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response
