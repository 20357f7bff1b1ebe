"""A tag's places in the views of a search, and moving them to another tag."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from annotator.actions import taggings
from annotator.errors import Refused
from annotator.forms.moving import MoveForm
from annotator.http import MemberRequest, Request
from annotator.http.action_result import carry_out
from annotator.http.downloads import search_download
from annotator.http.paging import PageableRows, page_of, without
from annotator.http.responses import UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.http.search_views import Search
from annotator.models import Tag
from annotator.permissions import Permission, can, require
from annotator.selectors.filters import PARAMETERS, Filters, ResolvedFilters
from annotator.selectors.lines import ChosenLines
from annotator.selectors.tag_places import number_unsettled, places_of, taggings_on, tags_meant
from corpus.models.collection import Person

# What the form that moves lines sends besides the address.
OF_FORM = ("line", "tags", "request_id", "csrfmiddlewaretoken")


@login_not_required
@require_safe
def tag_places(request: Request, slug: str) -> HttpResponse:
    """The passages that carry a tag, with what is below it unless ``?descendants=0``, in one of the views."""
    return _page(request, _tag(request, slug), request.GET)


@login_not_required
@require_safe
def tag_places_csv(request: Request, slug: str, view: str) -> HttpResponseBase:
    """All that a view of a tag's places shows."""
    tags = tags_meant(_tag(request, slug), below=_below(request.GET))

    def take(search: Search) -> PageableRows:
        return search.take(places_of(tags, request.user, _narrowing(request.GET, request.user)))

    return search_download(request, view, Search.of(request, request.GET, typed=""), take)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def move_places(request: MemberRequest, slug: str) -> HttpResponse:
    """Put another tag in the place of a tag on the lines that are ticked, as one action."""
    require(request.user, Permission.CONTRIBUTE)
    tag = _tag(request, slug)
    sent = sent_or_kept(request)
    form = MoveForm(sent)
    if request.method == "POST" and form.is_valid():
        outcome = carry_out(request, lambda: _move(request, tag, form), form)
        if outcome.succeeded:
            query = without(request.POST, *OF_FORM).urlencode()
            return answer(request, outcome, f"{reverse('tag_places', args=[slug])}?{query}")
    status = UNPROCESSABLE if request.method == "POST" else 200
    parameters = sent or request.GET
    return _page(request, tag, parameters, {"form": form, "ticked": parameters.getlist("line")}, status)


def _move(request: MemberRequest, tag: Tag, form: MoveForm) -> DoneMessage:
    tags = tags_meant(tag, below=_below(request.POST))
    chosen = taggings_on(
        ChosenLines.from_query(request.POST), tags, request.user, _narrowing(request.POST, request.user)
    )
    target = form.tag(request.user)
    batch = taggings.move(taggings=chosen, tag=target, by=request.user, request_id=form.request)
    moved = [tagging for tagging in chosen if tagging.proposed_change is None]
    parts = []
    if moved:
        sentence = ngettext("%(n)s tagging now carries “%(tag)s”.", "%(n)s taggings now carry “%(tag)s”.", len(moved))
        parts.append(sentence % {"n": len(moved), "tag": target.name})
    if waiting := len(chosen) - len(moved):
        sentence = ngettext(
            "%(n)s change waits for an editor; until then its tag stays.",
            "%(n)s changes wait for an editor; until then the tags stay.",
            waiting,
        )
        parts.append(sentence % {"n": waiting})
    message = " ".join(parts)
    return DoneMessage(message, batch)


def _tag(request: Request, slug: str) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.user).select_related("parent"), slug=slug)


def _below(query: QueryDict) -> bool:
    return query.get("descendants") != "0"


def _narrowing(query: QueryDict, viewer: Person) -> ResolvedFilters:
    """What the address narrows the places to. Raises ``Refused``."""
    return Filters.from_query(query).look_up(viewer)


def _unsettled(parameters: QueryDict) -> QueryDict:
    """What the tag's own page is asked for those of its passages that have no place here."""
    query = QueryDict(mutable=True)
    for name in sorted(PARAMETERS & set(parameters)):
        query.setlist(name, parameters.getlist(name))
    query["unsettled"] = "1"
    return query


def _page(
    request: Request, tag: Tag, query: QueryDict, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page that ``query`` asks for: an address, or with ``context`` a form that came back."""
    if context:
        query = without(query, *OF_FORM)
    search = Search.of(request, query, typed="", path=reverse("tag_places", args=[tag.slug]))
    try:
        shown = _context(request, search, tag, query)
    except Refused as refused:
        shown, status = {"page": page_of(request, []), "problems": refused.messages}, 400
    shown |= {
        "tag": tag,
        "search": search,
        "ticked": search.ticked,
        "with_below": _below(query),
        "may_move": search.found_any and can(request.user, Permission.CONTRIBUTE),
        "here": "tags",
    }
    return render(request, "annotator/tag_places.html", shown | (context or {}), status=status)


def _context(request: Request, search: Search, tag: Tag, query: QueryDict) -> dict[str, Any]:
    """What the page shows of the places that ``query`` narrows to. Raises ``Refused``."""
    narrowing = _narrowing(query, request.user)
    all_tags, below = tags_meant(tag, below=True), _below(query)
    every = places_of(all_tags, request.user, narrowing)
    alone = places_of([tag.pk], request.user, narrowing) if len(all_tags) > 1 else every
    return {
        "page": page_of(request, search.take(every if below else alone), query),
        "numbers": {"alone": alone.totals.occurrences, "with_below": every.totals.occurrences},
        "unsettled": number_unsettled(all_tags if below else [tag.pk], request.user, narrowing),
        "unsettled_at": f"{tag.get_absolute_url()}?{_unsettled(query).urlencode()}",
        "has_below": len(all_tags) > 1,
        "other_level": search.result.address(descendants="0" if below else None) if search.result else "",
    }
