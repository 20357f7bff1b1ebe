"""The codebook in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions import tags as actions
from annotator.actions.taggings import tags_named
from annotator.errors import Refused
from annotator.exports.selection import export_selection
from annotator.http.action_result import uuid_in
from annotator.models import Tag, TagAlias, Tagging
from annotator.models.tag import MAX_NAME, PATH_JOINER, as_typed, key_of, names_from_string
from annotator.permissions import Action, can, is_member
from corpus.db.icontains import containing

from .acting import ActingAdmin, ActingForm, VersionForm
from .fields import completed
from .shared import NOTHING, carried, facts, selected


def one_tag(typed: str, field: str) -> Tag:
    """The one tag typed into ``field``; ``Refused`` where it is not in the codebook, or there are several."""
    try:
        found = tags_named(names_from_string(typed))
    except Refused as refused:
        raise Refused(*refused.messages, field=field) from refused
    if len(found) != 1:
        raise Refused(_("Choose one tag."), field=field)
    return found[0]


class TagFields(ActingForm):
    """What is said about a tag."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=MAX_NAME, widget=forms.TextInput({"class": "vTextField"})
    )
    parent = forms.CharField(
        label=gettext_lazy("Below"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("The tag above it. Empty: it stands at the top."),
        widget=forms.TextInput(attrs=completed(reverse_lazy("find_tags"))),
    )
    definition = forms.CharField(
        label=gettext_lazy("Definition"), widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"})
    )
    use_when = forms.CharField(
        label=gettext_lazy("Use when"), required=False, widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"})
    )
    avoid_when = forms.CharField(
        label=gettext_lazy("Avoid when"), required=False, widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"})
    )
    colour = forms.IntegerField(label=gettext_lazy("Colour (1 to 8)"), min_value=1, max_value=8, initial=1)
    aliases = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Separated by commas. The tag is found by each of them."),
        widget=forms.TextInput({"class": "vTextField"}),
    )

    class Meta:
        model = Tag
        fields = ()

    def said(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The fields as the actions take them."""
        names = ("name", "definition", "use_when", "avoid_when", "colour", "request_id")
        return {
            **{name: cleaned[name] for name in names},
            "parent": one_tag(cleaned["parent"], "parent") if cleaned["parent"] else None,
            "aliases": names_from_string(cleaned["aliases"]),
            "by": self.user,
        }


class NewTagForm(TagFields):
    """A new tag, with its definition."""

    def carry_out(self, cleaned: dict[str, Any]) -> Tag:
        """Add it."""
        made, _batch = actions.create_tag(**self.said(cleaned))
        return made


class TagForm(TagFields, VersionForm):
    """A change to a tag."""

    @staticmethod
    def values_of(thing: Tag) -> dict[str, Any]:
        """The tag as it is."""
        return {
            "name": thing.name,
            "parent": thing.parent.typed if thing.parent else "",
            "definition": thing.definition,
            "use_when": thing.use_when,
            "avoid_when": thing.avoid_when,
            "colour": thing.colour,
            "aliases": ", ".join(as_typed(alias.name) for alias in thing.aliases.all()),
        }

    @staticmethod
    def fresh(thing: Tag) -> Tag:
        """The tag read again."""
        return Tag.objects.select_related("parent").prefetch_related("aliases").get(pk=thing.pk)

    def carry_out(self, cleaned: dict[str, Any]) -> Tag:
        """Change it; on a copy, since a refusal must leave what the page shows as it is."""
        tag = Tag.objects.get(pk=self.instance.pk)
        actions.edit_tag(tag=tag, version=cleaned["version"], **self.said(cleaned))
        return tag


@admin.register(Tag)
class TagAdmin(ActingAdmin):
    """The tags as a tree, with definitions and numbers."""

    add_form = NewTagForm
    change_form = TagForm
    instead = ("as_it_is",)
    shown = ("passages", "slug", "created_at", "modified_at")
    list_display = ("in_tree", "what", "hue", "passages", "documents", "other_names")
    ordering = ("sort_key", "pk")
    sortable_by = ()
    search_fields = ("name",)
    search_help_text = gettext_lazy("Part of a name or of a definition.")
    list_per_page = 200
    actions = ("merge", export_selection("codebook"))
    delete_confirmation_template = "admin/delete_tag.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the numbers that the person sees."""
        tags = Tag.objects.with_numbers(request.user).select_related("parent")
        return tags.prefetch_related("aliases").order_by("sort_key", "pk")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:  # noqa: ARG002 - Django's
        """By names and other names, whatever their case, and by definition."""
        wanted = key_of(search_term)
        if not wanted:
            return queryset, False
        aliases = TagAlias.objects.filter(tag=OuterRef("pk"), key__contains=wanted)
        rule = Q(key__contains=wanted) | Q(Exists(aliases)) | containing("definition", search_term.strip())
        return queryset.filter(rule), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors."""
        return can(request.user, Action.EDIT_CODEBOOK)

    def has_change_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:  # noqa: ARG002 - Django's
        """Editors."""
        return can(request.user, Action.EDIT_CODEBOOK)

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:  # noqa: ARG002 - Django's
        """Editors."""
        return can(request.user, Action.EDIT_CODEBOOK)

    def has_view_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:  # noqa: ARG002 - Django's
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
        said = [(obj._meta.get_field(name).verbose_name, getattr(obj, name)) for name in names]  # noqa: SLF001 - Django's public API
        return facts([*said, (_("other names"), self.other_names(obj))])

    @admin.display(description=gettext_lazy("definition"))
    def what(self, obj: Tag) -> str:
        """The definition's beginning."""
        return truncatechars(obj.definition, 160)

    @admin.display(description=gettext_lazy("colour"))
    def hue(self, obj: Tag) -> int:
        """The number of its colour."""
        return obj.colour

    @admin.display(description=gettext_lazy("passages"))
    def passages(self, obj: Tag) -> SafeString:
        """On how many passages it is, with the list of them."""
        address = reverse("admin:annotator_tagging_changelist", query={"tag": obj.slug})
        return format_html('<a href="{}">{}</a>', address, getattr(obj, "passages", "…"))

    @admin.display(description=gettext_lazy("documents"))
    def documents(self, obj: Tag) -> int:
        """In how many documents it is used."""
        return obj.documents

    @admin.display(description=gettext_lazy("other names"))
    def other_names(self, obj: Tag) -> str:
        """What it is found by besides its name."""
        return format_html_join(", ", "{}", ((alias.name,) for alias in obj.aliases.all())) or NOTHING

    def view_on_site(self, obj: Tag) -> str:
        """The tag's page."""
        return obj.get_absolute_url()

    def get_deleted_objects(self, objs: list[Tag], request: HttpRequest) -> tuple[list, dict, set, list]:  # noqa: ARG002 - Django's
        """A tag in use is not deleted: how much there is under it."""
        (tag,) = objs
        taggings = Tagging.objects.filter(tag=tag)
        total, withdrawn = taggings.count(), taggings.exclude(withdrawn_at=None).count()
        below = tag.children.count()
        used = []
        if total:
            said = ngettext("%(n)s tagging (%(w)s withdrawn)", "%(n)s taggings (%(w)s withdrawn)", total)
            used.append(said % {"n": total, "w": withdrawn})
        if below:
            used.append(ngettext("%(n)s tag below it", "%(n)s tags below it", below) % {"n": below})
        return [], {}, set(), used

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Ask, then delete what nothing uses; say the number where it is in use."""
        tag = self.get_object(request, admin.utils.unquote(object_id))
        if request.method == "POST" and self.has_delete_permission(request, tag):

            def act() -> str:
                actions.delete_tag(tag=tag, by=request.user, request_id=uuid_in(request))
                return _("“%(tag)s” was deleted.") % {"tag": tag.name}

            self.carry_out(request, act)
            return self.back_to_list()
        return super().delete_view(request, object_id, extra_context)

    @admin.action(description=gettext_lazy("Merge into one tag…"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponseBase | None:
        """Ask which tag stays, then move everything to it."""

        def act() -> str:
            into = one_tag(request.POST["into"][:2000], "into")
            tags = list(selected(request, queryset))
            actions.merge_tags(tags=tags, into=into, by=request.user, request_id=uuid_in(request))
            return _("Merged into “%(tag)s”.") % {"tag": into.name}

        if "into" in request.POST and self.carry_out(request, act):
            return None
        tags = list(queryset)
        most = max(tags, key=lambda tag: tag.passages, default=None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "tags": tags,
            "carried": carried(request),
            "into": request.POST.get("into", most.typed if most else ""),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/merge_tags.html", context)
