"""What was done to a contribution, as far as a certain person may read it, and why contributions were declined."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from annotator.models import Contribution, Event, Status
from corpus.models import Document
from corpus.models.collection import Person

# The parts of an event's snapshots that say where something stood.
PLACES = ("passage", "source", "target")


def events_of(contribution: Contribution, user: Person) -> list[Event]:
    """Everything that was done to ``contribution`` since it was submitted, oldest first: 1 query.

    Its author reads what was done to the draft, too.
    """
    all_there_are = Event.objects.history_of(contribution.pk)
    return [event for event in all_there_are if not event.drafted or contribution.author_id == user.pk]


def readable_documents(events: Sequence[Event], user: Person) -> frozenset[str]:
    """The slugs of the documents that ``events`` name places in and ``user`` may read: 1 query where there are any."""
    kept = [snapshot for event in events for snapshot in (event.before, event.after) if snapshot]
    slugs = {snapshot[name]["document"] for snapshot in kept for name in PLACES if name in snapshot}
    if not slugs:
        return frozenset()
    return frozenset(Document.objects.visible_to(user).filter(slug__in=slugs).values_list("slug", flat=True))


def reasons_declined(contributions: Iterable[Contribution]) -> dict[UUID | None, str]:
    """Why those of ``contributions`` that are declined were, by their ids: 1 query where there are any."""
    declined = [each.pk for each in contributions if each.status == Status.DECLINED]
    return Event.objects.reasons(declined) if declined else {}
