"""The passages of a document on which a narrowed margin shows anything, in the order of the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from annotator.models import Passage
from annotator.models.passage import PassageQuerySet
from annotator.selectors.margin import MODELS, MarginFilter
from corpus.models import Document, Paragraph
from corpus.models.collection import Person

# Passages that are listed beside the text at once.
MOST_LISTED = 200
# More than these, of a whole kind, stand so near to each other that the first are found in a few steps of so many
# paragraphs. Those of one person or tag may all stand at the end.
MANY, STEP = 2_000, 200


@dataclass(frozen=True, slots=True)
class ShownPassages:
    """How many passages of a text a narrowed margin shows anything on, and the first of them."""

    number: int
    passages: Sequence[Passage]

    @property
    def further(self) -> int:
        return self.number - len(self.passages)


def passages_shown(document: Document, user: Person, narrowing: MarginFilter) -> PassageQuerySet:
    """The passages in the newest text of ``document`` with anything that ``user`` sees within ``narrowing``."""
    shown = Q(pk__in=[])
    for rows, path, document_path in _seen(user, narrowing):
        shown |= Q(pk__in=rows.filter(**{document_path: document}).values(path))
    return _in_order(document, shown)


def shown_passages(document: Document, user: Person, narrowing: MarginFilter) -> ShownPassages:
    """How many there are, and the first ``MOST_LISTED`` with their paragraphs: 2 queries, some more of many."""
    number = _number_shown(document, user, narrowing)
    rows = passages_shown(document, user, narrowing)
    if number > MANY and not (narrowing.tag or narrowing.person or narrowing.status):
        first = _first(document, user, narrowing)
    else:
        first = list(rows.select_related("paragraph")[:MOST_LISTED])
    for passage in first:
        passage.paragraph.document = document
    return ShownPassages(number, first)


def _seen(user: Person, narrowing: MarginFilter) -> Iterator[tuple[Any, str, str]]:
    """What ``user`` sees within ``narrowing``, with the paths to the passages it is on and to their documents."""
    for kind, model in MODELS.items():
        if narrowing.shows(kind):
            rule = narrowing.tagging_rule() if kind == "tag" else narrowing.rule()
            for path, document_path in zip(model.PLACES, model.DOCUMENTS, strict=True):
                yield model.objects.visible_to(user).filter(rule).order_by(), path, document_path


def _in_order(document: Document, shown: Q) -> PassageQuerySet:
    passages = Passage.objects.filter(shown, document=document, paragraph__until__isnull=True)
    return passages.order_by("paragraph__position", F("start").asc(nulls_first=True), "end", "pk")


def _number_shown(document: Document, user: Person, narrowing: MarginFilter) -> int:
    """How many passages: counted where the contributions name them, without a look at the passages."""
    paragraphs = Paragraph.objects.filter(document=document, until__isnull=False)
    in_retired = Passage.objects.filter(paragraph__in=paragraphs).order_by().values("pk")
    first, *further = (
        rows.filter(**{document_path: document})
        .exclude(**{f"{path}__in": in_retired.order_by().values("pk")})
        .values(path)
        .distinct()
        for rows, path, document_path in _seen(user, narrowing)
    )
    return int(first.union(*further).count() if further else first.count())


def _first(document: Document, user: Person, narrowing: MarginFilter) -> list[Passage]:
    """The first ``MOST_LISTED``, found in some paragraphs after others."""
    shown = Q(pk__in=[])
    for rows, path, _there in _seen(user, narrowing):
        shown |= Q(Exists(rows.filter(**{path: OuterRef("pk")})))
    rows = _in_order(document, shown).select_related("paragraph")
    standing = Paragraph.objects.standing().filter(document=document).order_by("position")
    passages: list[Passage] = []
    for some in batched(standing.values_list("pk", flat=True), STEP):
        passages += rows.filter(paragraph__in=some)[: MOST_LISTED - len(passages)]
        if len(passages) == MOST_LISTED:
            break
    return passages
