"""Collections in the admin: administrators make and change them, everybody sees those they read."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.collections import delete_collection, readers_in_words
from annotator.forms.collections import CollectionForm
from annotator.http import MemberRequest
from annotator.http.action_result import uuid_in
from annotator.models import Event
from annotator.permissions import Permission, can
from corpus.models import Collection

from .action_form import ActionFormAdmin
from .shared import facts


@admin.register(Collection)
class CollectionAdmin(ActionFormAdmin):
    """Sets of documents; their rules are the administrators' business."""

    form_class = CollectionForm
    instead = ("as_it_is",)
    shown = ("slug", "number")
    list_display = ("title", "slug", "access", "review", "number")
    sortable_by = ()
    search_fields = ("title", "slug")
    # A collection is deleted on its own page.
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Collection.objects.visible_to(request.user).annotate(documents_there=Count("documents"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Collection | None = None) -> dict[str, list[str]]:
        """A new one's slug, from its title."""
        return {} if obj else {"slug": ["title"]}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Permission.ADMINISTER)

    has_add_permission = has_change_permission

    def has_delete_permission(self, request: HttpRequest, obj: Collection | None = None) -> bool:
        """Administrators, where there is nothing in it."""
        is_empty = obj is None or not obj.documents.exists()
        return is_empty and can(request.user, Permission.ADMINISTER)

    def delete(self, request: MemberRequest, thing: Collection) -> str:
        delete_collection(collection=thing, by=request.user, request_id=uuid_in(request))
        return _("“%(title)s” was deleted.") % {"title": thing.title}

    def response_add(self, request: HttpRequest, obj: Collection, post_url_continue: str | None = None) -> HttpResponse:
        """On to the next page, which says who reads it."""
        self._say_who_reads(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Collection) -> HttpResponse:
        """On to the next page, which says who reads it."""
        self._say_who_reads(request, obj)
        return super().response_change(request, obj)

    def _say_who_reads(self, request: HttpRequest, collection: Collection) -> None:
        values = {"title": collection.title, "readers": readers_in_words(collection.access, collection.groups.all())}
        self.message_user(request, _("“%(title)s” is read by %(readers)s.") % values)

    def events_of(self, request: HttpRequest, thing: Collection) -> QuerySet[Event]:
        """What was done to the collection itself; of who read it before, others are not told."""
        return Event.objects.of_collection(thing).visible_to(request.user)

    @admin.display(description=gettext_lazy("documents"))
    def number(self, obj: Any) -> int:
        return obj.documents_there

    @admin.display(description=gettext_lazy("what is said about it"))
    def as_it_is(self, obj: Collection) -> SafeString:
        """What its readers see, and somebody whose change was refused compares with."""
        return facts(
            [
                (_("title"), obj.title),
                (_("description"), obj.description),
                (_("read by"), readers_in_words(obj.access, obj.groups.all())),
                (_("review"), _("yes") if obj.review else _("no")),
                (_("work of people who leave, under"), obj.get_leavers_display()),
            ]
        )
