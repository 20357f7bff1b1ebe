"""The nearest passages to one text, from the index of words: for a page, where no corpus fits into memory."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import batched
from math import sqrt

from django.db.models import Count, Sum
from django.db.models.functions import Length

from annotator.parallels.likeness import Reason, Weights, likeness, reasons
from annotator.selectors.filters import Viewer, visible_documents
from annotator.selectors.parallels import KINDS, LEAST
from corpus.models import Document, DocumentWords, Paragraph, Posting
from corpus.search import among
from corpus.search.finding import numbers, words_of
from corpus.search.tokenizer import words as words_in

MOST = 5
"""Passages shown."""
ENOUGH = 3000
"""Occurrences of rare words that are looked at."""
FEWEST_WORDS = 6
"""Rare words that are looked at however often they stand."""
CANDIDATES = 30
"""Paragraphs whose words are read."""
WORDS_ASKED = 200
"""Words of a text that are looked up."""
# Bytes of a number in the index.
_WIDTH = 4


@dataclass(frozen=True, slots=True)
class SaidElsewhere:
    """A paragraph that is near a text: how near (0 to 1), and why, the best reason first."""

    paragraph: Paragraph
    score: float
    reasons: list[Reason]


def said_elsewhere(text: str, document: Document, viewer: Viewer, most: int = MOST) -> list[SaidElsewhere]:
    """The paragraphs of other documents that ``viewer`` may read which are nearest to ``text``, the nearest first.

    Five queries. How rare words are is counted in what the viewer may read, by their occurrences.
    """
    words = words_in(text)
    counted = Counter(words[:WORDS_ASKED])
    readable = visible_documents(viewer).exclude(pk=document.pk)
    elsewhere = list(readable.order_by().values_list("pk", flat=True))
    if not counted or not elsewhere:
        return []
    rarity = _rarity(counted, elsewhere)
    paragraphs = DocumentWords.objects.filter(document__in=among(elsewhere)).aggregate(n=Sum("text_paragraphs"))["n"]
    weights = Weights(paragraphs or 0, lambda word: min(rarity.get(word, 1), paragraphs or 1))
    shared = _sharing(_rare(rarity), elsewhere, weights)
    near = nlargest(CANDIDATES, shared, key=lambda pk: (shared[pk], -pk))
    found = Paragraph.objects.filter(pk__in=among(near)).select_related("document__collection")
    compared = []
    for paragraph in found.order_by("pk"):
        others = words_in(paragraph.text)
        alike = likeness(words, others, weights)
        if alike.score >= LEAST:
            compared.append(SaidElsewhere(paragraph, alike.score, reasons(words, others, alike, weights)))
    return sorted(compared, key=lambda each: (-each.score, each.paragraph.pk))[:most]


def _rarity(words: Collection[str], documents: Collection[int]) -> dict[str, int]:
    """How often each of ``words`` stands in ``documents``, as far as it does: 1 query."""
    rows = Posting.objects.filter(word__in=[word.encode() for word in words], document__in=among(documents))
    counted = rows.order_by().values("word").annotate(bytes=Sum(Length("starts")), documents=Count("document"))
    return {bytes(row["word"]).decode(): row["bytes"] // _WIDTH for row in counted}


def _rare(rarity: Mapping[str, int]) -> list[str]:
    """The rarest words, as many as have few occurrences together."""
    chosen: list[str] = []
    looked_at = 0
    for word in sorted(rarity, key=lambda word: (rarity[word], word)):
        looked_at += rarity[word]
        if looked_at > ENOUGH and len(chosen) >= FEWEST_WORDS:
            break
        chosen.append(word)
    return chosen


def _sharing(words: Sequence[str], documents: Collection[int], weights: Weights) -> dict[int, float]:
    """The paragraphs that have some of ``words``, by primary key: about how near they are. 2 queries."""
    rows = Posting.objects.filter(word__in=[word.encode() for word in words], document__in=among(documents))
    places: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for written, document, starts in rows.order_by().values_list("word", "document", "starts"):
        places[document].append((bytes(written).decode(), bytes(starts)))
    shared: defaultdict[int, float] = defaultdict(float)
    for some in batched(places, 500):
        for read in words_of(some):
            sizes: dict[int, int] = {}
            for word, starts in places[read.document]:
                for at in {read.paragraph_at(start) for start in numbers(starts)}:
                    if read.kinds[at] in KINDS:
                        shared[read.pks[at]] += weights[word]
                        sizes[read.pks[at]] = read.firsts[at + 1] - read.firsts[at]
            for pk, size in sizes.items():
                shared[pk] /= sqrt(size)
    return shared
