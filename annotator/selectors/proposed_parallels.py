"""The queue of proposed parallels, narrowed, and how it was judged so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _

from annotator.models import ProposedParallel, Verdict
from annotator.models.proposed_parallel import ProposedParallelQuerySet, joined
from corpus.models.collection import Person

WITHDRAWN = "withdrawn"
"""What has become of a pair that was accepted, once its cross-references are withdrawn or declined."""
OUTCOMES = [*Verdict.choices, (WITHDRAWN, _("joined no more"))]
BANDS = 10
"""Parts of the scale of scores in which verdicts are counted."""


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What the queue is narrowed to: an end in a document or collection (by slug), a least score, a kind, an outcome.

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
    """The pairs of a part of the scale of scores: from where to where, and how many of each outcome."""

    least: float
    most: float
    counts: dict[str, int] = field(default_factory=lambda: {outcome: 0 for outcome, _label in OUTCOMES})

    @property
    def judged(self) -> int:
        """How many were accepted, and stand joined, or rejected."""
        return self.counts[Verdict.ACCEPTED] + self.counts[Verdict.REJECTED]

    @property
    def share(self) -> int | None:
        """How many of these in a hundred were accepted; ``None`` where none was judged."""
        return round(100 * self.counts[Verdict.ACCEPTED] / self.judged) if self.judged else None


# One whose cross-reference was brought back stands joined, whatever was decided meanwhile; one that a file brought as
# accepted may have none.
_OUTCOME = Case(
    When(joined(), then=Value(Verdict.ACCEPTED.value)),
    When(verdict=Verdict.ACCEPTED, reference__isnull=False, then=Value(WITHDRAWN)),
    default=F("verdict"),
)


def pairs(user: Person, narrowed: Narrowed) -> ProposedParallelQuerySet:
    """The pairs that ``user`` sees within ``narrowed``, of any verdict, of which both ends stand on their words."""
    proposals = ProposedParallel.objects.visible_to(user).settled().filter(score__gte=narrowed.least)
    if narrowed.kind:
        proposals = proposals.filter(wording=narrowed.kind)
    if narrowed.document and narrowed.other:
        one, other = narrowed.document, narrowed.other
        proposals = proposals.filter(
            Q(one__document__slug=one, other__document__slug=other)
            | Q(one__document__slug=other, other__document__slug=one)
        )
    ends = (
        ("document__slug", narrowed.document or narrowed.other),
        ("document__collection__slug", narrowed.collection),
    )
    for path, slug in ends:
        if slug:
            proposals = proposals.filter(Q(**{f"one__{path}": slug}) | Q(**{f"other__{path}": slug}))
    return proposals


def queue(user: Person, narrowed: Narrowed) -> ProposedParallelQuerySet:
    """Those of one outcome, the best first, with what showing them takes."""
    proposals = pairs(user, narrowed)
    if narrowed.verdict not in {WITHDRAWN, Verdict.ACCEPTED}:
        # By the index of the queue.
        proposals = proposals.filter(verdict=narrowed.verdict)
    return proposals.alias(outcome=_OUTCOME).filter(outcome=narrowed.verdict).with_places().best_first()


def measures(user: Person, narrowed: Narrowed) -> Sequence[Band]:
    """How the pairs that ``user`` sees within ``narrowed`` were judged, by score, the highest first: 1 query."""
    proposals = pairs(user, narrowed).order_by().annotate(band=Floor(F("score") * BANDS), outcome=_OUTCOME)
    bands: dict[int, Band] = {}
    for became, floor, number in proposals.values_list("outcome", "band").annotate(n=Count("pk")):
        at = min(int(floor), BANDS - 1)
        band = bands.setdefault(at, Band(at / BANDS, (at + 1) / BANDS))
        band.counts[became] += number
    return [bands[at] for at in sorted(bands, reverse=True)]


def in_all(bands: Sequence[Band]) -> dict[str, int]:
    """How many of each outcome there are in ``bands``."""
    return {outcome: sum(band.counts[outcome] for band in bands) for outcome, _label in OUTCOMES}
