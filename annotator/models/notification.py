"""Notifications: what was done that concerns a person, for their inbox and their mail."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from corpus.models.collection import Person

from .event import Event


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Reads of inboxes."""

    def shown_to(self, user: Person) -> Self:
        """Those of ``user`` about what they may see by now: rights may be others than when it was done."""
        visible = Event.objects.visible_to(user).filter(pk=OuterRef("event")).order_by()
        return self.filter(Q(Exists(visible)), person=user.pk)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """That an event concerns a person; written with the event, in the same transaction."""

    class Kind(models.TextChoices):
        """Why it concerns them, the strongest reason first."""

        MENTION = "mention", _("mention")
        REPLY = "reply", _("reply")
        DISCUSSION = "discussion", _("discussion")
        DECISION = "decision", _("decision")
        ADRIFT = "adrift", _("words lost or uncertain")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    # The event's, by which an inbox is in order.
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="notification_once", fields=["event", "person"]),
        ]
        indexes = [
            models.Index(name="notification_newest", fields=["person", "at"]),
            # How many are unread, on every page; and what is to be mailed.
            models.Index(name="notification_unread", fields=["person", "at"], condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class MailChoice(models.Model):
    """Whether a person is told by e-mail of what is in their inbox; without a row they are not."""

    class When(models.TextChoices):
        """How soon."""

        NEVER = "never", _("never")
        AT_ONCE = "at once", _("at once")
        DAILY = "daily", _("once a day")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_choice"
    )
    when = models.CharField(_("by e-mail"), max_length=10, choices=When, default=When.NEVER)
    # What was done before they asked for mail stays in the inbox.
    since = models.DateTimeField(_("since"))
    # When the command last looked for them; and until when the run that is at it now may take.
    looked_at = models.DateTimeField(_("looked at"), null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail choice")
        verbose_name_plural = _("mail choices")

    def __str__(self) -> str:
        return self.get_when_display()
