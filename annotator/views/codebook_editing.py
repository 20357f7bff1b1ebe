"""The codebook as editors change it: a new tag, a change, a merge, a deletion."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotator.actions import tags as actions
from annotator.actions.batch import carried_out
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.forms.codebook import COLOURS, MergeForm, TagForm
from annotator.http import MemberRequest
from annotator.models import Tag
from annotator.permissions import Action, require

from . import saved_forms
from .contribution_actions import uuid_in
from .responses import UNPROCESSABLE, back_to, done


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_tag(request: MemberRequest) -> HttpResponse:
    """Add a tag to the codebook."""
    return tag_form(request, None)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Change a tag; refused with both versions where somebody else changed it meanwhile."""
    return tag_form(request, get_object_or_404(Tag, slug=slug))


def tag_form(request: MemberRequest, tag: Tag | None) -> HttpResponse:
    """The form of a new tag or of ``tag``: shown, refused with all that was typed, or carried out."""
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request)
    require(request.user, Action.EDIT_CODEBOOK)
    back = back_to(request, tag.get_absolute_url() if tag else "tags")
    form = TagForm(request.POST if request.method == "POST" else saved_forms.take(request), tag=tag)
    status, meanwhile = 200, False
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                saved, batch = form.save(request.user)
            except AlreadyDone:
                return done(request, "", None, back)
            except NotUpdatedError:
                meanwhile, status = True, 409
                tag = Tag.objects.get(pk=tag.pk)
                form.based_on(tag)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.messages)
            else:
                message = _("Saved.") if tag else _("Added to the codebook.")
                return done(request, message, batch, saved.get_absolute_url())
    context = {"form": form, "tag": tag, "meanwhile": meanwhile, "back": back, "here": "tags"}
    if meanwhile:
        context["colour"] = dict(COLOURS)[tag.colour]
    return render(request, "annotator/tag_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Move everything under a tag to another one."""
    require(request.user, Action.EDIT_CODEBOOK)
    # Sent twice: the first time took the tag away.
    if carried_out(uuid_in(request, "request_id"), request.user):
        return done(request, "", None, "tags")
    tag = get_object_or_404(Tag.objects.with_use(), slug=slug)
    form = MergeForm(request.POST if request.method == "POST" else None, tag=tag, user=request.user)
    if form.is_valid():
        into, sent = form.cleaned_data["into"], form.cleaned_data["request_id"]
        try:
            batch = actions.merge_tags(tags=[tag], into=into, by=request.user, request_id=sent)
        except AlreadyDone:
            return done(request, "", None, into.get_absolute_url())
        except Refused as refused:
            form.add_error("into", refused.messages)
        else:
            message = _("“%(tag)s” was merged into “%(into)s”.") % {"tag": tag.name, "into": into.name}
            return done(request, message, batch, into.get_absolute_url())
    context = {"form": form, "tag": tag, "here": "tags"}
    return render(request, "annotator/tag_merge.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_tag(request: MemberRequest, slug: str) -> HttpResponse:
    """Delete a tag that nothing uses; say how much there is under it where something does."""
    require(request.user, Action.EDIT_CODEBOOK)
    # Sent twice: the first time took the tag away.
    if carried_out(uuid_in(request, "request_id"), request.user):
        return done(request, "", None, "tags")
    tag = get_object_or_404(Tag.objects.with_use(), slug=slug)
    problems: list[str] = []
    if request.method == "POST":
        try:
            batch = actions.delete_tag(tag=tag, by=request.user, request_id=uuid_in(request, "request_id"))
        except AlreadyDone:
            return done(request, "", None, "tags")
        except Refused as refused:
            problems = refused.messages
        else:
            return done(request, _("“%(tag)s” was deleted.") % {"tag": tag.name}, batch, "tags")
    context = {"tag": tag, "problems": problems, "here": "tags"}
    return render(request, "annotator/tag_delete.html", context, status=UNPROCESSABLE if problems else 200)
