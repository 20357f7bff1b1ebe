"""Taggings in the order of the text, for pages of a list: document after document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable

from annotator.models import Tagging
from corpus.db.counting import number_of
from corpus.models import Document


@dataclass(frozen=True, slots=True)
class InTextOrder:
    """``rows`` of taggings in ``order``, of which the first is that of their documents, by ``slug``.

    Only the documents that a part of the list stands in are read and sorted: of the others, how many there are is
    enough, which an index tells.
    """

    rows: QuerySet[Tagging]
    slug: Combinable
    order: Sequence[Combinable | str]

    def __getitem__(self, part: slice, /) -> list[Any]:
        """The rows of a part that has an end: 2 queries."""
        taggings = number_of(self.rows.filter(document=OuterRef("pk")), "content_object", distinct=False)
        passed, start, documents, before = 0, part.start or 0, list[int](), 0
        for document, number in Document.objects.order_by(self.slug).values_list("pk", taggings):
            if passed < part.stop and passed + number > start:
                before = before if documents else passed
                documents.append(document)
            passed += number
        if not documents:
            return []
        # Their keys first, so that what naming them takes is not carried along while they are sorted.
        keys = self.rows.filter(document__in=documents).order_by(*self.order).values("pk")
        return list(self.rows.filter(pk__in=keys[start - before : part.stop - before]).order_by(*self.order))
