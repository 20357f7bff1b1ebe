"""What the pages of the admin have in common: rules, lists without counting, and how an action is carried out."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from annotator import permissions
from annotator.errors import Refused
from annotator.http.action_result import ALREADY_DONE, carry_out
from annotator.http.paging import NextPagePaginator, number_in
from annotator.models import Event
from annotator.presenters.history import EventRow, rows_of

# Rows that one action takes at most: what a person can have looked at, and one short transaction.
MOST_AT_ONCE = 200
# What stands where there is nothing: Django writes "None" in the pages of single things.
NOTHING = "—"
# The style and the script of our own pages and fields.
STYLES = Media(css={"all": ["annotator/admin.css"]}, js=[Script("annotator/admin.js", type="module")])  # type: ignore[list-item]  # the stubs know of addresses alone


class NextPageList(ChangeList):
    """A list that shows the rows its paginator has read."""

    def get_results(self, request: HttpRequest) -> None:
        """As always, but where all rows fit on one page they are not read a second time."""
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.seen


class PolicyAdmin(admin.ModelAdmin):
    """Asks ``annotator.permissions`` who may do what; the history is that of events; what one may not see is 404."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    object_history_template = "admin/events_of_thing.html"

    @property
    def media(self) -> Media:
        return super().media + STYLES

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NextPageList

    def get_paginator(self, request: HttpRequest, queryset: QuerySet, per_page: int, *args: Any, **options: Any) -> Any:
        """Pages that are not counted, at the page the address names."""
        return NextPagePaginator(queryset, per_page, *args, at=number_in(request.GET, "p") or 1, **options)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return permissions.is_member(request.user)

    # Unless a subclass says otherwise.
    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page of ``obj`` itself, where Django would have the browser go by way of another address."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The thing at this address; ``Http404`` where there is none or the person may not see it."""
        instance = super().get_object(request, object_id, from_field)
        if instance is None:
            raise Http404("Nothing at this address.")
        return instance

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The action has left its events already."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The action has left its events already."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """The action has left its events already."""

    def events_of(self, request: HttpRequest, thing: Model) -> Iterable[Event]:
        """What was done to ``thing``, which the person may see, oldest first."""
        return Event.objects.history_of(thing.pk)

    def history_of(self, request: HttpRequest, thing: Model) -> list[EventRow]:
        """The same as rows of a table, with what edits changed."""
        return rows_of(self.events_of(request, thing))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Everything that was done to one thing, through the admin or the pages."""
        thing = self.get_object(request, unquote(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(thing)[:80],
            "object": thing,
            "opts": self.opts,
            "events": self.history_of(request, thing),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def response_action(self, request: HttpRequest, queryset: QuerySet, **options: Any) -> HttpResponseBase | None:
        """Carry out the action that was chosen; a selection that is none is a bad request."""
        if self.opts.pk.get_internal_type() == "UUIDField":
            for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
                try:
                    uuid.UUID(chosen)
                except ValueError as error:
                    raise BadRequest("That is not the id of a row.") from error
        return super().response_action(request, queryset, **options)

    def carry_out(self, request: HttpRequest, act: Callable[[], str]) -> bool:
        """Do ``act``, which returns what to tell the person; returns whether it was done, and says why if not."""
        outcome = carry_out(request, act)
        for problem in outcome.problems:
            self.message_user(request, problem, messages.ERROR)
        if outcome.repeated:
            self.message_user(request, ALREADY_DONE, messages.INFO)
        elif outcome.succeeded:
            self.message_user(request, outcome.value or "", messages.SUCCESS)
        return outcome.succeeded

    def back_to_list(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))


def selected(request: HttpRequest, queryset: QuerySet) -> Sequence:
    """The rows a person ticked. ``Refused`` where some are gone meanwhile, or there are too many."""
    rows = list(queryset[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        raise Refused(_("At most %(most)s can be changed at once. Select fewer.") % {"most": MOST_AT_ONCE})
    if len(rows) < len(set(request.POST.getlist(ACTION_CHECKBOX_NAME))):
        raise Refused(_("Some of what you selected is not in this list any more. Select again, then decide."))
    return rows


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that a page between choosing an action and carrying it out must send again."""
    again = ("action", "CHANGE_FORM-action", ACTION_CHECKBOX_NAME, "seen")
    return [(name, value) for name in again for value in request.POST.getlist(name) if value]


def facts(pairs: Iterable[tuple[Any, Any]]) -> SafeString:
    """What is said about a thing, as a list of labels and values; those without a value are left out."""
    parts = [(capfirst(label), value) for label, value in pairs if value not in {None, ""}]
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", parts))


def person_link(person: User | None) -> str:
    """A person's name, with their page on the site; nothing where it was the command line."""
    if person is None:
        return NOTHING
    return format_html('<a href="{}">{}</a>', reverse("person", args=[person.get_username()]), person)
