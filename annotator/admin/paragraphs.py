"""Paragraphs in the admin: to be found and read; their text comes from a file and is not changed here."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from annotator.exports.selection import export_selection
from annotator.models import Event
from corpus import search
from corpus.models import Paragraph

from .filters import DocumentFilter
from .shared import PolicyAdmin


@admin.register(Paragraph)
class ParagraphAdmin(PolicyAdmin):
    """Hundreds of thousands of them: nothing here counts them, and every order is that of an index."""

    list_display = ("place", "title", "words", "kind", "number", "section")
    list_filter = (DocumentFilter, ("kind", admin.ChoicesFieldListFilter))
    # The order of the index, which no column changes: sorting them all takes seconds.
    ordering = ("document_id", "position", "key")
    sortable_by = ()
    search_fields = ("text",)
    search_help_text = gettext_lazy("Words, “phrases”, -unwanted words.")
    fields = ("document_link", "key", "position", "kind", "level", "number", "section", "section_number", "text",
              "since", "until")  # fmt: skip
    readonly_fields = fields
    actions = (export_selection("paragraphs"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those in documents the person may read."""
        return Paragraph.objects.visible_to(request.user).select_related("document")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet, bool]:
        return (search.matching(queryset, search_term) if search_term.strip() else queryset), False

    def events_of(self, request: HttpRequest, thing: Paragraph) -> QuerySet[Event]:
        events = Event.objects.of_document(thing.document).filter(Q(paragraph=thing) | Q(other_paragraph=thing))
        return events.visible_to(request.user).select_related("actor").order_by("at", "pk")

    @admin.display(description=gettext_lazy("paragraph"))
    def place(self, obj: Paragraph) -> str:
        return f"¶\N{NO-BREAK SPACE}{obj.key}"

    @admin.display(description=gettext_lazy("document"))
    def title(self, obj: Paragraph) -> str:
        return obj.document.title_in_short

    @admin.display(description=gettext_lazy("words"))
    def words(self, obj: Paragraph) -> SafeString:
        shown = truncatechars(obj.text, 160)
        return format_html('<span lang="{}" dir="{}">{}</span>', obj.document.language, obj.direction, shown)

    @admin.display(description=gettext_lazy("document"))
    def document_link(self, obj: Paragraph) -> SafeString:
        address = reverse("admin:corpus_document_change", args=[obj.document_id])
        return format_html('<a href="{}">{}</a>', address, obj.document.title_in_short)
