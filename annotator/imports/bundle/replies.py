"""The replies of a bundle, held against the notes they answer."""

from uuid import UUID

from django.utils.translation import gettext as _

from annotator.imports.problems import Problem
from annotator.models import Annotation

from .contributions import Contributions
from .rows import Rows


def check_replies(rows: Rows, notes: Contributions, problems: list[Problem]) -> None:
    """Add to ``problems`` each new reply to a note that is not there, stands elsewhere or answers itself: 1 query."""
    answered = {note.in_reply_to_id for note in notes.new if note.in_reply_to_id}
    here = Annotation.objects.in_bulk([pk for pk in answered if (pk,) not in rows.lines])
    ending: set[UUID] = set()
    for note in notes.new:
        reason = _wrong_with(note, rows, notes, here) or _circular(note, notes, ending)
        if reason:
            problems.append(Problem(rows.kind.file, rows.lines[(note.pk,)], f"in_reply_to: {reason}"))


def _wrong_with(note: Annotation, rows: Rows, notes: Contributions, here: dict[UUID, Annotation]) -> str:
    pk = note.in_reply_to_id
    # What is wrong with the line of the note that is answered is said there.
    if pk is None or (pk not in notes.found and (pk,) in rows.lines):
        return ""
    if pk in notes.found:
        same = notes.found[pk].passage is note.passage
    elif pk in here:
        same = here[pk].passage_id == note.passage.pk
    else:
        return _("There is no note %s, neither in the bundle nor here. Export it too, or empty the cell.") % pk
    return "" if same else _("The note %s stands on another passage.") % pk


def _circular(note: Annotation, notes: Contributions, ending: set[UUID]) -> str:
    """What is wrong if ``note`` answers itself, through others or not; ``ending``: those known to come to an end."""
    chain: dict[UUID, None] = {}
    pk: UUID | None = note.pk
    while pk is not None and pk not in ending:
        if pk in chain:
            return _("The note answers itself, directly or through others.")
        chain[pk] = None
        above = notes.found.get(pk)
        pk = above.in_reply_to_id if above else None
    ending.update(chain)
    return ""
