"""Notes of a bundle as they will be shown: rendered before anything is written, since that takes longest."""

from collections import defaultdict
from collections.abc import Iterable

from annotator.models import Annotation
from annotator.presenters.note_html import render_notes


def rendered(notes: Iterable[Annotation]) -> list[tuple[Annotation, int]]:
    """Render ``notes``, each with its author's eyes. Returns whom they mention, by key."""
    by_author = defaultdict(list)
    for note in notes:
        by_author[note.author_id].append(note)
    mentions = []
    for some in by_author.values():
        shown = render_notes([note.body for note in some], some[0].author)
        for note, (note.body_html, mentioned) in zip(some, shown, strict=True):
            mentions += [(note, user.pk) for user in mentioned]
    return mentions
