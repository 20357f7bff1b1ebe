"""The nearest texts of a corpus to one text, by their words."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, islice
from math import sqrt
from typing import NamedTuple

from .formulary import formulas, without_formulas
from .likeness import Likeness, Weights, likeness, overlap

ENOUGH = 1000
"""Places of rare words that are looked at for one text, at least."""
FOR_SHORT = 60_000
"""The same of a text of one word, a half of it of two, and so on: the fewer words, the more it needs them."""
FEWEST_WORDS = 8
"""Rare words that are looked at however often they stand."""
UNIT = 3.0
"""What weights are rounded to, where texts are chosen whose words are compared."""
POOL = 300
"""Texts that share the most rare words, of which the length is looked at too."""
CANDIDATES = 40
"""Texts whose words are compared, of those that share rare ones, and more of them where more are wanted."""
IN_ORDER = 8
"""Texts, at least, in which the order of the words is looked at."""


class ParagraphWords(NamedTuple):
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

    def __init__(self, texts: Iterable[ParagraphWords]) -> None:
        """Read each of ``texts`` once, those of a document one after the other; those without words are left out."""
        self.texts = [text for text in texts if text.words]
        documents = [list(some) for _document, some in groupby(self.texts, key=lambda text: text.document)]
        self.documents = len(documents)
        self.formulas = formulas([[text.words for text in document] for document in documents])
        self._distinctive = [self.distinctive(text.words) for text in self.texts]
        self._counted = [Counter(words) for words in self._distinctive]
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        occurrences: Counter[str] = Counter()
        for place, counted in enumerate(self._counted):
            occurrences.update(counted)
            for word in counted:
                self._places[word].append(place)
        self.weights = Weights(len(self.texts), occurrences.__getitem__)
        self._roots = array("d", (sqrt(self.weights.of(words)) for words in self._distinctive))

    def distinctive(self, words: Sequence[str]) -> Sequence[str]:
        """``words`` without the formulas in them."""
        return without_formulas(words, self.formulas)

    def nearest(
        self,
        words: Sequence[str],
        *,
        most: int,
        least: float = 0.0,
        allowed: Callable[[ParagraphWords], bool] = lambda _text: True,
    ) -> list[Neighbour]:
        """The texts nearest to ``words``, the nearest first; of texts as near, the first.

        Args:
            words: of one text, which may be in the corpus.
            most: how many are given at the most.
            least: how near they are at the least.
            allowed: which texts take part.
        """
        distinctive = self.distinctive(words)
        counted = Counter(distinctive)
        if not counted:
            return []
        root = sqrt(self.weights.of(distinctive))
        sharing = candidates(counted, self._places, self.weights, self._roots.__getitem__)
        some = islice((place for place in sharing if allowed(self.texts[place])), max(CANDIDATES, 10 * most))
        by_words = sorted((-overlap(counted, self._counted[at], self.weights) / self._roots[at], at) for at in some)
        neighbours: list[Neighbour] = []
        for negative, place in by_words[: max(IN_ORDER, 2 * most)]:
            # The order of the words can only take something away.
            cosine = -negative / root
            if cosine < least or (len(neighbours) >= most and cosine <= neighbours[-1].likeness.score):
                break
            alike = likeness(distinctive, self._distinctive[place], self.weights)
            if alike.score > 0 and alike.score >= least:
                neighbours.append(Neighbour(place, alike))
                neighbours.sort(key=lambda each: (-each.likeness.score, each.place))
                del neighbours[most:]
        return neighbours

    def likeness(self, one: int, other: int) -> Likeness:
        """How near two texts are, by their places."""
        return likeness(self._distinctive[one], self._distinctive[other], self.weights)


def enough(words: int) -> int:
    """How many places of rare words are looked at for a text of so many different words."""
    return max(ENOUGH, FOR_SHORT // max(words, 1))


def candidates(
    counted: Counter[str], places: Mapping[str, Sequence[int]], weights: Weights, root_of: Callable[[int], float]
) -> list[int]:
    """The texts that share rare words with those counted, about in the order of how near they are.

    Args:
        counted: the words of a text.
        places: of each word the texts in which it stands.
        weights: of the words.
        root_of: the root of the weight of a text, or what grows with that.
    """
    known = sorted((word for word in counted if word in places), key=lambda word: (len(places[word]), word))
    shared: Counter[int] = Counter()
    looked_at, most = 0, enough(len(known))
    for number, word in enumerate(known):
        looked_at += len(places[word])
        if looked_at > most and number >= FEWEST_WORDS:
            break
        # Counted again and again, and not added up: that is done outside of Python, several times as fast.
        for _unit in range(max(1, round(weights[word] / UNIT))):
            shared.update(places[word])
    least = sorted(shared.values())[-POOL:][0] if shared else 0
    near = sorted((-units / root_of(place), place) for place, units in shared.items() if units >= least)
    return [place for _about, place in near]
