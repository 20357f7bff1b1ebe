"""Lists of contributions and of what was done: cross-references, a person's work, activity."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from annotator.actions import undo
from annotator.anchoring.word_diff import compare
from annotator.exports.kinds import EXPORT_KINDS
from annotator.http import Request
from annotator.http.listing import Listing, listing, newest_first, show
from annotator.http.paging import Page, PageableRows
from annotator.models import Annotation, CrossReference, Event, ProposedParallel
from annotator.models.kinds import CONTRIBUTION_KINDS as CONTRIBUTIONS
from annotator.presenters.cards import cards
from annotator.presenters.history import EventRow, changes_in
from annotator.presenters.note_html import titles_in_events
from annotator.presenters.parallels import stored_in_words
from annotator.selectors.filters import Filters, people
from annotator.selectors.history import undos_cut_off
from corpus.db.newest import Newest
from corpus.models.collection import Person

ON_CONTRIBUTIONS = ("collection", "document", "tag", "person", "status")
MENTIONS = "mentions"
# What a person's page shows, one at a time.
WORK = {
    "tags": _("Tags"),
    "annotations": _("Notes"),
    "cross-references": _("Cross-references"),
    MENTIONS: _("Mentioned in"),
}


@login_not_required
@require_safe
def cross_references(request: Request) -> HttpResponse:
    """All cross-references, each with both sides' words."""
    references = listing(request, "cross-references", ON_CONTRIBUTIONS)
    references = references.showing(cards(references.page.rows, request.user))
    return show(request, "annotator/cross_references.html", references, here="cross-references")


@login_not_required
@require_safe
def cross_reference(request: Request, pk: UUID) -> HttpResponse:
    """One cross-reference, its two sides compared word by word; with ``?exact``, every character."""
    reference = CrossReference.objects.for_acting(request.user, pk)
    (card,) = cards([reference], request.user)
    is_exact = "exact" in request.GET
    comparison = compare(reference.source.quote, reference.target.quote, exact=is_exact)
    pair = ProposedParallel.objects.visible_to(request.user).with_places().filter(reference=reference).first()
    context = {
        "card": card,
        "proposed": pair,
        "reasons": stored_in_words(pair.reasons) if pair else (),
        "comparison": comparison,
        "is_exact": is_exact,
        "share": round(comparison.share * 100),
        "here": "cross-references",
    }
    return render(request, "annotator/cross_reference.html", context)


@login_not_required
@require_safe
def person(request: Request, username: str) -> HttpResponse:
    """What a person contributed, one kind at a time, as far as the viewer may see it."""
    account = people(request.user).filter(username=username).first()
    if account is None:
        now = get_object_or_404(people(request.user), former_names__username=username)
        return redirect("person", now.username)
    kind = request.GET.get("kind", "")
    kind = kind if kind in WORK else "tags"
    context = {"person": account, "kind": kind, "work": WORK, "not_exported": kind == MENTIONS}
    shown = [name for name in ON_CONTRIBUTIONS if name != "person"]
    listed = mentions_of(request, account) if kind == MENTIONS else work_of(request, kind, shown, account)
    listed = listed.showing(cards(listed.page.rows, request.user))
    return show(request, "annotator/person.html", listed, **context)


def work_of(request: Request, kind: str, shown: Sequence[str], author: User) -> Listing:
    """What a person made of one kind."""
    exported = EXPORT_KINDS[kind]

    def find(filters: Filters) -> PageableRows:
        return newest_first(exported.seen(request.user, filters), exported.model.objects.filter(author=author))

    return listing(request, kind, shown, find, persons=(author.username,))


def mentions_of(request: Request, mentioned: User) -> Listing:
    def find(filters: Filters) -> PageableRows:
        notes = EXPORT_KINDS["annotations"].seen(request.user, filters)
        return newest_first(notes.filter(mentions=mentioned), Annotation.objects.filter(mentions=mentioned))

    return listing(request, "annotations", ON_CONTRIBUTIONS, find)


def contributions_open_to(user: Person, events: Iterable[Event]) -> set[UUID]:
    """The contributions among what ``events`` are about whose history ``user`` may open: a query for each kind.

    One's own events are listed also where the thing is somebody else's and was withdrawn since.
    """
    about: dict[str, set[UUID | None]] = {kind: set() for kind in CONTRIBUTIONS}
    for event in events:
        about.setdefault(event.subject_type, set()).add(event.subject_id)
    return {
        pk
        for kind, model in CONTRIBUTIONS.items()
        for pk in model.objects.reachable_by(user).filter(pk__in=about[kind]).values_list("pk", flat=True)
    }


def counts_beyond(page: Page, user: Person) -> dict[UUID, int]:
    """How many events ``user`` may see of the action that fills ``page`` and others: 1 query if one does."""
    batches = {event.batch for event in page.rows}
    if len(batches) != 1 or not (page.more or page.number > 1):
        return {}
    (batch,) = batches
    return {batch: Event.objects.visible_to(user).filter(batch=batch).count()}


@login_not_required
@require_safe
def activity(request: Request) -> HttpResponse:
    """Who did what, newest first; what was done in one action stands together, as far as it is on one page."""

    def find(filters: Filters) -> PageableRows:
        return Newest(EXPORT_KINDS["events"].seen(request.user, filters).for_list(), "at")

    events = listing(request, "events", ("collection", "document", "person", "since", "until"), find)
    undone = Event.objects.undone({event.batch for event in events.page.rows})
    open_to_them = contributions_open_to(request.user, events.page.rows)

    cut_off = undos_cut_off(events.page.rows)

    def may_undo(event: Event) -> bool:
        mine = event.actor_id is not None and event.actor_id == request.user.pk
        stands = event.undoes is None or event.batch in cut_off
        return mine and stands and event.batch not in undone and undo.recent(event) and undo.undoable(event)

    titles = titles_in_events(events.page.rows, request.user)
    counts = counts_beyond(events.page, request.user)
    rows = [
        EventRow(
            event,
            changes_in(event),
            event.subject_id in open_to_them,
            may_undo(event),
            titles,
            counts.get(event.batch, 0),
        )
        for event in events.page.rows
    ]
    return show(request, "annotator/activity.html", events.showing(rows), here="activity")
