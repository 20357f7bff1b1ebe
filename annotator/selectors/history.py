"""What was done to a contribution, as a certain person may read it, why some were declined, and what one did last."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from annotator import permissions
from annotator.models import Contribution, Event, Status, UnfinishedUndo
from corpus.models import Document
from corpus.models.collection import Person

# The parts of an event's snapshots that say where something stood.
PLACES = ("passage", "source", "target")


def events_of(contribution: Contribution, user: Person) -> list[Event]:
    """Everything that was done to ``contribution`` since it was submitted, oldest first: 1 query.

    Its author reads what was done to the draft, too, and with the editors what was proposed to change.
    """
    own = contribution.author_id == user.pk
    sees_all = own or permissions.is_editor(user)
    all_there_are = Event.objects.history_of(contribution.pk)
    return [event for event in all_there_are if (own or not event.drafted) and (sees_all or not event.of_change)]


def readable_documents(snapshots: Iterable[Mapping[str, Any]], user: Person) -> dict[str, str]:
    """The short titles, by slug, of the documents that ``snapshots`` name places in and ``user`` may read.

    1 query where there are any. Also of the places in changes that are proposed.
    """
    kept = [each for snapshot in snapshots for each in (snapshot, snapshot.get("proposed_change") or {})]
    slugs = {each[name]["document"] for each in kept for name in PLACES if name in each}
    if not slugs:
        return {}
    documents = Document.objects.visible_to(user).filter(slug__in=slugs).only("slug", "title", "short_title")
    return {document.slug: document.title_in_short for document in documents}


def reasons_declined(contributions: Iterable[Contribution]) -> dict[UUID | None, str]:
    """Why those of ``contributions`` that are declined were, by their ids: 1 query where there are any."""
    declined = [each.pk for each in contributions if each.status == Status.DECLINED]
    return Event.objects.reasons(declined) if declined else {}


def undos_cut_off(events: Iterable[Event]) -> set[UUID]:
    """The actions of ``events`` that are undos which were not done to their end: 1 query where there are undos."""
    undos = {event.batch for event in events if event.undoes}
    return set(UnfinishedUndo.objects.filter(batch__in=undos).values_list("batch", flat=True)) if undos else set()


def last_batch_of(user: Person) -> UUID | None:
    """The newest batch of ``user`` that stands: neither an undo nor undone. What was done again stands.

    1 query, and some more for each that undoes what undid something.
    """
    events = Event.objects.all()
    does = Q(undoes=None) | Q(Exists(events.filter(batch=OuterRef("undoes"), undoes__isnull=False)))
    undone = Exists(events.finished().filter(undoes=OuterRef("batch")))
    newest = events.filter(does, actor=user.pk).exclude(undone).order_by("-at", "-pk").values_list("batch", "undoes")
    passed: list[UUID] = []
    while event := newest.exclude(batch__in=passed).first():
        batch, undoes = event
        if undoes is None or not events.is_undo(batch):
            return batch
        passed.append(batch)
    return None
