"""Changing a contribution: a note's words, a tagging's tag, a cross-reference's ends; and replying."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.actions import annotations
from annotator.errors import Refused
from annotator.forms.annotations import AnnotationForm
from annotator.forms.cross_references import CrossReferenceForm
from annotator.forms.passages import PassagesForm
from annotator.forms.taggings import TaggingForm
from annotator.http import MemberRequest, Request
from annotator.http.action_result import carry_out, sent_before, uuid_in
from annotator.http.responses import CONFLICT, UNPROCESSABLE, DoneMessage, answer, back_to, done
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.models import Annotation, Contribution, Event
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.permissions import Permission, require
from annotator.presenters.history import saved_meanwhile
from annotator.presenters.labels import contribution_label
from annotator.presenters.note_html import html_for_reader, note_in_preview

FORMS: dict[str, type[PassagesForm[Any]]] = {
    "tagging": TaggingForm,
    "annotation": AnnotationForm,
    "cross-reference": CrossReferenceForm,
}


@login_not_required
@require_safe
def annotation(request: Request, pk: UUID) -> HttpResponse:
    """A note's address: its place on its paragraph's page."""
    note = Annotation.objects.for_acting(request.user, pk)
    return redirect(address_of(note))


def address_of(note: Annotation) -> str:
    """Where a note stands on its paragraph's page."""
    return f"{note.passage.paragraph.get_absolute_url()}#note-{note.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def reply(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Answer a note: a form on a page of its own, where it is not the one below the note."""
    try:
        note = Annotation.objects.for_acting(request.user, pk)
    except Http404:
        if not request.POST.get("body"):
            raise
        return nothing_to_answer(request)
    require(request.user, Permission.REPLY, note)
    sent = sent_or_kept(request) or QueryDict()
    body, errors, other = sent.get("body", ""), tuple[str, ...](), False
    if request.method == "POST":

        def act() -> DoneMessage:
            written, batch = annotations.reply(to=note, body=body, by=request.user, request_id=uuid_in(request))
            # The note may have gone elsewhere since, and the answer with it.
            return DoneMessage(_("Sent: %(what)s.") % {"what": contribution_label(written)}, batch, address_of(written))

        outcome = carry_out(request, act)
        if outcome.succeeded:
            return answer(request, outcome, address_of(note))
        errors, other = outcome.problems, outcome.other
    context = {"note": note, "body": body, "errors": errors, "other": other}
    context["note_html"] = html_for_reader([note], request.user)[pk]
    template = "annotator/reply.html#outcome" if request.htmx else "annotator/reply.html"
    return render(request, template, context, status=UNPROCESSABLE if errors else 200)


def nothing_to_answer(request: MemberRequest) -> HttpResponse:
    """What was written to a note that is not there, or not any more, or not to be seen: the words come back."""
    require(request.user, Permission.REPLY)
    errors = [_("The note is not there any more, so it cannot be answered. Here are your words, to put elsewhere.")]
    context = {"note": None, "body": request.POST["body"], "errors": errors}
    if request.htmx:
        return render(request, "annotator/reply.html#outcome", context, status=UNPROCESSABLE)
    return render(request, "annotator/reply.html", context, status=404)


def what_was_saved(thing: Contribution) -> str:
    """The message after a change, which may only be proposed."""
    if thing.proposed_change is None:
        return _("Saved: %(what)s.") % {"what": contribution_label(thing)}
    return _("Proposed: readers see what is published until an editor has decided.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def edit(request: MemberRequest, kind: str, pk: UUID) -> HttpResponse:
    """The form that changes a contribution; refused with both texts where somebody else saved meanwhile."""
    if kind not in CONTRIBUTION_KINDS:
        raise Http404("No such kind.")
    thing = CONTRIBUTION_KINDS[kind].objects.for_acting(request.user, pk)
    require(request.user, Permission.EDIT, thing)
    return_to = back_to(request, thing.passages[0].get_absolute_url())
    sent = sent_or_kept(request)
    form = FORMS[kind](sent, thing=thing, user=request.user)
    if request.htmx:
        # Among others on the page, of which some are open.
        form.auto_id = f"edit-{pk}-%s"
        first = form.visible_fields()[0]
        first.field.widget.attrs["autofocus"] = True
    status, meanwhile = 200, ""
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            # A form that is sent twice has changed what it is compared with.
            if form.unchanged and not sent_before(request):
                return done(request, DoneMessage(nothing_changed(thing)), return_to)

            def act() -> DoneMessage:
                batch = form.save()
                return DoneMessage(what_was_saved(thing), batch)

            outcome = carry_out(request, act)
            if outcome.succeeded:
                return answer(request, outcome, return_to)
            if outcome.changed:
                meanwhile, status = saved_meanwhile(Event.objects.history_of(pk), request.user), CONFLICT
                thing = CONTRIBUTION_KINDS[kind].objects.for_acting(request.user, pk)
                form.based_on(thing)
            else:
                outcome.say_in(form)
    # As it is now: who saved meanwhile may have put it elsewhere.
    place = thing.passages[0]
    context = {"form": form, "thing": thing, "kind": kind, "place": place, "back": return_to, "meanwhile": meanwhile}
    template = "annotator/edit.html#in-place" if request.htmx else "annotator/edit.html"
    return render(request, template, context, status=status)


@require_POST
@member_page(form_at=None)
def preview_note(request: MemberRequest) -> HttpResponse:
    """A note as it would be shown: in its place, or without scripts on a page of its own beside the form."""
    require(request.user, Permission.CONTRIBUTE)
    try:
        context: dict[str, object] = {"preview": note_in_preview(request.POST.get("body", ""), request.user)}
    except Refused as refused:
        context = {"error": " ".join(refused.messages)}
    template = "annotator/note_preview.html#preview" if request.htmx else "annotator/note_preview.html"
    return render(request, template, context, status=UNPROCESSABLE if "error" in context else 200)


def nothing_changed(thing: Contribution) -> str:
    """What is told of a form that was saved as it was."""
    if any(passage.unsettled and not passage.let_go for passage in thing.passages):
        return _(
            "Nothing was changed: its words are still lost or uncertain. Say in “Words” or “Passage” where it goes."
        )
    return _("Nothing was changed.")
