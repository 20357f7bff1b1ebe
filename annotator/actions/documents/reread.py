"""Making a revision from the source file of the newest one, where the readers have learnt something since."""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator import permissions
from annotator.errors import Refused
from annotator.selectors.reanchor_plan import PlannedMoves, summary_of
from corpus.blocks import Genre
from corpus.importing.notices import Notice, from_json
from corpus.models import Document

from .load import Outcome, revised, unchanged
from .parse import LINES_AS_BEFORE, read_draft, with_lines_as_before
from .revise import changeset_for, metadata_of_document, write_revision


def reread(*, document: Document, by: User | None, genre: Genre = Genre.UNKNOWN, dry_run: bool = False) -> Outcome:
    """Read the stored source of ``document`` again, and make a revision of it if it comes out otherwise.

    What is said about the document stays; only what was not known may be added.

    Args:
        document: with its newest revision.
        by: the person, ``None`` for the command line.
        genre: what kind of text it is, where it is another than was said at the load.
        dry_run: only say what would be done.

    Raises:
        Refused: the source is not there or cannot be read any more, or somebody loaded another text meanwhile.
        PermissionDenied: ``by`` may not load documents.
    """
    if by is not None:
        permissions.require(by, permissions.Permission.EDIT_DOCUMENT)
    revision = document.current
    if revision is None:
        raise Refused(_("“%(slug)s” was never loaded. Load a file.") % {"slug": document.slug})
    try:
        with revision.source.open("rb") as source:
            data = source.read()
    except (OSError, ValueError) as error:
        raise Refused(
            _("The source file of “%(slug)s” is not in the data folder. Load the file again.") % {"slug": document.slug}
        ) from error
    draft = read_draft(
        name=revision.source_name,
        data=data,
        slug=document.slug,
        metadata=metadata_of_document(document),
        encoding=revision.encoding,
        genre=genre or Genre(revision.genre),
    )
    before = from_json(revision.notices)
    if any(notice.code in LINES_AS_BEFORE.values() for notice in before):
        draft = with_lines_as_before(draft, document, data, revision.encoding)
    known = {notice.code for notice in draft.plan.notices}
    kept = [notice for notice in _of_encoding(before) if notice.code not in known]
    draft = replace(draft, plan=replace(draft.plan, notices=(*kept, *draft.plan.notices)))
    changeset = changeset_for(document, draft, even_if_other=True)
    if not changeset.is_change:
        return replace(unchanged(document), plan=changeset.plan)
    if dry_run:
        marks = summary_of(changeset, PlannedMoves(changeset).now())
        return replace(revised(changeset, draft, document, marks=marks), unsettled=marks.unsettled)
    written, marks = write_revision(changeset, draft, data=data, by=by, request_id=None)
    return revised(changeset, draft, written, marks=marks)


def _of_encoding(notices: Iterable[Notice]) -> list[Notice]:
    """What was said of the encoding when the file was loaded: read again, it is taken as known."""
    return [notice for notice in notices if notice.code.startswith("encoding_")]
