"""The passages of a document on which a narrowed margin shows anything, in the order of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from annotator.models import Passage
from annotator.models.passage import PassageQuerySet
from annotator.selectors.margin import MODELS, MarginFilter
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

# Passages that are listed beside the text at once.
MOST_LISTED = 200
# They are counted up to here. More of a kind or a person stand so near to each other, mostly, that the first of them
# are in the first few paragraphs, taken in these steps; where they are not, and those of a tag, all are sorted.
MANY = 2_000
STEPS = (0, 50, 250)


@dataclass(frozen=True, slots=True)
class ShownPassages:
    """How many passages of a text a narrowed margin shows anything on, ``MANY`` at the most, and the first of them."""

    number: int
    are_more: bool
    passages: Sequence[Passage]

    @property
    def further(self) -> int:
        return self.number - len(self.passages)


def shown_passages(
    document: Document, user: Person, narrowing: MarginFilter, listed: int = MOST_LISTED
) -> ShownPassages:
    """The passages in the newest text of ``document`` with anything that ``user`` sees within ``narrowing``.

    The first that are ``listed`` with their paragraphs: 3 to 5 queries, some more of many.
    """
    number = _number_shown(document, user, narrowing)
    first = _nearest(document, user, narrowing, listed) if number > MANY and not narrowing.tag else []
    if len(first) < listed:
        shown = Q(pk__in=[])
        for rows, path, document_path in _seen(user, narrowing):
            shown |= Q(pk__in=rows.filter(**{document_path: document}).values(path))
        first = list(_in_order(document, shown)[:listed])
    for passage in first:
        passage.paragraph.document = document
    return ShownPassages(min(number, MANY), number > MANY, first)


def _seen(user: Person, narrowing: MarginFilter) -> Iterator[tuple[Any, str, str]]:
    """What ``user`` sees within ``narrowing``, with the paths to the passages it is on and to their documents."""
    for kind, model in MODELS.items():
        if narrowing.shows(kind):
            rule = narrowing.tagging_rule() if kind == "tag" else narrowing.rule()
            for path, document_path in zip(model.PLACES, model.DOCUMENTS, strict=True):
                yield model.objects.visible_to(user).filter(rule).order_by(), path, document_path


def _in_order(document: Document, shown: Q) -> PassageQuerySet:
    passages = Passage.objects.filter(shown, document=document, paragraph__until__isnull=True)
    return passages.select_related("paragraph").order_by(
        "paragraph__position", F("start").asc(nulls_first=True), "end", "pk"
    )


def _number_shown(document: Document, user: Person, narrowing: MarginFilter) -> int:
    """How many passages: counted where the contributions name them, without a look at the passages."""
    paragraphs = Paragraph.objects.filter(document=document, until__isnull=False)
    in_retired = Passage.objects.filter(paragraph__in=paragraphs).order_by()
    found: set[int] = set()
    for rows, path, document_path in _seen(user, narrowing):
        named = rows.filter(**{document_path: document}).exclude(**{f"{path}__in": in_retired.values("pk")})
        found.update(named.values_list(path, flat=True).distinct()[: MANY + 1])
        if len(found) > MANY:
            break
    return len(found)


def _nearest(document: Document, user: Person, narrowing: MarginFilter, listed: int) -> list[Passage]:
    """Those of the first ``listed`` that stand at the beginning of the text, found in some paragraphs after others."""
    shown = Q(pk__in=[])
    for rows, path, _document_path in _seen(user, narrowing):
        shown |= Q(Exists(rows.filter(**{path: OuterRef("pk")})))
    standing = Paragraph.objects.standing().filter(document=document).order_by("position").values_list("pk", flat=True)
    passages: list[Passage] = []
    for start, stop in pairwise(STEPS):
        some = list(standing[start:stop])
        passages += _in_order(document, shown).filter(paragraph__in=some)[: listed - len(passages)]
        if len(passages) == listed:
            break
    return passages
