"""What the revisions of a document did to its paragraphs."""

from collections.abc import Collection, Iterator
from typing import Self

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .document import Document, Revision
from .paragraph import Paragraph

# What a revision may change of a paragraph: the columns of a former text.
CHANGEABLE = ("position", "kind", "level", "number", "text", "section", "section_number")


class FormerTextQuerySet(models.QuerySet["FormerText"]):
    """Reads of texts as they were."""

    def as_of(
        self,
        document: Document,
        number: int,
        *,
        positions: tuple[int, int] | None = None,
        among: Collection[int] | None = None,
    ) -> list[Paragraph]:
        """The paragraphs of ``document`` as they were in its revision ``number``, in the order of that: 2 queries.

        Args:
            document: the document.
            number: of one of its revisions.
            positions: the first and the last that are wanted; all without it.
            among: the primary keys of those that are wanted; all without it.

        Returns:
            Paragraphs that say what they said then; they must not be saved.
        """
        in_range = Q() if positions is None else Q(position__range=positions)
        changed = self.in_revision(number).filter(in_range, paragraph__document=document)
        standing = Paragraph.objects.in_revision(document, number).filter(in_range)
        unchanged = standing.filter(~Exists(self.in_revision(number).filter(paragraph=OuterRef("pk"))))
        if among is not None:
            changed, unchanged = changed.filter(paragraph__in=among), unchanged.filter(pk__in=among)
        # In this order: what is kept meanwhile, since a revision is being written, is still found, and as it was.
        found = {each.pk: each for each in unchanged.order_by()}
        for former in changed.select_related("paragraph").order_by():
            found[former.paragraph_id] = former.as_paragraph()
        return sorted(found.values(), key=lambda each: each.position)

    def words_as_of(self, document: Document, number: int) -> Iterator[tuple[int, str, str]]:
        """The primary keys, kinds and texts of the paragraphs of a revision, in its order: 1 query."""
        there = Q(former_texts__revision_from__lte=number, former_texts__revision_to__gte=number)
        rows = Paragraph.objects.in_revision(document, number).annotate(
            then=FilteredRelation("former_texts", condition=there)
        )
        rows = rows.order_by(Coalesce("then__position", "position"))
        then = (Coalesce(f"then__{name}", name) for name in ("kind", "text"))
        return rows.values_list("pk", *then).iterator(2000)

    def former_texts_of(self, paragraph: Paragraph) -> list["FormerText"]:
        """What ``paragraph`` said in other words than now, the newest first, each text once for as long as it stood."""
        former_texts: list[FormerText] = []
        text = paragraph.text
        for each in self.filter(paragraph=paragraph).order_by("-revision_to"):
            if each.text != text:
                former_texts.append(each)
            elif former_texts:
                former_texts[-1].revision_from = each.revision_from
            text = each.text
        return former_texts

    def changed_since(self, document: Document, revision: int, paragraphs: Collection[Paragraph]) -> bool:
        """Whether one of ``paragraphs`` has other words than in the revision with that primary key: 2 queries.

        In one that was taken back, which is kept nowhere, any of them may have had others.
        """
        then = document.revisions.filter(pk=revision).first()
        if then is None or document.current is None or not paragraphs:
            return False
        former_texts = self.in_revision(then.number).filter(paragraph__in=paragraphs)
        return then.number > document.current.number or former_texts.exclude(text=F("paragraph__text")).exists()

    def positions(self, document: Document, number: int) -> dict[int, int]:
        """Where each paragraph of the revision ``number`` of ``document`` stood, by its primary key: 2 queries."""
        standing = Paragraph.objects.in_revision(document, number).order_by()
        changed = self.in_revision(number).filter(paragraph__document=document).order_by()
        positions = dict(standing.values_list("pk", "position"))
        return positions | dict(changed.values_list("paragraph_id", "position"))

    def in_revision(self, number: int) -> Self:
        return self.filter(revision_from__lte=number, revision_to__gte=number)


class FormerText(models.Model):
    """What a paragraph was in some revisions of its document, kept for a revision in which it is not that any more.

    A paragraph that is gone has none for the last revisions it stood in: it keeps in itself what it was in those. One
    that was kept for a revision which was cut off or taken back says what the paragraph still is.
    """

    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="former_texts")
    # Numbers and not foreign keys: they are only ever compared with others.
    revision_from = models.PositiveIntegerField(_("from revision"))
    revision_to = models.PositiveIntegerField(_("up to revision"))
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Paragraph.Kind)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    number = models.CharField(_("printed number"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    section = models.TextField(_("section"), blank=True)
    section_number = models.CharField(_("section number"), max_length=100, blank=True)

    objects = FormerTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        ordering = ["paragraph_id", "revision_to"]
        constraints = [
            # Also the index of FormerText.objects.as_of(), which asks what a paragraph was in a revision.
            models.UniqueConstraint(
                name="former_text_once",
                fields=["paragraph", "revision_to"],
                violation_error_message=_("What this paragraph was in that revision is kept already."),
            ),
            models.CheckConstraint(
                name="former_text_in_order",
                condition=Q(revision_from__lte=F("revision_to")),
                violation_error_message=_("The first revision of a text comes before its last."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} ({self.revision_from}–{self.revision_to})"

    def as_paragraph(self) -> Paragraph:
        """The paragraph as it was then, not to be saved; needs ``paragraph`` selected."""
        paragraph = self.paragraph
        for name in CHANGEABLE:
            setattr(paragraph, name, getattr(self, name))
        return paragraph


class ChangeQuerySet(models.QuerySet["Change"]):
    """Reads of changes."""

    def between(self, document: Document, old: int, new: int) -> Self:
        """Those that led from revision ``old`` of ``document`` to revision ``new``, in order."""
        changes = self.filter(revision__document=document, revision__number__gt=old, revision__number__lte=new)
        return changes.order_by("revision__number", "pk")

    def ending(self, paragraph: Paragraph) -> "Change | None":
        """The change by which ``paragraph`` went, with what it went into."""
        endings = self.filter(paragraph=paragraph, what=Change.What.GONE).order_by()
        return endings.select_related("revision", "other").first()

    def counts(self, document: Document) -> dict[int, dict[str, int]]:
        """How many changes of each kind each revision of ``document`` made, by its number: 1 query."""
        counts: dict[int, dict[str, int]] = {}
        rows = self.filter(revision__document=document).order_by().values_list("revision__number", "what")
        for number, kind, count in rows.annotate(count=models.Count("pk")):
            counts.setdefault(number, {})[kind] = count
        return counts


class Change(models.Model):
    """What a revision did to one paragraph; those it left as they were have none."""

    class What(models.TextChoices):
        """What became of a paragraph; the values are those of ``corpus.importing.alignment.pairing.ChangeKind``."""

        MOVED = "moved", _("moved")
        EDITED = "edited", _("edited")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")
        NEW = "new", _("new")
        GONE = "gone", _("gone")

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="changes")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(_("what"), max_length=10, choices=What)
    other = models.ForeignKey(
        Paragraph,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The paragraph that a new one was split from, or that one that is gone was merged into."),
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        # The loader writes them in the order of the new text, then those of paragraphs that are gone.
        ordering = ["revision_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="change_once",
                fields=["revision", "paragraph"],
                violation_error_message=_("What this revision did to the paragraph is known already."),
            ),
            models.CheckConstraint(
                name="change_other_of_parts",
                condition=Q(other__isnull=True) | Q(what__in=["new", "gone"]),
                violation_error_message=_("Only a paragraph that is new or gone comes from another or went into one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.what}"
