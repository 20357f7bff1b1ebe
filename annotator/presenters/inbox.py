"""A page of an inbox: what was done in one action for one reason stands together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Count
from django.urls import reverse

from annotator.models import Event, Notification
from annotator.presenters.history import EventRow, changes_in
from annotator.presenters.note_html import titles_in_events
from annotator.selectors.inbox import adrift_in
from corpus.models import Revision
from corpus.models.collection import Person

Kind = Notification.Kind


@dataclass(frozen=True, slots=True)
class InboxRow:
    """Notifications of one action and one kind.

    ``beyond`` is how many more things of the person the action was about: of an undo they are told once. ``adrift`` is
    how many of the person's marks have lost their words in the document by now, where it is about these.
    """

    notifications: Sequence[Notification]
    events: Sequence[EventRow]
    beyond: int = 0
    adrift: int | None = None
    taken_back: bool = False
    """Whether the revision that it is about was taken back, and the marks with it."""

    @property
    def first(self) -> Notification:
        """The newest of them, which says what they are."""
        return self.notifications[0]

    @property
    def unread(self) -> bool:
        return any(each.read_at is None for each in self.notifications)

    @property
    def revision(self) -> int:
        """The number of the revision that was loaded, where it is about that."""
        return int((self.first.event.after or {}).get("revision", 0))


def address_of(event: Event, kind: str) -> str:
    """Where a person goes from a notification of that ``kind`` about ``event``."""
    if kind == Kind.ADRIFT and event.document is not None:
        return f"{reverse('place_marks')}?document={event.document.slug}"
    if kind == Kind.DECISION:
        return reverse("history", args=[event.subject_type, event.subject_id])
    return reverse("annotation", args=[event.subject_id])


def inbox_rows(notifications: Sequence[Notification], viewer: Person) -> list[InboxRow]:
    """The rows of ``notifications``, which are in the order of an inbox: 2 queries where marks are adrift, 1 for links.

    And 1 where something was undone.
    """
    loaded = {each.event.document_id for each in notifications if each.kind == Kind.ADRIFT}
    documents = [pk for pk in loaded if pk is not None]
    adrift = adrift_in(viewer, documents)
    taken_back = Revision.objects.filter(document__in=documents, taken_back_at__isnull=False)
    undone = set(taken_back.values_list("document_id", "number")) if documents else set()
    titles = titles_in_events((each.event for each in notifications), viewer)
    undoing = {each.event.batch for each in notifications if each.event.undoes and each.kind == Kind.DECISION}
    theirs = Event.objects.listed().filter(batch__in=undoing, subject_author=viewer.pk).order_by().values_list("batch")
    numbers = dict(theirs.annotate(n=Count("pk"))) if undoing else {}
    rows = []
    for (batch, kind), some in groupby(notifications, lambda each: (each.event.batch, each.kind)):
        together = list(some)
        row = InboxRow(together, [EventRow(each.event, changes_in(each.event), titles=titles) for each in together])
        if kind == Kind.DECISION:
            row = replace(row, beyond=max(0, numbers.get(batch, 0) - len(together)))
        if kind == Kind.ADRIFT:
            document = together[0].event.document_id or 0
            row = replace(row, adrift=adrift.get(document, 0), taken_back=(document, row.revision) in undone)
        rows.append(row)
    return rows
