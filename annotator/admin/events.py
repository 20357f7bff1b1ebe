"""The history in the admin: to be read, never written."""

import json
import uuid
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from annotator.exports.selection import export_selection
from annotator.models import Event
from annotator.presenters.history import changes_in
from corpus.db.icontains import containing

from .filters import DocumentFilter, PeriodFilter, PersonFilter
from .shared import NOTHING, PolicyAdmin, person_link


@admin.register(Event)
class EventAdmin(PolicyAdmin):
    """What people did. Nobody adds, changes or deletes any of it, administrators neither."""

    list_display = ("at", "actor", "action", "subject_type", "place", "what_changed", "reason")
    list_filter = (
        DocumentFilter,
        PersonFilter,
        ("action", admin.ChoicesFieldListFilter),
        ("subject_type", admin.ChoicesFieldListFilter),
        PeriodFilter,
    )
    ordering = ("-at", "-pk")
    sortable_by = ()
    search_fields = ("reason",)
    search_help_text = gettext_lazy("Words of what was there before or after, or of the reason; an id or a batch’s id.")
    fields = (
        "at",
        "person",
        "action",
        "subject_type",
        "thing",
        "place",
        "reason",
        "what_changed",
        "was",
        "now",
        "batch",
    )
    readonly_fields = fields
    actions = (export_selection("events"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those about things the person may see."""
        with_places = ("actor", "document", "paragraph__document")
        return Event.objects.visible_to(request.user).select_related(*with_places)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By an id, or by words as the databases write them into JSON: escaped, or as they are."""
        typed = search_term.strip()
        if not typed:
            return queryset, False
        try:
            meant = uuid.UUID(typed)
        except ValueError:
            pass
        else:
            return queryset.filter(Q(pk=meant) | Q(batch=meant) | Q(subject_id=meant)), False
        rule = containing("reason", typed)
        for written in {json.dumps(typed)[1:-1], json.dumps(typed, ensure_ascii=False)[1:-1]}:
            rule |= Q(said_before__icontains=written) | Q(said_after__icontains=written)
        values = {f"said_{name}": Cast(name, TextField()) for name in ("before", "after")}
        return queryset.alias(**values).filter(rule), False

    def events_of(self, request: HttpRequest, thing: Event) -> QuerySet[Event]:
        together = Event.objects.visible_to(request.user).filter(batch=thing.batch)
        return together.select_related("actor").order_by("at", "pk")

    @admin.display(description=gettext_lazy("person"))
    def person(self, obj: Event) -> str:
        return person_link(obj.actor)

    @admin.display(description=gettext_lazy("place"))
    def place(self, obj: Event) -> str:
        if obj.paragraph is not None:
            address = obj.paragraph.get_absolute_url()
            title = obj.paragraph.document.title_in_short
            return format_html('<a href="{}">{} ¶ {}</a>', address, title, obj.paragraph.key)
        if obj.document is not None:
            return format_html('<a href="{}">{}</a>', obj.document.get_absolute_url(), obj.document.title_in_short)
        return NOTHING

    @admin.display(description=gettext_lazy("changed"))
    def what_changed(self, obj: Event) -> str:
        rows = ((each.label, truncatechars(each.before, 80), truncatechars(each.after, 80)) for each in changes_in(obj))
        return format_html_join("; ", "{}: <del>{}</del> → <ins>{}</ins>", rows) or NOTHING

    @admin.display(description=gettext_lazy("thing"))
    def thing(self, obj: Event) -> str:
        """The thing it is about, with its history."""
        if obj.subject_id is None:
            return NOTHING
        model = obj.subject_type.replace("-", "")
        try:
            address = reverse(f"admin:annotator_{model}_history", args=[obj.subject_id])
        except NoReverseMatch:
            # A saved search: the admin has no page for those.
            return str(obj.subject_id)
        return format_html('<a href="{}">{}</a>', address, obj.subject_id)

    @admin.display(description=gettext_lazy("before"))
    def was(self, obj: Event) -> str:
        return self._written(obj.before)

    @admin.display(description=gettext_lazy("after"))
    def now(self, obj: Event) -> str:
        return self._written(obj.after)

    @staticmethod
    def _written(kept: Any) -> str:
        if kept is None:
            return NOTHING
        return format_html('<div class="before-after">{}</div>', json.dumps(kept, ensure_ascii=False, indent=1))
