"""The rows of each list and of each file of an export: what a person may see, filtered, in no order yet."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import Annotation, CrossReference, Event, ProposedParallel, Tag, Tagging
from annotator.selectors.carrying import by, carrying, narrowed
from annotator.selectors.filters import ResolvedFilters, Viewer, visible, visible_documents, visible_tags
from annotator.selectors.occurrences import paragraphs_with
from corpus.models import Paragraph


def documents(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    documents = visible_documents(viewer)
    return documents if narrowing.documents is None else documents.filter(pk__in=narrowing.documents)


def paragraphs(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    rows = Paragraph.objects.standing().filter(document__in=visible_documents(viewer))
    if narrowing.documents is not None:
        rows = rows.filter(document__in=narrowing.documents)
    if narrowing.on_contributions:
        rows = rows.filter(carrying(viewer, narrowing))
    return rows.filter(pk__in=paragraphs_with(narrowing.words, viewer)) if narrowing.words else rows


def codebook(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    """The tags that are named, and those above them, without which their places would mean nothing."""
    if narrowing.tags is None:
        return visible_tags(viewer)
    parents = dict(Tag.objects.values_list("pk", "parent"))
    keys, waiting = set[Any](), list[Any](narrowing.tags)
    while waiting:
        tag = waiting.pop()
        if tag is not None and tag not in keys:
            keys.add(tag)
            waiting.append(parents.get(tag))
    return visible_tags(viewer).filter(pk__in=keys)


def taggings(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    rows = _contributions(Tagging, viewer, narrowing)
    return rows if narrowing.tags is None else rows.filter(tag__in=narrowing.tags)


def annotations(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    return _on_tagged(_contributions(Annotation, viewer, narrowing), viewer, narrowing)


def cross_references(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    return _on_tagged(_contributions(CrossReference, viewer, narrowing), viewer, narrowing)


def parallels(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    """The proposed parallels, judged or not; of each either end may be in the text that is named."""
    rows = ProposedParallel.objects.all() if viewer is None else ProposedParallel.objects.visible_to(viewer)
    if narrowing.documents is None:
        return rows
    return rows.filter(_either(ProposedParallel.PLACES, "document__in", narrowing.documents))


def events(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    # An event in a document that was never loaded would name one that no list shows.
    rows = Event.objects.listed().filter(Q(document__isnull=True) | Q(document__current__isnull=False))
    rows = rows if viewer is None else rows.visible_to(viewer)
    if narrowing.documents is not None:
        rows = rows.filter(Q(document__in=narrowing.documents) | Q(other_document__in=narrowing.documents))
    return by(rows, narrowing, person="actor", time="at")


def people(viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    """The people whom the rows of the other files name: who made what there is, and did what happened."""
    named = Q(Exists(events(viewer, narrowing).order_by().filter(actor=OuterRef("pk"))))
    for rows in CONTRIBUTIONS.values():
        named |= Q(Exists(rows(viewer, narrowing).order_by().filter(author=OuterRef("pk"))))
    judged = parallels(viewer, narrowing).order_by().filter(judged_by=OuterRef("pk"))
    return User.objects.filter(named | Q(Exists(judged)))


def _contributions(
    model: type[Tagging | Annotation | CrossReference], viewer: Viewer, narrowing: ResolvedFilters
) -> QuerySet[Any]:
    """Contributions narrowed by all but tags; of a cross-reference either end may be in the text that is named."""
    rows = visible(model, viewer)
    paragraphs = [f"{place}__paragraph" for place in model.PLACES]
    if narrowing.documents is not None:
        rows = rows.filter(_either(paragraphs, "document__in", narrowing.documents))
    if narrowing.words:
        rows = rows.filter(_either(paragraphs, "in", paragraphs_with(narrowing.words, viewer)))
    return narrowed(rows, narrowing)


def _on_tagged(rows: QuerySet[Any], viewer: Viewer, narrowing: ResolvedFilters) -> QuerySet[Any]:
    """Those on a passage that carries one of the tags."""
    if narrowing.tags is None:
        return rows
    tagged = visible(Tagging, viewer).filter(tag__in=narrowing.tags).values("content_object")
    return rows.filter(_either(rows.model.PLACES, "in", tagged))


def _either(paths: tuple[str, ...] | list[str], lookup: str, value: object) -> Q:
    rule = Q()
    for path in paths:
        rule |= Q(**{f"{path}__{lookup}": value})
    return rule


def chosen(rows: QuerySet[Any], narrowing: ResolvedFilters) -> QuerySet[Any]:
    """Those of ``rows`` whose ids ``narrowing`` names; all where it names none. ``Refused`` for what is no id."""
    if narrowing.chosen is None:
        return rows
    try:
        return rows.filter(pk__in=narrowing.chosen)
    except (ValueError, ValidationError) as error:
        raise Refused(_("That is not an id. Copy it from an export, or leave it out."), field="ids") from error


# By the names that the kinds have in addresses (``models.kinds``).
CONTRIBUTIONS: dict[str, Callable[[Viewer, ResolvedFilters], QuerySet[Any]]] = {
    "tagging": taggings,
    "annotation": annotations,
    "cross-reference": cross_references,
}
