"""The codebook in the admin."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions import tags as actions
from annotator.exports.selection import export_selection
from annotator.forms.tags import MergeForm, TagForm
from annotator.http import MemberRequest
from annotator.http.action_result import uuid_in
from annotator.models import Tag, TagAlias, Tagging
from annotator.models.derived import PATH_JOINER
from annotator.models.tag_names import key_of
from annotator.permissions import Permission, can, is_member
from annotator.selectors.tag_numbers import tag_numbers
from corpus.db.icontains import containing

from .action_form import ActionFormAdmin
from .shared import NOTHING, NextPageList, carried, facts, selected


def with_numbers(tags: Iterable[Tag], user: User) -> list[Any]:
    """``tags`` with ``passages`` and ``documents``: on how many ``user`` sees each: 3 queries."""
    numbered: list[Any] = list(tags)
    numbers = tag_numbers(user, [tag.pk for tag in numbered])
    for tag in numbered:
        tag.passages, tag.documents, _declined = numbers.get(tag.pk, (0, 0, 0))
    return numbered


class TagList(NextPageList):
    """The tags with the numbers of those that are shown."""

    def get_results(self, request: MemberRequest) -> None:  # members alone come here
        """Counted when the rows of the page are known."""
        super().get_results(request)
        self.result_list = with_numbers(self.result_list, request.user)


@admin.register(Tag)
class TagAdmin(ActionFormAdmin):
    """The tags as a tree, with definitions and numbers."""

    form_class = TagForm
    instead = ("as_it_is",)
    shown = ("passages", "slug", "created_at", "modified_at")
    list_display = ("in_tree", "what", "hue", "passages", "documents", "other_names")
    ordering = ("sort_key", "pk")
    sortable_by = ()
    search_fields = ("name",)
    search_help_text = gettext_lazy("Part of a name or of a definition.")
    actions = ("merge", export_selection("codebook"))
    delete_confirmation_template = "admin/delete_tag.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """In the order of the tree."""
        tags = Tag.objects.visible_to(request.user).select_related("parent")
        return tags.prefetch_related("aliases").order_by("sort_key", "pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TagList]:
        return TagList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With the numbers that the person sees."""
        return with_numbers([super().get_object(request, object_id, from_field)], cast("User", request.user))[0]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By names and other names, whatever their case, and by definition."""
        key = key_of(search_term)
        if not key:
            return queryset, False
        aliases = TagAlias.objects.filter(tag=OuterRef("pk"), key__contains=key)
        rule = Q(key__contains=key) | Q(Exists(aliases)) | containing("definition", search_term.strip())
        return queryset.filter(rule), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Permission.EDIT_CODEBOOK)

    has_add_permission = has_delete_permission = has_change_permission

    def has_view_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """Members: everybody tags with the same codebook."""
        return is_member(request.user)

    @admin.display(description=gettext_lazy("tag"))
    def in_tree(self, obj: Tag) -> SafeString:
        """The name, indented below the one above it."""
        depth = min(obj.path.count(PATH_JOINER) + 1, 7)
        return format_html('<span class="depth-{}" title="{}">{}</span>', depth, obj.path, obj.name)

    @admin.display(description=gettext_lazy("what is said about it"))
    def as_it_is(self, obj: Tag) -> SafeString:
        """What somebody whose change was refused compares with."""
        names = ("path", "definition", "use_when", "avoid_when", "colour")
        parts = [(label_for_field(name, Tag), getattr(obj, name)) for name in names]
        return facts([*parts, (_("other names"), self.other_names(obj))])

    @admin.display(description=gettext_lazy("definition"))
    def what(self, obj: Tag) -> str:
        return truncatechars(obj.definition, 160)

    @admin.display(description=gettext_lazy("colour"))
    def hue(self, obj: Tag) -> int:
        return obj.colour

    @admin.display(description=gettext_lazy("passages"))
    def passages(self, obj: Tag) -> SafeString:
        """On how many passages it is, with the list of them."""
        address = reverse("admin:annotator_tagging_changelist", query={"tag": obj.slug})
        return format_html('<a href="{}">{}</a>', address, getattr(obj, "passages", "…"))

    @admin.display(description=gettext_lazy("documents"))
    def documents(self, obj: Tag) -> int:
        return obj.documents

    @admin.display(description=gettext_lazy("other names"))
    def other_names(self, obj: Tag) -> str:
        return format_html_join(", ", "{}", ((alias.name,) for alias in obj.aliases.all())) or NOTHING

    def get_deleted_objects(self, objs: list[Tag], request: HttpRequest) -> tuple[list, dict, set, list]:
        """A tag in use is not deleted: how much there is under it."""
        (tag,) = objs
        taggings = Tagging.objects.filter(tag=tag)
        total, withdrawn = taggings.count(), taggings.exclude(withdrawn_at=None).count()
        below = tag.children.count()
        used = []
        if total:
            message = ngettext("%(n)s tagging (%(w)s withdrawn)", "%(n)s taggings (%(w)s withdrawn)", total)
            used.append(message % {"n": total, "w": withdrawn})
        if below:
            used.append(ngettext("%(n)s sub-tag", "%(n)s sub-tags", below) % {"n": below})
        return [], {}, set(), used

    def delete(self, request: MemberRequest, thing: Tag) -> str:
        """Delete a tag that nothing uses."""
        actions.delete_tag(tag=thing, by=request.user, request_id=uuid_in(request))
        return _("“%(tag)s” was deleted.") % {"tag": thing.name}

    @admin.action(description=gettext_lazy("Merge into one tag…"), permissions=["change"])
    def merge(self, request: MemberRequest, queryset: QuerySet) -> HttpResponseBase | None:
        """Ask which tag stays, then move everything to it."""
        tags = with_numbers(queryset, request.user)
        form = MergeForm(request.POST if "into" in request.POST else None, tags=tags, user=request.user)

        def act() -> str:
            selected(request, queryset)
            form.save()
            return _("Merged into “%(tag)s”.") % {"tag": form.cleaned_data["into"].name}

        if form.is_valid() and self.carry_out(request, act):
            return None
        form.initial["into"] = max(tags, key=lambda tag: tag.passages, default=None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "tags": tags,
            "carried": carried(request),
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/merge_tags.html", context)
