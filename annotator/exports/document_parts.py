"""A text taken part by part, so that what stands on it is read in its order and no more than that is sorted.

A statement for all of it would leave the order of its joins to the planner, and with it whether everything is sorted
before the first row comes. A part is so short that sorting it costs nothing, whatever the planner knows.
"""

from collections.abc import Iterator

from django.db.models import F, Q

from corpus.models.document import DocumentQuerySet

from .cells import Bytewise

# Paragraphs of a part.
LENGTH = 1_000


def document_parts(documents: DocumentQuerySet, document: str, position: str) -> Iterator[Q]:
    """The conditions of the parts of ``documents``, all of them loaded, in the order of the text: 1 query.

    A long document has several, which together hold every position there is; short ones that follow each other share
    one. ``document`` and ``position`` are the paths to them from what stands on the text.
    """
    together: list[int] = []
    number = 0
    in_order = documents.order_by(Bytewise(F("slug")))
    for pk, length in list(in_order.values_list("pk", "current__length")):
        if together and number + length > LENGTH:
            yield Q(**{f"{document}__in": together})
            together, number = [], 0
        if length <= LENGTH:
            together.append(pk)
            number += length
            continue
        for first in range(0, length, LENGTH):
            after, upto = {f"{position}__gt": first}, {f"{position}__lte": first + LENGTH}
            # What earlier revisions had beyond the end of this one is in the last part.
            yield Q(**{document: pk}, **after, **(upto if first + LENGTH < length else {}))
    if together:
        yield Q(**{f"{document}__in": together})
