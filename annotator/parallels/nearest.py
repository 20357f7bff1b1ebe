"""The nearest texts of a corpus to one text, by their words."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from itertools import groupby
from math import sqrt
from typing import NamedTuple

from .formulas import formulas, without_formulas
from .likeness import Likeness, Weights, likeness, overlap

ENOUGH = 3000
"""Places of rare words that are looked at for one text: with more, what is nearest hardly changes."""
FEWEST_WORDS = 8
"""Rare words that are looked at however often they stand."""
CANDIDATES = 40
"""Texts whose words are compared, of those that share rare ones."""
IN_ORDER = 8
"""Texts, at least, in which the order of the words is looked at."""


class Text(NamedTuple):
    """The words of a paragraph, by the primary keys of it and its document."""

    paragraph: int
    document: int
    words: Sequence[str]


class Neighbour(NamedTuple):
    """A text by its place in the corpus, and how near it is."""

    place: int
    likeness: Likeness


class Corpus:
    """Texts in memory with what is needed to find the nearest of them: some 30 bytes a word.

    Formulas (``formulas``) take no part: neither are texts near for them, nor do they make words common.
    """

    def __init__(self, texts: Iterable[Text]) -> None:
        """Read each of ``texts`` once, those of a document one after the other; those without words are left out."""
        self.texts = [text for text in texts if text.words]
        documents = [list(some) for _document, some in groupby(self.texts, key=lambda text: text.document)]
        self.documents = len(documents)
        self.formulas = formulas([[text.words for text in document] for document in documents])
        self._telling = [self.telling(text.words) for text in self.texts]
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, words in enumerate(self._telling):
            for word in set(words):
                self._places[word].append(place)
        self.weights = Weights(len(self.texts), self._frequency)
        self._roots = array("d", (sqrt(self.weights.of(words)) for words in self._telling))

    def telling(self, words: Sequence[str]) -> Sequence[str]:
        """``words`` without the formulas in them."""
        return without_formulas(words, self.formulas)

    def _frequency(self, word: str) -> int:
        return len(self._places[word]) if word in self._places else 0

    def nearest(
        self, words: Sequence[str], *, most: int, allowed: Callable[[Text], bool] = lambda _text: True
    ) -> list[Neighbour]:
        """The texts nearest to ``words``, the nearest first; of texts as near, the first.

        Args:
            words: of one text, which may be in the corpus.
            most: how many are given at the most.
            allowed: which texts take part.
        """
        telling = self.telling(words)
        counted = Counter(telling)
        if not counted:
            return []
        near = self._sharing(counted, allowed)
        some = nlargest(max(CANDIDATES, 3 * most), near, key=lambda place: (near[place], -place))
        some = [place for _cosine, place in sorted((-self._cosine(counted, place), place) for place in some)]
        compared = (
            Neighbour(place, likeness(telling, self._telling[place], self.weights))
            for place in some[: max(IN_ORDER, 2 * most)]
        )
        found = sorted(
            (each for each in compared if each.likeness.score > 0), key=lambda each: (-each.likeness.score, each.place)
        )
        return found[:most]

    def likeness(self, one: int, other: int) -> Likeness:
        """How near two texts are, by their places."""
        return likeness(self._telling[one], self._telling[other], self.weights)

    def _sharing(self, counted: Counter[str], allowed: Callable[[Text], bool]) -> dict[int, float]:
        """The texts that share rare words with those counted, by place: about how near they are."""
        known = [word for word in counted if word in self._places]
        known.sort(key=lambda word: (len(self._places[word]), word))
        shared: defaultdict[int, float] = defaultdict(float)
        looked_at = 0
        for number, word in enumerate(known):
            places = self._places[word]
            looked_at += len(places)
            if looked_at > ENOUGH and number >= FEWEST_WORDS:
                break
            weight = self.weights[word]
            for place in places:
                shared[place] += weight
        roots, texts = self._roots, self.texts
        return {place: weight / roots[place] for place, weight in shared.items() if allowed(texts[place])}

    def _cosine(self, counted: Counter[str], place: int) -> float:
        return overlap(counted, Counter(self._telling[place]), self.weights) / self._roots[place]
