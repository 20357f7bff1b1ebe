"""Paragraphs: the blocks of a document in the database, each with an identity of its own."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corpus.blocks import Kind as BlockKind
from corpus.direction import Direction, direction_of

from .collection import Person
from .document import Document, Revision

# Paragraphs to a page and to a piece of the reading page: enough to fill a screen, few enough that the first one is
# drawn at once, however long the document is and however much stands on it.
PIECE = 25


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    """Reads of paragraphs."""

    def standing(self) -> Self:
        """Those in the newest revision of their document."""
        return self.filter(until__isnull=True)

    def visible_to(self, user: Person) -> Self:
        return self.filter(document__in=Document.objects.visible_to(user))

    def for_reading(self, user: Person, slug: str, key: int) -> "Paragraph":
        """The paragraph ``key`` of the document at ``slug``, with document and collection: 1 query.

        Raises ``Http404`` where there is none or ``user`` may not see it, without telling the two apart.
        """
        paragraphs = self.standing().filter(document__slug=slug, key=key).select_related("document__collection")
        for paragraph in paragraphs.order_by():
            if paragraph.document.collection.lets_in(user):
                return paragraph
        raise Http404("No paragraph at this address.")

    def pieces(self, document: Document, first: int, last: int) -> Self:
        """The paragraphs of the pieces ``first`` to ``last`` (from 1) of ``document``: 1 query on an index range."""
        after, upto = (first - 1) * PIECE, last * PIECE
        return self.standing().filter(document=document, position__gt=after, position__lte=upto).order_by("position")

    def in_revision(self, document: Document, number: int) -> Self:
        """The paragraphs of ``document`` that stood in its revision ``number``, whatever they were in it."""
        condition = Q(until__isnull=True) | Q(until__number__gte=number)
        return self.filter(condition, document=document, since__number__lte=number)

    def retired(self, user: Person, slug: str, key: int) -> "Paragraph":
        """The paragraph ``key`` that is no longer in the document at ``slug``, which keeps its address: 1 query.

        Raises ``Http404`` where there is none or ``user`` may not see it, without telling the two apart.
        """
        paragraphs = self.filter(until__isnull=False, document__slug=slug, key=key).select_related(
            "document__collection", "document__current", "since", "until"
        )
        paragraph = paragraphs.order_by().first()
        if paragraph is None or not paragraph.document.collection.lets_in(user):
            raise Http404("No paragraph at this address.")
        return paragraph

    def headings(self, document: Document) -> Self:
        """The headings of ``document`` in order, which are its outline: 1 query on an index of headings alone."""
        return self.standing().filter(document=document, kind=BlockKind.HEADING).order_by("position")

    def outline(self, document: Document, most: int | None = None) -> list["Section"]:
        """The sections of the first ``most`` headings of ``document``, which each has.

        2 queries on indexes of headings and of furniture alone, however long the text is.
        """
        headings: list[Paragraph] = list(self.headings(document)[:most])
        for heading in headings:
            heading.document = document
        furniture = self.standing().filter(document=document, kind=BlockKind.FURNITURE).order_by("position")
        complete = most is None or len(headings) < most
        length = document.current.length if document.current else 0
        return sections(
            headings,
            furniture=list(furniture.values_list("position", flat=True)) if headings else [],
            end=length + 1 if complete else None,
        )

    def around(self, paragraph: "Paragraph", before: int, after: int) -> Self:
        """``paragraph`` with up to so many paragraphs before and after it, in order: 1 query."""
        return (
            self.standing()
            .filter(
                document_id=paragraph.document_id,
                position__gte=paragraph.position - before,
                position__lte=paragraph.position + after,
            )
            .order_by("position")
        )

    def first_read_beyond(self, paragraph: "Paragraph", *, forward: bool) -> "Paragraph | None":
        """The next one after ``paragraph``, or before it, that is no page furniture: 1 query."""
        standing = self.standing().filter(document_id=paragraph.document_id).exclude(kind=BlockKind.FURNITURE)
        if forward:
            return standing.filter(position__gt=paragraph.position).order_by("position").first()
        return standing.filter(position__lt=paragraph.position).order_by("-position").first()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the number of paragraphs up to the next one that is not below it.

    ``None`` where the heading that ends the section was not read.
    """

    heading: "Paragraph"
    paragraphs: int | None


def sections(headings: Sequence["Paragraph"], *, furniture: Sequence[int], end: int | None) -> list[Section]:
    """The sections that ``headings`` begin.

    Args:
        headings: in order.
        furniture: the positions of page furniture, in order, which nobody counts.
        end: the position after the last paragraph, ``None`` where ``headings`` are not all there are.
    """
    counts: list[int | None] = [None] * len(headings)
    open_at: list[int] = []

    def close(level: int, at: int, position: int) -> None:
        while open_at and headings[open_at[-1]].level >= level:
            began = open_at.pop()
            first = headings[began].position
            inside = bisect_left(furniture, position) - bisect_left(furniture, first)
            counts[began] = position - first - (at - began) - inside

    for at, heading in enumerate(headings):
        close(heading.level, at, heading.position)
        open_at.append(at)
    if end is not None:
        close(0, len(headings), end)
    return [Section(heading, count) for heading, count in zip(headings, counts, strict=True)]


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
            # outline(): what is not counted, of which there is little.
            models.Index(name="paragraph_furniture", fields=["document", "position"], condition=Q(kind="furniture")),
        ]

    def __str__(self) -> str:
        return f"¶ {self.key}"

    def get_absolute_url(self) -> str:
        """The address to cite; needs ``document`` selected."""
        return reverse("paragraph", args=[self.document.slug, self.key])

    @property
    def direction(self) -> Direction:
        """``rtl`` or ``ltr``, for the ``dir`` attribute: a quotation may run against its document (needs that)."""
        return direction_of(self.text, self.document.direction)

    @property
    def in_lines(self) -> bool:
        """Whether the line breaks of its text are to be shown: those of code and verse."""
        return "\n" in self.text

    @property
    def heading_rank(self) -> int:
        """The rank of a heading on a page whose title has the first, as HTML counts: 2 to 6."""
        return min(self.level, 5) + 1

    @property
    def piece_number(self) -> int:
        """The piece of the reading page it stands in, from 1."""
        return (self.position - 1) // PIECE + 1
