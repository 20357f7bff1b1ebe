"""Cross-references: typed, directed links between passages."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corpus.models.collection import Person

from .contribution import UNPUBLISHED, WAITING, Contribution, ContributionQuerySet
from .passage import Passage


class Relation(models.TextChoices):
    """What the source passage does to the target passage. The one place where relations are listed."""

    SEE_ALSO = "see also", _("see also")
    QUOTES = "quotes", _("quotes")
    RESTATES = "restates", _("restates")
    REVISES = "revises", _("revises")
    CONTRADICTS = "contradicts", _("contradicts")
    DEFINES = "defines", _("defines")
    CITES = "cites", _("cites")
    TRANSLATES = "translates", _("translates")


# How a relation reads from the target's side.
INVERSE = {
    Relation.SEE_ALSO: pgettext_lazy("from the target's side", "see also"),
    Relation.QUOTES: _("quoted by"),
    Relation.RESTATES: _("restated by"),
    Relation.REVISES: _("revised by"),
    Relation.CONTRADICTS: _("contradicted by"),
    Relation.DEFINES: _("defined by"),
    Relation.CITES: _("cited by"),
    Relation.TRANSLATES: _("translated by"),
}
MAX_NOTE = 10_000


class CrossReferenceQuerySet(ContributionQuerySet):
    """Reads of cross-references."""

    def with_end_on(self, passages: models.QuerySet[Passage]) -> Self:
        """Those with an end on ``passages``: 2 queries, as no index leads to one or the other."""
        ends = [self.filter(**{f"{end}__in": passages.values("pk")}) for end in self.model.PLACES]
        return self.filter(pk__in={pk for some in ends for pk in some.order_by().values_list("pk", flat=True)})

    def for_margin(self, user: Person, passages: Iterable[int]) -> Self:
        """Those with an end on ``passages`` that ``user`` may see, oldest first, with both ends: 1 query."""
        ends = list(passages)
        references = self.visible_to(user).filter(Q(source__in=ends) | Q(target__in=ends))
        return references.with_places().order_by("created_at", "pk")


class CrossReference(Contribution):
    """A typed, directed link from one passage to another."""

    PLACES: ClassVar = ("source", "target")
    DOCUMENTS: ClassVar = ("source__document", "target__document")

    source = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="references_out", verbose_name=_("source")
    )
    target = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="references_in", verbose_name=_("target")
    )
    relation = models.CharField(_("relation"), max_length=20, choices=Relation, default=Relation.SEE_ALSO)
    note = models.TextField(_("note"), blank=True)

    objects = CrossReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("cross-reference")
        verbose_name_plural = _("cross-references")
        ordering = ["created_at", "pk"]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                name="cross_reference_two_ends",
                condition=~Q(source=F("target")),
                violation_error_message=_("A passage cannot be cross-referenced to itself. Choose another end."),
            ),
            models.CheckConstraint(
                name="cross_reference_relation_known",
                condition=Q(relation__in=[relation.value for relation in Relation]),
                violation_error_message=_("There is no such relation."),
            ),
            models.UniqueConstraint(
                name="cross_reference_once_each",
                fields=["source", "target", "relation", "author"],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("You have joined these two passages in this way already."),
            ),
        ]
        indexes = [
            models.Index(name="reference_by_author", fields=["author", "created_at"]),
            models.Index(name="reference_by_status", fields=["status", "created_at"], condition=UNPUBLISHED),
            # The list of all of them.
            models.Index(name="reference_newest", fields=["created_at"]),
            models.Index(name="reference_waiting", fields=["created_at"], condition=WAITING),
        ]

    def __str__(self) -> str:
        return f"{self.source} — {self.get_relation_display()} — {self.target}"

    def get_absolute_url(self) -> str:
        """The page that compares its two sides."""
        return reverse("cross_reference", args=[self.pk])

    @property
    def inverse(self) -> str:
        """How the relation reads from the target's side."""
        return str(INVERSE[Relation(self.relation)])
