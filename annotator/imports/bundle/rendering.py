"""Notes of a bundle as they will be shown: rendered before anything is written, since that takes longest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.contrib.auth.models import User

from annotator.presenters.note_html import render_notes

from .ledger import NewThing


def rendered(things: Sequence[NewThing], people: Mapping[str, User]) -> list[NewThing]:
    """``things`` in their order, the notes among them rendered, each with its author's eyes."""
    by_author = defaultdict(list)
    for place, thing in enumerate(things):
        if "body" in thing.values:
            by_author[thing.author].append(place)
    found = list(things)
    for author, places in by_author.items():
        notes = render_notes([things[place].values["body"] for place in places], people[author])
        for place, (html, mentioned) in zip(places, notes, strict=True):
            found[place] = replace(things[place], body_html=html, mentions=[user.pk for user in mentioned])
    return found
