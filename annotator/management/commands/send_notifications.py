"""Sends mail about what is in people's inboxes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from annotator.actions.notification_mail import cannot_send, send_notifications


def hour_of_day(value: str) -> int:
    """An hour from 0 to 23."""
    if not (value.isascii() and value.isdigit() and int(value) < 24):  # noqa: PLR2004 - hours of a day
        raise ValueError
    return int(value)


class Command(BaseCommand):
    help = "Sends mail about what is new in inboxes to those who asked for it. A timer runs it every few minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hour",
            type=hour_of_day,
            default=7,
            help="The hour, 0 to 23 in the site's time zone, from which on those are told who want one mail a day (7).",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if reason := cannot_send():
            raise CommandError(reason)
        sent = send_notifications(now=timezone.now(), hour=options["hour"])
        self.stdout.write(f"Sent: {sent.mails} mails.")
        if sent.failed:
            raise CommandError(
                f"Not sent to {', '.join(sent.failed)}: the mail server did not take it. They are told by the next run."
            )
