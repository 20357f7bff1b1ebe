"""Mail about what is in inboxes, for those who asked for it."""

import logging
import smtplib
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.auth.addresses import confirmed_address
from annotator.models import MailChoice, Notification
from annotator.presenters.inbox import inbox_rows
from annotator.presenters.mail import mail_items
from annotator.selectors.inbox import inbox_of

logger = logging.getLogger(__name__)

When = MailChoice.When
# How long one mail may take, after which another run of the command takes its place.
LEASE = timedelta(minutes=15)
# Notifications that a mail tells of; the others are in the inbox.
MOST = 50
SIGNER = Signer(salt="annotator.stop-notifications")


@dataclass
class Sent:
    """What a run has done: how many mails were sent, and for whom that failed."""

    mails: int = 0
    failed: list[str] = field(default_factory=list)


def send_notifications(*, now: datetime, hour: int) -> Sent:
    """Send what is due ``now``: at once to some, to others once a day, from the ``hour`` on in the site's time zone.

    What is to be told, and whether its reader may see it, is asked at the moment of sending. Two runs at once send
    nothing twice: each person is taken by one of them. A run that is killed between a mail and the note of it leaves
    the mail to be sent again after ``LEASE``.
    """
    sent = Sent()
    choices = MailChoice.objects.exclude(when=When.NEVER).filter(person__is_active=True).select_related("person")
    for choice in choices.order_by("pk"):
        if not _is_due(choice, now, hour) or not _take(choice, now):
            continue
        try:
            sent.mails += _send(choice, now)
        except (smtplib.SMTPException, OSError) as error:
            # Not taken any more, and to be looked for again by the next run.
            MailChoice.objects.filter(pk=choice.pk).update(held_until=None)
            logger.warning("Mail was not sent: %s: %s", type(error).__name__, error)
            sent.failed.append(choice.person.username)
        else:
            MailChoice.objects.filter(pk=choice.pk).update(held_until=None, looked_at=now)
    return sent


def _is_due(choice: MailChoice, now: datetime, hour: int) -> bool:
    if choice.when != When.DAILY:
        return True
    today = timezone.localtime(now).date()
    begins = timezone.make_aware(datetime.combine(today, time(hour)))
    return now >= begins and (choice.looked_at is None or choice.looked_at < begins)


def _take(choice: MailChoice, now: datetime) -> bool:
    """Whether this run is the one that sends to the person: nobody else is at it, or has been since it was read."""
    free = Q(held_until__isnull=True) | Q(held_until__lt=now)
    rows = MailChoice.objects.filter(free, pk=choice.pk, when=choice.when, looked_at=choice.looked_at)
    return rows.update(held_until=now + LEASE) > 0


def _send(choice: MailChoice, now: datetime) -> int:
    """Send one mail with all that is due, unless there is nothing, or nowhere to send it; returns how many were."""
    person = choice.person
    address = confirmed_address(person)
    if not address:
        return 0
    due = inbox_of(person, unread=True).filter(mailed_at__isnull=True, at__gte=choice.since)
    numbers = list(due.values_list("pk", flat=True))
    if not numbers:
        return 0
    message_for(person, address, list(due[:MOST]), further=max(0, len(numbers) - MOST)).send(using="notifications")
    Notification.objects.filter(pk__in=numbers).update(mailed_at=now)
    return 1


def message_for(person: User, address: str, notifications: list[Notification], *, further: int) -> EmailMessage:
    """The mail that tells ``person`` of ``notifications``, and how many ``further`` ones there are."""
    site = settings.SITE_ADDRESS
    stop = site + reverse("stop_notifications", args=[SIGNER.sign(str(person.pk))])
    number = len(notifications) + further
    context = {
        "items": mail_items(inbox_rows(notifications, person), site),
        "further": further,
        "inbox": site + reverse("inbox"),
        "settings": site + reverse("notification_settings"),
        "stop": stop,
        "name": person.get_full_name() or person.username,
    }
    return EmailMessage(
        subject=ngettext("Glossator: %(n)s new in your inbox", "Glossator: %(n)s new in your inbox", number)
        % {"n": number},
        body=render_to_string("annotator/notifications.txt", context),
        to=[address],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            # RFC 8058: the mail program stops it by one POST, without a page.
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def whom_to_stop(token: str) -> User | None:
    """The person whose mail a link stops, by what is signed in it; ``None`` where it is not one of ours."""
    try:
        return User.objects.filter(pk=int(SIGNER.unsign(token))).first()
    except (BadSignature, ValueError):
        return None


def cannot_send() -> str:
    """Why no mail can be sent from here, in words; nothing where it can."""
    if not settings.SITE_ADDRESS:
        return _("Set GLOSSATOR_ADDRESS to the site’s address, such as https://texts.example.org: mails link to it.")
    return ""
