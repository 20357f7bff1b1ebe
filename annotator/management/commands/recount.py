"""Checks the kept numbers of tags."""

from typing import Any

from django.core.management.base import BaseCommand

from annotator.actions.tag_numbers import recount, recount_wrong


class Command(BaseCommand):
    help = "Checks on how many passages of each document each tag is kept to be, and rights what is not as counted."

    def handle(self, *_args: Any, **_options: Any) -> None:
        recount()
        self.stdout.write(f"Wrong numbers: {recount_wrong()}")
