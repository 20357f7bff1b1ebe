"""Pairs of paragraphs that say the same, found in whole texts: what is put into the queue of proposed parallels."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from annotator.parallels import meaning
from annotator.parallels.likeness import RULE, Reason, reasons, scored, wording
from annotator.parallels.meaning import Meanings
from annotator.parallels.nearest import Corpus
from annotator.progress import say
from annotator.selectors.audiences import Audience, audiences
from annotator.selectors.parallel_passages import Rarity, nearest_in_index
from annotator.selectors.parallels import parallels_in, texts_of
from corpus.models import Document

MOST = 3
"""Parallels of one paragraph that are proposed."""
LEAST = 0.3
"""How near they are at the least: below it, more are wrong than right."""
MOST_PARAGRAPHS = 400
"""Paragraphs of a document that are compared while somebody waits, at some 20 milliseconds each."""


SAID_EACH = 50
"""Paragraphs after which whoever compares whole corpora says how far that is."""


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two paragraphs by their primary keys, the smaller first; how near they are, why, and what found it."""

    one: int
    other: int
    score: float
    wording: str
    reasons: tuple[Reason, ...]
    found_by: str

    @property
    def key(self) -> tuple[int, int]:
        return self.one, self.other

    def kept_reasons(self) -> list[dict[str, Any]]:
        return [reason._asdict() for reason in self.reasons]


def pairs_of_document(document: Document) -> list[FoundPair]:
    """The pairs of the paragraphs of ``document`` with those of other documents, from the index of words.

    Some ten queries: for a document that was just loaded, and a person who waits.
    """
    pairs: dict[tuple[int, int], FoundPair] = {}
    texts = list(texts_of([document.pk]))
    for audience in audiences([document.pk]):
        rarity = Rarity(audience.documents)
        nearest = nearest_in_index([text.words for text in texts], rarity, without=document.pk, most=MOST, least=LEAST)
        for text, near in zip(texts, nearest, strict=True):
            for each in near:
                kind, _reason = wording(text.words, each.words)
                why = reasons(text.words, each.words, each.likeness, rarity.weights)
                ends = _ends(text.paragraph, each.paragraph)
                _keep(pairs, FoundPair(*ends, scored(each.likeness.score, kind), kind, tuple(why), RULE))
    return _best(pairs.values())


def pairs_of_corpus(
    audience: Audience, corpus: Corpus, of: Collection[int], meanings: Meanings | None = None
) -> list[FoundPair]:
    """The pairs of the paragraphs of ``of``, documents of ``audience``, with others in ``corpus``, all in memory."""
    pairs: dict[tuple[int, int], FoundPair] = {}
    documents = audience.own.intersection(of)
    total = sum(text.document in documents for text in corpus.texts)
    near = parallels_in(corpus, documents, most=MOST, least=LEAST, meanings=meanings)
    for number, (text, parallels) in enumerate(near):
        if number % SAID_EACH == 0:
            say(_("Looking for parallels"), number, total)
        for each in parallels:
            found_by = f"{RULE} + {meaning.name()}" if meanings else RULE
            ends = _ends(text.paragraph, each.text.paragraph)
            _keep(
                pairs, FoundPair(*ends, scored(each.score, each.wording), each.wording, tuple(each.reasons), found_by)
            )
    return _best(pairs.values())


def corpora(of: Collection[int] | None = None) -> Iterator[tuple[Audience, Corpus]]:
    """The texts of each audience that reads ``of``, documents by primary key, or all of them, one after the other."""
    for audience in audiences(of):
        yield audience, Corpus(texts_of(audience.documents))


def _ends(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _keep(pairs: dict[tuple[int, int], FoundPair], pair: FoundPair) -> None:
    if pair.key not in pairs or pairs[pair.key].score < pair.score:
        pairs[pair.key] = pair


def _best(pairs: Iterable[FoundPair]) -> list[FoundPair]:
    """The nearest first; a paragraph that very many others are like takes part in a few of the best."""
    kept: list[FoundPair] = []
    number: defaultdict[int, int] = defaultdict(int)
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.key)):
        if min(number[pair.one], number[pair.other]) < MOST:
            kept.append(pair)
            number[pair.one] += 1
            number[pair.other] += 1
    return kept
