"""Removes what has served."""

from typing import Any

from django.core.management.base import BaseCommand

from annotator.actions.prune import prune


class Command(BaseCommand):
    help = "Removes sessions that have ended and ids of requests older than 30 days. The site does it by itself, too."

    def handle(self, *_args: Any, **_options: Any) -> None:
        removed = prune()
        self.stdout.write(f"Removed: {removed['sessions']} sessions, {removed['requests']} ids of requests.")
