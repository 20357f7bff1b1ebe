"""Tagging all hits of a search at once, after a look at them."""

from itertools import groupby

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from annotator.errors import Refused
from annotator.forms.bulk import MOST_HITS, PARAGRAPH, WORDS, BulkForm, Hit, hits_in
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out
from annotator.http.listing import paragraphs_found
from annotator.http.responses import UNPROCESSABLE, Done, answer
from annotator.http.saved_forms import member_page, take
from annotator.models import Tag
from annotator.permissions import Action, require
from annotator.presenters.search import in_context, notices_about
from annotator.selectors.filters import Filters
from annotator.selectors.lines import DISMISSED, SAID, Lines
from corpus import search

# The query of the search that one came from; what the form sends besides, and what chooses lines of that search.
CAME_FROM = "came_from"
OF_FORM = ("tags", "on", "chosen", "skipped", "look", "request_id", "csrfmiddlewaretoken", "line", "dismiss", SAID)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def tag_in_bulk(request: MemberRequest) -> HttpResponse:
    """The hits of a search, each ticked; sent, those still ticked are tagged as one action."""
    require(request.user, Action.TAG_IN_BULK)
    typed = request.POST if request.method == "POST" else take(request)
    asked = typed or request.GET
    lines = Lines.from_query(asked)
    came_from = _came_from(asked, lines)
    search_address = f"{reverse('search')}?{came_from}"
    if said := asked.get(SAID):
        # Lines of a wording are what it says, which is not what was searched for.
        asked = asked.copy()
        asked["q"] = said
    query = search.parse(asked.get("q", ""))
    try:
        filters = Filters.from_query(asked)
        # A paragraph without words is no passage.
        paragraphs = paragraphs_found(request.user, filters).exclude(text="")
        if lines.chosen is not None:
            paragraphs = paragraphs.filter(pk__in=search.among(lines.chosen))
    except Refused as refused:
        refusal = {"problems": refused.messages, "search_address": search_address}
        return render(request, "annotator/bulk.html", refusal, status=400)
    hits, more = hits_in(paragraphs, query, request.user, lines)
    # One phrase is meant as it stands there; several words apart say what a paragraph is about.
    initial = {"tags": request.GET.get("tags", ""), "on": WORDS if len(query.wanted) == 1 else PARAGRAPH}
    form = BulkForm(typed, hits=hits, query=query, user=request.user, initial=initial)
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        outcome = carry_out(request, lambda: Done(*form.save()), form)
        if outcome.succeeded:
            return answer(request, outcome, search_address)
    context = {"q": filters.words, "notices": notices_about(query), "form": form, "more": more}
    context |= {"search_address": search_address, "came_from": came_from}
    return shown(request, filters, lines, hits, context)


def _came_from(asked: QueryDict, lines: Lines) -> str:
    """The query of the search that one came from: its view, order and filters, without the lines dismissed there."""
    if CAME_FROM in asked:
        return QueryDict(asked.get(CAME_FROM, "")).urlencode()
    kept = asked.copy()
    for name in OF_FORM:
        kept.pop(name, None)
    if dismissed := lines.in_address().get(DISMISSED):
        kept[DISMISSED] = dismissed
    return kept.urlencode()


def shown(
    request: MemberRequest, filters: Filters, lines: Lines, hits: list[Hit], context: dict[str, object]
) -> HttpResponse:
    """The page, or for htmx the hits alone."""
    looking = request.method != "POST" or "look" in request.POST
    context |= {
        "by_document": [
            (document, [(hit, in_context(hit.paragraph.text, hit.words)) for hit in some])
            for document, some in groupby(hits, lambda hit: hit.paragraph.document)
        ],
        "ticked": sum(hit.ticked for hit in hits),
        "tagged": sum(hit.tagged for hit in hits),
        "number": len(hits),
        "most": MOST_HITS,
        "narrowed_to": [*QueryDict(filters.to_query()).items(), *lines.in_address().items()],
        "recent_tags": Tag.objects.last_used_by(request.user, 8),
    }
    template = "annotator/bulk.html#hits" if request.htmx else "annotator/bulk.html"
    return render(request, template, context, status=200 if looking else UNPROCESSABLE)
