"""Loading what other programs exported: a codebook, and highlights with their tags.

Each action has a sister that says what it would do and writes nothing. Both raise ``ImportRefused`` with everything
that stands in the way, and ``PermissionDenied`` where the person may not.
"""

import uuid
from collections import Counter
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from annotator import permissions
from annotator.actions.batch import AT_ONCE, Batch, batch, begin_again, go_on
from annotator.actions.tag_tree import free_slug, taken_slugs
from annotator.actions.taggings import tag_in, tags_named
from annotator.actions.tags import write_tags_in
from annotator.errors import BrokenOff
from annotator.imports.codebook_plan import CodebookPlan, plan_codebook
from annotator.imports.csv_codebook import Codebook, read_codebook
from annotator.imports.highlights_plan import HighlightsPlan, plan_highlights
from annotator.imports.problems import ImportProblem, ImportRefused, changed_meanwhile, refusing_all
from annotator.imports.taguette import read_highlights
from annotator.models import Event, Origin, Tag, TagAlias
from annotator.models.derived import PATH_JOINER
from annotator.models.tag import least_used
from annotator.models.tag_names import key_of
from annotator.selectors.filters import visible_documents
from corpus.importing.sources.files import Content

from .bundle import broken_off, refuse_if_revised


def check_codebook(*, by: User | None, file: Content) -> CodebookPlan:
    """What ``import_codebook`` would do; ``by`` is ``None`` for the command line."""
    _require(by)
    return plan_codebook(read_codebook(file.name, file.data))


def import_codebook(
    *, by: User | None, file: Content, request_id: uuid.UUID | None = None
) -> tuple[CodebookPlan, uuid.UUID | None]:
    """Make the tags of a codebook that are not here, parents first; those that are here stay as they are.

    Lines that cannot be taken are left out and told. Returns what was done, and the batch's id, ``None`` where nothing
    was to be made.
    """
    _require(by)
    book = read_codebook(file.name, file.data)
    # Before the transaction: while it is open, nobody else can write on SQLite.
    seen, (plan, tags, aliases) = _codebook_now(), _planned(book)
    try:
        with batch(by=by, request_id=request_id) as current:
            if seen != _codebook_now():
                plan, tags, aliases = _planned(book)
            for tag in tags:
                tag.created_at = tag.modified_at = current.at
            write_tags_in(current, Event.Verb.IMPORTED, tags, aliases)
    except IntegrityError as error:
        raise changed_meanwhile(file.name) from error
    return plan, current.id if plan.new else None


def _codebook_now() -> tuple[object, ...]:
    """What tells whether the codebook is another one: 2 queries."""
    tags, aliases = Tag.objects.order_by("pk"), TagAlias.objects.order_by("pk")
    return [*tags.values_list("pk", "version")], [*aliases.values_list("tag", "key")]


def _planned(book: Codebook) -> tuple[CodebookPlan, list[Tag], list[TagAlias]]:
    """What is made of ``book``: its tags, parents first, and their other names, not saved yet."""
    plan = plan_codebook(book)
    above = Tag.objects.filter(key__in={key_of(new.above.rpartition(PATH_JOINER)[2]) for new in plan.new})
    tags = {key_of(tag.path): tag for tag in above}
    slugs = taken_slugs()
    # The colours that the file gives are taken before the others are dealt out.
    colours = Tag.objects.colours() + Counter(new.entry.colour for new in plan.new if new.entry and new.entry.colour)
    aliases = []
    for new in plan.new:
        fields = new.values()
        names = fields.pop("aliases")
        if "colour" not in fields:
            fields["colour"] = least_used(colours)
            colours[fields["colour"]] += 1
        tag = Tag(**fields, key=new.key, path=new.path, parent=tags.get(key_of(new.above)))
        tag.slug = free_slug(new.path, slugs)
        slugs.add(tag.slug)
        tags[key_of(new.path)] = tag
        aliases += [TagAlias(tag=tag, name=name, key=key_of(name)) for name in names if key_of(name) != new.key]
    return plan, [tags[key_of(new.path)] for new in plan.new], aliases


def check_highlights(
    *, by: User | None, file: Content, codebook: Content | None = None, documents: Sequence[str] = ()
) -> HighlightsPlan:
    """What ``import_highlights`` would do; without a person, with all documents to look in."""
    _require(by)
    library = visible_documents(by).select_related("collection", "current").order_by("title", "slug")
    problems: list[ImportProblem] = []
    book_plan = plan = None
    if codebook:
        with refusing_all(problems):
            book_plan = plan_codebook(read_codebook(codebook.name, codebook.data))
    with refusing_all(problems):
        highlights = read_highlights(file.name, file.data)
        plan = plan_highlights(highlights, library, only=documents, codebook=book_plan)
    if problems or plan is None:
        raise ImportRefused(problems)
    return plan


def import_highlights(
    *,
    by: User,
    file: Content,
    codebook: Content | None = None,
    documents: Sequence[str] = (),
    request_id: uuid.UUID | None = None,
) -> tuple[HighlightsPlan, int, uuid.UUID | None]:
    """Put the tags of the highlights whose words stand in exactly one place on that place, as taggings of ``by``.

    More than ``AT_ONCE`` are made in parts, as ``import_bundle`` does.

    Args:
        by: whose taggings they become.
        file: the highlights.
        codebook: the codebook they are made with; it is loaded with the first ``AT_ONCE`` of them.
        documents: slugs of those to look in, whatever the file calls them.
        request_id: the id the client gave its request.

    Returns:
        What was found, the number of new taggings (those there already are left alone), and their batch's id,
        ``None`` where there are none.
    """
    plan = check_highlights(by=by, file=file, codebook=codebook, documents=documents)
    left = list(plan.pairs)
    number = 0

    def tag_some(current: Batch) -> None:
        nonlocal number
        refuse_if_revised(plan.documents, plan.name)
        tags = _tags(plan)
        pairs = [(place, tags[key_of(name)]) for place, name in left[:AT_ONCE]]
        del left[:AT_ONCE]
        number += len(tag_in(current, pairs, by=by, origin=Origin.IMPORT))
        current.finished = not left

    with transaction.atomic():
        # A batch of its own: a tag that something was put on is not deleted again, so that to undo both would fail.
        if codebook:
            import_codebook(by=by, file=codebook)
        with batch(by=by, request_id=request_id) as current:
            begin_again(current)
            tag_some(current)
    try:
        go_on(current, tag_some)
    except (BrokenOff, ImportRefused) as error:
        raise broken_off(plan.name, number, len(plan.pairs)) from error
    return plan, number, current.id if number else None


def _tags(plan: HighlightsPlan) -> dict[str, Tag]:
    """The tags that ``plan`` puts on something, by key; ``Refused`` where one has gone meanwhile."""
    names = sorted({name for _place, name in plan.pairs})
    if names:
        tags_named(names)
    return {key: meant[0] for key, meant in Tag.objects.named(names).items()}


def _require(by: User | None) -> None:
    if by is not None:
        permissions.require(by, permissions.Permission.IMPORT)
