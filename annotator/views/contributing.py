"""The paragraph's own page and its three forms: tag, annotate, cross-reference."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.errors import AlreadyDone, Refused
from annotator.forms.contributing import NoteForm, ReferenceForm, TagForm
from annotator.forms.places import PlaceForm
from annotator.http import Request
from annotator.models import Contribution, Tag
from annotator.models.place import Place, stretch_of
from annotator.permissions import Action, can, require
from annotator.presenters.cards import passage_cards
from annotator.presenters.paragraph import cite, with_margins
from annotator.selectors.margin import Narrowing
from corpus.citation.reference import NotACitationError, parse_ref
from corpus.direction import direction_of
from corpus.models import Paragraph

from . import retired_paragraph, saved_forms
from .cross_reference_draft import forget, keep, waiting_end
from .reading import SURROUNDINGS, mark_of
from .responses import UNPROCESSABLE, done

FORMS: dict[str, type[PlaceForm]] = {"tags": TagForm, "annotations": NoteForm, "cross-references": ReferenceForm}


@login_not_required
@require_safe
def paragraph(request: Request, slug: str, key: int) -> HttpResponse:
    """One paragraph in its surroundings with everything on it: the address to cite. With htmx, only its words."""
    here = paragraph_at(request, slug, key)
    if request.htmx:
        response = render(request, "corpus/paragraph.html#preview", preview_of(request, here))
    elif here.until_id:
        response = retired_paragraph.page(request, here)
    else:
        response = page(request, here)
    patch_vary_headers(response, ["HX-Request"])
    return response


def paragraph_at(request: Request, slug: str, key: int) -> Paragraph:
    """The paragraph at an address, which is good for ever: of one that is gone as well."""
    try:
        return Paragraph.objects.for_reading(request.user, slug, key)
    except Http404:
        return Paragraph.objects.gone(request.user, slug, key)


def preview_of(request: Request, here: Paragraph) -> dict[str, object]:
    """What a link to a passage shows of it: the words that the address names, and where they stand."""
    start, end = stretch_in(request, here)
    words = here.text[start:end]
    direction = direction_of(words, here.direction)
    return {"document": here.document, "citation": cite(here.document, here), "words": words, "direction": direction}


def stretch_in(request: Request, here: Paragraph) -> tuple[int, int] | tuple[None, None]:
    """The stretch that ``?start=&end=`` names, the whole paragraph where it names none that is there."""
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if not all(each.isascii() and each.isdigit() for each in (start, end)):
        return None, None
    try:
        return stretch_of(Place(here, int(start[:9]), int(end[:9])))
    except Refused:
        return None, None


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def contribute(request: Request, slug: str, key: int, kind: str) -> HttpResponse:
    """One of the three forms for a passage: shown, filled in, refused with what was typed, or carried out."""
    if kind not in FORMS:
        raise Http404("No such form.")
    here = paragraph_at(request, slug, key)
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request)
    require(request.user, Action.CONTRIBUTE)
    if here.until_id:
        return retired_paragraph.refused(request, here)
    if request.method == "POST":
        return sent(request, here, kind)
    return shown(request, here, kind, form_for(request, here, kind))


@login_not_required
@require_POST
def start(request: Request) -> HttpResponse:
    """Keep the words of a cross-reference's form as its start, until the other end is chosen."""
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request)
    require(request.user, Action.CONTRIBUTE)
    try:
        ref = parse_ref(request.POST.get("here", ""))
    except NotACitationError as error:
        raise Http404(str(error)) from error
    here = Paragraph.objects.for_reading(request.user, ref.slug, ref.key)
    form = ReferenceForm(request.POST, paragraph=here, user=request.user)
    form.fields["target"].required = form.fields["relation"].required = False
    if not form.is_valid():
        return shown(request, here, "cross-references", form, status=UNPROCESSABLE)
    keep(request, form.places[0])
    message = _("The start is kept. Now choose the other end.")
    return finished(request, here, "cross-references", message)


def sent(request: Request, here: Paragraph, kind: str) -> HttpResponse:
    """A form that was filled in: carried out, or shown again with what is wrong and everything that was typed."""
    form = FORMS[kind](request.POST, paragraph=here, user=request.user)
    if form.is_valid():
        try:
            message, batch = form.save()
        except AlreadyDone:
            return finished(request, here, kind)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.messages)
        else:
            if kind == "cross-references":
                forget(request)
            return finished(request, here, kind, and_whether_shown(request, here, message, form.made), batch)
    return shown(request, here, kind, form, status=UNPROCESSABLE)


def shown(request: Request, here: Paragraph, kind: str, form: PlaceForm, status: int = 200) -> HttpResponse:
    """A form in its place: beside the words with htmx, on the paragraph's page without."""
    if not request.htmx:
        return page(request, here, form, status)
    form.asked = True
    return HttpResponse(fragment(request, here, kind, form), status=status)


def fragment(request: Request, here: Paragraph, kind: str, form: PlaceForm) -> str:
    """A form by itself, whose ids are its own: the page it goes to may have others of its kind."""
    form.auto_id = f"{uuid4().hex[:8]}-%s"
    # Words chosen on the page are shown as they are; in the forms of the paragraph's page they are typed.
    context = context_of(request, here) | {"form": form, "in_place": "typed" not in request.POST}
    return render_to_string(f"annotator/compose.html#{kind}", context, request)


def finished(
    request: Request, here: Paragraph, kind: str, message: str = "", batch: UUID | None = None
) -> HttpResponse:
    """Say what was done. A form beside the words has served; one of the paragraph's page is ready for the next."""
    response = done(request, message, batch, here.get_absolute_url())
    if request.htmx and "typed" in request.POST:
        response.write(fragment(request, here, kind, FORMS[kind](paragraph=here, user=request.user)))
    return response


def and_whether_shown(request: Request, here: Paragraph, message: str, made: Sequence[Contribution]) -> str:
    """``message``, and that the margin of the page it is shown on leaves out what was ``made``, where it does.

    Only the reading page narrows its margin, and only htmx answers there; the address tells by what.
    """
    page = urlsplit((request.htmx.current_url_abs_path or "") if request.htmx else "")
    if page.path != here.document.get_absolute_url():
        return message
    query = QueryDict(page.query, mutable=True)
    number = Narrowing.from_query(query).number_shown(made)
    if number == len(made):
        return message
    for name in ("page", *(field.name for field in fields(Narrowing))):
        query.pop(name, None)
    query["at"] = str(here.key)
    all_of_it = f"{page.path}?{query.urlencode()}#p{here.key}"
    not_shown = _("Not all of it is shown here: the margin is narrowed.")
    if not number:
        not_shown = _("Not shown here: the margin is narrowed.")
    return format_html('{} {} <a href="{}">{}</a>', message, not_shown, all_of_it, _("Show everything"))


def form_for(request: Request, here: Paragraph, kind: str) -> PlaceForm:
    """A form with what the address says filled in, or what was typed before a login that had ended."""
    kept = saved_forms.take(request)
    if kept is not None:
        return FORMS[kind](kept, paragraph=here, user=request.user)
    initial: dict[str, Any] = {
        name: request.GET[name] for name in ("start", "end", "quote", "further") if name in request.GET
    }
    initial |= {name: request.GET[name] for name in ("tags", "body", "target", "relation") if name in request.GET}
    if "quote" not in initial:
        initial["quote"] = here.text[slice(*stretch)] if (stretch := stretch_in(request, here)) != (None, None) else ""
    if kind == "cross-references" and "target" not in initial and (end := waiting_end(request)):
        # The start waits elsewhere: these words are the other end, so the reference runs towards them.
        initial |= {"target": end["ref"], "direction": "in"}
    return FORMS[kind](initial=initial, paragraph=here, user=request.user)


def context_of(request: Request, here: Paragraph) -> dict[str, object]:
    """What the forms' template needs besides the form."""
    recent = Tag.objects.last_used_by(request.user, 8) if can(request.user, Action.CONTRIBUTE) else []
    return {
        "document": here.document,
        "paragraph": here,
        "citation": cite(here.document, here),
        "recent_tags": recent,
        "waiting": waiting_end(request),
    }


def page(request: Request, here: Paragraph, form: PlaceForm | None = None, status: int = 200) -> HttpResponse:
    """The paragraph's page, with ``form`` in the place of the empty one of its kind."""
    document = here.document
    around = list(Paragraph.objects.around(here, SURROUNDINGS))
    views = with_margins(around, document, request.user, Narrowing(), spans="spans" in request.GET, here=here)
    entries = next(view.entries for view in views if view.here)
    keys = [each.key for each in around]
    at = keys.index(here.key)
    may = can(request.user, Action.CONTRIBUTE)
    if form is not None:
        form.asked = True
    forms: dict[str, PlaceForm] = {}
    if may:
        forms = {
            kind.replace("cross-", ""): form if isinstance(form, cls) else form_for(request, here, kind)
            for kind, cls in FORMS.items()
        }
    context = context_of(request, here) | {
        "paragraphs": views,
        "passages": passage_cards(entries, request.user),
        "previous": keys[at - 1] if at else None,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
        "forms": forms,
        # Else the page opens at the paragraph's number: the paragraph stands below its surroundings.
        "form_is_back": any(each.asked for each in forms.values()),
        "narrowing": Narrowing(),
        "mark": mark_of(document, request).strip('"'),
        "live": True,
        "anchors": True,
        "here": "documents",
    }
    return render(request, "corpus/paragraph.html", context, status=status)
