"""Tagging all hits of a search at once, after a look at them."""

from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from annotator.errors import Refused
from annotator.forms.bulk import MOST_HITS, PARAGRAPH, WORDS, BulkForm, Ticks, found_to_tag, hits_of
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out
from annotator.http.listing import paragraphs_found
from annotator.http.paging import PAGE, without
from annotator.http.responses import UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page, sent_or_kept
from annotator.models import Tag
from annotator.permissions import Permission, require
from annotator.presenters.search import in_context, notices_about
from annotator.selectors.filters import Filters
from annotator.selectors.lines import DISMISSED, SAID, ChosenLines
from corpus import search

# The query of the search that one came from; what the form sends besides, and what chooses lines of that search.
CAME_FROM = "came_from"
OF_FORM = (
    *("tags", "on", "chosen", "elsewhere", "skipped", "seen", "rest", "look", "at", "turn"),
    *("request_id", "csrfmiddlewaretoken", "line", "dismiss", SAID),
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def tag_in_bulk(request: MemberRequest) -> HttpResponse:
    """The hits of a search, each ticked; sent, those still ticked are tagged as one action."""
    require(request.user, Permission.TAG_IN_BULK)
    typed = sent_or_kept(request)
    data = typed or request.GET
    lines = ChosenLines.from_query(data)
    came_from = _came_from(data, lines)
    search_address = f"{reverse('search')}?{came_from}"
    if phrase := data.get(SAID):
        # Lines of a wording are what it says, which is not what was searched for.
        data = data.copy()
        data["q"] = phrase
    query = search.parse(data.get("q", ""))
    try:
        filters = Filters.from_query(data)
        # A paragraph without words is no passage.
        paragraphs = paragraphs_found(request.user, filters).exclude(text="")
        if lines.chosen is not None:
            paragraphs = paragraphs.filter(pk__in=search.among(lines.chosen))
    except Refused as refused:
        refusal = {"problems": refused.messages, "search_address": search_address}
        return render(request, "annotator/bulk.html", refusal, status=400)
    keys, more = found_to_tag(paragraphs, query, lines)
    page = Paginator(keys, PAGE).get_page(data.get("turn") or data.get("at"))
    page_hits = list(page.object_list)
    ticks = Ticks.sent(typed, keys, frozenset(page_hits))
    sent = request.method == "POST" and not {"look", "turn"} & request.POST.keys()
    hits = hits_of(ticks.meant if sent else page_hits, query, request.user, lines)
    # One phrase is meant as it stands there; several words apart say what a paragraph is about.
    initial = {"tags": data.get("tags", ""), "on": data.get("on", WORDS if len(query.wanted) == 1 else PARAGRAPH)}
    # Who turns to another page may not have said yet what to tag.
    filled = None if "turn" in data else typed
    form = BulkForm(filled, hits=hits, ticks=ticks, query=query, user=request.user, initial=initial)
    if sent and form.is_valid():
        outcome = carry_out(request, lambda: DoneMessage(*form.save()), form)
        if outcome.succeeded:
            return answer(request, outcome, search_address)
    context = {"q": filters.words, "notices": notices_about(query), "form": form, "more": more, "page": page}
    context |= {"search_address": search_address, "came_from": came_from}
    context["narrowed_to"] = [*QueryDict(filters.to_query()).items(), *lines.in_address().items()]
    return shown(request, form, page, context, UNPROCESSABLE if sent else 200)


def _came_from(query: QueryDict, lines: ChosenLines) -> str:
    """The query of the search that one came from: its view, order and filters, without the lines dismissed there."""
    if CAME_FROM in query:
        return QueryDict(query.get(CAME_FROM, "")).urlencode()
    kept = without(query, *OF_FORM)
    if dismissed := lines.in_address().get(DISMISSED):
        kept[DISMISSED] = dismissed
    return kept.urlencode()


def shown(
    request: MemberRequest, form: BulkForm, page: Page[int], context: dict[str, object], status: int
) -> HttpResponse:
    """The page, or for htmx the hits alone."""
    hits = form.hits
    context |= {
        "by_document": [
            (document, [(hit, in_context(hit.paragraph.text, hit.words)) for hit in some])
            for document, some in groupby(hits, lambda hit: hit.paragraph.document)
        ],
        "tagged": sum(hit.tagged for hit in hits),
        "number": page.paginator.count,
        "most": MOST_HITS,
        "recent_tags": Tag.objects.last_used_by(request.user, 8),
    }
    template = "annotator/bulk.html#hits" if request.htmx else "annotator/bulk.html"
    return render(request, template, context, status=status)
