"""What a person does with their own inbox: read, unread, and whether they are told by e-mail."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from annotator.actions.people import require_visible
from annotator.models import MailChoice, Notification


def mark(*, person: User, chosen: Collection[int], read: bool) -> None:
    """Say of the notifications ``chosen``, by their ids, as far as they are ``person``'s, that they are read or not."""
    Notification.objects.filter(person=person, pk__in=chosen, read_at__isnull=read).update(
        read_at=timezone.now() if read else None
    )


def mark_all_read(*, person: User, until: datetime, kind: str = "") -> None:
    """Say that ``person`` has read all that was there ``until`` a time, of one ``kind`` or of all."""
    unread = Notification.objects.filter(person=person, at__lte=until).unread()
    (unread.filter(kind=kind) if kind else unread).update(read_at=timezone.now())


def choose_mail(*, person: User, when: str) -> None:
    """Set how ``person`` is told by e-mail; who asks for it is told of what is done from now on."""
    known = MailChoice.objects.filter(person=person).first()
    was_mailed = known is not None and known.when != MailChoice.When.NEVER
    since = known.since if known is not None and was_mailed else timezone.now()
    MailChoice.objects.update_or_create(person=person, defaults={"when": when, "since": since})


def rename(*, person: User, first_name: str, last_name: str) -> None:
    """Set the name by which ``person`` is shown. Raises ``Refused`` where it is not to be seen."""
    require_visible(first_name)
    require_visible(last_name)
    User.objects.filter(pk=person.pk).update(first_name=first_name, last_name=last_name)
