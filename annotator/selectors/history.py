"""The history of a thing as a certain person may read it, and why things were declined."""

from collections.abc import Iterable

from annotator import permissions
from annotator.models import Contribution, Event, Status
from annotator.models.readable import PLACES
from corpus.models import Document
from corpus.models.collection import Person


def history_of(thing: Contribution, user: Person) -> list[Event]:
    """Everything that was done to ``thing`` since it was handed in, oldest first, with where it stood: 2 queries.

    Its author reads what was done to the draft, too, and with the editors what was proposed to change. Of a place in a
    document that ``user`` may not read, only that there was one.
    """
    all_there_are = Event.objects.history_of(thing.pk)
    own = getattr(thing, "author_id", None) == user.pk
    told = own or permissions.is_editor(user)
    events = [event for event in all_there_are if (own or not event.drafted) and (told or not event.of_change)]
    kept = [snapshot for event in events for snapshot in (event.before, event.after) if snapshot]
    slugs = {snapshot[name]["document"] for snapshot in kept for name in PLACES if name in snapshot}
    readable = Document.objects.visible_to(user).filter(slug__in=slugs) if slugs else Document.objects.none()
    shown = frozenset(readable.values_list("slug", flat=True))
    for event in events:
        event.readable = shown
    return events


def tell_why_declined(things: Iterable[Contribution]) -> None:
    """Set ``declined_because`` on those of ``things`` that were declined: 1 query where there are any."""
    declined = [thing for thing in things if thing.status == Status.DECLINED]
    reasons = Event.objects.reasons(thing.pk for thing in declined) if declined else {}
    for thing in declined:
        thing.declined_because = reasons.get(thing.pk, "")
