"""Undos of very many things: what is left of one that was cut off."""

from django.db import models


class UnfinishedUndo(models.Model):
    """An undo that is done in parts, and not done yet: there while it is at work, and where it was cut off."""

    undoes = models.UUIDField(primary_key=True, editable=False)
    # The action of the undo, whatever number of requests it takes.
    batch = models.UUIDField(editable=False)
    # The events before it are still to be undone.
    before = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return str(self.pk)
