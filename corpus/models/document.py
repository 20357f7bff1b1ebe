"""Documents and their revisions."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from corpus.citation.wording import short_name
from corpus.db.icontains import containing
from corpus.direction import Direction, direction_of_language

from .collection import Collection, Person


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of documents."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(collection__in=Collection.objects.visible_to(user))

    def hidden_from(self, user: Person) -> Self:
        """The documents ``user`` may not read: all but those of ``visible_to``."""
        return self.exclude(collection__in=Collection.objects.visible_to(user))

    def called(self, typed: str) -> Self:
        """Those with the words typed in their title, author or slug."""
        titled = containing("title", typed) | containing("short_title", typed)
        return self.filter(models.Q(slug__icontains=typed) | titled | containing("author", typed))

    def for_catalogue(self, user: Person) -> Self:
        """The loaded documents ``user`` may read, by collection and title, with what the catalogue shows: 1 query."""
        return (
            self.visible_to(user)
            .filter(current__isnull=False)
            .select_related("collection", "current")
            .order_by("collection__title", "collection__slug", "title", "slug")
        )

    def for_reading(self, user: Person, slug: str) -> "Document":
        """The document at ``slug`` with its collection and newest revision: 1 query, 2 where it is for certain groups.

        Raises ``Http404`` where there is none or ``user`` may not see it, without telling the two apart.
        """
        for document in (
            self.filter(slug=slug, current__isnull=False).select_related("collection", "current").order_by()
        ):
            if document.collection.lets_in(user):
                return document
        raise Http404("No document at this address.")


class Document(models.Model):
    """One text, in one or more revisions."""

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="documents", verbose_name=_("collection")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("Its name in addresses and citations."),
        error_messages={"unique": _("Another document has this slug.")},
    )
    title = models.CharField(_("title"), max_length=500)
    subtitle = models.CharField(_("subtitle"), max_length=500, blank=True)
    short_title = models.CharField(
        _("short title"),
        max_length=60,
        blank=True,
        help_text=_("What references and lists call it. Empty: made from the title."),
    )
    author = models.CharField(_("author"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("A language tag such as en, zh-Hans or ar.")
    )
    source_url = models.URLField(_("source address"), max_length=1000, blank=True)
    rights = models.TextField(_("rights"), blank=True, validators=[MaxLengthValidator(2000)])
    # Keys are given once and never again, so the next one is kept apart from the paragraphs that are there.
    next_key = models.PositiveIntegerField(default=1, editable=False)
    current = models.ForeignKey(
        "Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+", verbose_name=_("revision")
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["title", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.slug])

    @property
    def title_in_short(self) -> str:
        """What references and lists call it: the short title, or what the title says before it becomes long."""
        return self.short_title or short_name("", self.title)

    @property
    def direction(self) -> Direction:
        """``rtl`` or ``ltr``, from the language, for the ``dir`` attribute."""
        return direction_of_language(self.language)

    @property
    def language_name(self) -> str:
        """The language's name in itself, or its tag where Django does not know it."""
        try:
            return str(get_language_info(self.language.lower())["name_local"])
        except KeyError:
            return self.language

    @property
    def year(self) -> str:
        return str(self.published_on.year) if self.published_on else ""


def source_path(revision: "Revision", filename: str) -> str:
    """Where a source file is kept: by its digest, so that the same bytes are kept once and never overwritten."""
    suffix = filename[filename.rfind(".") :].lower() if "." in filename else ""
    return f"{revision.sha256[:2]}/{revision.sha256}{suffix}"


class Revision(models.Model):
    """The text of a document as loaded from one source file, numbered from 1."""

    class Genre(models.TextChoices):
        """The kinds of text somebody may say it is; the values are those of ``corpus.blocks.Genre``."""

        PROSE = "prose", _("Prose")
        TRANSCRIPT = "transcript", _("Transcript of a conversation")
        STATUTE = "statute", _("Statute")
        VERSE = "verse", _("Verse")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    loaded_at = models.DateTimeField(_("loaded at"))
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.FileField(_("source file"), max_length=200, upload_to=source_path)
    source_name = models.CharField(_("name of the source file"), max_length=255)
    media_type = models.CharField(_("media type"), max_length=100)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    genre = models.CharField(
        _("kind of text"),
        max_length=10,
        blank=True,
        choices=Genre,
        help_text=_("What it was read as, where somebody said so."),
    )
    # As ``corpus.importing.notices.as_json`` has them.
    notices = models.JSONField(_("what the reader decided, guessed or left out"), default=list, blank=True)
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    length = models.PositiveIntegerField(_("paragraphs"), help_text=_("All of them, furniture included."))
    # Counted by the loader, so that the catalogue need not read the texts.
    paragraph_count = models.PositiveIntegerField(
        _("paragraphs as read"), default=0, help_text=_("Without headings, front matter and page furniture.")
    )
    taken_back_at = models.DateTimeField(
        _("taken back at"),
        null=True,
        editable=False,
        help_text=_("It was loaded by mistake: the text is the one before again, and nobody reads this one."),
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(
                name="revision_number_once",
                fields=["document", "number"],
                violation_error_message=_("This document already has a revision of that number."),
            ),
        ]

    def __str__(self) -> str:
        return _("revision %(number)s") % {"number": self.number}
