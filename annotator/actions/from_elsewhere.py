"""Loading what other programs exported: a codebook, and highlights with their tags.

Each action has a sister that says what it would do and writes nothing. Both raise ``ImportRefused`` with everything
that stands in the way, and ``PermissionDenied`` where the person may not.
"""

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from annotator import policy
from annotator.exports.filters import visible_documents
from annotator.imports.codebook import read_codebook
from annotator.imports.codebook_plan import CodebookPlan, plan_codebook
from annotator.imports.highlights_plan import HighlightsPlan, plan_highlights
from annotator.imports.taguette import read_highlights
from annotator.models import Origin, Tag
from annotator.models.tag import key_of
from corpus.importing.sources import Content

from .importing import refuse_if_revised
from .recording import Batch, batch
from .taggings import tag_in, tags_named
from .tags import create_in


def check_codebook(*, by: User | None, file: Content) -> CodebookPlan:
    """What ``import_codebook`` would do; ``by`` is ``None`` for the command line."""
    _require(by)
    return plan_codebook(read_codebook(file.name, file.data))


def import_codebook(
    *, by: User | None, file: Content, request_id: uuid.UUID | None = None
) -> tuple[CodebookPlan, uuid.UUID | None]:
    """Make the tags of a codebook that are not here, parents first, all or none; those that are here stay as they are.

    Returns what was done, and the batch's id, ``None`` where nothing was to be made.
    """
    _require(by)
    book = read_codebook(file.name, file.data)
    with batch(by=by, request_id=request_id) as current:
        plan = plan_codebook(book)
        _make_tags(current, plan)
    return plan, current.id if plan.new else None


def _make_tags(current: Batch, plan: CodebookPlan) -> None:
    parents = Tag.objects.named(new.parent for new in plan.new if new.parent)
    for new in plan.new:
        made = create_in(current, parent=parents.get(new.parent), **new.values())
        parents[new.key] = made


def check_highlights(
    *, by: User | None, file: Content, codebook: Content | None = None, documents: Sequence[str] = ()
) -> HighlightsPlan:
    """What ``import_highlights`` would do; without a person, with all documents to look in."""
    _require(by)
    return _plan(by, file, check_codebook(by=by, file=codebook) if codebook else None, documents)


def import_highlights(
    *,
    by: User,
    file: Content,
    codebook: Content | None = None,
    documents: Sequence[str] = (),
    request_id: uuid.UUID | None = None,
) -> tuple[HighlightsPlan, int, uuid.UUID | None]:
    """Put the tags of the highlights whose words stand in exactly one place on that place, as taggings of ``by``.

    Args:
        by: whose taggings they become.
        file: the highlights.
        codebook: the codebook they are made with; it is loaded first.
        documents: slugs of those to look in, whatever the file calls them.
        request_id: the id the client gave its request.

    Returns:
        What was found, the number of new taggings (those there already are left alone), and their batch's id,
        ``None`` where there are none.
    """
    plan = check_highlights(by=by, file=file, codebook=codebook, documents=documents)
    with transaction.atomic():
        # A batch of its own: a tag that something was put on is not deleted again, so that to undo both would fail.
        if codebook:
            import_codebook(by=by, file=codebook)
        with batch(by=by, request_id=request_id) as current:
            refuse_if_revised(plan.documents, plan.name)
            tags = _tags(plan)
            pairs = [(place, tags[key_of(name)]) for place, name in plan.pairs]
            made = tag_in(current, pairs, by=by, origin=Origin.IMPORT)
    return plan, len(made), current.id if made else None


def _tags(plan: HighlightsPlan) -> dict[str, Tag]:
    """The tags that ``plan`` puts on something, by key; ``Refused`` where one has gone meanwhile."""
    names = sorted({name for _place, name in plan.pairs})
    if names:
        tags_named(names)
    return Tag.objects.named(names)


def _plan(by: User | None, file: Content, codebook: CodebookPlan | None, documents: Sequence[str]) -> HighlightsPlan:
    library = visible_documents(by).select_related("collection", "current").order_by("title", "slug")
    return plan_highlights(read_highlights(file.name, file.data), library, only=documents, codebook=codebook)


def _require(by: User | None) -> None:
    if by is not None:
        policy.require(by, policy.Action.IMPORT)
