"""A site with many taggings, one a passage, for the bench of exports: loaded and tagged by the product's own actions.

Nothing else is done to it: no statistics are gathered that a real site would not have.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User

from annotator.actions import taggings
from annotator.models import Tag
from annotator.models.place import Place
from corpus.models import Document, Paragraph

from .site import document, people, stretch, tags

PARAGRAPHS = 10_000
# A document as people have it, which somebody reads meanwhile.
QUIET, QUIET_PARAGRAPHS = "quiet", 100
# Passages of a paragraph, each of so many words, so many words apart.
PASSAGES, WORDS, APART = 10, 8, 9
# Taggings of one action.
BATCHES = 20


def fill(wanted: int) -> int:
    """Fill an empty, migrated database with ``wanted`` taggings or a few more; returns how many there are."""
    team, codebook = people(), tags()[:BATCHES]
    made = _tag(document(QUIET_PARAGRAPHS, QUIET), team, codebook, QUIET_PARAGRAPHS)
    number = 0
    while made < wanted:
        made += _tag(document(PARAGRAPHS, f"document-{number:02}"), team, codebook, wanted - made)
        number += 1
    return made


def _tag(document: Document, team: Sequence[User], codebook: Sequence[Tag], wanted: int) -> int:
    """Put a tag on each of at least ``wanted`` passages, or on all there are, in another order than that of the text."""
    bodies = Paragraph.objects.filter(document=document, kind=Paragraph.Kind.BODY).order_by("position")
    paragraphs = list(bodies.select_related("document__collection"))
    made = 0
    for turn in range(PASSAGES):
        for part in range(BATCHES):
            places = [
                Place(paragraph, *stretch(paragraph.text, turn * APART, WORDS))
                for paragraph in paragraphs[part::BATCHES]
            ]
            if made >= wanted or not places:
                return made
            taggings.tag(places=places, tags=[codebook[(part + turn) % BATCHES]], by=team[turn % len(team)])
            made += len(places)
    return made
