"""The paragraph's own page and its three forms: tag, annotate, cross-reference."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from annotator.actions.recording import AlreadyDone
from annotator.actions.refused import Refused
from annotator.acts import offer_all
from annotator.forms.contributing import NoteForm, ReferenceForm, TagForm
from annotator.forms.places import PlaceForm
from annotator.margin import Narrowing
from annotator.models import Tag
from annotator.policy import Action, can, require
from corpus.models import Document, Paragraph

from . import pending
from .answers import UNPROCESSABLE, done
from .reading import SURROUNDINGS, cite, mark_of, with_margin
from .waiting_end import forget, waiting_end

FORMS: dict[str, type[PlaceForm]] = {"tags": TagForm, "annotations": NoteForm, "cross-references": ReferenceForm}


@login_not_required
@require_safe
def paragraph(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """One paragraph in its surroundings with everything on it: the address to cite."""
    return page(request, paragraph_for_reading(request, slug, key))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def contribute(request: HttpRequest, slug: str, key: int, kind: str) -> HttpResponse:
    """One of the three forms for a passage: shown, filled in, refused with what was typed, or carried out."""
    if kind not in FORMS:
        raise Http404("No such form.")
    here = paragraph_for_reading(request, slug, key)
    if not request.user.is_authenticated:
        return pending.log_in_first(request)
    require(request.user, Action.CONTRIBUTE)
    if request.method == "POST":
        return sent(request, here, kind)
    return shown(request, here, kind, form_for(request, here, kind))


def sent(request: HttpRequest, here: Paragraph, kind: str) -> HttpResponse:
    """A form that was filled in: carried out, or shown again with what is wrong and everything that was typed."""
    form = FORMS[kind](request.POST, paragraph=here, user=request.user)
    if form.is_valid():
        try:
            message, batch = form.save()
        except AlreadyDone:
            return done(request, "", None, here.get_absolute_url())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.messages)
        else:
            if kind == "cross-references":
                forget(request)
            return done(request, message, batch, here.get_absolute_url())
    return shown(request, here, kind, form, status=UNPROCESSABLE)


def shown(request: HttpRequest, here: Paragraph, kind: str, form: PlaceForm, status: int = 200) -> HttpResponse:
    """A form in its place: beside the words with htmx, on the paragraph's page without."""
    if not request.htmx:
        return page(request, here, form, status)
    context = context_of(request, here) | {"form": form}
    return render(request, f"annotator/compose.html#{kind}", context, status=status)


def paragraph_for_reading(request: HttpRequest, slug: str, key: int) -> Paragraph:
    """The paragraph with its document; 404 where it is not there or may not be seen."""
    document = Document.objects.for_reading(request.user, slug)
    found = Paragraph.objects.standing().filter(document=document, key=key).first()
    if found is None:
        raise Http404("No such paragraph.")
    found.document = document
    return found


def form_for(request: HttpRequest, here: Paragraph, kind: str) -> PlaceForm:
    """A form with what the address says filled in, or what was typed before a login that had ended."""
    kept = pending.take(request)
    if kept is not None:
        return FORMS[kind](kept, paragraph=here, user=request.user)
    initial: dict[str, Any] = {
        name: request.GET[name] for name in ("start", "end", "quote", "further") if name in request.GET
    }
    initial |= {name: request.GET[name] for name in ("tags", "body", "target", "relation") if name in request.GET}
    if kind == "cross-references" and "target" not in initial and (end := waiting_end(request)):
        # The start waits elsewhere: these words are the other end, so the reference runs towards them.
        initial |= {"target": end["ref"], "direction": "in"}
    return FORMS[kind](initial=initial, paragraph=here, user=request.user)


def context_of(request: HttpRequest, here: Paragraph) -> dict[str, object]:
    """What the forms' template needs besides the form."""
    recent = Tag.objects.last_used_by(request.user)[:8] if can(request.user, Action.CONTRIBUTE) else []
    return {
        "document": here.document,
        "paragraph": here,
        "citation": cite(here.document, here),
        "recent_tags": recent,
        "waiting": waiting_end(request),
    }


def page(request: HttpRequest, here: Paragraph, form: PlaceForm | None = None, status: int = 200) -> HttpResponse:
    """The paragraph's page, with ``form`` in the place of the empty one of its kind."""
    document = here.document
    around = list(Paragraph.objects.around(here, SURROUNDINGS))
    with_margin(around, document, request, Narrowing())
    shown = next(each for each in around if each.pk == here.pk)
    shown.here = True
    for entry in shown.entries:
        offer_all(entry, request.user)
    keys = [each.key for each in around]
    at = keys.index(here.key)
    may = can(request.user, Action.CONTRIBUTE)
    forms = {}
    if may:
        forms = {
            kind.replace("cross-", ""): form if isinstance(form, cls) else form_for(request, here, kind)
            for kind, cls in FORMS.items()
        }
    context = context_of(request, here) | {
        "paragraphs": around,
        "entries": shown.entries,
        "previous": keys[at - 1] if at else None,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
        "forms": forms,
        "narrowing": Narrowing(),
        "mark": mark_of(document, request).strip('"'),
        "here": "documents",
    }
    return render(request, "corpus/paragraph.html", context, status=status)
