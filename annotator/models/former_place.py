"""Where passages were before a revision moved them, so that it can be taken back."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from corpus.models import Paragraph, Revision

from .passage import Passage

# What a revision may change of a passage.
MOVABLE = ("paragraph_id", "start", "end", "quote", "prefix", "suffix", "state", "beside_id")


class FormerPlace(models.Model):
    """What a passage was before ``revision`` moved it."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="former_places")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField(_("start"), null=True)
    end = models.PositiveIntegerField(_("end"), null=True)
    quote = models.TextField(_("quote"))
    prefix = models.CharField(_("words before"), max_length=64, blank=True)
    suffix = models.CharField(_("words after"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=Passage.State)
    beside = models.ForeignKey(Paragraph, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("former place")
        verbose_name_plural = _("former places")
        ordering = ["revision_id", "passage_id"]
        constraints = [
            models.UniqueConstraint(
                name="former_place_once",
                fields=["revision", "passage"],
                violation_error_message=_("Where this passage was before that revision is kept already."),
            ),
            models.CheckConstraint(
                name="former_place_sound",
                condition=models.Q(start__isnull=True, end__isnull=True) | models.Q(end__gt=F("start")),
                violation_error_message=_("A passage begins before it ends, or is a whole paragraph."),
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @classmethod
    def of(cls, passage: Passage, revision: Revision) -> "FormerPlace":
        """Where ``passage`` is now, to be kept as what it was before ``revision``; not saved."""
        return cls(passage=passage, revision=revision, **{name: getattr(passage, name) for name in MOVABLE})
