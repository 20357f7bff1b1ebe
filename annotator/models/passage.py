"""Passages: what everything hangs on."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from corpus.direction import Direction, direction_of
from corpus.models import Document, Paragraph, Revision
from corpus.models.collection import Person

# The words are gone, or may be others. Queries that want the few of them say it so, in the words of their index.
ADRIFT = Q(state="lost") | Q(state="uncertain")


class PassageQuerySet(models.QuerySet["Passage"]):
    """Reads of passages."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(document__in=Document.objects.visible_to(user))

    def settled(self) -> Self:
        """Those that stand on their words: not the uncertain and the lost ones, which wait for a person."""
        return self.filter(state__in=["kept", "shifted"])

    def waiting(self) -> Self:
        """Those that wait for a person: the uncertain, and the lost but for those that were let go."""
        return self.filter(ADRIFT, let_go=False)

    def at(self, paragraph: Paragraph, start: int | None, end: int | None) -> Self:
        """The settled passage at this stretch of ``paragraph``, or, without a stretch, of the whole paragraph."""
        return self.settled().filter(paragraph=paragraph, start=start, end=end).order_by()

    def in_use(self) -> Self:
        """Those that something stands on that was not withdrawn."""
        rule = Q()
        for name in ("taggings", "annotations", "references_out", "references_in"):
            relation: Any = self.model._meta.get_field(name)  # noqa: SLF001 - Django's public API
            standing = {relation.field.name: OuterRef("pk"), "withdrawn_at": None}
            rule |= Q(Exists(relation.related_model.objects.filter(**standing)))
        return self.filter(rule)

    def with_place(self) -> Self:
        """With the paragraph and its document, which naming or linking a passage needs."""
        return self.select_related("paragraph__document__collection")


class Passage(models.Model):
    """A whole paragraph, or a stretch of one from ``start`` up to ``end`` in Unicode code points of its text.

    One row per stretch, whoever marks it: two people's tags on the same words stand on the same passage. Passages that
    a revision left uncertain or lost are apart from that: they have the words they were made on for their ``quote``,
    and what is marked anew where they stand is another passage.
    """

    class State(models.TextChoices):
        """What became of the words when the text changed."""

        KEPT = "kept", _("kept")
        SHIFTED = "shifted", _("shifted")
        UNCERTAIN = "uncertain", _("uncertain")
        LOST = "lost", _("lost")

    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, related_name="passages", verbose_name=_("paragraph")
    )
    # That of the paragraph, and always so (``new_passage``; a revision moves passages within their text): who may see
    # what, and what is counted where, is asked of every contribution, and need not go through the paragraphs.
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("document")
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    quote = models.TextField(_("quote"))
    # What stands before and after, to find the words again in a changed text.
    prefix = models.CharField(_("words before"), max_length=64, blank=True)
    suffix = models.CharField(_("words after"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.KEPT)
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("made on revision")
    )

    # Adrift: the words are gone, or may be others.
    UNSETTLED = frozenset({State.UNCERTAIN, State.LOST})

    beside = models.ForeignKey(
        Paragraph,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("beside"),
        help_text=_("Of a lost one whose paragraph is gone: the paragraph that now stands where that stood."),
    )

    let_go = models.BooleanField(
        _("let go"),
        default=False,
        editable=False,
        help_text=_("Of a lost one: somebody said that its words are nowhere any more, and it waits for nobody."),
    )

    tags = TaggableManager(through="annotator.Tagging", blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["paragraph_id", "start", "end", "pk"]
        constraints = [
            models.CheckConstraint(
                name="passage_stretch_sound",
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__gte=0, end__gt=F("start")),
                violation_error_message=_("A passage begins before it ends, or is a whole paragraph."),
            ),
            # One row for each stretch, and one for the whole.
            models.UniqueConstraint(
                name="passage_stretch_once",
                fields=["paragraph", "start", "end"],
                condition=Q(start__isnull=False, state__in=["kept", "shifted"]),
                violation_error_message=_("This stretch of words is a passage already."),
            ),
            models.UniqueConstraint(
                name="passage_whole_once",
                fields=["paragraph"],
                condition=Q(start__isnull=True, state__in=["kept", "shifted"]),
                violation_error_message=_("This paragraph is a passage already."),
            ),
        ]
        indexes = [
            # Margins: the few whose paragraph is gone.
            models.Index(name="passage_beside", fields=["beside"], condition=Q(beside__isnull=False)),
            # What waits for a person, whose number stands on every page.
            models.Index(name="passage_adrift", fields=["document"], condition=ADRIFT),
        ]

    def __str__(self) -> str:
        return self.quote

    def get_absolute_url(self) -> str:
        """The address of its paragraph, naming the stretch; needs paragraph and document selected."""
        address = self.paragraph.get_absolute_url()
        return address if self.whole else f"{address}?start={self.start}&end={self.end}"

    @property
    def whole(self) -> bool:
        return self.start is None

    @property
    def direction(self) -> Direction:
        """``rtl`` or ``ltr``, for the ``dir`` attribute of its words alone; needs paragraph and document."""
        return direction_of(self.quote, self.paragraph.direction)

    @property
    def current_words(self) -> str:
        """The words that stand at its place as the text is now, nothing where it has none; needs the paragraph."""
        text = self.paragraph.text
        if self.paragraph.until_id is not None or (self.end or 0) > len(text):
            return ""
        return text[self.start : self.end]

    @property
    def unsettled(self) -> bool:
        """Whether its words are gone, or may be others, since the text changed."""
        return self.state in self.UNSETTLED

    @property
    def confirmable(self) -> bool:
        """Whether a person can say that the words at its place are the right ones."""
        return self.state == self.State.UNCERTAIN and bool(self.current_words)
