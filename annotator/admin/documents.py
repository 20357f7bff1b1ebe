"""Documents in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.collections import readers_in_words
from annotator.exports.selection import export_selection
from annotator.forms.documents import FACTS, DocumentForm
from annotator.http import MemberRequest
from annotator.models import Event
from annotator.permissions import Permission, can
from annotator.presenters.revisions import reading_of
from corpus.models import Document, Paragraph, Revision

from .action_form import ActionFormAdmin
from .filters import CollectionFilter
from .load_document import load_view
from .shared import NOTHING, facts

# Headings shown of an outline.
MOST_HEADINGS = 300


def _taken_back(document: Document, revision: Revision) -> str:
    """That ``revision`` was taken back, or of the newest one, the page where it can be."""
    if revision.taken_back_at:
        return " · " + _("taken back")
    if revision.pk != document.current_id or revision.number == 1:
        return ""
    address = reverse("take_back", args=[document.slug, revision.number])
    return format_html(' · <a href="{}">{}</a>', address, _("Take it back"))


@admin.register(Document)
class DocumentAdmin(ActionFormAdmin):
    """Documents: loaded here, described here, never deleted."""

    form_class = DocumentForm
    instead = ("as_it_is",)
    shown = ("slug", "links", "revisions", "outline")
    list_display = ("title", "author", "published_on", "collection", "language", "length", "slug")
    list_filter = (("collection", CollectionFilter), "language")
    list_select_related = ("collection", "current")
    sortable_by = ("title", "published_on")
    search_fields = ("title", "slug", "author")
    search_help_text = gettext_lazy("Part of a title, an author or a slug.")
    actions = (export_selection("documents"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        documents = Document.objects.visible_to(request.user)
        return documents.select_related("collection", "current").order_by("title", "slug")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet, bool]:
        """By title, author or slug, whatever the case."""
        return queryset.called(search_term.strip()), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Permission.EDIT_DOCUMENT)

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return can(request.user, Permission.EDIT_DOCUMENT)

    def add_view(self, request: MemberRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """A document is not typed in but loaded."""
        return load_view(self, request)

    def response_change(self, request: HttpRequest, obj: Document) -> HttpResponse:
        """On to the next page, which says who reads it now."""
        collection = obj.collection
        values = {"title": obj.title, "readers": readers_in_words(collection.access, collection.groups.all())}
        self.message_user(request, _("“%(title)s” is read by %(readers)s.") % values)
        return super().response_change(request, obj)

    def events_of(self, request: HttpRequest, thing: Document) -> QuerySet[Event]:
        """What was done to the document itself."""
        about = Event.objects.filter(document=thing, subject_type=Event.Subject.DOCUMENT)
        return about.select_related("actor").order_by("at", "pk")

    @admin.display(description=gettext_lazy("what is said about it"))
    def as_it_is(self, obj: Document) -> SafeString:
        """What a reader of the page, and somebody whose change was refused, compares with."""
        names = ("collection", *FACTS)
        return facts((label_for_field(name, Document), getattr(obj, name)) for name in names)

    @admin.display(description=gettext_lazy("blocks, headings and furniture too"))
    def length(self, obj: Document) -> SafeString:
        """How many paragraphs it has, with those that no reader counts, and the list of them."""
        address = reverse("admin:corpus_paragraph_changelist", query={"document": obj.slug})
        return format_html('<a href="{}">{}</a>', address, obj.current.length if obj.current else 0)

    @admin.display(description=gettext_lazy("see"))
    def links(self, obj: Document) -> SafeString:
        """The page, the paragraphs, and what stands on them."""
        named = [(obj.get_absolute_url(), _("the page"))]
        for label, name in (
            (_("its paragraphs"), "corpus_paragraph"),
            (_("taggings"), "annotator_tagging"),
            (_("notes"), "annotator_annotation"),
            (_("cross-references"), "annotator_crossreference"),
            (_("events"), "annotator_event"),
        ):
            named.append((reverse(f"admin:{name}_changelist", query={"document": obj.slug}), label))
        return format_html_join(" · ", '<a href="{}">{}</a>', named)

    @admin.display(description=gettext_lazy("revisions"))
    def revisions(self, obj: Document) -> SafeString:
        """What it was loaded from, when and by whom."""
        rows = (
            (
                each.number,
                each.loaded_at.strftime("%Y-%m-%d %H:%M"),
                each.loaded_by or _("command line"),
                each.source_name,
                each.length,
                each.sha256[:12],
                " ".join(reading_of(each)),
                _taken_back(obj, each),
            )
            for each in obj.revisions.select_related("loaded_by").order_by("number")
        )
        return format_html_join("", "<div>{}. {} · {} · {} · {} ¶ · {}… {}{}</div>", rows)

    @admin.display(description=gettext_lazy("outline"))
    def outline(self, obj: Document) -> str:
        headings = list(Paragraph.objects.headings(obj)[: MOST_HEADINGS + 1])
        rows = (
            (max(1, min(each.level, 7)), reverse("paragraph", args=[obj.slug, each.key]), each.number, each.text)
            for each in headings[:MOST_HEADINGS]
        )
        shown = format_html_join("", '<div class="depth-{}"><a href="{}">{} {}</a></div>', rows)
        if len(headings) > MOST_HEADINGS:
            shown += format_html("<div>{}</div>", _("… and more, on the page."))
        return shown or NOTHING
