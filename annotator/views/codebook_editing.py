"""The codebook as editors change it: a new tag, a change, a merge, a deletion."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotator.actions import tags as actions
from annotator.forms.tags import COLOURS, MergeForm, TagForm
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out, sent_before, uuid_in
from annotator.http.responses import CONFLICT, UNPROCESSABLE, DoneMessage, answer, back_to, done
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.models import Event, Tag
from annotator.permissions import Permission, require
from annotator.presenters.history import saved_meanwhile


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def new_tag(request: MemberRequest) -> HttpResponse:
    return tag_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def edit_tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Change a tag; refused with both versions where somebody else changed it meanwhile."""
    return tag_form(request, get_object_or_404(Tag, slug=slug))


def tag_form(request: MemberRequest, tag: Tag | None) -> HttpResponse:
    """The form of a new tag or of ``tag``: shown, refused with all that was typed, or carried out."""
    require(request.user, Permission.EDIT_CODEBOOK)
    return_to = back_to(request, tag.get_absolute_url() if tag else "tags")
    form = TagForm(sent_or_kept(request), user=request.user, thing=tag)
    status, meanwhile = 200, ""
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():

            def act() -> DoneMessage:
                batch = form.save()
                address = form.thing.get_absolute_url() if form.thing else ""
                return DoneMessage(_("Saved.") if tag else _("Added to the codebook."), batch, address)

            outcome = carry_out(request, act)
            if outcome.succeeded:
                return answer(request, outcome, return_to)
            if outcome.changed and tag:
                meanwhile, status = saved_meanwhile(Event.objects.history_of(tag.pk), request.user), CONFLICT
                tag = get_object_or_404(Tag, pk=tag.pk)
                form.based_on(tag)
            else:
                outcome.say_in(form)
    context: dict[str, Any] = {"form": form, "tag": tag, "meanwhile": meanwhile, "back": return_to, "here": "tags"}
    if meanwhile and tag:
        context["colour"] = dict(COLOURS)[tag.colour]
    return render(request, "annotator/tag_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def merge_tag(request: MemberRequest, slug: str) -> HttpResponse:
    require(request.user, Permission.EDIT_CODEBOOK)
    # The first time took the tag away.
    if sent_before(request):
        return done(request, DoneMessage(), "tags")
    tag = get_object_or_404(Tag.objects.with_use(), slug=slug)
    form = MergeForm(sent_or_kept(request), tags=[tag], user=request.user)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]

        def act() -> DoneMessage:
            batch = form.save()
            return DoneMessage(_("“%(tag)s” was merged into “%(into)s”.") % {"tag": tag.name, "into": into.name}, batch)

        outcome = carry_out(request, act, form)
        if outcome.succeeded:
            return answer(request, outcome, into.get_absolute_url())
    context = {"form": form, "tag": tag, "here": "tags"}
    return render(request, "annotator/tag_merge.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def delete_tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Delete a tag that nothing uses; say how much there is under it where something does."""
    require(request.user, Permission.EDIT_CODEBOOK)
    # The first time took the tag away.
    if sent_before(request):
        return done(request, DoneMessage(), "tags")
    tag = get_object_or_404(Tag.objects.with_use(), slug=slug)
    problems: tuple[str, ...] = ()
    if request.method == "POST":

        def act() -> DoneMessage:
            batch = actions.delete_tag(tag=tag, by=request.user, request_id=uuid_in(request))
            return DoneMessage(_("“%(tag)s” was deleted.") % {"tag": tag.name}, batch)

        outcome = carry_out(request, act)
        if outcome.succeeded:
            return answer(request, outcome, "tags")
        problems = outcome.problems
    context = {"tag": tag, "problems": problems, "here": "tags"}
    return render(request, "annotator/tag_delete.html", context, status=UNPROCESSABLE if problems else 200)
