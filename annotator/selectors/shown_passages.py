"""The passages of a document on which a narrowed margin shows anything, in the order of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from annotator.models import Passage
from annotator.models.passage import PassageQuerySet
from annotator.selectors.margin import MODELS, MarginFilter
from corpus.models import Document
from corpus.models.collection import Person

# Passages that are listed beside the text at once.
MOST_LISTED = 200


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
    for kind, model in MODELS.items():
        if not narrowing.shows(kind):
            continue
        rule = narrowing.tagging_rule() if kind == "tag" else narrowing.rule()
        for path, there in zip(model.PLACES, model.DOCUMENTS, strict=True):
            rows = model.objects.visible_to(user).filter(rule, **{there: document})
            shown |= Q(pk__in=rows.order_by().values(path))
    found = Passage.objects.filter(shown, document=document, paragraph__until__isnull=True)
    return found.order_by("paragraph__position", F("start").asc(nulls_first=True), "end", "pk")


def shown_passages(document: Document, user: Person, narrowing: MarginFilter) -> ShownPassages:
    """How many there are, and the first ``MOST_LISTED`` with their paragraphs: 2 queries, 1 where these are all."""
    rows = passages_shown(document, user, narrowing)
    first = list(rows.select_related("paragraph")[: MOST_LISTED + 1])
    for passage in first:
        passage.paragraph.document = document
    number = len(first) if len(first) <= MOST_LISTED else rows.order_by().count()
    return ShownPassages(number, first[:MOST_LISTED])
