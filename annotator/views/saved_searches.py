"""Saved searches: the list with what is new in each, saving one, changing it, and marking it as seen."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.actions import saved_searches as actions
from annotator.forms.saved_searches import SavedSearchForm
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.paging import query_without
from annotator.http.responses import CONFLICT, UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.models import SavedSearch
from annotator.permissions import Permission, can, is_annotator, require
from annotator.selectors.saved_searches import news_of

# Of an address: the page of the list and the search it was opened with are no part of what is searched for.
LEFT_OUT = ("page", "saved", "new", "name", "shared", "request_id", "csrfmiddlewaretoken")


@require_safe
@member_page()
def saved_searches(request: MemberRequest) -> HttpResponse:
    """One's own searches and the team's, each with what is new in it."""
    searches = SavedSearch.objects.visible_to(request.user).select_related("owner")
    news = [news_of(search, request.user) for search in searches]
    rows = [(each, can(request.user, Permission.EDIT_SEARCH, each.search)) for each in news]
    return render(request, "annotator/saved_searches.html", {"rows": rows, "here": "saved-searches"})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def save_search(request: MemberRequest) -> HttpResponse:
    """Keep the search of the address under a name."""
    require(request.user, Permission.SAVE_SEARCH)
    address = query_without(request, *LEFT_OUT)
    sent = sent_or_kept(request)
    form = SavedSearchForm(sent, may_share=is_annotator(request.user), initial={"name": request.GET.get("q", "")[:100]})
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():

            def act() -> DoneMessage:
                search, _batch = actions.save_search(
                    name=form.cleaned_data["name"],
                    address=address,
                    shared=form.cleaned_data.get("shared", False),
                    by=request.user,
                    request_id=form.cleaned_data["request_id"],
                )
                return DoneMessage(_("Saved."), onwards=search.get_absolute_url())

            outcome = carry_out(request, act, form)
            if outcome.succeeded:
                return answer(request, outcome, "saved_searches")
    context: dict[str, Any] = {"form": form, "back": f"{reverse('search')}?{address}", "here": "saved-searches"}
    return render(request, "annotator/saved_search.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def saved_search(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Rename a saved search, make it the team's, or delete it."""
    search = SavedSearch.objects.for_acting(request.user, pk)
    require(request.user, Permission.EDIT_SEARCH, search)
    sent = sent_or_kept(request)
    initial = {"name": search.name, "shared": search.shared}
    form = SavedSearchForm(sent, may_share=is_annotator(request.user), initial=initial)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if "delete" in request.POST:
            outcome = carry_out(request, lambda: _deleted(request, search), form)
        elif form.is_valid():
            outcome = carry_out(request, lambda: _changed(request, search, form), form)
        else:
            outcome = None
        if outcome is not None and outcome.succeeded:
            return answer(request, outcome, "saved_searches")
        status = CONFLICT if outcome is not None and outcome.changed else status
    context = {"form": form, "search": search, "back": reverse("saved_searches"), "here": "saved-searches"}
    return render(request, "annotator/saved_search.html", context, status=status)


@require_POST
@member_page(lambda _request: reverse("saved_searches"))
def search_seen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Mark what a saved search finds now as seen."""
    search = SavedSearch.objects.for_acting(request.user, pk)

    def act() -> DoneMessage:
        actions.mark_seen(search=search, by=request.user, request_id=uuid_in(request))
        return DoneMessage(_("Marked as seen: what comes from now on is new."))

    return answer(request, carry_out(request, act), search.get_absolute_url())


def _changed(request: MemberRequest, search: SavedSearch, form: SavedSearchForm) -> DoneMessage:
    actions.change_search(
        search=search,
        name=form.cleaned_data["name"],
        shared=form.cleaned_data.get("shared", search.shared),
        by=request.user,
        request_id=form.cleaned_data["request_id"],
    )
    return DoneMessage(_("Saved."))


def _deleted(request: MemberRequest, search: SavedSearch) -> DoneMessage:
    actions.delete_search(search=search, by=request.user, request_id=uuid_in(request))
    return DoneMessage(_("Deleted."))
