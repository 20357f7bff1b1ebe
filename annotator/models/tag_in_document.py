"""How much each tag is used in each document: numbers that are kept, and which of them no longer hold.

The database itself notes which (migration 0032): a trigger sees every change of a tagging, whoever makes it, also a
program of the release before. So a kept number is never relied on after its taggings have changed
(``docs/decisions/0015-lists-of-large-sites.md``).
"""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from corpus.db.counting import number_of
from corpus.models import Document

from .contribution import Status
from .tag import Tag, Tagging

# Whose taggings count for every reader, and for members; one's own drafts are added to them (selectors/tag_numbers.py).
EVERYBODYS = (Status.PUBLISHED,)
MEMBERS = (*EVERYBODYS, Status.PROPOSED)


# What each number counts.
NUMBERS = {
    "published": (EVERYBODYS, "content_object"),
    "passages": (MEMBERS, "content_object"),
    "taggings": (MEMBERS, "pk"),
}


def number_now(name: str) -> Subquery:
    """The number ``name`` for the tag and document of an outer row, as the taggings have it."""
    statuses, counted = NUMBERS[name]
    of_row = {name: OuterRef(name) for name in ("document", "tag")}
    return number_of(Tagging.objects.standing().filter(status__in=statuses, **of_row), counted)


def _of_same(model: type["TagInDocument | Recount"], **further: object) -> Exists:
    """Whether there is a row of ``model`` for the tag and document of an outer row."""
    return Exists(model.objects.filter(tag=OuterRef("tag"), document=OuterRef("document"), **further))


class TagInDocumentQuerySet(models.QuerySet["TagInDocument"]):
    """Reads of the kept numbers."""

    def holding(self) -> Self:
        """Those whose taggings have not changed since they were counted."""
        return self.exclude(_of_same(Recount))

    def wrong(self) -> Self:
        """Those that should hold and are not as the taggings have it; all taggings are counted."""
        counted = self.holding().annotate(**{f"{name}_now": number_now(name) for name in NUMBERS})
        return counted.exclude(**{f"{name}_now": models.F(name) for name in NUMBERS})


class RecountQuerySet(models.QuerySet["Recount"]):
    """Reads of what is to be counted anew."""

    def each_once(self) -> Self:
        """One row for each tag and document."""
        return self.exclude(_of_same(Recount, pk__lt=OuterRef("pk")))


class _Pair(models.Model):
    """A tag and a document.

    No constraints of the database: whoever deletes either knows nothing of these rows, which are gone by then or soon.
    """

    tag: Any = models.ForeignKey(Tag, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    document: Any = models.ForeignKey(
        Document, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.tag_id} {self.document_id}"


class TagInDocument(_Pair):
    """On how many passages of a document a tag stands, as every reader and as members see it, and its taggings."""

    published = models.PositiveIntegerField()
    passages = models.PositiveIntegerField()
    taggings = models.PositiveIntegerField()

    objects = TagInDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="tag_in_document_once", fields=["tag", "document"])]
        indexes = [models.Index(name="tag_in_document", fields=["document", "tag"])]


class Recount(_Pair):
    """That the taggings with a tag in a document have changed since they were counted: any number of rows for each.

    Rows are only added, by the trigger, and taken away by whoever counts anew, so that no writer waits for another.
    """

    objects = RecountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="recount_of", fields=["tag", "document", "id"])]
