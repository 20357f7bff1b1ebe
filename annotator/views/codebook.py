"""The codebook as people read it: all tags as a tree, one tag with its passages, and its history."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from annotator.exports.kinds import KINDS
from annotator.http import Request
from annotator.models import Event, Tag
from annotator.models.tag import PATH_JOINER
from annotator.selectors.filters import Filters

from .listing import listing, show
from .paging import Rows


@login_not_required
@require_safe
def tags(request: Request) -> HttpResponse:
    """The tags as a tree, with definitions and numbers of passages; narrowed, those named and those above them."""

    def find(filters: Filters) -> Rows:
        found = KINDS["codebook"].seen(request.user, filters)
        return found.with_numbers(request.user).order_by("path", "pk")

    listed = listing(request, "codebook", ("tag", "descendants"), find)
    for tag in listed.page.rows:
        tag.depth = min(tag.path.count(PATH_JOINER), 5)
    return show(request, "annotator/tags.html", listed, here="tags")


@login_not_required
@require_safe
def tag(request: Request, slug: str) -> HttpResponse:
    """One tag, and every passage under it or under a tag below it, by document, in the order of the text."""
    found = get_object_or_404(
        Tag.objects.visible_to(request.user).select_related("parent").with_numbers(request.user), slug=slug
    )
    file = KINDS["tags"]

    def find(filters: Filters) -> Rows:
        return file.seen(request.user, filters).with_places().order_by(*file.in_order())

    children = Tag.objects.filter(parent=found).with_numbers(request.user).order_by("path")
    shown = ["collection", "document", "person", "status", *(["descendants"] if children else [])]
    listed = listing(request, file.name, shown, find, tags=(slug,))
    context = {"tag": found, "children": children, "aliases": found.aliases.all(), "here": "tags"}
    return show(request, "annotator/tag.html", listed, **context)


@require_safe
def tag_history(request: Request, slug: str) -> HttpResponse:
    """Everything that was done to one tag."""
    found = get_object_or_404(Tag.objects.visible_to(request.user), slug=slug)
    context = {"tag": found, "events": Event.objects.history_of(found.pk), "here": "tags"}
    return render(request, "annotator/tag_history.html", context)
