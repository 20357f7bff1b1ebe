"""What is done to a contribution that is there: withdraw, bring back, publish, decline, resolve, undo; its history."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from annotator.actions import annotations, confirm_anchor, contributions
from annotator.actions.undo import may_be_undone
from annotator.actions.undo import undo as undo_batch
from annotator.errors import NotUpdatedError
from annotator.http import MemberRequest, Request
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.responses import DoneMessage, answer, back_to, refused
from annotator.http.saved_forms import member_page, take
from annotator.models import Contribution, Event, Passage
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.permissions import Permission, require
from annotator.presenters.cards import cards, passage_cards
from annotator.presenters.history import history_of
from annotator.presenters.labels import contribution_label
from annotator.presenters.proposed_change import changed_meanwhile
from annotator.selectors.history import last_batch_of
from annotator.selectors.margin import panels_of
from corpus.models.collection import Person

# The thing, a request of somebody who is logged in, and the id it was sent with.
type Act = Callable[[Any, Any, UUID | None], UUID]


def _alone(act: Callable[..., UUID]) -> Act:
    """What ``act`` does to contributions, done to one of them."""
    return lambda thing, request, sent: act(contributions=[thing], by=request.user, request_id=sent)


ACTS: dict[str, tuple[Act, Promise]] = {
    "withdraw": (_alone(contributions.withdraw), gettext_lazy("Withdrawn: %(what)s.")),
    "restore": (_alone(contributions.restore), gettext_lazy("Brought back: %(what)s.")),
    "confirm": (
        lambda thing, request, sent: confirm_anchor.confirm(contribution=thing, by=request.user, request_id=sent),
        gettext_lazy("Confirmed: the words of %(what)s are correct."),
    ),
    "propose": (_alone(contributions.propose), gettext_lazy("Submitted: %(what)s.")),
    "publish": (_alone(contributions.publish), gettext_lazy("Published: %(what)s.")),
    "decline": (
        lambda thing, request, sent: contributions.decline(
            contributions=[thing], by=request.user, reason=request.POST.get("reason", ""), request_id=sent
        ),
        gettext_lazy("Declined: %(what)s."),
    ),
    "return": (_alone(contributions.return_to_review), gettext_lazy("Returned to review: %(what)s.")),
    "resolve": (
        lambda thing, request, sent: annotations.resolve(annotation=thing, by=request.user, request_id=sent),
        gettext_lazy("Resolved: %(what)s."),
    ),
    "reopen": (
        lambda thing, request, sent: annotations.reopen(annotation=thing, by=request.user, request_id=sent),
        gettext_lazy("Open again: %(what)s."),
    ),
}


# What is decided about the words that were read.
DECISIONS = {"publish", "decline", "return"}


@login_not_required
@require_safe
def passage(request: Request, pk: int) -> HttpResponse:
    """One passage with everything on it: what opens in the margin, and a page of its own."""
    passage_shown = get_object_or_404(Passage.objects.visible_to(request.user).with_place(), pk=pk)
    (panel,) = panels_of([passage_shown], request.user)
    if not (panel.taggings or panel.notes or panel.references):
        raise Http404("Nothing to see on this passage.")
    (card,) = passage_cards([panel], request.user)
    context = {"passage_card": card, "here": "documents"}
    if not request.htmx:
        return render(request, "annotator/passage.html", context)
    # The panel is part of a page that stays: back to that page, at this paragraph, from wherever its links lead.
    return_to = f"{request.htmx.current_url_abs_path or ''}#p{passage_shown.paragraph.key}"
    return render(request, "annotator/passage.html#panel", context | {"live": True, "back": return_to})


def history_address(request: HttpRequest) -> str:
    """The page of a contribution that an action is asked for, which has the form for it."""
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    return reverse("history", args=[parts["kind"], parts["pk"]])


@require_POST
@member_page(history_address)
def act(request: MemberRequest, kind: str, pk: UUID, verb: str) -> HttpResponse:
    """Carry out one verb on one contribution."""
    if kind not in CONTRIBUTION_KINDS or verb not in ACTS or (verb in {"resolve", "reopen"} and kind != "annotation"):
        raise Http404("No such action.")
    thing = CONTRIBUTION_KINDS[kind].objects.for_acting(request.user, pk)
    carry_out_on, message = ACTS[verb]

    def carry_out_as_seen() -> DoneMessage:
        if not seen_as_it_is(request, thing, verb):
            raise NotUpdatedError
        return DoneMessage(
            str(message) % {"what": contribution_label(thing)}, carry_out_on(thing, request, uuid_in(request))
        )

    outcome = carry_out(request, carry_out_as_seen)
    if outcome.changed:
        now = CONTRIBUTION_KINDS[kind].objects.for_acting(request.user, pk)
        outcome = replace(outcome, problems=(changed_meanwhile(now, request.user),))
    return answer(request, outcome, thing.passages[0].get_absolute_url())


def seen_as_it_is(request: MemberRequest, thing: Contribution, verb: str) -> bool:
    """Whether the person, who may decide, has seen ``thing`` in the version it has: a decision is about a version."""
    if verb in DECISIONS:
        require(request.user, Permission.DECIDE, thing)
    version = request.POST.get("version", "" if verb in DECISIONS else str(thing.version))
    return version == str(thing.version)


@require_POST
@member_page(form_at=None)
def undo(request: MemberRequest) -> HttpResponse:
    """Take back everything one did in one batch."""
    batch = uuid_in(request, "batch") or last_batch_of(request.user)
    if batch is None:
        return refused(request, _("There is nothing of yours to undo."), "catalogue")

    def act() -> DoneMessage:
        undoing = undo_batch(batch_id=batch, by=request.user, request_id=uuid_in(request))
        again = Event.objects.is_undo(batch)
        message = what_was_undone(batch, request.user, again=again) + names_taken(undoing)
        return DoneMessage(message, undoing, undid=not again)

    return answer(request, carry_out(request, act), "activity")


@require_safe
def last_action(request: MemberRequest) -> HttpResponse:
    """What one's last action was, with the button that undoes it."""
    batch = last_batch_of(request.user)
    events = list(Event.objects.of_batch(batch, request.user)) if batch else []
    own = [event for event in events if event.actor_id == request.user.pk]
    context = {
        "batch": batch if own and may_be_undone(own) else None,
        "what": what_was_done(own) if own else "",
        "back": back_to(request, "activity"),
    }
    template = "annotator/last_action.html#offer" if request.htmx else "annotator/last_action.html"
    return render(request, template, context)


def what_was_undone(batch: UUID, user: Person, *, again: bool) -> str:
    """The message that names what was done in ``batch``: its first contribution, and how many things more.

    ``again``: it was an undo, and what had been undone is done again.
    """
    events = list(Event.objects.of_batch(batch, user))
    if not events:
        return _("Done again.") if again else _("Undone.")
    return (_("Done again: %(what)s.") if again else _("Undone: %(what)s.")) % {"what": what_was_done(events)}


def names_taken(undoing: UUID) -> str:
    """What is told beside: the other names that tags came back without in the batch ``undoing``."""
    events = Event.objects.filter(batch=undoing, subject_type=Event.Subject.TAG, after__has_key="names_taken")
    names = [name for names in events.values_list("after__names_taken", flat=True) for name in names]
    if not names:
        return ""
    return " " + _("Taken meanwhile, and so no other name of it any more: “%(names)s”.") % {"names": "”, “".join(names)}


def what_was_done(events: Sequence[Event]) -> str:
    """The name of one action by its ``events``: its first contribution, and how many things more.

    Two things of different kinds are both named: a pair that was accepted, and the cross-reference that came of it.
    """
    ordered = sorted(events, key=lambda event: event.paragraph is None)
    things = list({event.subject_id: event for event in reversed(ordered)}.values())[::-1]
    subject = _named(things[0])
    further = things[1:]
    if len(further) == 1 and further[0].subject_type != things[0].subject_type:
        return _("%(what)s, and %(other)s") % {"what": subject, "other": _named(further[0])}
    if further:
        subject = ngettext("%(what)s, and %(n)s more", "%(what)s, and %(n)s more", len(further)) % {
            "what": subject,
            "n": len(further),
        }
    return subject


def _named(event: Event) -> str:
    """What was done to a thing; what made it is named by the thing alone."""
    is_new = event.action in {Event.Verb.CREATED, Event.Verb.IMPORTED}
    return event.about if is_new or event.undoes else f"{event.get_action_display()} {event.about}"


@login_not_required
@require_safe
def history(request: Request, kind: str, pk: UUID) -> HttpResponse:
    if kind not in CONTRIBUTION_KINDS:
        raise Http404("No such kind.")
    thing = CONTRIBUTION_KINDS[kind].objects.for_acting(request.user, pk)
    (card,) = cards([thing], request.user, notes=True)
    kept = take(request) or QueryDict()
    context = {
        "card": card,
        "events": history_of(thing, request.user),
        "place": thing.passages[0],
        "back": request.path,
        "reason": kept.get("reason", ""),
    }
    return render(request, "annotator/history.html", context)
