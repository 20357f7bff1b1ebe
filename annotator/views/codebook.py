"""The codebook as people read it: all tags as a tree, one tag with its passages, and its history."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from annotator.exports.cells import Bytewise
from annotator.exports.kinds import EXPORT_KINDS
from annotator.http import Request
from annotator.http.listing import listing, show
from annotator.http.paging import PageableRows
from annotator.models import Event, Passage, Tag, TagAlias
from annotator.models.tag import TagQuerySet
from annotator.presenters.cards import cards
from annotator.presenters.history import rows_of
from annotator.presenters.tag_rows import tag_rows
from annotator.selectors.filters import Filters
from annotator.selectors.text_order import InTextOrder


@login_not_required
@require_safe
def tags(request: Request) -> HttpResponse:
    """The tags as a tree, with definitions and numbers of passages; narrowed, those named and those above them."""

    def find(filters: Filters) -> PageableRows:
        tags_seen = EXPORT_KINDS["codebook"].seen(request.user, filters)
        rows: PageableRows = tags_seen.order_by("sort_key", "pk")
        return rows

    listed = listing(request, "codebook", ("tag", "descendants"), find)
    listed = listed.showing(tag_rows(listed.page.rows, request.user))
    return show(request, "annotator/tags.html", listed, here="tags")


@login_not_required
@require_safe
def tag(request: Request, slug: str) -> HttpResponse:
    """One tag, and every passage under it or under a tag below it, by document, in the order of the text.

    With ``?unsettled=1`` only those whose words are lost or uncertain.
    """
    visible = Tag.objects.visible_to(request.user)
    tag_shown = visible.filter(slug=slug).select_related("parent").first()
    if tag_shown is None:
        return _of_another_name(visible, slug)
    file = EXPORT_KINDS["tags"]
    unsettled = request.GET.get("unsettled") == "1"

    def find(filters: Filters) -> PageableRows:
        rows = file.seen(request.user, filters).with_places()
        rows = rows.filter(content_object__state__in=Passage.UNSETTLED) if unsettled else rows
        return InTextOrder(rows, Bytewise(F("slug")), file.in_order())

    numbers, *children = tag_rows([tag_shown, *tag_shown.children.order_by("sort_key", "pk")], request.user)
    shown = ["collection", "document", "person", "status", *(["descendants"] if children else [])]
    listed = listing(request, file.name, shown, find, tags=(slug,))
    listed = listed.showing(cards(listed.page.rows, request.user))
    context = {
        "tag": tag_shown,
        "numbers": numbers,
        "children": children,
        "aliases": tag_shown.aliases.all(),
        "unsettled": unsettled,
        "here": "tags",
    }
    return show(request, "annotator/tag.html", listed, **context)


def _of_another_name(visible: TagQuerySet, slug: str) -> HttpResponse:
    """To the tag that was merged with the one of this address, or has another name that it would be made of."""
    aliases = TagAlias.objects.filter(tag__in=visible).select_related("tag")
    meant = {alias.tag for alias in aliases if slugify(alias.name, allow_unicode=True) == slug}
    if len(meant) != 1:
        raise Http404
    return redirect(meant.pop())


@require_safe
def tag_history(request: Request, slug: str) -> HttpResponse:
    tag_shown = get_object_or_404(Tag.objects.visible_to(request.user), slug=slug)
    context = {"tag": tag_shown, "events": rows_of(Event.objects.history_of(tag_shown.pk)), "here": "tags"}
    return render(request, "annotator/tag_history.html", context)
