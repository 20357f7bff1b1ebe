"""Taggings, annotations and cross-references in the admin."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import contributions
from annotator.exports.selection import export_selection
from annotator.forms.annotations import AnnotationForm
from annotator.forms.cross_references import CrossReferenceForm
from annotator.forms.taggings import TaggingForm
from annotator.http import MemberRequest
from annotator.http.action_result import uuid_in
from annotator.models import Annotation, Contribution, CrossReference, Passage, Status, Tagging
from annotator.permissions import Permission, can
from annotator.presenters.history import EventRow, history_of
from annotator.presenters.note_html import html_for_reader
from corpus import search
from corpus.db.icontains import containing
from corpus.models import Paragraph

from .action_form import ActionFormAdmin
from .contribution_actions import ContributionActionsAdmin
from .filters import DocumentFilter, PeriodFilter, PersonFilter, ResolvedFilter, TagFilter, WithdrawnFilter
from .shared import NOTHING, person_link

# Characters of a passage shown in a list.
LONGEST = 200


def in_context(passage: Passage) -> SafeString:
    """The words of ``passage``, marked, with what stands around them, and where that is."""
    document = passage.paragraph.document
    words = truncatechars(passage.quote, LONGEST)
    if not passage.whole:
        words = format_html("…{}<mark>{}</mark>{}…", passage.prefix, words, passage.suffix)
    return format_html(
        '<span lang="{}" dir="{}">{}</span> <a class="place" href="{}">{} ¶ {}</a>',
        document.language,
        passage.paragraph.direction,
        words,
        passage.get_absolute_url(),
        document.title_in_short,
        passage.paragraph.key,
    )


class ContributionAdmin(ActionFormAdmin, ContributionActionsAdmin):
    """What the three kinds share."""

    list_filter: ClassVar[tuple[Any, ...]] = (
        ("status", admin.ChoicesFieldListFilter),
        DocumentFilter,
        TagFilter,
        PersonFilter,
        PeriodFilter,
        ("origin", admin.ChoicesFieldListFilter),
        WithdrawnFilter,
    )
    ordering = ("-created_at", "-pk")
    sortable_by = ("made",)
    # Any field makes Django draw the search field; what is searched is in ``get_search_results``.
    search_fields = ("pk",)
    search_help_text = gettext_lazy("Words of the paragraph, or of the note.")
    # Texts of its own in which search looks besides the paragraphs.
    texts: tuple[str, ...] = ()
    shown = ("person", "status", "origin", "created_at", "modified_at", "withdrawn_at")
    delete_confirmation_template = "admin/withdraw_confirmation.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those the person may see, and withdrawn ones they may bring back; of drafts only their own."""
        drafts = ~Q(status=Status.DRAFT) | Q(author=request.user.pk)
        return self.model.objects.reachable_by(request.user).filter(drafts).with_places()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Those on paragraphs with the words, and those that have them themselves."""
        if not search_term.strip():
            return queryset, False
        paragraphs = search.matching(Paragraph.objects.visible_to(request.user), search_term).values("pk")
        rule = Q()
        for place in self.model.PLACES:
            rule |= Q(**{f"{place}__paragraph__in": paragraphs})
        for text in self.texts:
            rule |= containing(text, search_term.strip())
        return queryset.filter(rule), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Permission.CONTRIBUTE)

    def has_change_permission(self, request: HttpRequest, obj: Contribution | None = None) -> bool:
        """One's own, and for editors everybody's.

        Not what is withdrawn; but where that happened while the form was open, what was typed must not be lost.
        """
        if obj is None:
            return can(request.user, Permission.CONTRIBUTE)
        is_open = obj.withdrawn_at is None or request.method == "POST"
        return is_open and can(request.user, Permission.EDIT, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Contribution | None = None) -> bool:
        """Deleting is withdrawing."""
        if obj is None:
            return can(request.user, Permission.CONTRIBUTE)
        return obj.withdrawn_at is None and can(request.user, Permission.WITHDRAW, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Nothing else goes with it, since nothing goes."""
        return [], {}, set(), []

    def delete(self, request: MemberRequest, thing: Contribution) -> str:
        """Withdraw it: the row stays and can be brought back."""
        reason = request.POST.get("reason", "").strip()
        contributions.withdraw(contributions=[thing], by=request.user, reason=reason, request_id=uuid_in(request))
        return _("Withdrawn. The filter “withdrawn” finds it again.")

    def delete_view(self, request: MemberRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Ask, then withdraw."""
        thing = self.get_object(request, unquote(object_id))
        if request.method == "POST" and thing.withdrawn_at is not None:
            self.message_user(request, _("It is withdrawn already."), messages.INFO)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
            )
        return super().delete_view(request, object_id, {"title": _("Withdraw"), **(extra_context or {})})

    def history_of(self, request: HttpRequest, thing: Contribution) -> list[EventRow]:
        """What was done to it since it was submitted, with where it stood."""
        return history_of(thing, request.user)

    def get_view_on_site_url(self, obj: Contribution | None = None) -> str | None:
        """Its passage in the text."""
        return None if obj is None else getattr(obj, obj.PLACES[0]).get_absolute_url()

    @admin.display(description=gettext_lazy("author"))
    def person(self, obj: Contribution) -> str:
        """Who made it, with their page; the account is the administrators' business."""
        return person_link(obj.author)

    @admin.display(description=gettext_lazy("made"), ordering="created_at")
    def made(self, obj: Contribution) -> str:
        """The day in UTC, and how."""
        return f"{obj.created_at:%Y-%m-%d} {obj.get_origin_display()}"

    @admin.display(description=gettext_lazy("words in context"))
    def words_in_context(self, obj: Any) -> SafeString:
        return in_context(obj.passage)


@admin.register(Tagging)
class TaggingAdmin(ContributionAdmin):
    """Tags on passages."""

    form_class = TaggingForm
    instead = ("tag", "words_in_context")
    list_display = ("tag", "words_in_context", "author", "status", "made")
    search_help_text = gettext_lazy("Words of the paragraph, or the tag’s name.")
    texts = ("tag__path",)
    actions = (*ContributionActionsAdmin.actions, export_selection("tags"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("tag")


@admin.register(Annotation)
class AnnotationAdmin(ContributionAdmin):
    """Notes on passages."""

    form_class = AnnotationForm
    instead = ("note", "words_in_context", "answers", "resolved_at")
    list_display = ("brief", "words_in_context", "author", "status", "made", "resolved")
    list_filter = (*ContributionAdmin.list_filter, ResolvedFilter)
    texts = ("body",)
    actions = (*ContributionActionsAdmin.actions, export_selection("annotations"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """With its note as this person may read it: without the titles of documents that they may not."""
        note = super().get_object(request, object_id, from_field)
        # A display function is given the object alone, so what depends on the person goes with it.
        note.html = html_for_reader([note], request.user)[note.pk]
        return note

    @admin.display(description=gettext_lazy("note"))
    def brief(self, obj: Annotation) -> str:
        return truncatechars(obj.body, 120)

    @admin.display(description=gettext_lazy("note"))
    def note(self, obj: Any) -> SafeString:
        """The note as this person may read it."""
        return obj.html

    @admin.display(description=gettext_lazy("in reply to"))
    def answers(self, obj: Annotation) -> str:
        if obj.in_reply_to_id is None:
            return NOTHING
        return format_html('<a href="{}">{}</a>', reverse("annotation", args=[obj.in_reply_to_id]), _("a note"))

    @admin.display(description=gettext_lazy("resolved"), boolean=True)
    def resolved(self, obj: Annotation) -> bool:
        return obj.resolved_at is not None


@admin.register(CrossReference)
class CrossReferenceAdmin(ContributionAdmin):
    """Links between passages."""

    form_class = CrossReferenceForm
    instead = ("source_in_context", "relation_now", "target_in_context", "note_now", "comparison")
    # The relation comes first, since the first column links to the row and the others have links of their own.
    list_display = ("relation_now", "source_in_context", "target_in_context", "author", "status", "made")
    list_filter = (("relation", admin.ChoicesFieldListFilter), *ContributionAdmin.list_filter)
    search_help_text = gettext_lazy("Words of either paragraph, or of the note.")
    texts = ("note",)
    actions = (*ContributionActionsAdmin.actions, export_selection("cross-references"))

    @admin.display(description=gettext_lazy("from"))
    def source_in_context(self, obj: CrossReference) -> SafeString:
        return in_context(obj.source)

    @admin.display(description=gettext_lazy("to"))
    def target_in_context(self, obj: CrossReference) -> SafeString:
        return in_context(obj.target)

    @admin.display(description=gettext_lazy("relation"))
    def relation_now(self, obj: CrossReference) -> str:
        return obj.get_relation_display()

    @admin.display(description=gettext_lazy("note"))
    def note_now(self, obj: CrossReference) -> str:
        return obj.note or NOTHING

    @admin.display(description=gettext_lazy("word by word"))
    def comparison(self, obj: CrossReference) -> SafeString:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("Compare both sides"))
