"""Changing a contribution: a note's words, a tagging's tag, a cross-reference's ends; and replying."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotator.actions import annotations
from annotator.actions.batch import carried_out
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.forms.editing import FORMS
from annotator.http import Request
from annotator.models import Annotation, Contribution
from annotator.models.kinds import KINDS
from annotator.permissions import Action, require
from annotator.presenters.note_html import for_reader

from . import saved_forms
from .contribution_actions import uuid_in
from .responses import UNPROCESSABLE, back_to, done


@login_not_required
@require_safe
def annotation(request: Request, pk: UUID) -> HttpResponse:
    """A note's address: its place on its paragraph's page."""
    note = Annotation.objects.for_acting(request.user, pk)
    return redirect(f"{note.passage.paragraph.get_absolute_url()}#note-{note.pk}")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: Request, pk: UUID) -> HttpResponse:
    """Answer a note: a form on a page of its own, where it is not the one below the note."""
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request)
    try:
        note = Annotation.objects.for_acting(request.user, pk)
    except Http404:
        if not request.POST.get("body"):
            raise
        return nothing_to_answer(request)
    require(request.user, Action.REPLY, note)
    address = f"{note.passage.paragraph.get_absolute_url()}#note-{note.pk}"
    sent: Any = request.POST if request.method == "POST" else saved_forms.take(request) or {}
    context = {"note": note, "body": sent.get("body", ""), "errors": []}
    if request.method == "POST":
        try:
            answer, batch = annotations.reply(
                to=note, body=context["body"], by=request.user, request_id=uuid_in(request, "request_id")
            )
        except AlreadyDone:
            return done(request, "", None, address)
        except Refused as error:
            context["errors"] = error.messages
        else:
            # The note may have gone elsewhere since, and the answer with it.
            return done(request, _("Replied."), batch, answer.passage.paragraph.get_absolute_url())
    for_reader([note], request.user)
    template = "annotator/reply.html#outcome" if request.htmx else "annotator/reply.html"
    return render(request, template, context, status=UNPROCESSABLE if context["errors"] else 200)


def what_was_saved(thing: Contribution) -> str:
    """The message after a change, which may only be proposed."""
    if thing.proposed_change is None:
        return _("Saved.")
    return _("Proposed: readers see what is published until an editor has decided.")


def nothing_to_answer(request: Request) -> HttpResponse:
    """What was written to a note that is not there, or not any more, or not to be seen: the words come back."""
    require(request.user, Action.REPLY)
    errors = [_("The note is not there any more, so it cannot be answered. Here are your words, to put elsewhere.")]
    context = {"note": None, "body": request.POST["body"], "errors": errors}
    if request.htmx:
        return render(request, "annotator/reply.html#outcome", context, status=UNPROCESSABLE)
    return render(request, "annotator/reply.html", context, status=404)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """The form that changes a contribution; refused with both texts where somebody else saved meanwhile."""
    if kind not in KINDS:
        raise Http404("No such kind.")
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request)
    thing = KINDS[kind].objects.for_acting(request.user, pk)
    require(request.user, Action.EDIT, thing)
    back = back_to(request, getattr(thing, thing.PLACES[0]).get_absolute_url())
    form_class = FORMS[kind]
    kept = saved_forms.take(request)
    form = form_class(request.POST if request.method == "POST" else kept, thing=thing, user=request.user)
    status, meanwhile = 200, False
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                batch = form.save()
            except AlreadyDone:
                return done(request, "", None, back)
            except NotUpdatedError:
                # Sent twice: the first time it was this person who changed it.
                if carried_out(uuid_in(request, "request_id"), request.user):
                    return done(request, "", None, back)
                meanwhile, status = True, 409
                thing = KINDS[kind].objects.for_acting(request.user, pk)
                form.based_on(thing)
            except Refused as error:
                form.add_error(error.field if error.field in form.fields else None, error.messages)
            else:
                return done(request, what_was_saved(form.thing), batch, back)
    # As it is now: who saved meanwhile may have put it elsewhere.
    place = getattr(thing, thing.PLACES[0])
    context = {"form": form, "thing": thing, "kind": kind, "place": place, "back": back, "meanwhile": meanwhile}
    return render(request, "annotator/edit.html", context, status=status)
