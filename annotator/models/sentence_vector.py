"""What texts mean, in numbers (``annotator.parallels.meaning``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SentenceVector(models.Model):
    """The vector that a model gave to a text, which is known by its digest: whatever text it stands in, and when."""

    model = models.CharField(_("model"), max_length=100)
    digest = models.BinaryField(_("digest"))
    vector = models.BinaryField(_("vector"))

    class Meta:
        verbose_name = _("sentence vector")
        verbose_name_plural = _("sentence vectors")
        constraints = [
            models.UniqueConstraint(
                name="sentence_vector_once",
                fields=["model", "digest"],
                violation_error_message=_("This text has a vector of this model already."),
            )
        ]

    def __str__(self) -> str:
        return f"{bytes(self.digest).hex()} ({self.model})"
