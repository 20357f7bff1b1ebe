"""Where a paragraph, or words of it, are said again; joined there by one click, and tagged as it is there."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotator.actions.parallels.judge import accept_found
from annotator.actions.taggings import tag
from annotator.anchoring.word_diff import stretch_alike
from annotator.errors import Refused
from annotator.http import MemberRequest, Request
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.paging import number
from annotator.http.responses import DoneMessage, answer
from annotator.http.saved_forms import member_page
from annotator.models import Origin
from annotator.models.cross_reference import INVERSE
from annotator.models.place import Place, range_of
from annotator.permissions import Permission, can, require
from annotator.presenters.parallels import RELATIONS, TURNED, joined_message, parallel_card
from annotator.selectors.parallel_passages import as_all_see_it, joins_to, parallel_passages
from annotator.selectors.suggested_tags import suggested_tags
from corpus.models import Paragraph
from corpus.search.tokenizer import spans


@login_not_required
@require_safe
def elsewhere(request: Request, slug: str, key: int) -> HttpResponse:
    """The nearest paragraphs of other documents, with the reasons. With htmx, only the list."""
    paragraph = Paragraph.objects.for_reading(request.user, slug, key)
    words, place, problems = _meant(paragraph, request.GET)
    part = place.start is not None
    parallels = parallel_passages(words, paragraph.document, request.user, part=part) if words else []
    joins = joins_to(paragraph, request.user)
    context = {
        "rows": [parallel_card(words, place, each, joins.get(each.paragraph.pk, ())) for each in parallels],
        "may_join": can(request.user, Permission.CONTRIBUTE),
        "relations": _relations(),
    }
    return _page(request, "corpus/parallel_passages.html", (words, place, problems), context)


def _page(
    request: Request, template: str, meant: tuple[str, Place, list[str]], context: dict[str, Any]
) -> HttpResponse:
    """The page about some words; with htmx, only its list."""
    words, place, problems = meant
    context |= {
        "document": place.paragraph.document,
        "paragraph": place.paragraph,
        "words": words,
        "place": place,
        "problems": problems,
        "in_margin": "margin" in request.GET,
        "here": "documents",
    }
    template += "#list" if request.htmx else ""
    response = render(request, template, context, status=400 if problems else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _meant(paragraph: Paragraph, data: Any) -> tuple[str, Place, list[str]]:
    """The words that an address or a form names, their place, and what is wrong with it."""
    start, end = (number(data.get(name, "")) for name in ("start", "end"))
    whole = Place(paragraph)
    if start is None and end is None:
        return paragraph.text, whole, []
    try:
        range_ = range_of(Place(paragraph, start, end))
    except Refused as refused:
        return "", whole, refused.messages
    if range_.start is None or range_.end is None:
        return paragraph.text, whole, []
    # A pointer that let go within a word means the word: what is compared here is words.
    cut = [each for each in spans(paragraph.text) if each[0] < range_.end and each[1] > range_.start]
    start = min([range_.start, *(each[0] for each in cut)])
    end = max([range_.end, *(each[1] for each in cut)])
    return paragraph.text[start:end], Place(paragraph, start, end), []


def _relations() -> list[tuple[str, Any]]:
    """What one passage can do to another, both ways round."""
    both = [(str(value), value.label) for value in RELATIONS]
    return both + [(f"{value}{TURNED}", INVERSE[value]) for value in RELATIONS if INVERSE[value] != value.label]


def _at(request: HttpRequest) -> str:
    """The page whose form was sent to an address below it."""
    return request.path.removesuffix("join/").removesuffix("tags/")


@require_POST
@member_page(form_at=_at)
def join(request: MemberRequest, slug: str, key: int) -> HttpResponse:
    """Join the words to what was found to say the same."""
    paragraph = Paragraph.objects.for_reading(request.user, slug, key)
    require(request.user, Permission.CONTRIBUTE)

    def act() -> DoneMessage:
        words, place, problems = _meant(paragraph, request.POST)
        if problems:
            raise Refused(*problems)
        target = request.POST.get("target", "")
        near = parallel_passages(words, paragraph.document, request.user, part=place.start is not None)
        match = next((each for each in near if f"{each.paragraph.document.slug}/{each.paragraph.key}" == target), None)
        if match is None:
            raise Refused(_("This is not among what is nearest any more. Look again, or join it by hand."))
        relation = request.POST.get("relation", "")
        whole = place.start is None or "whole" in request.POST
        range_ = None if whole else stretch_alike(words, match.paragraph.text)
        ends = [place, Place(match.paragraph, *(range_ or ()))]
        if relation.endswith(TURNED):
            ends.reverse()
        reference, batch = accept_found(
            source=ends[0],
            target=ends[1],
            relation=relation.removesuffix(TURNED),
            by=request.user,
            parallel=as_all_see_it(words, paragraph.document, match.paragraph),
            request_id=uuid_in(request),
        )
        return DoneMessage(joined_message(reference, request.user), batch)

    return answer(request, carry_out(request, act), reverse("parallel_passages", args=[slug, key]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(form_at=_at)
def tags_elsewhere(request: MemberRequest, slug: str, key: int) -> HttpResponse:
    """The tags that the parallels carry; sent, some of them put on the words, in one action."""
    paragraph = Paragraph.objects.for_reading(request.user, slug, key)
    require(request.user, Permission.CONTRIBUTE)
    words, place, problems = _meant(paragraph, request.POST if request.method == "POST" else request.GET)
    suggested = suggested_tags(words, paragraph.document, place, request.user) if words else []
    if request.method == "POST":

        def act() -> DoneMessage:
            if problems:
                raise Refused(*problems)
            chosen = [each for each in suggested if str(each.tag.pk) in request.POST.getlist("tag")]
            if not chosen:
                raise Refused(_("Tick at least one tag. What its parallels carry may have changed meanwhile."))
            new, batch = tag(
                places=[place],
                tags=[each.tag for each in chosen],
                by=request.user,
                draft="draft" in request.POST,
                origin=Origin.SUGGESTION,
                suggestions={each.tag.pk: each.provenance for each in chosen},
                request_id=uuid_in(request),
            )
            message = ngettext("%(n)d suggested tag was put there.", "%(n)d suggested tags were put there.", len(new))
            return DoneMessage(message % {"n": len(new)}, batch)

        return answer(request, carry_out(request, act), paragraph.get_absolute_url())
    return _page(request, "corpus/tags_elsewhere.html", (words, place, problems), {"suggested": suggested})
