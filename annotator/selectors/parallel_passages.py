"""The nearest passages to some texts, from the index of words: for a page, where no corpus fits into memory."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from math import sqrt

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Length

from annotator.models import CrossReference, Passage, Status
from annotator.parallels.formulary import FEWEST_DOCUMENTS, without_runs
from annotator.parallels.likeness import Likeness, Reason, Weights, containment, likeness, reasons, scored, wording
from annotator.parallels.nearest import FEWEST_WORDS, candidates, enough
from annotator.selectors.audiences import audiences
from annotator.selectors.filters import Viewer, visible_documents
from annotator.selectors.parallels import COMPARED_KINDS, LEAST
from corpus.models import Document, DocumentWords, Paragraph, Posting
from corpus.models.collection import Person
from corpus.search import among
from corpus.search.finding import numbers, words_of
from corpus.search.tokenizer import words as words_in

MOST = 5
"""Passages shown."""
COMPARED = 30
"""Paragraphs whose words are read for one text."""
LEAST_SHARE = 0.6
"""The part of the weight of some words that a paragraph has at the least to be found by it."""
WORDS_ASKED = 200
"""Words of a text that are looked up."""
WORDS_WEIGHED = 1000
"""Words of a text, of those that are shown beside each other, of which it is counted how rare they are."""
AT_ONCE = 500
"""Words that are asked about at once."""
# Bytes of a number in the index.
_WIDTH = 4


@dataclass(frozen=True, slots=True)
class ParallelPassage:
    """A paragraph that is near a text: how near (0 to 1), and why, the best reason first; the kind of agreement."""

    paragraph: Paragraph
    score: float
    wording: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class NearParagraph:
    """A paragraph by its primary key, with its words and how near it is to a text."""

    paragraph: int
    document: int
    words: Sequence[str]
    likeness: Likeness


class Rarity:
    """How often words stand in ``documents``, by primary key, which of them half of these have, and what they weigh.

    What was asked about is not asked again.
    """

    def __init__(self, documents: Collection[int]) -> None:
        self.documents = documents
        self.occurrences: dict[str, int] = {}
        self.common: set[str] = set()
        self._asked: set[str] = set()
        rows = DocumentWords.objects.filter(document__in=among(documents))
        paragraphs = rows.aggregate(n=Sum("text_paragraphs"))["n"] or 1
        self.weights = Weights(paragraphs, lambda word: self.occurrences.get(word, 1))

    def ask(self, words: Iterable[str]) -> None:
        """Count how often ``words`` stand there: a query for each 500 that are new."""
        new = {*words} - self._asked
        self._asked |= new
        for word in new:
            # As long as nobody asked, it weighed as much as one that stands once.
            self.weights.pop(word, None)
        for some in batched(new, AT_ONCE):
            rows = _postings(some, self.documents).order_by().values("word")
            for row in rows.annotate(bytes=Sum(Length("starts")), documents=Count("document")):
                word = bytes(row["word"]).decode()
                self.occurrences[word] = row["bytes"] // _WIDTH
                if len(self.documents) >= FEWEST_DOCUMENTS and 2 * row["documents"] >= len(self.documents):
                    self.common.add(word)


def parallel_passages(
    text: str, document: Document, viewer: Viewer, most: int = MOST, *, part: bool = False
) -> list[ParallelPassage]:
    """The paragraphs of other documents that ``viewer`` may read which are nearest to ``text``, the nearest first.

    Seven queries. How rare words are is counted in what the viewer may read, by their occurrences. Of what is found the
    words of either text are looked up, so that a pair has one score, whichever of the two is asked about. Of a ``part``
    of a paragraph, whose few words no whole paragraph is like, also those are found that have most of its weight.
    """
    rarity = Rarity(list(visible_documents(viewer).order_by().values_list("pk", flat=True)))
    words = words_in(text)
    looked_at, least = (COMPARED, 0.0) if part else (most, LEAST)
    (close,) = nearest_in_index([words], rarity, without=document.pk, most=looked_at, least=least)
    shares = {each.paragraph: containment(words, each.words, rarity.weights) for each in close} if part else {}
    kept = {pk for pk, (share, _reason) in shares.items() if share >= LEAST_SHARE}
    close = [each for each in close if each.likeness.score >= LEAST or each.paragraph in kept][:most]
    near = Paragraph.objects.select_related("document__collection").in_bulk([each.paragraph for each in close])
    parts = _nearest(words, [(near[each.paragraph], each.words) for each in close if each.paragraph in near], rarity)
    parts = [
        replace(each, reasons=[shares[each.paragraph.pk][1], *each.reasons[1:]])
        if part and each.wording == "shared"
        else each
        for each in parts
        if each.score >= LEAST or each.paragraph.pk in kept
    ]
    return sorted(parts, key=lambda each: (-each.score, each.paragraph.pk))


def _nearest(
    words: Sequence[str], near: Sequence[tuple[Paragraph, Sequence[str]]], rarity: Rarity
) -> list[ParallelPassage]:
    """How near each of some paragraphs is to ``words``, by what the words of both weigh."""
    rarity.ask({*words[:WORDS_WEIGHED]}.union(*(other_words[:WORDS_WEIGHED] for _paragraph, other_words in near)))
    distinctive = without_runs(words, rarity.common)
    passages = []
    for paragraph, other_words in near:
        alike = likeness(distinctive, without_runs(other_words, rarity.common), rarity.weights)
        kind = wording(words, other_words)[0]
        why = reasons(words, other_words, alike, rarity.weights)
        passages.append(ParallelPassage(paragraph, scored(alike.score, kind), kind, why))
    return passages


def as_all_see_it(text: str, document: Document, paragraph: Paragraph) -> ParallelPassage:
    """How near ``paragraph`` is to ``text`` of ``document`` for everybody who may read both: what others are told.

    How rare words are is counted in what all of these may read, so that nothing tells of anybody's closed texts.
    """
    shared = {pk for each in audiences([document.pk, paragraph.document_id]) for pk in each.documents}
    (passage,) = _nearest(words_in(text), [(paragraph, words_in(paragraph.text))], Rarity(shared))
    return passage


def joins_to(paragraph: Paragraph, viewer: Person) -> dict[int, list[CrossReference]]:
    """The cross-references that join words of ``paragraph`` to others, as ``viewer`` sees them, by these: 2 queries."""
    mine = Passage.objects.filter(paragraph=paragraph).values_list("pk", flat=True)
    joins = defaultdict(list)
    for each in CrossReference.objects.for_margin(viewer, mine).exclude(status=Status.DECLINED):
        ends = [end.paragraph_id for end in (each.source, each.target) if end.state != "lost"]
        if len(ends) == len(each.PLACES):
            joins[ends[ends[0] == paragraph.pk]].append(each)
    return joins


def nearest_in_index(
    texts: Sequence[Sequence[str]], rarity: Rarity, *, without: int, most: int, least: float
) -> list[list[NearParagraph]]:
    """For each of ``texts`` the paragraphs that are nearest to it in the documents of ``rarity``, the nearest first.

    Words of the document ``without``, from which the texts come, count in how rare a word is, so that a pair is
    about as near from either side; none of its paragraphs is found.

    Four queries, and more where there are very many different words. Runs of words that half of the documents have
    are left out (``formulas.without_runs``).
    """
    rarity.ask(word for words in texts for word in words[:WORDS_ASKED])
    distinctive = [without_runs(words, rarity.common) for words in texts]
    counted = [Counter(words[:WORDS_ASKED]) for words in distinctive]
    rare = {word for some in counted for word in _rare(some, rarity.occurrences)}
    places, roots = _places(rare, [pk for pk in rarity.documents if pk != without])
    chosen = [candidates(each, places, rarity.weights, roots.__getitem__)[:COMPARED] for each in counted]
    keys = {pk for some in chosen for pk in some}
    read = Paragraph.objects.filter(pk__in=among(keys)).order_by().values_list("pk", "document_id", "text")
    words_by_key = {pk: (document, words) for pk, document, text in read if (words := words_in(text))}
    bare = {pk: without_runs(words, rarity.common) for pk, (_document, words) in words_by_key.items()}
    nearest = []
    for words, some in zip(distinctive, chosen, strict=True):
        near = [
            NearParagraph(pk, *words_by_key[pk], alike)
            for pk in some
            if pk in words_by_key and (alike := likeness(words, bare[pk], rarity.weights)).score >= least
        ]
        nearest.append(sorted(near, key=lambda each: (-each.likeness.score, each.paragraph))[:most])
    return nearest


def _postings(words: Iterable[str], documents: Collection[int]) -> QuerySet[Posting]:
    """Where ``words`` stand in ``documents``.

    A sum is in no index, so that each word's rows are read in one go: sought for each word and document, as SQLite
    would, the counts of 70 words in 250 documents take 40 milliseconds and not 20.
    """
    rows = Posting.objects.filter(word__in=[word.encode() for word in words])
    return rows.alias(of=F("document") + 0).filter(of__in=among(documents))


def _rare(words: Iterable[str], rarity: Mapping[str, int]) -> list[str]:
    """The rarest words that stand elsewhere, as many as have few occurrences together."""
    chosen: list[str] = []
    known = sorted((word for word in words if word in rarity), key=lambda word: (rarity[word], word))
    looked_at, most = 0, enough(len(known))
    for word in known:
        looked_at += rarity[word]
        if looked_at > most and len(chosen) >= FEWEST_WORDS:
            break
        chosen.append(word)
    return chosen


def _places(words: Iterable[str], documents: Collection[int]) -> tuple[dict[str, array[int]], dict[int, float]]:
    """The paragraphs in which each of ``words`` stands, by primary key, and of each the root of its length."""
    in_document: defaultdict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for some in batched(words, AT_ONCE):
        rows = _postings(some, documents)
        for written, document, starts in rows.order_by().values_list("word", "document", "starts"):
            in_document[document].append((bytes(written).decode(), bytes(starts)))
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
    roots: dict[int, float] = {}
    for chunk in batched(in_document, AT_ONCE):
        for read in words_of(chunk):
            for word, starts in in_document[read.document]:
                for at in {read.paragraph_at(start) for start in numbers(starts)}:
                    if read.kinds[at] in COMPARED_KINDS:
                        places[word].append(read.pks[at])
                        roots[read.pks[at]] = sqrt(read.firsts[at + 1] - read.firsts[at])
    return places, roots
