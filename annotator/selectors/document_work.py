"""What was done in documents, and what waits there: the numbers of the catalogue."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Value

from annotator.models import Annotation, CrossReference, Passage, Tagging
from annotator.models.kinds import CONTRIBUTION_KINDS
from annotator.models.tag import COUNTED
from annotator.selectors.tag_numbers import taggings_by_document
from corpus.models import Document
from corpus.models.collection import Person


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """How many contributions of each kind a person sees in a document.

    A cross-reference counts in the document of each end, once where both are in one, and what was declined nowhere, as
    in the numbers of tags. ``waiting``: those of them that wait for a decision, about themselves or
    about a change of them; ``unsettled``: those whose words are lost or uncertain.
    """

    tags: int = 0
    annotations: int = 0
    references: int = 0
    waiting: int = 0
    unsettled: int = 0


FIELDS = {Annotation: "annotations", CrossReference: "references"}


def work_in(documents: Iterable[Document], user: Person) -> dict[int, WorkCounts]:
    """What ``user``, a member, sees done in ``documents`` and waiting there, by their keys: 5 queries."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    keys = [document.pk for document in documents]
    for pk, number in taggings_by_document(user, keys).items():
        counts[pk]["tags"] = number
    for model in CONTRIBUTION_KINDS.values():
        seen = model.objects.visible_to(user).order_by()
        # Each has an index of its own: of all there is, of what waits, of what is adrift. Numbers of taggings are kept.
        adrift = Passage.objects.waiting().order_by().values("pk")
        parts: list[tuple[str, Any]] = []
        for document, place in zip(model.DOCUMENTS, model.PLACES, strict=True):
            of_other, of_adrift = seen, seen
            if document != model.DOCUMENTS[0]:
                # Those of which the first end counts in the same document.
                again = Q(**{document: F(model.DOCUMENTS[0])})
                of_other, of_adrift = seen.exclude(again), seen.exclude(again, **{f"{model.PLACES[0]}__in": adrift})
            if model is not Tagging:
                every = of_other.filter(COUNTED, **{f"{document}__in": keys}).annotate(there=F(document))
                parts.append((FIELDS[model], every))
            # A sum, so that no planner goes through all of them in the order of the documents.
            waiting = of_other.waiting().annotate(there=F(document) + 0)
            unsettled = of_adrift.filter(**{f"{place}__in": adrift}).annotate(there=F(document) + 0)
            parts += [("waiting", waiting), ("unsettled", unsettled)]
        first, *further = (
            rows.values("there").annotate(number=Count("*"), of=Value(name)).values_list("there", "number", "of")
            for name, rows in parts
        )
        for pk, number, of in first.union(*further, all=True).order_by():
            counts[pk][of] += number
    return {pk: WorkCounts(**numbers) for pk, numbers in counts.items()}
