"""What is in a person's inbox, as far as they may see it by now."""

from collections.abc import Iterable

from django.db.models import Count

from annotator.models import Notification
from annotator.models.notification import NotificationQuerySet
from annotator.selectors.review_queue import COUNTED
from annotator.selectors.waiting_passages import waiting_passages
from corpus.models.collection import Person

PLACES = ("event__document__collection", "event__paragraph__document", "event__other_paragraph__document")


def inbox_of(user: Person, kind: str = "", *, unread: bool = False) -> NotificationQuerySet:
    """The notifications of ``user``, newest first, with their events and where these were: of one ``kind``, or all."""
    notifications = Notification.objects.shown_to(user)
    if kind:
        notifications = notifications.filter(kind=kind)
    if unread:
        notifications = notifications.unread()
    places = ("event__actor", "event__other_document__collection", *PLACES)
    return notifications.select_related(*places).order_by("-at", "-pk")


def number_unread(user: Person) -> int:
    """How many notifications of ``user`` are unread, ``COUNTED`` at the most: 1 query where there are none, else 2.

    On every page, so rights are asked about only where there is something.
    """
    unread = Notification.objects.filter(person=user.pk).unread().order_by()
    if not unread.exists():
        return 0
    return unread.shown_to(user).values("pk")[:COUNTED].count()


def adrift_in(user: Person, documents: Iterable[int]) -> dict[int, int]:
    """How many marks of ``user`` in each of ``documents`` wait for a person to say where they go: 1 query, if any."""
    document_keys = list(documents)
    passages = waiting_passages(user, own=True).filter(document__in=document_keys).order_by()
    return dict(passages.values_list("document").annotate(n=Count("pk"))) if document_keys else {}
