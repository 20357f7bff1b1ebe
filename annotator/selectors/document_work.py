"""What was done in documents, and what waits there: the numbers of the catalogue."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from annotator.models import Annotation, CrossReference, Status, Tagging
from annotator.models.kinds import CONTRIBUTION_KINDS
from corpus.models import Document
from corpus.models.collection import Person


@dataclass(frozen=True, slots=True)
class Work:
    """How many contributions of each kind a person sees in a document.

    A cross-reference counts where it begins. ``waiting``: those of them that wait for a decision, about themselves or
    about a change of them; ``unsettled``: those whose words are lost or uncertain.
    """

    tags: int = 0
    annotations: int = 0
    references: int = 0
    waiting: int = 0
    unsettled: int = 0


FIELDS = {Tagging: "tags", Annotation: "annotations", CrossReference: "references"}


def work_in(documents: Iterable[Document], user: Person) -> dict[int, Work]:
    """What was done in ``documents`` and waits there, by their keys: 3 queries, which read all that stands in them."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    wanted = [document.pk for document in documents]
    for model in CONTRIBUTION_KINDS.values():
        place = model.PLACES[0]
        document = f"{place}__document"
        waits = Q(status=Status.PROPOSED) | Q(proposed_change__isnull=False)
        unsettled = Q(**{f"{place}__state__in": ["lost", "uncertain"], f"{place}__let_go": False})
        rows = model.objects.visible_to(user).filter(**{f"{document}__in": wanted}).order_by().values(document)
        numbers = {"all": Count("pk"), "waiting": Count("pk", filter=waits), "unsettled": Count("pk", filter=unsettled)}
        for pk, number, waiting, adrift in rows.annotate(**numbers).values_list(document, *numbers):
            found[pk] += Counter({FIELDS[model]: number, "waiting": waiting, "unsettled": adrift})
    return {pk: Work(**numbers) for pk, numbers in found.items()}
