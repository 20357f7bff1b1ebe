"""Requests that were carried out, so that a repeat is harmless."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Submission(models.Model):
    """A request that was carried out, by the id its client gave it: sent twice, it acts once."""

    id = models.UUIDField(primary_key=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Of what was sent, where it came from a form: sent again with other content it is no repeat.
    digest = models.CharField(max_length=64, default="", db_default="", editable=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
