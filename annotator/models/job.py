"""Jobs: long work that somebody asked for on a page, done beside the requests."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corpus.models.collection import Person


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of jobs."""

    def of(self, user: Person) -> Self:
        """Those that ``user`` asked for."""
        return self.filter(by=user.pk)

    def for_acting(self, user: Person, pk: uuid.UUID) -> "Job":
        """One's own job ``pk``. Raises ``Http404``."""
        job = self.of(user).filter(pk=pk).first()
        if job is None:
            raise Http404("No job at this address.")
        return job


class Job(models.Model):
    """What was asked for, and what came of it; how far it is in between is known to ``annotator.actions.jobs``."""

    class Kind(models.TextChoices):
        """What is done."""

        LOAD = "load", _("load")
        IMPORT = "import", _("import")
        PARALLELS = "parallels", _("search for parallels")
        BACKUP = "backup", _("backup")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=300)
    # The form as it was sent; its file lies with the uploads.
    typed = models.TextField(_("form"))
    # Of that and the file: sent again with other content it is not this job.
    digest = models.CharField(max_length=64, default="", db_default="", editable=False)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    succeeded = models.BooleanField(_("succeeded"), default=False)
    message = models.TextField(_("result"), blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-asked_at", "pk"]
        indexes = [models.Index(name="job_newest", fields=["by", "-asked_at"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def is_done_in_part(self) -> bool:
        """Whether something of it was kept before the rest failed or was cancelled."""
        return self.ended_at is not None and not self.succeeded and bool(self.address)
