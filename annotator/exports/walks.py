"""How an export goes through its rows: in pages, each a range of an index and few enough rows to sort at once.

Sorting a million rows before the first one is sent would take longer than a person waits, and one long read would keep
SQLite's log from being cut back. A walk gives page after page; together they are all rows in their order.
"""

import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from typing import Any, Protocol

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from annotator.models import CrossReference, Event
from annotator.selectors.filters import Narrowing, Viewer, visible_documents
from corpus.models import Document, Paragraph

from .cells import Bytewise, Slot
from .kinds import Kind

# Small documents taken together in one page at most.
TOGETHER = 64
# Rows without ranges of their own (documents, tags) at a time.
AT_A_TIME = {"documents": 500, "codebook": 25}
EVENTS_AT_A_TIME = 2000
# Paragraphs of the first page, which is to be there at once, and of the widest one.
FIRST_WIDTH = 8
WIDEST = 1_000_000


@dataclass(frozen=True)
class Page:
    """A stretch of the rows: the condition for it, and the values of the slots in it.

    Pages of the same ``shape`` have the same condition, so that one compiled statement serves them; ``None`` is a
    shape of its own. ``one_document``: the order of documents does not matter in it.
    """

    condition: Q = field(default_factory=Q)
    values: dict[str, Any] = field(default_factory=dict)
    shape: str | None = None
    one_document: bool = False


class Walk(Protocol):
    """Page after page of the rows."""

    def page(self) -> Page | None:
        """The next page, or ``None`` at the end; the same one until ``done`` is called."""

    def done(self, rows: int) -> None:
        """The page is read and had ``rows`` rows."""

    def narrower(self) -> bool:
        """Make the page smaller, because it has too many rows; whether that can be done."""


class ListWalk:
    """Through pages that are known beforehand."""

    def __init__(self, pages: Iterator[Page]) -> None:
        self._pages = pages
        self._page = next(pages, None)

    def page(self) -> Page | None:
        """The next page."""
        return self._page

    def done(self, rows: int) -> None:  # noqa: ARG002 - pages that are known do not depend on it
        """Go on."""
        self._page = next(self._pages, None)

    def narrower(self) -> bool:
        """They are small already."""
        return False


class TextWalk:
    """Through the documents in the order of their slugs, and through each in ranges of positions.

    ``documents``: the primary key and the last position of each. The ranges grow and shrink so that a page has about
    ``aim`` rows, however densely the text is worked on.
    """

    _SLOTS = ("document", "after", "upto")

    def __init__(self, kind: Kind, documents: Sequence[tuple[int, int]], aim: int) -> None:
        self._kind = kind
        self._documents = deque(documents)
        self._aim = aim
        self._width = FIRST_WIDTH
        self._after = 0

    def page(self) -> Page | None:
        """The next range of one document, or several small documents."""
        if not self._documents:
            return None
        together = self._together()
        document = self._kind.path("document")
        if len(together) > 1:
            return Page(Q(**{f"{document}__in": together}))
        names = (document, f"{self._kind.path('position')}__gt", f"{self._kind.path('position')}__lte")
        fields = (Document._meta.pk, *[Paragraph._meta.get_field("position")] * 2)  # noqa: SLF001 - Django's public API
        slots = {name: Slot(slot, output_field=of) for name, slot, of in zip(names, self._SLOTS, fields, strict=True)}
        values = (self._documents[0][0], self._after, self._upto())
        return Page(Q(**slots), dict(zip(self._SLOTS, values, strict=True)), "range", one_document=True)

    def done(self, rows: int) -> None:
        """Go on behind the page, with a wider or narrower range according to how many rows it had."""
        together = self._together()
        if len(together) > 1 or self._upto() == self._documents[0][1]:
            for _ in together:
                self._documents.popleft()
            self._after = 0
        else:
            self._after = self._upto()
        fitting = self._width * self._aim // max(rows, 1)
        self._width = max(1, min(fitting, self._width * 8, WIDEST))

    def narrower(self) -> bool:
        """Take a quarter of the range; not possible for a single paragraph."""
        if self._width == 1:
            return False
        self._width = max(1, min(self._width, self._documents[0][1] - self._after) // 4)
        return True

    def _upto(self) -> int:
        return min(self._after + self._width, self._documents[0][1])

    def _together(self) -> list[int]:
        """The next documents as far as they fit in the width: more than one only if none is begun."""
        found: list[int] = []
        room = self._width
        for document, last in self._documents:
            room -= last
            if found and (room < 0 or self._after or len(found) == TOGETHER):
                break
            found.append(document)
        return found


def walk_through(kind: Kind, viewer: Viewer, narrowing: Narrowing, aim: int) -> Walk:
    """The walk that suits ``kind``, through all its rows."""
    if kind.paragraph is not None:
        return TextWalk(kind, _documents(kind, viewer, narrowing), aim)
    if kind.model is Event:
        return ListWalk(_event_pages())
    rows = kind.chosen(viewer, narrowing).order_by(*kind.in_order()).values_list("pk", flat=True)
    return ListWalk(Page(Q(pk__in=some)) for some in batched(list(rows), AT_A_TIME[kind.name]))


def _documents(kind: Kind, viewer: Viewer, narrowing: Narrowing) -> list[tuple[int, int]]:
    """The documents to go through, in order, each with its last position, from the index of positions."""
    last = Paragraph.objects.filter(document=OuterRef("pk")).order_by("-position").values("position")[:1]
    documents = visible_documents(viewer)
    # A cross-reference from elsewhere may end in the documents that are named.
    if narrowing.documents is not None and kind.model is not CrossReference:
        documents = documents.filter(pk__in=narrowing.documents)
    found = documents.annotate(last=Coalesce(Subquery(last), 0)).order_by(Bytewise("slug"))
    return list(found.values_list("pk", "last"))


def _event_pages() -> Iterator[Page]:
    """Ranges of time, found in the index of times alone; ids part what happened at one moment."""
    of = [Event._meta.get_field(name) for name in ("at", "id")]  # noqa: SLF001 - Django's public API
    at, pk, to_at, to_pk = (
        Slot(name, output_field=of[number % 2]) for number, name in enumerate(("at", "pk", "to_at", "to_pk"))
    )
    after = Q(at__gte=at) & (Q(at__gt=at) | Q(pk__gt=pk))
    upto = Q(at__lte=to_at) & (Q(at__lt=to_at) | Q(pk__lte=to_pk))
    last = (datetime(1, 1, 1, tzinfo=UTC), uuid.UUID(int=0))
    while True:
        rest = Event.objects.filter(Q(at__gte=last[0]) & (Q(at__gt=last[0]) | Q(pk__gt=last[1])))
        found = rest.order_by("at", "pk").values_list("at", "pk")[EVENTS_AT_A_TIME - 1 : EVENTS_AT_A_TIME].first()
        values = {"at": last[0], "pk": last[1]}
        if found is None:
            yield Page(after, values, "rest")
            return
        yield Page(after & upto, values | {"to_at": found[0], "to_pk": found[1]}, "range")
        last = found
