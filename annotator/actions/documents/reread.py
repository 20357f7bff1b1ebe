"""Making a revision from the source file of the newest one, where the readers have learnt something since."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator import permissions
from annotator.errors import Refused
from corpus.blocks import Genre
from corpus.importing.alignment.align import Fate
from corpus.models import Document

from .load import Outcome, revised, unchanged
from .parse import read_draft
from .reanchor_plan import foreseen, outlook
from .revise import ledger_for, metadata_of_document, write_revision


def reread(*, document: Document, by: User | None, genre: Genre = Genre.UNKNOWN, dry_run: bool = False) -> Outcome:
    """Read the stored source of ``document`` again, and make a revision of it if it comes out otherwise.

    What is said about the document stays; only what was not known may be added.

    Args:
        document: with its newest revision.
        by: the person, ``None`` for the command line.
        genre: what kind of text it is, where the guess would be wrong: what was said at the load is not kept.
        dry_run: only say what would be done.

    Raises:
        Refused: the source is not there or cannot be read any more, or somebody loaded another text meanwhile.
        PermissionDenied: ``by`` may not load documents.
    """
    if by is not None:
        permissions.require(by, permissions.Action.EDIT_DOCUMENT)
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
        genre=genre,
    )
    ledger = ledger_for(document, draft, even_if_other=True)
    if not ledger.counts.keys() - {Fate.SAME.value}:
        return replace(unchanged(document), plan=ledger.plan)
    if dry_run:
        marks = outlook(ledger, foreseen(ledger))
        return replace(revised(ledger, draft, document, marks=marks), adrift=marks.adrift)
    written, marks = write_revision(ledger, draft, data=data, by=by, request_id=None)
    return revised(ledger, draft, written, marks=marks)
