"""Which documents share how much: the pairs of passages that are joined, or proposed to be, between each two."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from annotator.models import CrossReference, ProposedParallel, Verdict
from annotator.models.proposed_parallel import joined as is_joined
from annotator.selectors.filters import visible_documents
from corpus.models import Document
from corpus.models.collection import Person

MOST = 20
"""Documents in the matrix: those that share most. The list has all."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two documents share: cross-references that join them, and pairs that wait to be judged.

    ``earlier`` is the one with the earlier date; where they have no dates that differ, ``dated`` is false.
    """

    earlier: Document
    later: Document
    joined: int
    proposed: int

    @property
    def number(self) -> int:
        return self.joined + self.proposed

    @property
    def dated(self) -> bool:
        one, other = self.earlier.published_on, self.later.published_on
        return one is not None and other is not None and one < other


@dataclass(frozen=True, slots=True)
class ParallelMap:
    """The pairs of documents, those that share most first, and the documents of the matrix in the order of dates."""

    pairs: Sequence[Shared]
    documents: Sequence[Document]

    @property
    def in_part(self) -> bool:
        """Whether there are more documents than the matrix shows."""
        return len({each.pk for pair in self.pairs for each in (pair.earlier, pair.later)}) > len(self.documents)


def parallel_map(viewer: Person, collection: str = "") -> ParallelMap:
    """That of the documents that ``viewer`` may read, or of those in ``collection``, by its slug: 3 queries.

    Rejected pairs do not count, and accepted ones as the cross-references they became.
    """
    readable = visible_documents(viewer)
    if collection:
        readable = readable.filter(collection__slug=collection)
    documents = readable.in_bulk()
    joined = CrossReference.objects.visible_to(viewer).order_by()
    proposed = ProposedParallel.objects.visible_to(viewer).settled().order_by()
    proposed = proposed.filter(~is_joined(), verdict__in=[Verdict.OPEN, Verdict.LATER])
    numbers: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for kind, (rows, one, other) in enumerate(((joined, "source", "target"), (proposed, "one", "other"))):
        ends = f"{one}__document", f"{other}__document"
        counted = rows.exclude(**{ends[0]: F(ends[1])}).values_list(*ends).annotate(n=Count("pk"))
        for left, right, number in counted:
            if left in documents and right in documents:
                first, second = sorted((documents[left], documents[right]), key=_order)
                numbers[first.pk, second.pk][kind] += number
    pairs = [Shared(documents[one], documents[other], *counts) for (one, other), counts in numbers.items()]
    pairs.sort(key=lambda pair: (-pair.number, _order(pair.earlier), _order(pair.later)))
    return ParallelMap(pairs, _most(pairs))


def _order(document: Document) -> tuple[date, str, int]:
    """By date, those without one last, then by title."""
    return document.published_on or date.max, document.title, document.pk


def _most(pairs: Sequence[Shared]) -> list[Document]:
    totals: defaultdict[int, int] = defaultdict(int)
    documents: dict[int, Document] = {}
    for pair in pairs:
        for each in (pair.earlier, pair.later):
            totals[each.pk] += pair.number
            documents[each.pk] = each
    most = sorted(totals, key=lambda pk: (-totals[pk], _order(documents[pk])))[:MOST]
    return sorted((documents[pk] for pk in most), key=_order)
