"""The replies of a bundle, held against the notes they answer."""

from itertools import batched

from django.utils.translation import gettext as _

from annotator.imports.problems import ImportProblem
from annotator.models import Annotation

from .ledger import Ledger
from .rows import BundleRows

# Answers that are looked up together.
CHUNK = 500


def check_replies(rows: BundleRows, ledger: Ledger, problems: list[ImportProblem]) -> None:
    """Add to ``problems`` each new reply to a note that is not there, stands elsewhere or answers itself.

    1 query for a chunk of replies.
    """
    wrong: set[int] = set()
    for chunk in batched(ledger.answers(), CHUNK):
        notes = Annotation.objects.in_bulk({above for above, _passage, _line, in_bundle in chunk if in_bundle is None})
        for above, passage, line, in_bundle in chunk:
            # What is wrong with the line of the note that is answered is said there.
            if in_bundle is None and rows.line_of(above) is not None:
                continue
            if in_bundle is None and above not in notes:
                reason = _("There is no note %s, neither in the bundle nor here. Export it too, or empty the cell.")
            elif passage != (notes[above].passage_id if in_bundle is None else in_bundle):
                reason = _("The note %s stands on another passage.")
            else:
                continue
            wrong.add(line)
            problems.append(ImportProblem(rows.kind.file, line, f"in_reply_to: {reason % above}"))
    for line in ledger.endless():
        if line not in wrong:
            reason = _("The note answers itself, directly or through others.")
            problems.append(ImportProblem(rows.kind.file, line, f"in_reply_to: {reason}"))
