"""The tags that are used in a document."""

from dataclasses import dataclass

from django.db.models import Count

from annotator.models import Passage, Tag, Tagging
from corpus.models import Document, Paragraph
from corpus.models.collection import Person


@dataclass(frozen=True, slots=True)
class UsedTag:
    """A tag, and on how many passages of a document a certain person sees it."""

    tag: Tag
    passages: int


def tags_used_in(document: Document, user: Person) -> list[UsedTag]:
    """The tags on passages of ``document`` that ``user`` sees, the most used first: 2 queries.

    The first one reads the taggings of that document: for after its text, not before.
    """
    # Said by what is gone, of which there is little: every passage and its paragraph would be looked up for the rest.
    gone = Passage.objects.filter(paragraph__in=Paragraph.objects.filter(document=document, until__isnull=False))
    here = Tagging.objects.visible_to(user).counted().filter(document=document)
    here = here.exclude(content_object__in=gone.order_by().values("pk"))
    # Grouped by the id alone: grouping whole tags would sort their definitions along with every tagging.
    numbers = here.order_by().values("tag").annotate(number=Count("content_object", distinct=True))
    passages = dict(numbers.values_list("tag", "number"))
    tags = Tag.objects.filter(pk__in=passages).order_by("sort_key", "pk")
    return sorted((UsedTag(tag, passages[tag.pk]) for tag in tags), key=lambda used: -used.passages)
