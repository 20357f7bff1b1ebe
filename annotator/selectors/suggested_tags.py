"""The tags that the parallels of a passage carry: what somebody who tags it may want to put there too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.models import Tag, Tagging
from annotator.models.place import Place
from annotator.parallels.likeness import RULE
from annotator.selectors.parallel_passages import parallel_passages
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

LEAST = 0.3
"""How near a parallel is at the least whose tags are suggested."""
LOOKED_AT = 8
"""Parallels whose tags are looked at."""
MOST = 8
"""Tags suggested."""


@dataclass(frozen=True, slots=True)
class SuggestedTag:
    """A tag, and the nearest of the parallels that carry it."""

    tag: Tag
    score: float
    paragraph: Paragraph

    @property
    def provenance(self) -> dict[str, Any]:
        """What is kept with a tagging that comes of it."""
        return {
            "score": round(self.score, 4),
            "found_by": RULE,
            "parallel": f"{self.paragraph.document.slug}/{self.paragraph.key}",
        }


def suggested_tags(words: str, document: Document, place: Place, user: Person) -> list[SuggestedTag]:
    """The tags on the paragraphs nearest to ``words``, as ``user`` sees them, but for those they put on ``place``.

    The tag of the nearest parallel first. Two queries more than the parallels take.
    """
    near = [each for each in parallel_passages(words, document, user, LOOKED_AT) if each.score >= LEAST]
    tags = _tags_on([each.paragraph.pk for each in near], user)
    mine = Tagging.objects.standing().filter(
        author=user.pk,
        content_object__paragraph=place.paragraph,
        content_object__start=place.start,
        content_object__end=place.end,
    )
    have = set(mine.values_list("tag", flat=True))
    suggestions: dict[Any, SuggestedTag] = {}
    for each in near:
        for tag in tags.get(each.paragraph.pk, ()):
            if tag.pk not in have:
                suggestions.setdefault(tag.pk, SuggestedTag(tag, each.score, each.paragraph))
    return list(suggestions.values())[:MOST]


def _tags_on(paragraphs: Sequence[int], user: Person) -> dict[int, list[Tag]]:
    """The tags that ``user`` sees on each of ``paragraphs``, or words in it: 1 query."""
    rows: Iterable[Tagging] = (
        Tagging.objects.visible_to(user)
        .counted()
        .filter(content_object__paragraph__in=paragraphs, content_object__state__in=["kept", "shifted"])
        .select_related("tag", "content_object")
        .order_by("tag__sort_key")
    )
    by_paragraph: dict[int, list[Tag]] = {}
    for tagging in rows:
        tags = by_paragraph.setdefault(tagging.content_object.paragraph_id, [])
        if tagging.tag not in tags:
            tags.append(tagging.tag)
    return by_paragraph
