"""How much a paragraph that was found is about what was searched for.

BM25, after Robertson and Zaragoza 2009, "The probabilistic relevance framework: BM25 and beyond", Foundations and
Trends in Information Retrieval 3 (4), with a term of the query in the place of a word: what is rare among the
paragraphs searched counts for more, each further time for less, and all of it for less in a long paragraph.
"""

from collections import Counter, defaultdict
from math import log

from annotator.selectors.occurrences import Occurrences, found_in_scope
from corpus.search.query import Query

# As is usual: how soon a term that stands there once more counts for little more, and how much length counts.
_SATURATION, _LENGTH = 1.2, 0.75

type ParagraphPlace = tuple[int, int]
"""The primary key of its document, and its place in this."""


def relevance(occurrences: Occurrences) -> dict[ParagraphPlace, float]:
    """How much each paragraph of ``occurrences`` is about the terms wanted: 2 queries for each term, and 1."""
    of = occurrences.denominators
    mean = of.words / of.paragraphs if of.paragraphs else 1
    paragraphs = {each.words.document: set(each.paragraphs) for each in occurrences.by_document}
    scores: dict[ParagraphPlace, float] = defaultdict(float)
    for term in occurrences.query.wanted:
        alone = list(found_in_scope(Query(wanted=(term,)), occurrences.scope, occurrences.beside))
        number = sum(len(each.paragraphs) for each in alone)
        rarity = log(1 + (of.paragraphs - number + 0.5) / (number + 0.5))
        for each in alone:
            firsts, document = each.words.firsts, each.words.document
            for at, times in Counter(at for at, _first, _last in each.occurrences).items():
                if at in paragraphs.get(document, ()):
                    length = 1 - _LENGTH + _LENGTH * (firsts[at + 1] - firsts[at]) / mean
                    scores[document, at] += rarity * times * (_SATURATION + 1) / (times + _SATURATION * length)
    return scores
