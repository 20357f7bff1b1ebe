"""Loads the seeds into a site and makes the demo's people and contributions; run again it changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from annotator.demo import Demo
from annotator.errors import Refused

SEEDS = settings.BASE_DIR / "seeds"
FIRST_STEPS = {
    "annotator": "open a text, select some words and press t (tag), n (note) or x (cross-reference)",
    "editor": "publish or decline what waits under Review",
    "administrator": "make collections, documents and people under Admin",
}


class Command(BaseCommand):
    help = "Loads seeds/ and makes demo people and contributions. Changes nothing when run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--look-in", action="append", default=[], metavar="DIR", help="where else to look for texts"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        demo = Demo(SEEDS / "contributions.toml")
        try:
            demo.check()
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if not demo.is_there():
            # A demo that is there keeps its texts as they are: the seeds may be newer, and would revise them.
            loaded = {"stdout": self.stderr, "stderr": self.stderr}
            call_command("load_documents", str(SEEDS), look_in=options["look_in"], propose=True, **loaded)
        passwords = demo.run()
        self.stdout.write(f"{demo.made} tags and contributions made.")
        if passwords:
            self.stdout.write("Three people to log in as; the passwords are shown this once:")
            for person in demo.described["person"]:
                name = person["username"]
                self.stdout.write(f"  {name:6} {passwords[name]}  {person['role']}: {FIRST_STEPS[person['role']]}")
        else:
            people = [f"{person['username']} ({person['role']})" for person in demo.described["person"]]
            first = demo.described["person"][0]["username"]
            self.stdout.write(
                f"The demo's people are there: {', '.join(people)}. `manage.py changepassword {first}` sets another "
                "password."
            )
