"""The queue of proposed parallels, narrowed, and how it was judged so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.db.models.functions import Floor

from annotator.models import ProposedParallel, Verdict
from annotator.models.proposed_parallel import ProposedParallelQuerySet
from corpus.models.collection import Person

BANDS = 10
"""Parts of the scale of scores in which verdicts are counted."""


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What the queue is narrowed to: an end in a document or collection (by slug), a least score, a kind, a verdict.

    ``other`` is a document too: with both, one end is in each.
    """

    document: str = ""
    other: str = ""
    collection: str = ""
    least: float = 0.0
    kind: str = ""
    verdict: str = Verdict.OPEN.value


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs of a part of the scale of scores: from where to where, and how many of each verdict."""

    least: float
    most: float
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Verdict.values, 0))

    @property
    def judged(self) -> int:
        """How many were accepted or rejected."""
        return self.counts[Verdict.ACCEPTED] + self.counts[Verdict.REJECTED]

    @property
    def share(self) -> int | None:
        """How many of these in a hundred were accepted; ``None`` where none was judged."""
        return round(100 * self.counts[Verdict.ACCEPTED] / self.judged) if self.judged else None


def pairs(user: Person, narrowed: Narrowed) -> ProposedParallelQuerySet:
    """The pairs that ``user`` sees within ``narrowed``, of any verdict, of which both ends stand on their words."""
    found = ProposedParallel.objects.visible_to(user).settled().filter(score__gte=narrowed.least)
    if narrowed.kind:
        found = found.filter(wording=narrowed.kind)
    if narrowed.document and narrowed.other:
        one, other = narrowed.document, narrowed.other
        found = found.filter(
            Q(one__document__slug=one, other__document__slug=other)
            | Q(one__document__slug=other, other__document__slug=one)
        )
    ends = (
        ("document__slug", narrowed.document or narrowed.other),
        ("document__collection__slug", narrowed.collection),
    )
    for path, slug in ends:
        if slug:
            found = found.filter(Q(**{f"one__{path}": slug}) | Q(**{f"other__{path}": slug}))
    return found


def queue(user: Person, narrowed: Narrowed) -> ProposedParallelQuerySet:
    """Those of one verdict, the best first, with what showing them takes."""
    return pairs(user, narrowed).filter(verdict=narrowed.verdict).with_places().best_first()


def measures(user: Person, narrowed: Narrowed) -> Sequence[Band]:
    """How the pairs that ``user`` sees within ``narrowed`` were judged, by score, the highest first: 1 query."""
    found = pairs(user, narrowed).order_by().annotate(band=Floor(F("score") * BANDS))
    bands: dict[int, Band] = {}
    for verdict, floor, number in found.values_list("verdict", "band").annotate(n=Count("pk")):
        at = min(int(floor), BANDS - 1)
        band = bands.setdefault(at, Band(at / BANDS, (at + 1) / BANDS))
        band.counts[verdict] += number
    return [bands[at] for at in sorted(bands, reverse=True)]


def in_all(bands: Sequence[Band]) -> dict[str, int]:
    """How many of each verdict there are in ``bands``."""
    return {verdict: sum(band.counts[verdict] for band in bands) for verdict in Verdict.values}
