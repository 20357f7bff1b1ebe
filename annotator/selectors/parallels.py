"""Where the passages of a corpus are said again, for one viewer."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from annotator.parallels.likeness import Likeness, Reason, reasons
from annotator.parallels.nearest import Corpus, Text
from annotator.selectors.filters import Viewer, visible_documents
from annotator.selectors.scope import TEXT
from corpus.models import Paragraph
from corpus.search.finding import among, words_of, written_words

AT_A_TIME = 200
"""Documents read at a time."""
LEAST = 0.1
"""Likeness below which two texts are no parallels: they share a word or two."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """A text that is near another one: how near, and why, the best reason first."""

    text: Text
    likeness: Likeness
    reasons: list[Reason]


def corpus_of(viewer: Viewer) -> Corpus:
    """The running texts of all that ``viewer`` may read, in memory: a few queries, 50 bytes a word.

    Nothing else takes part: neither as a parallel nor in how rare a word is.
    """
    return Corpus(texts_of(visible_documents(viewer).order_by("slug").values_list("pk", flat=True)))


def texts_of(documents: Collection[int]) -> Iterator[Text]:
    """The texts of ``documents``, by primary key, in their order and that of the paragraphs; no headings."""
    known: dict[int, str] = {}
    for some in batched(documents, AT_A_TIME):
        read = {words.document: words for words in words_of(some, written=True)}
        new = {pk for words in read.values() for pk in words.written} - known.keys()
        known |= {pk: word for pk, (_written, word) in written_words(new).items()}
        for document in some:
            if document in read:
                words = read[document]
                for at, kind in enumerate(words.kinds):
                    if kind in TEXT:
                        written = words.written[words.firsts[at] : words.firsts[at + 1]]
                        yield Text(words.pks[at], document, tuple(known[pk] for pk in written))


def parallels_in(
    corpus: Corpus, of: Collection[int] | None = None, *, most: int, within: bool = False
) -> Iterator[tuple[Text, list[Parallel]]]:
    """For each text the nearest ones elsewhere, the nearest first.

    Args:
        corpus: what they are looked for in.
        of: the documents whose texts are asked about, by primary key; ``None`` for all.
        most: parallels of one text, at the most.
        within: whether texts of the same document count too; they do where it is the only one.
    """
    within = within or corpus.documents == 1
    for place, text in enumerate(corpus.texts):
        if of is None or text.document in of:
            yield text, nearest(corpus, text, most=most, place=place, within=within)


def nearest(corpus: Corpus, text: Text, *, most: int, place: int, within: bool) -> list[Parallel]:
    """The nearest texts to the one at ``place``, as ``parallels_in`` says."""
    mine = corpus.texts[place].paragraph

    def allowed(other: Text) -> bool:
        return other.paragraph != mine if within else other.document != text.document

    return [
        Parallel(other, found.likeness, reasons(text.words, other.words, found.likeness, corpus.weights))
        for found in corpus.nearest(text.words, most=most, allowed=allowed)
        if found.likeness.score >= LEAST
        for other in [corpus.texts[found.place]]
    ]


def addresses_of(texts: Iterable[Text]) -> dict[int, tuple[str, int]]:
    """The document's slug and the paragraph's key of each of ``texts``, by the paragraph's primary key: 1 query."""
    keys = {text.paragraph for text in texts}
    rows = Paragraph.objects.filter(pk__in=among(keys)).values_list("pk", "document__slug", "key")
    return {pk: (slug, key) for pk, slug, key in rows}
