"""The editors' list: what waits for a decision, decided many at once; and marks whose words are lost or uncertain."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotator.actions import contributions
from annotator.actions.batch import carried_out
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.exports.kinds import KINDS as FILES
from annotator.http import MemberRequest
from annotator.models import Annotation, Contribution, Status
from annotator.models.kinds import KINDS
from annotator.permissions import Action, require
from annotator.presenters.contribution_menu import offer
from annotator.presenters.note_html import for_reader
from annotator.selectors import review_queue
from annotator.selectors.filters import Filters

from .contribution_actions import uuid_in
from .listing import listing, show
from .responses import UNPROCESSABLE, done

DECISIONS, PLACES = "decisions", "places"
NARROWED_BY = ("collection", "document", "tag", "person")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest) -> HttpResponse:
    """The oldest first. What is refused comes back as it was ticked and typed."""
    require(request.user, Action.SEE_REVIEW)
    if request.method != "POST":
        return page(request, ticked=request.GET.get("ticked") == "all")
    try:
        return decide(request)
    except NotUpdatedError:
        problems = [_("Somebody changed one of these meanwhile. Here is what they say now. Look again, then decide.")]
    except Refused as refused:
        problems = refused.messages
    answer = page(request, chosen=request.POST.getlist("chosen"), refused=problems)
    answer.status_code = UNPROCESSABLE
    return answer


def page(
    request: MemberRequest, *, chosen: Sequence[str] = (), refused: Sequence[str] = (), ticked: bool = False
) -> HttpResponse:
    """The page with the boxes of ``chosen`` ticked, or all of them."""
    of = PLACES if request.GET.get("kind") == PLACES else DECISIONS
    find = review_queue.displaced if of == PLACES else review_queue.waiting
    found = listing(request, "tags", NARROWED_BY, lambda filters: find(request.user, filters.look_up(request.user)))
    ids = {value.rpartition(":")[0] for value in chosen}
    for contribution in found.page.rows:
        offer(contribution, request.user)
        contribution.ticked = ticked or f"{contribution.kind}:{contribution.pk}" in ids
    for_reader([each for each in found.page.rows if isinstance(each, Annotation)], request.user)
    query = request.GET.copy()
    query.pop("ticked", None)
    untick, tick = f"?{query.urlencode()}", f"?{query.urlencode()}&ticked=all"
    # Ticked is what was asked for on this page: no other one comes ticked before it was read.
    query.pop("page", None)
    found.page.query = query.urlencode()
    context = {
        "of": of,
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "ticked": ticked,
        "untick": untick,
        "tick": tick,
        "exports": exports(request) if of == DECISIONS and found.page.rows else {},
        "here": "review",
    }
    return show(request, "annotator/review.html", found, **context)


def exports(request: MemberRequest) -> dict[str, str]:
    """The exports of what waits, narrowed as the list is: the files' names with their addresses."""
    waiting = replace(Filters.from_query(request.GET), statuses=(Status.PROPOSED.value,)).to_query()
    return {FILES[kind].file: f"{reverse('export')}?kind={kind}&{waiting}" for kind in review_queue.OF_KIND.values()}


def decide(request: MemberRequest) -> HttpResponse:
    """Publish or decline what was ticked, in one batch. Raises ``Refused`` and ``NotUpdatedError``."""
    sent = uuid_in(request, "request_id")
    try:
        chosen = as_seen(request)
        if request.POST.get("decision") == "decline":
            reason = request.POST.get("reason", "")
            batch = contributions.decline(contributions=chosen, by=request.user, reason=reason, request_id=sent)
            message = _("Declined.")
        else:
            batch = contributions.publish(contributions=chosen, by=request.user, request_id=sent)
            message = _("Published.")
    except AlreadyDone:
        return done(request, "", None, "review")
    except NotUpdatedError:
        # Sent twice: the first time it was this person who changed them.
        if carried_out(sent, request.user):
            return done(request, "", None, "review")
        raise
    return done(request, message, batch, "review")


def as_seen(request: MemberRequest) -> list[Contribution]:
    """What was ticked, as ``kind:id:version``.

    Raises ``NotUpdatedError`` where it is no longer there in the version the person has read.
    """
    versions: dict[str, dict[UUID, str]] = {kind: {} for kind in KINDS}
    for value in request.POST.getlist("chosen"):
        kind, _colon, rest = value.partition(":")
        pk, _colon, version = rest.partition(":")
        try:
            versions[kind][UUID(pk)] = version
        except (KeyError, ValueError):
            raise NotUpdatedError from None
    found: list[Contribution] = []
    for kind, wanted in versions.items():
        there = KINDS[kind].objects.visible_to(request.user).with_places().in_bulk(wanted) if wanted else {}
        if any(pk not in there or str(there[pk].version) != version for pk, version in wanted.items()):
            raise NotUpdatedError
        found += there.values()
    return found
