"""A document for paper, whole, with what of its margin one wants."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from tempfile import SpooledTemporaryFile

from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotator.exports.responses import in_chunks
from annotator.exports.sql import repeatable_read
from annotator.http import Request
from annotator.models import Status
from annotator.presenters.printed import printed
from annotator.selectors.document_tags import tags_beside
from annotator.selectors.margin import MarginFilter
from corpus.models import Document

# What stands beside the text, and for whom the copy is.
FOR = {
    "everybody": gettext_lazy("For everybody: with what is published"),
    "me": gettext_lazy("For me: with everything I see, drafts and proposals too"),
    "mine": gettext_lazy("With what I wrote myself"),
    "nobody": gettext_lazy("The text only"),
}

# Where a page is cut; nobody can write a comment of HTML into it.
CUT = SafeString("<!-- cut -->")
# Letters of the notes at the end that are held, before they are put into a file, and that are read from it at once.
IN_MEMORY, CHUNK = 1024 * 1024, 64 * 1024


@login_not_required
@require_safe
def print_document(request: Request, slug: str) -> HttpResponseBase:
    """The whole text as it goes onto paper, however long it is and however much stands on it: in pieces.

    ``?for=`` says for whom, ``?lines=`` whether the marked words are underlined; tag, person, status and kind narrow
    what stands beside it as they narrow the margin.
    """
    asked_for = MarginFilter.from_query(request.GET)
    # Who is not logged in sees what is published, and wrote nothing.
    audiences = FOR if request.user.is_authenticated else {name: FOR[name] for name in ("everybody", "nobody")}
    chosen = audience if (audience := request.GET.get("for")) in audiences else "everybody"
    narrowing = {
        "everybody": MarginFilter(asked_for.tag, asked_for.person, Status.PUBLISHED, asked_for.kind),
        "mine": MarginFilter(asked_for.tag, request.user.get_username(), asked_for.status, asked_for.kind),
        "nobody": None,
    }.get(chosen, asked_for)
    lines = "lines" in request.GET or "for" not in request.GET

    def page() -> Generator[str]:
        text = Document.objects.for_reading(request.user, slug)
        context = {
            "document": text,
            "legend": tags_beside(text, request.user, narrowing) if narrowing is not None else (),
            "offered": audiences,
            "chosen": chosen,
            "lines": lines,
            "narrowing": asked_for,
            "address": request.build_absolute_uri(text.get_absolute_url()),
            "here": "documents",
        }
        head, between, foot = _around("corpus/print.html", context, request)
        yield head
        paragraphs, notes = (get_template(f"corpus/print.html#{part}") for part in ("paragraphs", "notes"))
        with SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="") as at_the_end:
            for some in printed(text, request.user, narrowing, lines=lines):
                shown = {"document": text, "paragraphs": some}
                yield paragraphs.render(shown)
                at_the_end.write(notes.render(shown))
            yield between
            if at_the_end.tell():
                at_the_end.seek(0)
                before, after = _around("corpus/print.html#endnotes", {})
                yield before
                yield from iter(partial(at_the_end.read, CHUNK), "")
                yield after
        yield foot

    return in_chunks(partial(_read_at_once, page), "text/html; charset=utf-8")


def _read_at_once(page: Callable[[], Generator[str]]) -> Generator[bytes]:
    """``page`` as of one moment. Where it fails it says so at its end, since a browser shows what it has got."""
    try:
        with repeatable_read():
            for part in page():
                yield part.encode()
    except Exception:
        yield render_to_string("corpus/print.html#broken_off").encode()
        raise


def _around(name: str, context: Mapping[str, object], request: Request | None = None) -> list[str]:
    """The parts of a template between which something else comes."""
    return render_to_string(name, {**context, "cut": CUT}, request).split(CUT)
