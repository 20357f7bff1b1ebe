"""Paragraphs: the blocks of a document in the database, each with an identity of its own."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corpus.importing.blocks import Kind as BlockKind

from .collection import Person
from .document import Document, Revision

# Paragraphs to a page and to each piece the reading page fetches: enough to fill a screen, few enough that
# the first one is drawn at once however long the document is.
PIECE = 100


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    """Reads of paragraphs."""

    def standing(self) -> Self:
        """Those in the newest revision of their document."""
        return self.filter(until__isnull=True)

    def visible_to(self, user: Person) -> Self:
        """The paragraphs of documents ``user`` may read."""
        return self.filter(document__in=Document.objects.visible_to(user))

    def piece(self, document: Document, number: int) -> Self:
        """The paragraphs of piece ``number`` (from 1) of ``document``, in order: 1 query on an index range."""
        last = number * PIECE
        return (
            self.standing()
            .filter(document=document, position__gt=last - PIECE, position__lte=last)
            .order_by("position")
        )

    def headings(self, document: Document) -> Self:
        """The headings of ``document`` in order, which are its outline: 1 query on an index of headings alone."""
        return self.standing().filter(document=document, kind=BlockKind.HEADING).order_by("position")

    def around(self, paragraph: "Paragraph", reach: int) -> Self:
        """``paragraph`` with up to ``reach`` paragraphs before and after it, in order: 1 query."""
        return (
            self.standing()
            .filter(
                document_id=paragraph.document_id,
                position__gte=paragraph.position - reach,
                position__lte=paragraph.position + reach,
            )
            .order_by("position")
        )


class Paragraph(models.Model):
    """One block of a document."""

    class Kind(models.TextChoices):
        """What a paragraph is to somebody reading."""

        FRONT = BlockKind.FRONT.value, _("front matter")
        HEADING = BlockKind.HEADING.value, _("heading")
        BODY = BlockKind.BODY.value, _("paragraph")
        ITEM = BlockKind.ITEM.value, _("list item")
        QUOTE = BlockKind.QUOTE.value, _("quotation")
        ROW = BlockKind.ROW.value, _("table row")
        FURNITURE = BlockKind.FURNITURE.value, _("page furniture")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="paragraphs")
    key = models.PositiveIntegerField(_("key"), help_text=_("Its identity in the document, never given again."))
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    number = models.CharField(_("printed number"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    # The headings above, from the outermost, joined by " › ": written once by the loader, read by every list,
    # search result and export row, which could not compute it without reading the whole document.
    section = models.TextField(_("section"), blank=True)
    # The printed numbers of the same headings ("II.3"), for citations.
    section_number = models.CharField(_("section number"), max_length=100, blank=True)
    since = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+", verbose_name=_("since revision"))
    until = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("until revision"),
        help_text=_("The last revision it stands in; empty while it stands."),
    )

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ["document_id", "position", "key"]
        constraints = [
            # Also the index of ParagraphQuerySet look-ups by citation.
            models.UniqueConstraint(
                name="paragraph_key_once",
                fields=["document", "key"],
                violation_error_message=_("This document already has a paragraph with that key."),
            ),
        ]
        indexes = [
            # piece(), around(), exports: a stretch of a document in reading order.
            models.Index(name="paragraph_in_order", fields=["document", "position"]),
            # headings(): the outline of a long document without reading its paragraphs.
            models.Index(name="paragraph_outline", fields=["document", "position"], condition=Q(kind="heading")),
        ]

    def __str__(self) -> str:
        return f"¶ {self.key}"

    def get_absolute_url(self) -> str:
        """The address to cite; needs ``document`` selected."""
        return reverse("paragraph", args=[self.document.slug, self.key])

    @property
    def piece_number(self) -> int:
        """The piece of the reading page it stands in, from 1."""
        return (self.position - 1) // PIECE + 1
