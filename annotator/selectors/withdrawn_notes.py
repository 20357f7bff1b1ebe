"""Withdrawn notes that have answers: they keep their place in a discussion, and nothing of what they said."""

from collections.abc import Container, Iterable, Sequence
from uuid import UUID

from annotator import permissions
from annotator.models import Annotation, Status
from corpus.models.collection import Person


def withdrawn_above(notes: Sequence[Annotation], passages: Container[int], user: Person) -> list[Annotation]:
    """The withdrawn notes that some of ``notes`` answer, each emptied: a line in its place is all that is shown of it.

    A query for each level of them; none where no note above is missing. Of what ``user`` would not see if it were not
    withdrawn nothing is said.
    """
    known = {note.pk for note in notes}
    withdrawn: list[Annotation] = []
    missing = _answered(notes) - known
    seen = [Status.PUBLISHED, Status.PROPOSED] if permissions.is_member(user) else [Status.PUBLISHED]
    while missing:
        rows = Annotation.objects.filter(pk__in=missing, status__in=seen)
        rows = rows.filter(withdrawn_at__isnull=False).defer("body", "body_html", "proposed_change")
        above = [_emptied(note) for note in rows.select_related("author") if note.passage_id in passages]
        withdrawn += above
        known |= missing
        missing = _answered(above) - known
    return withdrawn


def _emptied(note: Annotation) -> Annotation:
    """A withdrawn ``note`` (with its author) as it is shown in its place: without what it said."""
    kept = ("pk", "author", "passage_id", "in_reply_to_id", "status", "origin", "version", "created_at", "withdrawn_at")
    return Annotation(**{name: getattr(note, name) for name in kept})


def _answered(notes: Iterable[Annotation]) -> set[UUID]:
    """The ids of the notes that ``notes`` answer."""
    return {note.in_reply_to_id for note in notes if note.in_reply_to_id is not None}
