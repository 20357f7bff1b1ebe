"""Searching the texts, as each of the views shows it; and the tags and people of the name that was typed."""

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotator.forms.query_builder import BuildForm
from annotator.http import Request
from annotator.http.downloads import search_download
from annotator.http.listing import listing, show
from annotator.http.paging import PageableRows
from annotator.http.search_views import Search
from annotator.models import SavedSearch, Tag, TagAlias
from annotator.permissions import Permission, can
from annotator.presenters.search import notices_about
from annotator.selectors.filters import Filters, people
from corpus.models.collection import Person
from corpus.search.query import LONGEST, Query
from corpus.search.tokenizer import words

NARROWED_BY = ("collection", "document", "tag", "person", "status")
# Tags and people of a name that are shown above what was found.
MOST_NAMED = 12


@login_not_required
@require_safe
def search_page(request: Request) -> HttpResponse:
    """What the words and "phrases" asked for stand in, in one of the views; above it the tags and people of a name."""
    search = Search.of(request, request.GET)

    def find(filters: Filters) -> PageableRows:
        return search.find(filters.look_up(request.user))

    listed = listing(request, "paragraphs", NARROWED_BY, find)
    context = {
        "q": search.typed[:LONGEST],
        "notices": [] if listed.problems else notices_about(search.query),
        "narrowed_too": any(listed.form.initial.values()),
        "search": search,
        "ticked": search.ticked,
        "may_tag_in_bulk": search.found_standing and can(request.user, Permission.TAG_IN_BULK),
    }
    if not listed.narrowed:
        context["saved_searches"] = SavedSearch.objects.visible_to(request.user)
    if search.query.wanted and listed.page.number == 1:
        context |= named(request.user, search.query)
    return show(request, "annotator/search.html", listed, **context)


@login_not_required
@require_safe
def build_query(request: Request) -> HttpResponse:
    """A form for every part of a query; filled in, it leads to the search that it means."""
    form = BuildForm(request.GET if "words" in request.GET else None)
    if form.is_bound and form.is_valid():
        view = request.GET.get("view", "")
        return redirect(f"{reverse('search')}?{urlencode({'q': form.query} | ({'view': view} if view else {}))}")
    return render(request, "annotator/build_query.html", {"form": form, "view": request.GET.get("view", "")})


@login_not_required
@require_safe
def search_csv(request: Request, view: str) -> HttpResponseBase:
    """All that a view of a search shows, with the options of an export: ``raw``, ``bom``, ``separator``."""

    def find(search: Search) -> PageableRows:
        return search.find(Filters.from_query(request.GET).look_up(request.user))

    return search_download(request, view, Search.of(request, request.GET), find)


def named(user: Person, query: Query) -> dict[str, Sequence[Tag | User]]:
    """The first tags, and the first people that ``user`` may know of, with the words wanted in their names."""
    words = query.words
    aliases = defaultdict(list)
    for pk, name in TagAlias.objects.values_list("tag", "name"):
        aliases[pk].append(name)
    names = Tag.objects.visible_to(user).order_by("sort_key", "pk").values_list("pk", "name")
    tags = [pk for pk, name in names if is_named(words, name, *aliases.get(pk, ()))][:MOST_NAMED]
    accounts = User.objects.values_list("pk", "username", "first_name", "last_name")
    known = [pk for pk, username, first, last in accounts if is_named(words, username, first, last)]
    # Whose work one sees is asked only of those who are meant.
    persons = people(user).filter(pk__in=known)[:MOST_NAMED] if known else []
    return {"tags": list(Tag.objects.filter(pk__in=tags)), "people": list(persons)}


def is_named(values: Sequence[str], *names: str) -> bool:
    """Whether each word wanted begins a word of ``names``: in Python, since the databases fold letters differently."""
    known = words(" ".join(names))
    return all(any(word.startswith(one) for word in known) for one in values)
