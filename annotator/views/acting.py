"""What is done to a contribution that is there: withdraw, bring back, publish, decline, resolve, undo; its history."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from annotator.actions import annotations, contributions
from annotator.actions.recording import AlreadyDone
from annotator.actions.refused import Refused
from annotator.actions.undo import undo as undo_batch
from annotator.acts import KINDS, offer, offer_all
from annotator.margin import Entry, Narrowing, entries_of
from annotator.models import Contribution, Event, Passage
from annotator.models.contribution import NotUpdatedError

from . import pending
from .answers import done, refused

type Act = Callable[[Contribution, HttpRequest, UUID | None], UUID]

ACTS: dict[str, tuple[Act, str]] = {
    "withdraw": (
        lambda thing, request, sent: contributions.withdraw(contribution=thing, by=request.user, request_id=sent),
        gettext_lazy("Withdrawn."),
    ),
    "restore": (
        lambda thing, request, sent: contributions.restore(contribution=thing, by=request.user, request_id=sent),
        gettext_lazy("Brought back."),
    ),
    "propose": (
        lambda thing, request, sent: contributions.propose(contribution=thing, by=request.user, request_id=sent),
        gettext_lazy("Handed in."),
    ),
    "publish": (
        lambda thing, request, sent: contributions.publish(contributions=[thing], by=request.user, request_id=sent),
        gettext_lazy("Published."),
    ),
    "decline": (
        lambda thing, request, sent: contributions.decline(
            contributions=[thing], by=request.user, reason=request.POST.get("reason", ""), request_id=sent
        ),
        gettext_lazy("Declined."),
    ),
    "return": (
        lambda thing, request, sent: contributions.return_to_review(
            contributions=[thing], by=request.user, request_id=sent
        ),
        gettext_lazy("Set back to review."),
    ),
    "resolve": (
        lambda thing, request, sent: annotations.resolve(annotation=thing, by=request.user, request_id=sent),
        gettext_lazy("Resolved."),
    ),
    "reopen": (
        lambda thing, request, sent: annotations.reopen(annotation=thing, by=request.user, request_id=sent),
        gettext_lazy("Open again."),
    ),
}


def uuid_in(request: HttpRequest, name: str) -> UUID | None:
    """The id sent under ``name``, ``None`` where there is none that can be read."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


@login_not_required
@require_safe
def passage(request: HttpRequest, pk: int) -> HttpResponse:
    """One passage with everything on it: what opens in the margin, and a page of its own."""
    found = get_object_or_404(Passage.objects.visible_to(request.user).with_place(), pk=pk)
    entry = next(iter(entries_of({found.pk: found}, request.user, Narrowing())), Entry(found))
    if not (entry.taggings or entry.notes or entry.references) and not request.htmx:
        raise Http404("Nothing to see on this passage.")
    offer_all(entry, request.user)
    template = "annotator/passage.html#panel" if request.htmx else "annotator/passage.html"
    return render(request, template, {"entry": entry, "here": "documents"})


@login_not_required
@require_POST
def act(request: HttpRequest, kind: str, pk: UUID, verb: str) -> HttpResponse:
    """Carry out one verb on one contribution."""
    if kind not in KINDS or verb not in ACTS or (verb in {"resolve", "reopen"} and kind != "annotation"):
        raise Http404("No such action.")
    if not request.user.is_authenticated:
        return pending.log_in_first(request)
    thing = KINDS[kind].objects.for_acting(request.user, pk)
    address = getattr(thing, thing.PLACES[0]).get_absolute_url()
    carry_out, message = ACTS[verb]
    try:
        batch = carry_out(thing, request, uuid_in(request, "request_id"))
    except AlreadyDone:
        return done(request, "", None, address)
    except NotUpdatedError:
        return refused(request, _("Somebody changed it meanwhile. Look again, then decide."), address)
    except Refused as error:
        return refused(request, " ".join(error.messages), address)
    return done(request, str(message), batch, address)


@login_not_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back everything one did in one batch."""
    if not request.user.is_authenticated:
        return pending.log_in_first(request)
    batch_id = uuid_in(request, "batch") or Event.objects.last_batch_of(request.user)
    if batch_id is None:
        return refused(request, _("There is nothing of yours to undo."), "catalogue")
    try:
        batch = undo_batch(batch_id=batch_id, by=request.user, request_id=uuid_in(request, "request_id"))
    except AlreadyDone:
        return done(request, "", None, "activity")
    except Refused as error:
        return refused(request, " ".join(error.messages), "activity")
    return done(request, _("Undone."), batch, "activity")


@login_not_required
@require_safe
def history(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Everything that was done to one contribution."""
    if kind not in KINDS:
        raise Http404("No such kind.")
    thing = KINDS[kind].objects.for_acting(request.user, pk)
    offer(thing, request.user)
    events = Event.objects.history_of(thing.pk)
    context = {"thing": thing, "events": events, "place": getattr(thing, thing.PLACES[0])}
    return render(request, "annotator/history.html", context)
