"""What is done to a contribution that is there: withdraw, bring back, publish, decline, resolve, undo; its history."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from annotator.actions import annotations, confirm_anchor, contributions
from annotator.actions.batch import carried_out
from annotator.actions.undo import undo as undo_batch
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.http import Request
from annotator.models import Annotation, Contribution, Event, Passage
from annotator.models.kinds import KINDS
from annotator.permissions import Action, require
from annotator.presenters.contribution_menu import offer, offer_all
from annotator.presenters.note_html import for_reader
from annotator.presenters.proposed_change import in_short
from annotator.selectors.history import history_of, tell_why_declined
from annotator.selectors.margin import Entry, Narrowing, entries_of
from corpus.models.collection import Person

from . import saved_forms
from .responses import done, refused

# The thing, a request of somebody who is logged in, and the id it was sent with.
type Act = Callable[[Any, Any, UUID | None], UUID]

ACTS: dict[str, tuple[Act, Promise]] = {
    "withdraw": (
        lambda thing, request, sent: contributions.withdraw(contributions=[thing], by=request.user, request_id=sent),
        gettext_lazy("Withdrawn."),
    ),
    "restore": (
        lambda thing, request, sent: contributions.restore(contributions=[thing], by=request.user, request_id=sent),
        gettext_lazy("Brought back."),
    ),
    "confirm": (
        lambda thing, request, sent: confirm_anchor.confirm(contribution=thing, by=request.user, request_id=sent),
        gettext_lazy("Confirmed: these are the right words."),
    ),
    "propose": (
        lambda thing, request, sent: contributions.propose(contributions=[thing], by=request.user, request_id=sent),
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


# What is decided about the words that were read.
DECISIONS = {"publish", "decline", "return"}


def uuid_in(request: Request, name: str) -> UUID | None:
    """The id sent under ``name``, ``None`` where there is none that can be read."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


@login_not_required
@require_safe
def passage(request: Request, pk: int) -> HttpResponse:
    """One passage with everything on it: what opens in the margin, and a page of its own."""
    found = get_object_or_404(Passage.objects.visible_to(request.user).with_place(), pk=pk)
    entry = next(iter(entries_of({found.pk: found}, request.user, Narrowing())), Entry(found))
    if not (entry.taggings or entry.notes or entry.references):
        raise Http404("Nothing to see on this passage.")
    prepare([entry], request.user)
    context = {"entry": entry, "here": "documents"}
    if not request.htmx:
        return render(request, "annotator/passage.html", context)
    # The panel is part of a page that stays: back to that page, at this paragraph, from wherever its links lead.
    back = f"{request.htmx.current_url_abs_path or ''}#p{found.paragraph.key}"
    return render(request, "annotator/passage.html#panel", context | {"live": True, "back": back})


def prepare(entries: Sequence[Entry], user: Person) -> None:
    """Set on everything in ``entries`` what it is shown with: what ``user`` may do to it, and how they read notes."""
    for entry in entries:
        offer_all(entry, user)
    replies = [reply for entry in entries for below in entry.replies.values() for reply in below]
    references = [link.reference for entry in entries for link in entry.references]
    marks = [thing for entry in entries for thing in (*entry.taggings, *entry.notes)]
    tell_why_declined([*marks, *replies, *references])
    for_reader([*(note for entry in entries for note in entry.notes), *replies], user)


@login_not_required
@require_POST
def act(request: Request, kind: str, pk: UUID, verb: str) -> HttpResponse:
    """Carry out one verb on one contribution."""
    if kind not in KINDS or verb not in ACTS or (verb in {"resolve", "reopen"} and kind != "annotation"):
        raise Http404("No such action.")
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request, reverse("history", args=[kind, pk]))
    thing = KINDS[kind].objects.for_acting(request.user, pk)
    address = getattr(thing, thing.PLACES[0]).get_absolute_url()
    carry_out, message = ACTS[verb]
    sent = uuid_in(request, "request_id")
    try:
        if not seen_as_it_is(request, thing, verb):
            # Sent twice: the first time it was this person who changed it.
            if carried_out(sent, request.user):
                return done(request, "", None, address)
            raise NotUpdatedError  # noqa: TRY301 - told like what the actions find
        batch = carry_out(thing, request, sent)
    except AlreadyDone:
        return done(request, "", None, address)
    except NotUpdatedError:
        now = in_short(KINDS[kind].objects.for_acting(request.user, pk), request.user)
        changed = _("Somebody changed it meanwhile. It says now: %(now)s. Look again, then decide.")
        return refused(request, changed % {"now": now}, address)
    except Refused as error:
        return refused(request, " ".join(error.messages), address)
    return done(request, str(message), batch, address)


def seen_as_it_is(request: Request, thing: Contribution, verb: str) -> bool:
    """Whether the person, who may decide, has seen ``thing`` in the version it has: a decision is about a version."""
    if verb in DECISIONS:
        require(request.user, Action.DECIDE, thing)
    version = request.POST.get("version", "" if verb in DECISIONS else str(thing.version))
    return version == str(thing.version)


@login_not_required
@require_POST
def undo(request: Request) -> HttpResponse:
    """Take back everything one did in one batch."""
    if not request.user.is_authenticated:
        return saved_forms.log_in_first(request)
    batch_id = uuid_in(request, "batch") or Event.objects.last_batch_of(request.user)
    if batch_id is None:
        return refused(request, _("There is nothing of yours to undo."), "catalogue")
    try:
        batch = undo_batch(batch_id=batch_id, by=request.user, request_id=uuid_in(request, "request_id"))
    except AlreadyDone:
        return done(request, "", None, "activity")
    except Refused as error:
        return refused(request, " ".join(error.messages), "activity")
    return done(request, what_was_undone(batch_id, request.user), batch, "activity", undid=True)


def what_was_undone(batch: UUID, user: Person) -> str:
    """The message that names what was done in ``batch``: its first contribution, and how many things more."""
    events = list(Event.objects.of_batch(batch, user))
    if not events:
        return _("Undone.")
    named = next((event for event in events if event.paragraph), events[0])
    # What made a thing is named by the thing alone.
    made = named.action in {Event.Verb.CREATED, Event.Verb.IMPORTED}
    what = named.about if made or named.undoes else f"{named.get_action_display()} {named.about}"
    if further := len({event.subject_id for event in events}) - 1:
        what = ngettext("%(what)s, and %(n)s more", "%(what)s, and %(n)s more", further) % {
            "what": what,
            "n": further,
        }
    return (_("Done again: %(what)s.") if named.undoes else _("Undone: %(what)s.")) % {"what": what}


@login_not_required
@require_safe
def history(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """Everything that was done to one contribution."""
    if kind not in KINDS:
        raise Http404("No such kind.")
    thing = KINDS[kind].objects.for_acting(request.user, pk)
    offer(thing, request.user)
    if isinstance(thing, Annotation):
        for_reader([thing], request.user)
    kept: Mapping[str, Any] = saved_forms.take(request) or {}
    context = {
        "thing": thing,
        "events": history_of(thing, request.user),
        "place": getattr(thing, thing.PLACES[0]),
        "back": request.path,
        "reason": kept.get("reason", ""),
    }
    return render(request, "annotator/history.html", context)
