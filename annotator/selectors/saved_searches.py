"""Saved searches: what each finds for a viewer now, and what of that is new since they last marked it as seen."""

import zlib
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from annotator.errors import Refused
from annotator.models import SavedSearch, SearchSeen
from annotator.selectors.filters import Filters, ResolvedFilters
from annotator.selectors.lines import ChosenLines
from annotator.selectors.occurrences import Occurrences, asks_for_anything, found_by
from corpus.models.collection import Person
from corpus.search.query import Query, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a saved search finds for a viewer, and what of that is new.

    ``seen_at``: when they last marked it as seen, ``None`` for never, and then all is new. ``paragraphs`` are the
    primary keys of those in which there is more than then; ``number`` is how much more in all. ``problems`` say why it
    cannot be carried out now.
    """

    search: SavedSearch
    occurrences: int = 0
    number: int = 0
    paragraphs: frozenset[int] = frozenset()
    seen_at: datetime | None = None
    problems: tuple[str, ...] = ()


def carried_out(search: SavedSearch, viewer: Person) -> Occurrences:
    """What ``search`` finds for ``viewer`` now, without the lines that were dismissed.

    Raises ``Refused`` where it names what is not there any more.
    """
    query, narrowing, lines = _asked(search, viewer)
    occurrences = found_by(query, viewer, narrowing)
    return occurrences.only(lines) if lines else occurrences


def asks(search: SavedSearch, viewer: Person) -> bool:
    """Whether ``search`` asks for anything. Raises ``Refused`` as ``carried_out``."""
    query, narrowing, _lines = _asked(search, viewer)
    return asks_for_anything(query, narrowing)


def _asked(search: SavedSearch, viewer: Person) -> tuple[Query, ResolvedFilters, ChosenLines]:
    data = QueryDict(search.address)
    narrowing = Filters.from_query(data).look_up(viewer)
    dismissed = ChosenLines(ChosenLines.from_query(data).dismissed)
    return parse(data.get("q", "").replace("\x00", "").strip()), narrowing, dismissed


def news_of(search: SavedSearch, viewer: Person) -> News:
    """What is new to ``viewer`` in ``search``."""
    seen = SearchSeen.objects.filter(search=search, person=viewer.pk).first()
    try:
        now = times_in(carried_out(search, viewer))
    except Refused as refused:
        return News(search=search, problems=tuple(refused.messages), seen_at=seen.at if seen else None)
    then: Mapping[int, int] = unpacked(bytes(seen.found)) if seen else {}
    more = {pk: times - then.get(pk, 0) for pk, times in now.items() if times > then.get(pk, 0)}
    return News(
        search=search,
        occurrences=sum(now.values()),
        number=sum(more.values()),
        paragraphs=frozenset(more),
        seen_at=seen.at if seen else None,
    )


def times_in(occurrences: Occurrences) -> Counter[int]:
    """How many times the words stand in each paragraph that was found, by its primary key; once where none are asked.

    A search without words finds paragraphs.
    """
    times: Counter[int] = Counter()
    for each in occurrences.by_document:
        pks = each.words.pks
        times.update(pks[at] for at, _first, _last in each.occurrences)
        if not each.occurrences:
            times.update(pks[at] for at in each.paragraphs)
    return times


def packed(times: Mapping[int, int]) -> bytes:
    """``times`` as it is kept."""
    return zlib.compress(array("q", (number for pair in sorted(times.items()) for number in pair)).tobytes())


def unpacked(kept: bytes) -> dict[int, int]:
    numbers = array("q")
    numbers.frombytes(zlib.decompress(kept))
    return dict(zip(numbers[::2], numbers[1::2], strict=True))
