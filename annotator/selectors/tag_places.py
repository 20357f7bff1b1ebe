"""A tag's places: the passages that carry it, as occurrences, so that every view of a search shows them too."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from annotator.models import Passage, Tag, Tagging
from annotator.models.tag import COUNTED
from annotator.selectors.filters import ResolvedFilters, Viewer
from annotator.selectors.lines import ChosenLines
from annotator.selectors.occurrences import Occurrences
from annotator.selectors.rows import taggings
from annotator.selectors.scope import KINDS_BY_NAME, Scope, scope_of
from corpus.models import Paragraph
from corpus.search.finding import Allowed, DocumentOccurrences, ForwardIndex, among, words_of
from corpus.search.inverted import words_within
from corpus.search.query import Query

type StretchKey = tuple[int, int | None, int | None]
"""A paragraph's primary key, and from where to where in its text a passage stands; ``None`` for all of it."""


def tags_meant(tag: Tag, *, below: bool) -> list[UUID]:
    """``tag``, with what is below it if ``below``."""
    return Tag.objects.with_descendants([tag]) if below else [tag.pk]


def taggings_of(tags: Collection[UUID], viewer: Viewer, narrowing: ResolvedFilters) -> Any:
    """The taggings with ``tags`` that ``viewer`` may see, on passages that stand on their words.

    Declined ones only where ``narrowing`` names statuses.
    """
    rows = _all_taggings(tags, viewer, narrowing).filter(content_object__state__in=["kept", "shifted"])
    return rows.filter(content_object__paragraph__until__isnull=True)


def number_unsettled(tags: Collection[UUID], viewer: Viewer, narrowing: ResolvedFilters) -> int:
    """How many passages carry one of ``tags`` and are no place of it, as their words are lost or uncertain: 1 query."""
    rows = _all_taggings(tags, viewer, narrowing).filter(content_object__state__in=Passage.UNSETTLED)
    number: int = rows.order_by().values("content_object").distinct().count()
    return number


def _all_taggings(tags: Collection[UUID], viewer: Viewer, narrowing: ResolvedFilters) -> Any:
    rows = taggings(viewer, narrowing).filter(tag__in=tags)
    return rows.filter(COUNTED) if narrowing.statuses is None else rows


def places_of(tags: Collection[UUID], viewer: Viewer, narrowing: ResolvedFilters) -> Occurrences:
    """The passages that carry one of ``tags``, each once, in the order of the text: 4 queries.

    Words are counted in all that ``viewer`` may read, headings too, since these can be tagged.
    """
    rows = taggings_of(tags, viewer, narrowing).order_by()
    stretches: set[StretchKey] = set(
        rows.values_list("content_object__paragraph", "content_object__start", "content_object__end")
    )
    return on_stretches(stretches, Occurrences(Query(), _scope(viewer, narrowing), [], tags=frozenset(tags)))


def on_stretches(stretches: Collection[StretchKey], of: Occurrences) -> Occurrences:
    """``stretches`` of paragraphs as occurrences of the search ``of``, in the order of the text: 3 queries."""
    scope = of.scope
    words = _words_by_paragraph(stretches)
    inside = _inside(stretches)
    by_document: dict[int, list[tuple[int, int, int]]] = {}
    known: dict[int, ForwardIndex] = {}
    for pk, start, end in stretches:
        if pk not in words:
            continue
        each, at = words[pk]
        first, last = each.firsts[at], each.firsts[at + 1]
        if start is not None:
            begins, ends = inside[pk, start, end]
            first, last = first + begins, first + ends
        # A passage of signs alone has no words, and no line.
        if first < last:
            known[each.document] = each
            by_document.setdefault(each.document, []).append((at, first, last))
    in_documents = [
        DocumentOccurrences(known[pk], sorted({at for at, _first, _last in by_document[pk]}), sorted(by_document[pk]))
        for pk in scope.documents
        if pk in by_document
    ]
    return Occurrences(of.query, scope, in_documents, tags=of.tags)


def taggings_on(
    lines: ChosenLines, tags: Collection[UUID], viewer: Viewer, narrowing: ResolvedFilters
) -> list[Tagging]:
    """The taggings with ``tags`` on the passages that ``lines`` chooses, with their places."""
    chosen = lines.chosen or {}
    rows = taggings_of(tags, viewer, narrowing).filter(content_object__paragraph__in=among(chosen)).with_places()
    taggings: list[Tagging] = []
    for tagging in rows.order_by("created_at", "pk"):
        passage = tagging.passage
        text = passage.paragraph.text
        start, end = (0, len(text)) if passage.start is None else (passage.start, passage.end)
        if words_within(text, start, end) in chosen[passage.paragraph_id]:
            taggings.append(tagging)
    return taggings


def _scope(viewer: Viewer, narrowing: ResolvedFilters) -> Scope:
    scope = scope_of(Query(), viewer, ResolvedFilters(documents=narrowing.documents))
    return replace(scope, allowed=Allowed(kinds=KINDS_BY_NAME["all"]))


def _words_by_paragraph(stretches: Iterable[StretchKey]) -> dict[int, tuple[ForwardIndex, int]]:
    """The words of the document of each paragraph, and the paragraph's place in them: 2 queries."""
    keys = {pk for pk, _start, _end in stretches}
    documents = Paragraph.objects.filter(pk__in=among(keys)).order_by().values_list("document", flat=True).distinct()
    return {pk: (each, at) for each in words_of(set(documents)) for at, pk in enumerate(each.pks) if pk in keys}


def _inside(stretches: Iterable[StretchKey]) -> dict[StretchKey, tuple[int, int]]:
    """The first word that each of ``stretches`` has in its paragraph, from 0, and the word after its last: 1 query.

    Of those that are no whole paragraphs; their words are counted anew.
    """
    by_paragraph: dict[int, list[tuple[int, int]]] = {}
    for pk, start, end in stretches:
        if start is not None and end is not None:
            by_paragraph.setdefault(pk, []).append((start, end))
    rows = Paragraph.objects.filter(pk__in=among(by_paragraph)).order_by().values_list("pk", "text").iterator(500)
    return {(pk, *each): words_within(text, *each) for pk, text in rows for each in by_paragraph[pk]}
