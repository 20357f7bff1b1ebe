"""Reading a document, piece by piece, with its margin."""

import hashlib
from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotator import permissions
from annotator.http import Request
from annotator.models import Event
from annotator.presenters.paragraph import with_margins
from annotator.selectors.document_tags import tags_used_in
from annotator.selectors.margin import Narrowing
from corpus.models import Document, Paragraph
from corpus.models.paragraph import PIECE

# Headings shown at once; a longer outline is fetched after the text, which must not wait for it.
OUTLINE = 60
# Tags shown beside the text.
TAGS = 15
# Pieces fetched at once after the first, which is on the screen by then.
AT_ONCE = 10
# Paragraphs shown before and after one on its own page.
SURROUNDINGS = 3


@login_not_required
@require_safe
def document(request: Request, slug: str) -> HttpResponse:
    """The reading page, or with htmx some further pieces of it.

    ``?page=`` names a piece, ``?at=`` a paragraph to begin near, ``?source=1`` shows furniture too, ``?spans=1``
    marks words in the text by the server, and tag, person, status and kind narrow the margin.
    """
    text = Document.objects.for_reading(request.user, slug)
    narrowing = Narrowing.from_query(request.GET)
    number = piece_asked_for(request, text)
    etag = mark_of(text, request)
    if request.htmx and request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    further = request.htmx and not request.htmx.history_restore_request
    pages = pages_of(text)
    if further:
        first, last = pieces_from(number, pages, up="up" in request.GET)
    else:
        # Below a paragraph that is asked for there has to be enough to bring it to the top of the screen.
        first, last = number, min(pages, number + ("at" in request.GET))
    paragraphs = list(Paragraph.objects.pieces(text, first, last))
    context = {
        "document": text,
        "paragraphs": with_margins(paragraphs, text, request.user, narrowing, spans="spans" in request.GET),
        "page": first,
        "last": last,
        "pages": pages,
        "whole_source": "source" in request.GET,
        "narrowing": narrowing,
        "others": query_without(request, "page", "at"),
        "here": "documents",
        "mark": etag.strip('"'),
    }
    if further:
        response = render(request, "corpus/document.html#piece", context)
    else:
        sections = Paragraph.objects.outline(text, OUTLINE + 1)
        context |= {"sections": sections[:OUTLINE], "more_sections": len(sections) > OUTLINE}
        response = render(request, "corpus/document.html", context)
    return conditional(response, etag)


@login_not_required
@require_safe
def outline(request: Request, slug: str) -> HttpResponse:
    """All the headings of a document: a page of its own, and the rest of the outline of a long one."""
    text = Document.objects.for_reading(request.user, slug)
    context = {"document": text, "sections": Paragraph.objects.outline(text), "here": "documents"}
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
        "narrowing": Narrowing.from_query(request.GET),
        "others": query_without(request, "tag", "page", "at"),
        "here": "documents",
    }
    template = "corpus/document_tags.html#tags" if request.htmx else "corpus/document_tags.html"
    return render(request, template, context)


@login_not_required
@require_safe
def margin(request: Request, slug: str) -> HttpResponse:
    """The margins of the paragraphs on which something happened since the mark in ``If-None-Match``.

    What an open page asks every few seconds; as long as nothing happened it costs three short queries and a 304.
    """
    text = Document.objects.for_reading(request.user, slug)
    etag = mark_of(text, request)
    known = request.headers.get("If-None-Match", "")
    if known == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    touched = Event.objects.paragraphs_touched(text, since=time_in(known))
    paragraphs = list(Paragraph.objects.standing().filter(pk__in=touched).order_by("position"))
    context = {"paragraphs": with_margins(paragraphs, text, request.user, Narrowing.from_query(request.GET))}
    return conditional(render(request, "corpus/document.html#margins", context), etag)


def pages_of(text: Document) -> int:
    """How many pages ``text`` has where it is read page by page."""
    return max(1, -(-text.current.length // PIECE))


def pieces_from(number: int, pages: int, *, up: bool) -> tuple[int, int]:
    """The first and the last of the pieces fetched at once: from ``number`` on, or up to it."""
    if up:
        return max(1, number - AT_ONCE + 1), number
    return number, min(pages, number + AT_ONCE - 1)


def piece_asked_for(request: Request, text: Document) -> int:
    """The piece that the address names, from 1; 404 where there is no such piece or paragraph."""
    at = request.GET.get("at", "")
    if at.isascii() and at.isdigit():
        found = Paragraph.objects.standing().filter(document=text, key=int(at[:9])).first()
        if found is None:
            raise Http404("No such paragraph.")
        return found.piece_number
    asked = request.GET.get("page", "1")
    number = int(asked[:9]) if asked.isascii() and asked.isdigit() else 0
    if not 1 <= number <= pages_of(text):
        raise Http404("No such page.")
    return number


def mark_of(text: Document, request: Request) -> str:
    """The ETag of a document's margin for a person: the time of the newest event, and a digest of all that counts."""
    newest = Event.objects.mark(text)
    user = request.user
    parts = (text.pk, text.current_id, newest, user.pk, sorted(permissions.roles(user)), request.GET.urlencode())
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:20]
    at = newest[0][0].timestamp() if newest else 0
    return f'"{at:.6f}-{digest}"'


def time_in(mark: str) -> datetime | None:
    """The time in a mark, ``None`` where it has none that can be read."""
    try:
        return datetime.fromtimestamp(float(mark.strip('W/"').partition("-")[0]), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def conditional(response: HttpResponse, etag: str) -> HttpResponse:
    """``response`` marked so that a browser keeps it but asks before using it again."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def query_without(request: Request, *names: str) -> str:
    """The address's query without ``names``, to build other addresses of the same view with."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
