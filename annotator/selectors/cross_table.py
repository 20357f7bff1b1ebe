"""How much of what a search finds falls to each tag, person, document or section, by two of these at once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length

from annotator.models import Tagging
from annotator.models.tag import COUNTED
from annotator.selectors.filters import Viewer, visible
from annotator.selectors.occurrences import Occurrences
from annotator.selectors.tag_places import StretchKey, on_stretches
from corpus.models import Paragraph
from corpus.search import among
from corpus.search.finding import DocumentOccurrences

TAG, PERSON, DOCUMENT, SECTION = "tag", "person", "document", "section"
_PARAGRAPH = "content_object__paragraph"
_PATHS: Mapping[str, tuple[str, ...]] = {
    TAG: ("tag",),
    PERSON: ("author",),
    DOCUMENT: (f"{_PARAGRAPH}__document",),
    SECTION: (f"{_PARAGRAPH}__document", f"{_PARAGRAPH}__section"),
}

type Key = tuple[Any, ...]
"""What a row or a column is of: a tag's, an account's or a document's primary key; of a section that and its words."""
type Passages = QuerySet[Any]


@dataclass(frozen=True, kw_only=True)
class CrossTable:
    """Numbers by row and column. Totals count once what is in several cells; they need not be sums."""

    cells: Mapping[tuple[Key, Key], int]
    by_row: Mapping[Key, int]
    by_column: Mapping[Key, int]


def is_of_words(rows: str, columns: str) -> bool:
    """Whether the occurrences themselves are counted, and not the passages on the paragraphs found."""
    return {rows, columns} <= {DOCUMENT, SECTION}


def cross_table(occurrences: Occurrences, viewer: Viewer, rows: str, columns: str) -> CrossTable:
    """The numbers of ``occurrences`` by two of tag, person, document and section, of what ``viewer`` may see.

    By documents and sections alone: of occurrences. By tags or persons: of the passages that carry a tag on the
    paragraphs found, each once for each cell. By tags twice: of stretches that carry both.
    """
    if is_of_words(rows, columns):
        return _of_words(occurrences, rows, columns)
    if rows == columns == TAG:
        return _of_pairs(occurrences, viewer)
    return _of_passages(_passages(occurrences, viewer, with_tags=TAG in {rows, columns}), rows, columns)


def in_cell(
    occurrences: Occurrences, viewer: Viewer, rows: str, columns: str, key: tuple[Key | None, Key | None]
) -> Occurrences:
    """What a cell counts, as occurrences; ``None`` for the row or the column: all of it."""
    row, column = key
    if is_of_words(rows, columns):
        return _words_in(occurrences, rows, columns, key)
    if rows == columns == TAG:
        pairs = {range_ for pair, range_ in _pairs(occurrences, viewer) if {*(row or ()), *(column or ())} <= set(pair)}
        return on_stretches(pairs, occurrences)
    passages = _passages(occurrences, viewer, with_tags=TAG in {rows, columns})
    for by, cell_key in ((rows, row), (columns, column)):
        if cell_key is not None:
            passages = passages.filter(**dict(zip(_PATHS[by], cell_key, strict=True)))
    stretches: set[StretchKey] = set(passages.values_list(_PARAGRAPH, "content_object__start", "content_object__end"))
    return on_stretches(stretches, occurrences)


def _passages(hits: Occurrences, viewer: Viewer, *, with_tags: bool) -> Passages:
    """The taggings counted on the paragraphs found; of a tag's places those of the tag, unless tags are told apart."""
    keys = [each.words.pks[at] for each in hits.by_document for at in each.paragraphs]
    rows = visible(Tagging, viewer).filter(
        COUNTED, content_object__paragraph__in=among(keys), content_object__state__in=["kept", "shifted"]
    )
    return rows.order_by() if with_tags or hits.tags is None else rows.filter(tag__in=hits.tags).order_by()


def _of_passages(passages: Passages, rows: str, columns: str) -> CrossTable:
    """Passages by row and column: 1 query, of which one passage is in memory at a time."""
    paths = ("content_object", *_PATHS[rows], *_PATHS[columns])
    cells: Counter[tuple[Key, Key]] = Counter()
    by_row: Counter[Key] = Counter()
    by_column: Counter[Key] = Counter()
    end = 1 + len(_PATHS[rows])
    for _passage, rows_of_passage in groupby(
        passages.order_by("content_object").values_list(*paths).iterator(2000), itemgetter(0)
    ):
        keys = {(row[1:end], row[end:]) for row in rows_of_passage}
        cells.update(keys)
        by_row.update({key for key, _column in keys})
        by_column.update({key for _row, key in keys})
    return CrossTable(cells=cells, by_row=by_row, by_column=by_column)


def _of_words(occurrences: Occurrences, rows: str, columns: str) -> CrossTable:
    cells: Counter[tuple[Key, Key]] = Counter()
    by_row: Counter[Key] = Counter()
    by_column: Counter[Key] = Counter()
    for row, column, number in _words_by(occurrences, rows, columns):
        cells[row, column] += number
        by_row[row] += number
        by_column[column] += number
    return CrossTable(cells=cells, by_row=by_row, by_column=by_column)


def _words_by(occurrences: Occurrences, rows: str, columns: str) -> Iterator[tuple[Key, Key, int]]:
    sections = _sections(occurrences)
    for each in occurrences.by_document:
        often = Counter(at for at, _first, _last in each.occurrences)
        for at in each.paragraphs:
            keys = {DOCUMENT: (each.words.document,), SECTION: (each.words.document, sections[each.words.pks[at]])}
            yield keys[rows], keys[columns], often[at] or 1


def _words_in(occurrences: Occurrences, rows: str, columns: str, key: tuple[Key | None, Key | None]) -> Occurrences:
    sections = _sections(occurrences)
    kept: list[DocumentOccurrences] = []
    for each in occurrences.by_document:
        places: list[int] = []
        for at in each.paragraphs:
            keys = {DOCUMENT: (each.words.document,), SECTION: (each.words.document, sections[each.words.pks[at]])}
            if key[0] in {None, keys[rows]} and key[1] in {None, keys[columns]}:
                places.append(at)
        if places:
            inside = set(places)
            kept.append(DocumentOccurrences(each.words, places, [one for one in each.occurrences if one[0] in inside]))
    return occurrences.keeping(kept)


def _sections(occurrences: Occurrences) -> dict[int, str]:
    """The section of each paragraph found, by primary key: 1 query."""
    keys = [each.words.pks[at] for each in occurrences.by_document for at in each.paragraphs]
    return dict(Paragraph.objects.filter(pk__in=among(keys)).order_by().values_list("pk", "section"))


def _of_pairs(occurrences: Occurrences, viewer: Viewer) -> CrossTable:
    """Stretches by the two tags that they carry, each pair in both of its cells."""
    cells: Counter[tuple[Key, Key]] = Counter()
    by_tag: dict[Key, set[StretchKey]] = {}
    for (one, other), range_ in _pairs(occurrences, viewer):
        cells[(one,), (other,)] += 1
        cells[(other,), (one,)] += 1
        for tag in (one, other):
            by_tag.setdefault((tag,), set()).add(range_)
    totals = {tag: len(stretches) for tag, stretches in by_tag.items()}
    return CrossTable(cells=cells, by_row=totals, by_column=totals)


def _pairs(occurrences: Occurrences, viewer: Viewer) -> Iterator[tuple[tuple[Any, Any], StretchKey]]:
    """Each pair of tags that one stretch carries, with the stretch: what is common to a passage of each; 1 query."""
    rows = (
        _passages(occurrences, viewer, with_tags=True)
        .order_by(_PARAGRAPH)
        .values_list(_PARAGRAPH, "content_object__start", "content_object__end", "tag", Length(f"{_PARAGRAPH}__text"))
    )
    for paragraph, rows_of_paragraph in groupby(rows.iterator(2000), key=itemgetter(0)):
        passages = {
            (0 if start is None else start, length if end is None else end, tag)
            for _paragraph, start, end, tag, length in rows_of_paragraph
        }
        seen: set[tuple[Any, Any, int, int]] = set()
        for (start, end, one), (other_start, other_end, other) in combinations(sorted(passages, key=str), 2):
            first, last = max(start, other_start), min(end, other_end)
            pair = (one, other) if str(one) < str(other) else (other, one)
            if one != other and first < last and (*pair, first, last) not in seen:
                seen.add((*pair, first, last))
                yield pair, (paragraph, first, last)
