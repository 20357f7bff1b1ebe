"""The nearest passages to some texts, from the index of words: for a page, where no corpus fits into memory."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from math import sqrt

from django.db.models import Count, Sum
from django.db.models.functions import Length

from annotator.parallels.formulas import FEWEST_DOCUMENTS, without_runs
from annotator.parallels.likeness import Likeness, Reason, Weights, likeness, reasons, scored, wording
from annotator.parallels.nearest import FEWEST_WORDS, candidates, enough
from annotator.selectors.audiences import audiences
from annotator.selectors.filters import Viewer, visible_documents
from annotator.selectors.parallels import KINDS, LEAST
from corpus.models import Document, DocumentWords, Paragraph, Posting
from corpus.search import among
from corpus.search.finding import numbers, words_of
from corpus.search.tokenizer import words as words_in

MOST = 5
"""Passages shown."""
COMPARED = 30
"""Paragraphs whose words are read for one text."""
WORDS_ASKED = 200
"""Words of a text that are looked up."""
WORDS_WEIGHED = 1000
"""Words of a text, of those that are shown beside each other, of which it is counted how rare they are."""
AT_ONCE = 500
"""Words that are asked about at once."""
# Bytes of a number in the index.
_WIDTH = 4

type Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class SaidElsewhere:
    """A paragraph that is near a text: how near (0 to 1), and why, the best reason first; the kind of agreement."""

    paragraph: Paragraph
    score: float
    wording: str
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Near:
    """A paragraph by its primary key, with its words and how near it is to a text."""

    paragraph: int
    document: int
    words: Words
    likeness: Likeness


def said_elsewhere(text: str, document: Document, viewer: Viewer, most: int = MOST) -> list[SaidElsewhere]:
    """The paragraphs of other documents that ``viewer`` may read which are nearest to ``text``, the nearest first.

    Eight queries. How rare words are is counted in what the viewer may read, by their occurrences. Of what is found the
    words of either text are looked up, so that a pair has one score, whichever of the two is asked about.
    """
    readable = list(visible_documents(viewer).order_by().values_list("pk", flat=True))
    words = words_in(text)
    (found,), _weights = nearest_in_index([words], readable, without=document.pk, most=most, least=LEAST)
    near = Paragraph.objects.select_related("document__collection").in_bulk([each.paragraph for each in found])
    said = _said(words, [(near[each.paragraph], each.words) for each in found if each.paragraph in near], readable)
    return sorted((each for each in said if each.score >= LEAST), key=lambda each: (-each.score, each.paragraph.pk))


def _said(words: Words, near: Sequence[tuple[Paragraph, Words]], documents: Collection[int]) -> list[SaidElsewhere]:
    """How near each of some paragraphs is to ``words``, by what the words of both weigh in ``documents``: 2 queries."""
    asked = {*words[:WORDS_WEIGHED]}.union(*(others[:WORDS_WEIGHED] for _paragraph, others in near))
    _, common, weights = _weighed(asked, documents)
    telling = without_runs(words, common)
    found = []
    for paragraph, others in near:
        alike = likeness(telling, without_runs(others, common), weights)
        kind = wording(words, others)[0]
        told = reasons(words, others, alike, weights)
        found.append(SaidElsewhere(paragraph, scored(alike.score, kind), kind, told))
    return found


def as_all_see_it(text: str, document: Document, paragraph: Paragraph) -> SaidElsewhere:
    """How near ``paragraph`` is to ``text`` of ``document`` for everybody who may read both: what others are told.

    How rare words are is counted in what all of these may read, so that nothing tells of anybody's closed texts.
    """
    shared = {pk for each in audiences([document.pk, paragraph.document_id]) for pk in each.documents}
    (said,) = _said(words_in(text), [(paragraph, words_in(paragraph.text))], shared)
    return said


def nearest_in_index(
    texts: Sequence[Words], documents: Collection[int], *, without: int, most: int, least: float
) -> tuple[list[list[Near]], Weights]:
    """For each of ``texts`` the paragraphs of ``documents`` that are nearest, the nearest first, and what words weigh.

    Words of the document ``without``, from which the texts come, count in how rare a word is, so that a pair is
    about as near from either side; none of its paragraphs is found.

    Five queries, and more where there are very many different words. Runs of words that half of the documents have
    are left out (``formulas.without_runs``).
    """
    asked = {word for words in texts for word in words[:WORDS_ASKED]}
    if not asked or not documents:
        return [[] for _words in texts], Weights(0, lambda _word: 0)
    rarity, common, weights = _weighed(asked, documents)
    telling = [without_runs(words, common) for words in texts]
    counted = [Counter(words[:WORDS_ASKED]) for words in telling]
    rare = {word for some in counted for word in _rare(some, rarity)}
    places, roots = _places(rare, [pk for pk in documents if pk != without])
    chosen = [candidates(each, places, weights, roots.__getitem__)[:COMPARED] for each in counted]
    keys = {pk for some in chosen for pk in some}
    read = Paragraph.objects.filter(pk__in=among(keys)).order_by().values_list("pk", "document_id", "text")
    others = {pk: (document, words) for pk, document, text in read if (words := words_in(text))}
    bare = {pk: without_runs(words, common) for pk, (_document, words) in others.items()}
    found = []
    for words, some in zip(telling, chosen, strict=True):
        near = [
            Near(pk, *others[pk], alike)
            for pk in some
            if pk in others and (alike := likeness(words, bare[pk], weights)).score >= least
        ]
        found.append(sorted(near, key=lambda each: (-each.likeness.score, each.paragraph))[:most])
    return found, weights


def _weighed(words: Iterable[str], documents: Collection[int]) -> tuple[dict[str, int], set[str], Weights]:
    """The rarity of ``words`` in ``documents``, those that half of these have, and what words weigh there."""
    rarity, common = _rarity(words, documents)
    rows = DocumentWords.objects.filter(document__in=among(documents))
    paragraphs = rows.aggregate(n=Sum("text_paragraphs"))["n"] or 1
    return rarity, common, Weights(paragraphs, lambda word: min(rarity.get(word, 1), paragraphs))


def _rarity(words: Iterable[str], documents: Collection[int]) -> tuple[dict[str, int], set[str]]:
    """How often each of ``words`` stands in ``documents``, as far as it does, and those that half of them have."""
    rarity: dict[str, int] = {}
    common: set[str] = set()
    for some in batched(words, AT_ONCE):
        rows = Posting.objects.filter(word__in=[word.encode() for word in some], document__in=among(documents))
        counted = rows.order_by().values("word").annotate(bytes=Sum(Length("starts")), documents=Count("document"))
        for row in counted:
            word = bytes(row["word"]).decode()
            rarity[word] = row["bytes"] // _WIDTH
            if len(documents) >= FEWEST_DOCUMENTS and 2 * row["documents"] >= len(documents):
                common.add(word)
    return rarity, common


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
        rows = Posting.objects.filter(word__in=[word.encode() for word in some], document__in=among(documents))
        for written, document, starts in rows.order_by().values_list("word", "document", "starts"):
            in_document[document].append((bytes(written).decode(), bytes(starts)))
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
    roots: dict[int, float] = {}
    for lot in batched(in_document, AT_ONCE):
        for read in words_of(lot):
            for word, starts in in_document[read.document]:
                for at in {read.paragraph_at(start) for start in numbers(starts)}:
                    if read.kinds[at] in KINDS:
                        places[word].append(read.pks[at])
                        roots[read.pks[at]] = sqrt(read.firsts[at + 1] - read.firsts[at])
    return places, roots
