"""Two documents beside each other, paragraph by paragraph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.anchoring.word_diff import Comparison, compare
from annotator.collation.side_by_side import beside
from annotator.selectors.revision_diff import in_one_order
from corpus.blocks import Kind
from corpus.importing.alignment.align import align
from corpus.models import Document, Paragraph
from corpus.search import among


class _Text(NamedTuple):
    pk: int
    kind: str
    number: str
    text: str


type Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A paragraph of each document; ``None`` where nothing in it answers to the other's."""

    left: Paragraph | None
    right: Paragraph | None
    comparison: Comparison | None
    """Word by word, where both are there and of one language."""


class SideBySide:
    """The paragraphs of two documents in rows: 2 queries, which read both texts.

    Texts of one language are aligned by their words, as revisions are; others by numbers, kinds, lengths and order.
    Furniture is left out.
    """

    def __init__(self, left: Document, right: Document) -> None:
        self.same_language = _language(left) == _language(right)
        one, other = _texts(left), _texts(right)
        self.all = _aligned(one, other) if self.same_language else _beside(one, other)
        """The primary keys of the paragraphs in each row."""
        self.unanswered = [pair for pair in self.all if None in pair]
        """The rows in which one side has nothing."""

    def rows(self, pairs: Sequence[Pair]) -> list[BesideRow]:
        """The paragraphs of ``pairs``: 1 query."""
        keys = {pk for pair in pairs for pk in pair if pk is not None}
        found = Paragraph.objects.filter(pk__in=among(keys)).select_related("document__collection").in_bulk()
        return [self._row(found, *pair) for pair in pairs]

    def _row(self, found: Mapping[int, Paragraph], left: int | None, right: int | None) -> BesideRow:
        one, other = (None if pk is None else found.get(pk) for pk in (left, right))
        comparison = compare(one.text, other.text) if self.same_language and one and other else None
        return BesideRow(one, other, comparison)


def _language(document: Document) -> str:
    """Its language without a region or script."""
    return document.language.partition("-")[0].casefold()


def _texts(document: Document) -> list[_Text]:
    standing = document.paragraphs.standing().exclude(kind=Kind.FURNITURE).order_by("position")
    return [_Text(*row) for row in standing.values_list("pk", "kind", "number", "text")]


def _beside(left: Sequence[_Text], right: Sequence[_Text]) -> list[Pair]:
    return [
        (None if at is None else left[at].pk, None if to is None else right[to].pk) for at, to in beside(left, right)
    ]


def _aligned(left: Sequence[_Text], right: Sequence[_Text]) -> list[Pair]:
    """The rows in the order of the right side; what only the left side has stands after what stood before it there."""
    answers = {
        pairing.old: pairing.new
        for pairing in align(left, right)
        if pairing.old is not None and pairing.new is not None
    }
    # A row is known by its right paragraph, or by its left one where there is none.
    names = {at: right[answers[at]].pk if at in answers else left[at].pk for at in range(len(left))}
    of_left = {names[at]: each.pk for at, each in enumerate(left)}
    of_right = {each.pk: each.pk for each in right}
    order = in_one_order({name: at for at, name in names.items()}, {each.pk: to for to, each in enumerate(right)})
    return [(of_left.get(name), of_right.get(name)) for name in order]
