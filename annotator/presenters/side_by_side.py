"""Two documents beside each other as their page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.anchoring.word_diff import Piece
from annotator.presenters.paragraph import with_margins
from annotator.presenters.paragraph_html import ParagraphWriter
from annotator.selectors.margin import MarginFilter
from annotator.selectors.side_by_side import BesideRow, Joined, NearestParagraph, SideBySide
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

LEFT, RIGHT = "left", "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side of a row: its paragraph, ``None`` where nothing answers, with its words in pieces and its margin.

    Where nothing answers, ``joined`` is what cross-references join to what stands on the other side, and ``near`` what
    is nearest to it here.
    """

    name: str
    document: Document
    paragraph: Paragraph | None
    pieces: Sequence[Piece] = ()
    margin: str = ""
    near: NearestParagraph | None = None
    joined: Sequence[Joined] = ()

    @property
    def is_first(self) -> bool:
        return self.name == LEFT


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row with its number, from 1, and the page of all rows that it is on.

    ``next`` and ``next_page``: those of the next place where a side has nothing, 0 where there is none.
    """

    number: int
    page: int
    left: Side
    right: Side
    next: int = 0
    next_page: int = 0

    @property
    def is_answered(self) -> bool:
        return self.left.paragraph is not None and self.right.paragraph is not None

    @property
    def is_alone(self) -> bool:
        """Whether a side has nothing, and nobody joined what the other one has."""
        return not self.is_answered and not self.left.joined


def rows_shown(texts: SideBySide, numbers: Sequence[int], viewer: Person, on_a_page: int) -> list[NumberedRow]:
    """The rows of ``numbers``, from 1, with both margins: the queries of ``SideBySide.rows``, and twice ``entries_on``.

    ``on_a_page``: how many rows a page of all of them has.
    """
    rows = texts.rows([texts.all[number - 1] for number in numbers])
    margins: dict[int, str] = {}
    for document, keys in zip(texts.documents, ([row.left for row in rows], [row.right for row in rows]), strict=True):
        writer = ParagraphWriter(document)
        views = with_margins([each for each in keys if each], document, viewer, MarginFilter())
        margins |= {view.paragraph.pk: writer.folded(view) for view in views}
    following = next_gaps(texts.gaps)

    def side(
        name: str, document: Document, paragraph: Paragraph | None, pieces: Sequence[Piece], row: BesideRow
    ) -> Side:
        return Side(
            name=name,
            document=document,
            paragraph=paragraph,
            pieces=pieces,
            margin=margins[paragraph.pk] if paragraph else "",
            near=row.near,
            joined=row.joined,
        )

    def page(number: int) -> int:
        return (number - 1) // on_a_page + 1

    one, other = texts.documents
    return [
        NumberedRow(
            number,
            page(number),
            side(LEFT, one, row.left, row.comparison.left if row.comparison else (), row),
            side(RIGHT, other, row.right, row.comparison.right if row.comparison else (), row),
            following.get(number, 0),
            page(following[number]) if following.get(number) else 0,
        )
        for number, row in zip(numbers, rows, strict=True)
    ]


def next_gaps(gaps: Sequence[int]) -> dict[int, int]:
    """For each of the rows in which a side has nothing the next one that does not follow on it, by their numbers."""
    next_of: dict[int, int] = {}
    after = 0
    for gap, following in reversed([*pairwise(gaps)]):
        after = following if following > gap + 1 else after
        next_of[gap] = after
    return next_of
