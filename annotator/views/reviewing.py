"""The editors' list: what waits for a decision, decided many at once; and marks whose words are lost or uncertain."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotator.actions import contributions
from annotator.errors import NotUpdatedError
from annotator.exports.kinds import EXPORT_KINDS as FILES
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.listing import listing, show
from annotator.http.paging import BESIDE, query_without
from annotator.http.responses import UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page, take
from annotator.models import Contribution
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.permissions import Permission, require
from annotator.presenters.cards import cards
from annotator.selectors import review_queue
from annotator.selectors.filters import WAITING, Filters
from annotator.selectors.waiting_passages import number_of_passages

DECISIONS, PLACES = "decisions", "places"
NARROWED_BY = ("collection", "document", "tag", "person")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def review(request: MemberRequest) -> HttpResponse:
    """The oldest first. What is refused comes back as it was ticked and typed."""
    require(request.user, Permission.SEE_REVIEW)
    if request.method != "POST":
        return page(request, take(request) or QueryDict(), ticked=request.GET.get("ticked") == "all")
    outcome = carry_out(request, lambda: decide(request))
    if outcome.succeeded:
        return answer(request, outcome, "review")
    changed = _("Somebody changed one of these meanwhile. Here is what they say now. Look again, then decide.")
    response = page(request, request.POST, refused=[changed] if outcome.changed else outcome.problems)
    response.status_code = UNPROCESSABLE
    return response


def page(
    request: MemberRequest, typed: QueryDict, *, refused: Sequence[str] = (), ticked: bool = False
) -> HttpResponse:
    """The page with the boxes ticked that are in ``typed``, or all of them, and its reason."""
    of = PLACES if request.GET.get("kind") == PLACES else DECISIONS
    find = review_queue.on_unsettled if of == PLACES else review_queue.waiting
    listed = listing(request, "tags", NARROWED_BY, lambda filters: find(request.user, filters.look_up(request.user)))
    listed = listed.showing(cards(listed.page.rows, request.user, notes=of == DECISIONS))
    query = query_without(request, "ticked")
    # Ticked is what was asked for on this page: no other one comes ticked before it was read.
    listed = replace(listed, page=replace(listed.page, query=query_without(request, "ticked", "page", *BESIDE)))
    context = {
        "of": of,
        "numbers": {DECISIONS: review_queue.number_waiting(request.user), PLACES: number_of_passages(request.user)},
        "refused": refused,
        "reason": typed.get("reason", ""),
        # Not where it is the ticks that are missing.
        "lacks_reason": bool(refused and typed.get("chosen") and typed.get("decision") == "decline")
        and not typed.get("reason", "").strip(),
        "ticked": ticked,
        "chosen": {value.rpartition(":")[0] for value in typed.getlist("chosen")},
        "untick": f"?{query}",
        "tick": f"?{query}&ticked=all",
        "exports": exports(request) if of == DECISIONS and listed.page.rows else {},
        "here": "review",
    }
    return show(request, "annotator/review.html", listed, **context)


def exports(request: MemberRequest) -> dict[str, str]:
    """The exports of what waits, narrowed as the list is: the files' names with their addresses."""
    waiting = replace(Filters.from_query(request.GET), statuses=(WAITING,)).to_query()
    kinds = [kind for kind, file in FILES.items() if file.model in CONTRIBUTION_KINDS.values()]
    return {FILES[kind].file: f"{reverse('export')}?kind={kind}&{waiting}" for kind in kinds}


def decide(request: MemberRequest) -> DoneMessage:
    """Publish or decline what was ticked, in one batch. Raises ``Refused`` and ``NotUpdatedError``."""
    chosen, sent = as_seen(request), uuid_in(request)
    if request.POST.get("decision") == "decline":
        reason = request.POST.get("reason", "")
        batch = contributions.decline(contributions=chosen, by=request.user, reason=reason, request_id=sent)
        return DoneMessage(_("Declined."), batch)
    return DoneMessage(_("Published."), contributions.publish(contributions=chosen, by=request.user, request_id=sent))


def as_seen(request: MemberRequest) -> list[Contribution]:
    """What was ticked, as ``kind:id:version``.

    Raises ``NotUpdatedError`` where it is no longer there in the version the person has read.
    """
    versions: dict[str, dict[UUID, str]] = {kind: {} for kind in CONTRIBUTION_KINDS}
    for value in request.POST.getlist("chosen"):
        kind, _colon, number = value.partition(":")
        pk, _colon, version = number.partition(":")
        try:
            versions[kind][UUID(pk)] = version
        except (KeyError, ValueError):
            raise NotUpdatedError from None
    seen: list[Contribution] = []
    for kind, sent in versions.items():
        waiting = CONTRIBUTION_KINDS[kind].objects.visible_to(request.user).with_places().in_bulk(sent) if sent else {}
        if any(pk not in waiting or str(waiting[pk].version) != version for pk, version in sent.items()):
            raise NotUpdatedError
        seen += waiting.values()
    return seen
