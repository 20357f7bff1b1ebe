"""The paragraph's own page and its three forms: tag, annotate, cross-reference."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.errors import Refused
from annotator.forms.annotations import AnnotationSelectionForm
from annotator.forms.cross_references import CrossReferenceSelectionForm
from annotator.forms.passages import SelectionForm
from annotator.forms.taggings import TaggingSelectionForm
from annotator.http import MemberRequest, Request
from annotator.http.action_result import carry_out
from annotator.http.cross_reference_draft import forget, keep, waiting_end
from annotator.http.paging import number_in
from annotator.http.responses import UNPROCESSABLE, DoneMessage, done, done_once
from annotator.http.saved_forms import member_page, take
from annotator.models import Contribution, Status, Tag
from annotator.models.place import Place, range_of
from annotator.permissions import Permission, can, require
from annotator.presenters.paragraph import cite, page_of
from annotator.presenters.paragraph_html import ParagraphWriter
from annotator.selectors.margin import MarginFilter
from annotator.selectors.margin_etag import etag_of
from corpus.citation.reference import NotACitationError, parse_ref
from corpus.direction import direction_of
from corpus.models import Change, FormerText, Paragraph

FORMS: dict[str, type[SelectionForm]] = {
    "tags": TaggingSelectionForm,
    "annotations": AnnotationSelectionForm,
    "cross-references": CrossReferenceSelectionForm,
}
# The fields of the three forms that people write words in.
WORDS = ("tags", "body", "note", "target")


@login_not_required
@require_safe
def paragraph(request: Request, slug: str, key: int) -> HttpResponse:
    """One paragraph in its surroundings with everything on it: the address to cite. With htmx, only its words."""
    para = paragraph_at(request, slug, key)
    if request.htmx:
        response = render(request, "corpus/paragraph.html#preview", preview_of(request, para))
    elif para.until_id:
        response = retired(request, para)
    else:
        response = page(request, para)
    patch_vary_headers(response, ["HX-Request"])
    return response


def paragraph_at(request: Request, slug: str, key: int) -> Paragraph:
    """The paragraph at an address, which is good for ever: of one that is gone as well."""
    try:
        return Paragraph.objects.for_reading(request.user, slug, key)
    except Http404:
        return Paragraph.objects.retired(request.user, slug, key)


def preview_of(request: Request, para: Paragraph) -> dict[str, object]:
    """What a link to a passage shows of it: the words that the address names, and where they stand."""
    words = words_named(request, para) or para.text
    direction = direction_of(words, para.direction)
    return {"document": para.document, "citation": cite(para.document, para), "words": words, "direction": direction}


def words_named(request: Request, para: Paragraph) -> str:
    """The words that ``?start=&end=`` names; nothing where it names none that are there, or all of them."""
    start, end = number_in(request.GET, "start"), number_in(request.GET, "end")
    if start is None or end is None:
        return ""
    try:
        range_ = range_of(Place(para, start, end))
    except Refused:
        return ""
    return "" if range_.whole else range_.words(para.text)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
@sensitive_post_parameters()
def contribute(request: MemberRequest, slug: str, key: int, kind: str) -> HttpResponse:
    """One of the three forms for a passage: shown, filled in, refused with what was typed, or carried out."""
    if kind not in FORMS:
        raise Http404("No such form.")
    para = paragraph_at(request, slug, key)
    require(request.user, Permission.CONTRIBUTE)
    if para.until_id:
        return retired(request, para)
    if request.method != "POST":
        return shown(request, para, kind, form_for(request, para, kind, request.user))
    form = FORMS[kind](request.POST, paragraph=para, user=request.user)
    if form.is_valid():
        outcome = carry_out(request, form.save, form)
        if outcome.succeeded:
            if kind == "cross-references":
                forget(request)
            if outcome.repeated:
                return finished(request, para, kind, done_once(request))
            message = and_whether_shown(request, para, message_once_saved(form), form.made)
            return finished(request, para, kind, DoneMessage(message, outcome.value))
    return shown(request, para, kind, form, status=UNPROCESSABLE)


@require_POST
@member_page(form_at=None)
def start(request: MemberRequest) -> HttpResponse:
    """Keep the words of a cross-reference's form as its start, until the other end is chosen."""
    require(request.user, Permission.CONTRIBUTE)
    try:
        ref = parse_ref(request.POST.get("here", ""))
    except NotACitationError as error:
        raise Http404(str(error)) from error
    para = Paragraph.objects.for_reading(request.user, ref.slug, ref.key)
    form = CrossReferenceSelectionForm(request.POST, paragraph=para, user=request.user)
    form.fields["target"].required = form.fields["relation"].required = False
    if not form.is_valid():
        return shown(request, para, "cross-references", form, status=UNPROCESSABLE)
    keep(request, form.places[0])
    return finished(request, para, "cross-references", DoneMessage(_("Start saved. Now select the other passage.")))


@login_not_required
@require_POST
def cancel(request: Request) -> HttpResponse:
    """Let the waiting start go."""
    forget(request)
    return done(request, DoneMessage(_("The cross-reference was not made.")), "catalogue")


def shown(request: MemberRequest, para: Paragraph, kind: str, form: SelectionForm, status: int = 200) -> HttpResponse:
    """A form in its place: beside the words with htmx, on the paragraph's page without."""
    form.was_filled_in = True
    if not request.htmx:
        return page(request, para, form, status)
    return HttpResponse(fragment(request, para, kind, form), status=status)


def fragment(request: MemberRequest, para: Paragraph, kind: str, form: SelectionForm) -> str:
    """A form by itself, whose ids are its own: the page it goes to may have others of its kind."""
    form.auto_id = f"{uuid4().hex[:8]}-%s"
    # Words chosen on the page are shown as they are; in the forms of the paragraph's page they are typed.
    context = {"document": para.document, "paragraph": para, "form": form, "in_place": "typed" not in request.POST}
    return render_to_string(f"annotator/compose.html#{kind}", context | besides(request), request)


def finished(request: MemberRequest, para: Paragraph, kind: str, message: DoneMessage) -> HttpResponse:
    """Say what was done. A form beside the words has served; one of the paragraph's page is ready for the next."""
    response = done(request, message, para.get_absolute_url())
    if request.htmx and "typed" in request.POST:
        response.write(fragment(request, para, kind, FORMS[kind](paragraph=para, user=request.user)))
    return response


def message_once_saved(form: SelectionForm) -> str:
    """What to tell the person once ``form`` is saved, and whether an editor decides on it first."""
    if any(contribution.status == Status.PROPOSED for contribution in form.made):
        return f"{form.message} {_('Readers see it once an editor has published it.')}"
    return form.message


def and_whether_shown(request: Request, para: Paragraph, message: str, contributions: Sequence[Contribution]) -> str:
    """``message``, and that the margin of the page it is shown on leaves ``contributions`` out, where it does.

    Only the reading page narrows its margin, and only htmx answers there; the address tells by what.
    """
    page = urlsplit((request.htmx.current_url_abs_path or "") if request.htmx else "")
    if not page.query or page.path != para.document.get_absolute_url():
        return message
    query = QueryDict(page.query, mutable=True)
    number = MarginFilter.from_query(query).number_shown(contributions)
    if number == len(contributions):
        return message
    for name in ("page", *(field.name for field in fields(MarginFilter))):
        query.pop(name, None)
    query["at"] = str(para.key)
    all_of_it = f"{page.path}?{query.urlencode()}#p{para.key}"
    not_shown = _("Some of it is hidden by the margin filter.") if number else _("It is hidden by the margin filter.")
    return format_html('{} {} <a href="{}">{}</a>', message, not_shown, all_of_it, _("Show everything"))


def form_for(request: Request, para: Paragraph, kind: str, user: User) -> SelectionForm:
    """A form with what the address says filled in, or what was typed before a login that had ended."""
    kept = take(request)
    if kept is not None:
        return FORMS[kind](kept, paragraph=para, user=user)
    names = ("start", "end", "quote", "further", "revision", "tags", "body", "target", "relation")
    initial: dict[str, Any] = {name: request.GET[name] for name in names if name in request.GET}
    initial.setdefault("quote", words_named(request, para))
    if kind == "cross-references" and "target" not in initial and (end := waiting_end(request)):
        # The start waits elsewhere: these words are the other end, so the reference runs towards them.
        initial |= {"target": end["ref"], "direction": "in"}
    return FORMS[kind](initial=initial, paragraph=para, user=user)


def besides(request: Request) -> dict[str, object]:
    """What the forms' template needs besides a form and its paragraph."""
    recent = Tag.objects.last_used_by(request.user, 8) if can(request.user, Permission.CONTRIBUTE) else []
    return {"recent_tags": recent, "waiting": waiting_end(request)}


def page(request: Request, para: Paragraph, form: SelectionForm | None = None, status: int = 200) -> HttpResponse:
    """The paragraph's page, with ``form`` in the place of the empty one of its kind."""
    forms: dict[str, SelectionForm] = {}
    if request.user.is_authenticated and can(request.user, Permission.CONTRIBUTE):
        forms = {
            kind.replace("cross-", ""): form if isinstance(form, cls) else form_for(request, para, kind, request.user)
            for kind, cls in FORMS.items()
        }
    shown = page_of(para, request.user, spans="spans" in request.GET)
    # The page opens at the paragraph's number, for the paragraph stands below its surroundings; else at the form.
    writer = ParagraphWriter(para.document, focus=form is None)
    context = {
        **vars(shown),
        "paragraphs": writer.paragraphs(shown.paragraphs),
        **besides(request),
        "forms": forms,
        "narrowing": MarginFilter(),
        "former_texts": FormerText.objects.former_texts_of(para),
        "etag": etag_of(para.document, request.user, request.GET).strip('"'),
        "live": True,
        "anchors": True,
        "here": "documents",
    }
    return render(request, "corpus/paragraph.html", context, status=status)


def retired(request: Request, para: Paragraph) -> HttpResponse:
    """The page of a paragraph that is not in the newest revision: what it said last, and what became of it.

    Nothing can be put on it any more: what was typed to be put on it is given back.
    """
    typed = "\n\n".join(filter(None, (request.POST.get(name, "").strip() for name in WORDS)))
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.htmx:
        context = {"document": para.document, "paragraph": para, "ending": Change.objects.ending(para), "typed": typed}
        return render(request, "corpus/gone.html#refused", context, status=UNPROCESSABLE)
    shown = page_of(para, request.user, spans="spans" in request.GET)
    context = vars(shown) | {"view": shown.paragraphs[0], "typed": typed, "here": "documents"}
    return render(request, "corpus/gone.html", context, status=status)
