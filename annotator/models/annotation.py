"""Annotations: notes on passages, and replies to notes."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corpus.models.collection import Person

from .contribution import UNPUBLISHED, WAITING, Contribution, ContributionQuerySet
from .passage import Passage

MAX_BODY = 100_000


class AnnotationQuerySet(ContributionQuerySet):
    """Reads of notes."""

    def on_unsettled(self) -> Self:
        """Without replies, which go where their note goes."""
        return super().on_unsettled().filter(in_reply_to__isnull=True)

    def shown_to(self, user: Person, passages: models.QuerySet[Passage]) -> Self:
        """With authors: 2 queries, since a join would lead a planner from a few authors to all their notes."""
        return super().shown_to(user, passages).prefetch_related("author")

    def for_margin(self, user: Person, passages: Iterable[int]) -> Self:
        """Those on ``passages`` that ``user`` may see, oldest first, with author: 1 query."""
        notes = self.visible_to(user).filter(passage__in=list(passages))
        return notes.select_related("author").order_by("created_at", "pk")


class Annotation(Contribution):
    """A note on a passage, or a reply to a note on the same passage."""

    PLACES: ClassVar = ("passage",)
    DOCUMENTS: ClassVar = ("passage__document",)

    passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="annotations", verbose_name=_("passage")
    )
    in_reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies", verbose_name=_("in reply to")
    )
    body = models.TextField(_("note"), help_text=_("Markdown."))
    # Rendered and sanitised once, when written (annotator/presenters/markdown.py).
    body_html = models.TextField(editable=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, editable=False, related_name="mentioned_in", verbose_name=_("mentions")
    )

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["created_at", "pk"]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                name="annotation_not_empty",
                condition=~Q(body=""),
                violation_error_message=_("The note is empty. Write something, or cancel."),
            ),
            models.CheckConstraint(
                name="annotation_no_reply_to_itself",
                condition=Q(in_reply_to__isnull=True) | ~Q(in_reply_to=models.F("id")),
                violation_error_message=_("A note cannot be a reply to itself."),
            ),
        ]
        indexes = [
            models.Index(name="annotation_newest", fields=["created_at"]),
            models.Index(name="annotation_by_author", fields=["author", "created_at"]),
            models.Index(name="annotation_by_status", fields=["status", "created_at"], condition=UNPUBLISHED),
            models.Index(name="annotation_waiting", fields=["created_at"], condition=WAITING),
        ]

    def __str__(self) -> str:
        return self.body

    def get_absolute_url(self) -> str:
        """The note's own page: its thread and its history."""
        return reverse("annotation", args=[self.pk])
