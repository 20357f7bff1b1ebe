"""Proposed parallels: pairs of passages that may say the same, and what the team decided about them."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotator import permissions
from corpus.models import Document
from corpus.models.collection import Person

from .contribution import Origin, Status
from .cross_reference import CrossReference
from .passage import Passage


class Verdict(models.TextChoices):
    """What the team decided about a pair."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    LATER = "later", _("later")


class Agreement(models.TextChoices):
    """How the wording of the two agrees: the kinds of parallels."""

    SAME = "same", _("the same words")
    CHANGED = "changed", _("a few words changed")
    WITHIN = "within", _("one within the other")
    ORDER = "order", _("in another order")
    RUN = "run", _("some words in a row")
    SHARED = "shared", _("shared words")
    MEANING = "meaning", _("the same thought in other words")


def joined() -> Exists:
    """Whether a cross-reference stands that came of a pair: the last one is kept with it, others may have theirs.

    A draft is its author's alone, and what was declined joins nothing.
    """
    one, other = OuterRef("one"), OuterRef("other")
    ends = Q(source=one, target=other) | Q(source=other, target=one)
    standing = CrossReference.objects.standing().exclude(status__in=[Status.DRAFT, Status.DECLINED])
    return Exists(standing.filter(Q(pk=OuterRef("reference")) | (ends & Q(origin=Origin.SUGGESTION))))


class ProposedParallelQuerySet(models.QuerySet["ProposedParallel"]):
    """Reads of proposed parallels."""

    def visible_to(self, user: Person) -> Self:
        """For members, those of which they may read both ends: of how common words are, all of these may know."""
        if not permissions.is_member(user):
            return self.none()
        # By what is hidden, as in ``permissions``: from what they may read, a planner begins with all passages.
        closed = Document.objects.hidden_from(user).order_by().values("pk")
        return self.exclude(one__document__in=closed).exclude(other__document__in=closed)

    def settled(self) -> Self:
        """Those of which both ends stand on their words: one whose text changed or is gone is not the pair it was."""
        settled = ["kept", "shifted"]
        return self.filter(one__state__in=settled, other__state__in=settled)

    def best_first(self) -> Self:
        """The nearest first; of those as near in a fixed order."""
        return self.order_by("-score", "pk")

    def with_places(self) -> Self:
        """With the passages, their paragraphs, documents and collections, and who judged: what showing one takes."""
        places = [f"{place}__paragraph__document__collection" for place in self.model.PLACES]
        return self.select_related("judged_by", "reference", *places)

    def for_acting(self, user: Person, pk: uuid.UUID) -> "ProposedParallel":
        """The pair ``pk`` with all that judging it needs: 1 query.

        Raises ``Http404`` where there is none or ``user`` may not read both of its ends, without telling these apart.
        """
        pair = self.visible_to(user).with_places().filter(pk=pk).first()
        if pair is None:
            raise Http404("No parallel at this address.")
        return pair


class ProposedParallel(models.Model):
    """Two passages that may say the same, how near they are and why, and what was decided about them.

    A pair is one row, whichever of the two is looked at first; which is ``one`` means nothing. What has been decided
    stays with the passages through revisions.
    """

    PLACES: ClassVar[tuple[str, ...]] = ("one", "other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="parallels_as_one", verbose_name=_("passage")
    )
    other = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="parallels_as_other", verbose_name=_("other passage")
    )
    score = models.FloatField(_("score"), validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    wording = models.CharField(_("kind"), max_length=10, choices=Agreement)
    # Sentences with what stands in their places (``parallels.likeness.Reason``), so that each reads its own language.
    reasons = models.JSONField(_("reasons"), default=list)
    # The rule with its version, and the model with its own where one had a part in it.
    found_by = models.CharField(_("found by"), max_length=200)
    found_at = models.DateTimeField(_("found at"), default=timezone.now)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.OPEN)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("judged by"),
    )
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    # What came of accepting it; it may be withdrawn since.
    reference = models.ForeignKey(
        CrossReference,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposed_as",
        verbose_name=_("cross-reference"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProposedParallelQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed parallel")
        verbose_name_plural = _("proposed parallels")
        ordering = ["-score", "pk"]
        constraints = [
            # Whichever of the two comes first.
            models.UniqueConstraint(
                Least("one", "other"),
                Greatest("one", "other"),
                name="proposed_parallel_once",
                violation_error_message=_("These two passages are a proposed parallel already."),
            ),
            models.CheckConstraint(
                name="proposed_parallel_two_ends",
                condition=~Q(one=F("other")),
                violation_error_message=_("A passage is no parallel of itself. Choose another end."),
            ),
            models.CheckConstraint(
                name="proposed_parallel_verdict_known",
                condition=Q(verdict__in=[verdict.value for verdict in Verdict]),
                violation_error_message=_("A parallel is open, accepted, rejected or for later."),
            ),
            models.CheckConstraint(
                name="proposed_parallel_score_sound",
                condition=Q(score__gte=0, score__lte=1),
                violation_error_message=_("A score is a number from 0 to 1."),
            ),
        ]
        indexes = [
            # The queue.
            models.Index(name="proposed_parallel_queue", fields=["verdict", "-score"]),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≈ {self.other}"

    @property
    def by_meaning(self) -> bool:
        """Whether a sentence model took part in its score, beside the rule for words."""
        return by_meaning(self.found_by)


def by_meaning(found_by: str) -> bool:
    """Whether ``found_by`` names a sentence model behind the rule for words."""
    return " + " in found_by


def in_order(one: Passage, other: Passage) -> tuple[Passage, Passage]:
    """The two in the order in which a new pair keeps them, whichever was looked at first."""
    return (one, other) if one.pk < other.pk else (other, one)
