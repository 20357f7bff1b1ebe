"""The tags that are used in a document."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from annotator.models import Passage, Tag, Tagging
from annotator.selectors.margin import MarginFilter
from annotator.selectors.tag_numbers import passages_by_tag
from corpus.models import Document, Paragraph
from corpus.models.collection import Person


@dataclass(frozen=True, slots=True)
class UsedTag:
    """A tag, and on how many passages of a document a certain person sees it."""

    tag: Tag
    passages: int


def tags_used_in(document: Document, user: Person) -> list[UsedTag]:
    """The tags on passages of ``document`` that ``user`` sees, the most used first: 3 queries, and 1 for members."""
    # Counted are all; those whose paragraph is gone, of which there are few, are taken off.
    paragraphs = Paragraph.objects.filter(document=document, until__isnull=False)
    of_retired = Passage.objects.filter(paragraph__in=paragraphs).order_by().values("pk")
    numbers = Tagging.objects.visible_to(user).counted().filter(content_object__in=of_retired).order_by().values("tag")
    taken_off = dict(numbers.values_list("tag", Count("content_object", distinct=True)))
    every = passages_by_tag(user, document__in=Document.objects.visible_to(user).filter(pk=document.pk).values("pk"))
    passages = {pk: number - taken_off.get(pk, 0) for pk, (number, _documents) in every.items()}
    tags = Tag.objects.filter(pk__in=passages).order_by("sort_key", "pk")
    return sorted((UsedTag(tag, passages[tag.pk]) for tag in tags if passages[tag.pk]), key=lambda used: -used.passages)


def tags_beside(document: Document, user: Person, narrowing: MarginFilter) -> list[UsedTag]:
    """The tags in the margin of ``document`` as ``user`` sees it, in the codebook's order: 3 queries at the most."""
    if not narrowing.shows("tag"):
        return []
    paragraphs = Paragraph.objects.standing().filter(document=document)
    of_retired = Passage.objects.filter(beside__in=paragraphs).exclude(paragraph__in=paragraphs)
    numbers: Counter[object] = Counter()
    # Asked for one after the other, as the margin does.
    for passages in (Passage.objects.filter(paragraph__in=paragraphs), of_retired):
        shown = Tagging.objects.shown_to(user, passages).filter(narrowing.tagging_rule()).order_by()
        numbers.update(dict(shown.values_list("tag").annotate(Count("content_object", distinct=True))))
    return [UsedTag(tag, numbers[tag.pk]) for tag in Tag.objects.filter(pk__in=numbers).order_by("sort_key", "pk")]
