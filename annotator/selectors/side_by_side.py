"""Two documents beside each other, paragraph by paragraph."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import ngettext

from annotator.anchoring.word_diff import Comparison, compare
from annotator.collation.side_by_side import beside
from annotator.models import CrossReference, Status
from annotator.parallels.likeness import Reason, wording
from annotator.parallels.meaning import Meanings, name, prepared
from annotator.parallels.nearest import Corpus
from annotator.selectors.parallels import Parallel, meanings_of_few, parallels_in, texts_of
from annotator.selectors.revision_diff import in_one_order
from corpus.blocks import NO_PARAGRAPHS, Kind
from corpus.importing.alignment.align import align
from corpus.models import Document, Paragraph
from corpus.models.collection import Person
from corpus.search import among
from corpus.search.tokenizer import words

SCATTERED = "shared"
"""The kind of agreement of two texts that have no more than some words."""
FAR_LONGER = 3
"""Times as many words from which on a text is far longer than another one."""
MOST_ASKED = 400
"""Paragraphs without a counterpart of which the nearest are looked for before the page is there."""


class _Text(NamedTuple):
    pk: int
    kind: str
    number: str
    text: str


type Pair = tuple[int | None, int | None]


class NearestParagraph(NamedTuple):
    """A paragraph of the other document that is nearest by its words, though it does not answer, and why."""

    paragraph: Paragraph
    reason: Reason

    @property
    def reason_text(self) -> str:
        """The reason in the language of the page."""
        reason = self.reason
        return ngettext(reason.sentence, reason.plural, reason.number) % reason.params


class Join(NamedTuple):
    """A cross-reference between the two documents as it reads from one of its ends, and the paragraph of the other."""

    paragraph: int
    reference: CrossReference
    relation: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph of the other document that somebody joined to one, and how."""

    paragraph: Paragraph
    reference: CrossReference
    relation: str

    @property
    def is_uncertain(self) -> bool:
        """Whether the words of an end may be others by now."""
        return any(end.unsettled for end in self.reference.passages)


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A paragraph of each document; ``None`` where nothing in it answers to the other's."""

    left: Paragraph | None
    right: Paragraph | None
    comparison: Comparison | None
    """Word by word, where both are there and of one language."""
    near: NearestParagraph | None = None
    """Where nothing answers, what is nearest there."""
    joined: Sequence[Joined] = ()
    """Where nothing answers by its place, what cross-references join it to."""


class SideBySide:
    """The paragraphs of two documents in rows, as ``viewer`` sees them: 3 queries, which read both texts.

    Texts of one language are aligned by their words, as revisions are; others by numbers, kinds, lengths and order, and
    by meaning where a model has read them: 1 query for 200 paragraphs more. Front matter and furniture are left out.
    """

    def __init__(self, left: Document, right: Document, viewer: Person) -> None:
        self.documents = left, right
        self.same_language = _language(left) == _language(right)
        one, other = _texts(left), _texts(right)
        meanings = None if self.same_language else meanings_of_few([prepared(each.text) for each in (*one, *other)])
        self.model = name() if meanings else ""
        """The model by which they are aligned."""
        self.all = self._aligned(one, other) if self.same_language else _beside(one, other, meanings)
        """The primary keys of the paragraphs in each row."""
        self._joins = _joins(left, right, viewer, {each.pk for each in (*one, *other)})
        self._headings = {each.pk for each in (*one, *other) if each.kind in NO_PARAGRAPHS}
        self.gaps = [number for number, pair in enumerate(self.all, 1) if self._is_gap(pair)]
        """The numbers, from 1, of the rows in which one side has nothing and no cross-reference leads there; no
        headings, which are no paragraphs."""

    def _is_gap(self, pair: Pair) -> bool:
        side = pair[0] or pair[1]
        return None in pair and side not in self._joins and side not in self._headings

    def rows(self, pairs: Sequence[Pair]) -> list[BesideRow]:
        """The paragraphs of ``pairs``: 1 query, and 3 more, which read the words of both, where one has none."""
        alone = {pk for pair in pairs if self._is_gap(pair) for pk in pair if pk is not None}
        near = self._near(alone) if self.same_language else {}
        keys = {pk for pair in pairs for pk in pair if pk is not None} | {each.text.paragraph for each in near.values()}
        joins = {pair: self._joins.get(pair[0] or pair[1] or 0, ()) if None in pair else () for pair in pairs}
        keys |= {join.paragraph for some in joins.values() for join in some}
        paragraphs = Paragraph.objects.filter(pk__in=among(keys)).select_related("document__collection").in_bulk()
        rows = []
        for pair in pairs:
            one, other = (None if pk is None else paragraphs.get(pk) for pk in pair)
            comparison = compare(one.text, other.text) if self.same_language and one and other else None
            nearest = near.get(pair[0] or pair[1] or 0)
            para = paragraphs.get(nearest.text.paragraph) if nearest else None
            nearest_there = NearestParagraph(para, nearest.reasons[0]) if nearest and para else None
            joined = [
                Joined(paragraphs[join.paragraph], join.reference, join.relation)
                for join in joins[pair]
                if join.paragraph in paragraphs
            ]
            rows.append(BesideRow(one, other, comparison, nearest_there, joined))
        return rows

    @cached_property
    def _corpus(self) -> Corpus:
        return Corpus(texts_of([document.pk for document in self.documents]))

    def _near(self, keys: AbstractSet[int]) -> dict[int, Parallel]:
        """What is nearest in the other document to the paragraphs with ``keys``, by primary key."""
        near = parallels_in(self._corpus, most=1, paragraphs=keys) if keys else ()
        return {text.paragraph: parallels[0] for text, parallels in near if parallels}

    def _aligned(self, left: Sequence[_Text], right: Sequence[_Text]) -> list[Pair]:
        """The rows in the order of the right side; what only the left side has stands after what stood before it there.

        Two texts are not two revisions of one: a few words scattered in a far longer paragraph are no counterpart, and
        of what is left two paragraphs are, wherever they stand, of which each is nearest to the other in its wording.
        """
        answers = {
            left[pairing.old].pk: right[pairing.new].pk
            for pairing in align(left, right)
            if pairing.old is not None
            and pairing.new is not None
            and not _is_scattered(left[pairing.old].text, right[pairing.new].text)
        }
        alone = {each.pk for each in (*left, *right)}.difference(answers, answers.values())
        if len(alone) <= MOST_ASKED:
            near = {pk: each.text.paragraph for pk, each in self._near(alone).items() if each.wording != SCATTERED}
            mine = {each.pk for each in left}
            answers |= {pk: to for pk, to in near.items() if pk in mine and near.get(to) == pk}
        return _in_rows(left, right, answers)


def _joins(left: Document, right: Document, viewer: Person, standing: AbstractSet[int]) -> dict[int, list[Join]]:
    """What joins each paragraph of one to one of the other, by its primary key: 1 query."""
    seen = CrossReference.objects.visible_to(viewer).exclude(status=Status.DECLINED)
    either_way = Q(source__document=left, target__document=right) | Q(source__document=right, target__document=left)
    joins: dict[int, list[Join]] = {}
    for reference in seen.filter(either_way).select_related("source", "target").order_by("created_at", "pk"):
        source, target = reference.source, reference.target
        if "lost" in {source.state, target.state} or not {source.paragraph_id, target.paragraph_id} <= standing:
            continue
        join = Join(target.paragraph_id, reference, reference.get_relation_display())
        joins.setdefault(source.paragraph_id, []).append(join)
        joins.setdefault(target.paragraph_id, []).append(Join(source.paragraph_id, reference, reference.inverse))
    return joins


def _language(document: Document) -> str:
    """Its language without a region or script."""
    return document.language.partition("-")[0].casefold()


def _texts(document: Document) -> list[_Text]:
    standing = document.paragraphs.standing().exclude(kind__in=[Kind.FRONT, Kind.FURNITURE]).order_by("position")
    return [_Text(*row) for row in standing.values_list("pk", "kind", "number", "text")]


def _beside(left: Sequence[_Text], right: Sequence[_Text], meanings: Meanings | None) -> list[Pair]:
    numbers = range(len(left), len(left) + len(right))
    rows = beside(left, right, (lambda at: meanings.likenesses(at, numbers)) if meanings else None)
    return [(None if at is None else left[at].pk, None if to is None else right[to].pk) for at, to in rows]


def _is_scattered(one: str, other: str) -> bool:
    """Whether the shorter of two texts, of which one is far longer, is but scattered words in it."""
    shorter, longer = sorted((words(one), words(other)), key=len)
    return FAR_LONGER * len(shorter) < len(longer) and wording(shorter, longer)[0] == SCATTERED


def _in_rows(left: Sequence[_Text], right: Sequence[_Text], answers: Mapping[int, int]) -> list[Pair]:
    # A row is known by its right paragraph, or by its left one where there is none.
    names = {at: answers.get(each.pk, each.pk) for at, each in enumerate(left)}
    of_left = {names[at]: each.pk for at, each in enumerate(left)}
    of_right = {each.pk: each.pk for each in right}
    order = in_one_order({name: at for at, name in names.items()}, {each.pk: to for to, each in enumerate(right)})
    return [(of_left.get(name), of_right.get(name)) for name in order]
