"""The paragraphs on which contributions of a certain kind stand."""

from typing import Any

from django.db.models import Q, QuerySet

from annotator.models import Annotation, CrossReference, Tagging
from annotator.selectors.filters import ResolvedFilters, Viewer, visible


def carrying(viewer: Viewer, narrowing: ResolvedFilters) -> Q:
    """The condition of a paragraph on which a contribution like that stands; with tags, a tagging with one of them."""
    rule = Q()
    for model in (Tagging, Annotation, CrossReference) if narrowing.tags is None else (Tagging,):
        rows = narrowed(visible(model, viewer), narrowing)
        if narrowing.tags is not None:
            rows = rows.filter(tag__in=narrowing.tags)
        rule |= standing_on(model, rows)
    return rule


def standing_on(model: type[Tagging | Annotation | CrossReference], rows: QuerySet[Any]) -> Q:
    """The condition of a paragraph on which one of ``rows`` stands, of a cross-reference with either end."""
    rule = Q()
    for place in model.PLACES:
        rule |= Q(pk__in=rows.values(f"{place}__paragraph"))
    return rule


def narrowed(rows: QuerySet[Any], narrowing: ResolvedFilters) -> QuerySet[Any]:
    """Contributions narrowed by status, author and time."""
    rule = narrowing.waiting or Q()
    # One by one: to a list no index of SQLite leads that has only some statuses.
    for status in narrowing.statuses or ():
        rule |= Q(status=status)
    return by(rows.filter(rule), narrowing, person="author", time="created_at")


def by(rows: QuerySet[Any], narrowing: ResolvedFilters, *, person: str, time: str) -> QuerySet[Any]:
    """Rows narrowed by who and when; ``person`` and ``time`` are the paths to these."""
    if narrowing.persons is not None:
        rows = rows.filter(**{f"{person}__in": narrowing.persons})
    if narrowing.since is not None:
        rows = rows.filter(**{f"{time}__gte": narrowing.since})
    if narrowing.before is not None:
        rows = rows.filter(**{f"{time}__lt": narrowing.before})
    return rows
