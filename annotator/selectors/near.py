"""What is near to a search that finds nothing: other spellings, fewer words, what was left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from annotator.errors import Refused
from annotator.selectors.filters import ResolvedFilters, Viewer
from annotator.selectors.occurrences import found_by
from corpus.models import Posting
from corpus.search.finding import among
from corpus.search.query import Filter, Query, words_in

# Of a word that is nowhere: how alike another one is at the least, by the share of their letters in common order
# (Ratcliff and Obershelp, as difflib has it), how many are offered, and how many letters longer or shorter they are.
ALIKE = 0.75
MOST_OFFERED = 5
LONGER = 2
# The letters a word and one that is spelled like it begin with: what keeps the words looked at few.
SAME_BEGINNING = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSearches:
    """What is near to a search that finds nothing.

    ``spellings``: for each word that stands nowhere in what was searched, words like it that do. ``parts``: searches
    for each of the terms by itself, and how many paragraphs each finds. The numbers of paragraphs that the search finds
    with headings, and without what narrows it; 0 where that is no other search.
    """

    spellings: dict[str, list[str]] = field(default_factory=dict)
    parts: list[tuple[Query, int]] = field(default_factory=list)
    with_headings: int = 0
    elsewhere: int = 0


def near_to(query: Query, viewer: Viewer, narrowing: ResolvedFilters) -> NearSearches:
    """What ``viewer`` may read that is near to ``query``, which finds nothing within ``narrowing``."""
    occurrences = found_by(query, viewer, narrowing)
    documents = occurrences.scope.documents
    search_words = [search_word for term in query.wanted for search_word in words_in(term) if not search_word.begun]
    words = dict.fromkeys(search_word.word for search_word in search_words)
    nowhere = [word for word in words if not _stands(word, documents)]
    parts = []
    if len(query.wanted) > 1:
        for term in query.wanted:
            alone = replace(query, wanted=(term,), unwanted=())
            parts.append((alone, _number(alone, viewer, narrowing)))
    is_narrowed = bool(query.filters) or narrowing != ResolvedFilters()
    elsewhere = _number(replace(query, filters=()), viewer) if is_narrowed else 0
    headings = 0
    if not any(each.name == "kind" for each in query.filters):
        with_them = replace(query, filters=(*query.filters, Filter("kind", ("all",))))
        headings = _number(with_them, viewer, narrowing)
    return NearSearches(
        spellings={word: like for word in nowhere if (like := _spelled_like(word, documents))},
        parts=parts,
        with_headings=headings,
        elsewhere=elsewhere,
    )


def _number(query: Query, viewer: Viewer, narrowing: ResolvedFilters | None = None) -> int:
    """In how many paragraphs ``query`` stands; 0 also where it stands for more words than are looked at."""
    try:
        return found_by(query, viewer, narrowing).totals.paragraphs
    except Refused:
        return 0


def _stands(word: str, documents: Iterable[int]) -> bool:
    return Posting.objects.filter(word=word.encode(), document__in=among(documents)).exists()


def _spelled_like(word: str, documents: Iterable[int]) -> list[str]:
    """Words of ``documents`` that are spelled like ``word``, the likest first: 1 query on a range of the index."""
    beginning = word[:SAME_BEGINNING].encode()
    rows = Posting.objects.filter(word__gte=beginning, word__lt=beginning + b"\xff", document__in=among(documents))
    known = (bytes(kept).decode() for kept in rows.order_by().values_list("word", flat=True).distinct())
    likeness = {
        other: SequenceMatcher(None, word, other).ratio() for other in known if abs(len(other) - len(word)) <= LONGER
    }
    return sorted(
        (other for other in likeness if likeness[other] >= ALIKE), key=lambda other: (-likeness[other], other)
    )[:MOST_OFFERED]
