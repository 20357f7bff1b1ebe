"""Where the passages of a corpus are said again, for one viewer."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched

from annotator.models import SentenceVector
from annotator.parallels import meaning
from annotator.parallels.likeness import Likeness, Reason, alike_in_meaning, reasons, wording
from annotator.parallels.meaning import Meanings
from annotator.parallels.nearest import Corpus, ParagraphWords
from annotator.selectors.filters import Viewer, visible_documents
from corpus.blocks import NO_PARAGRAPHS, Kind
from corpus.models import Paragraph
from corpus.search.finding import among, words_of, written_words
from corpus.search.indexing import LETTERS

COMPARED_KINDS = {LETTERS[kind.value] for kind in Kind if kind not in NO_PARAGRAPHS}
DOCUMENTS, TEXTS = 10, 200
"""Documents, and texts, read at a time."""
LEAST = 0.1
"""Likeness below which two texts are no parallels: they share a word or two."""


MEANING = 0.3
"""The part of a score that hangs on the meaning, where there is a model. Of 199 quotations of one translation in
another one 0.73 were found first without the model, 0.76 with this part, 0.70 with a half."""
MEANT = 0.6
"""Likeness in meaning from which on it is a reason."""
MORE = 4
"""Times as many texts are compared as are wanted, where words and meaning decide together."""


@dataclass(frozen=True, slots=True)
class Parallel:
    """A text that is near another one: how near (0 to 1), by words and by meaning, and why, the best reason first.

    ``wording``: the kind of agreement, one of ``models.Agreement``.
    """

    text: ParagraphWords
    score: float
    words: Likeness
    meaning: float = 0.0
    wording: str = "shared"
    reasons: list[Reason] = field(default_factory=list)


def corpus_of(viewer: Viewer) -> Corpus:
    """The paragraphs of all that ``viewer`` may read, in memory: a few queries, 50 bytes a word.

    Nothing else takes part: neither as a parallel nor in how rare a word is.
    """
    return Corpus(texts_of(visible_documents(viewer).order_by("slug").values_list("pk", flat=True)))


def texts_of(documents: Collection[int]) -> Iterator[ParagraphWords]:
    """The texts of ``documents``, by primary key, in their order and that of the paragraphs; no titles and headings."""
    known: dict[int, str] = {}
    for some in batched(documents, DOCUMENTS):
        read = {words.document: words for words in words_of(some, written=True)}
        new = {pk for words in read.values() for pk in words.written} - known.keys()
        known |= {pk: word for pk, (_written, word) in written_words(new).items()}
        for document in some:
            if document in read:
                words = read[document]
                for at, kind in enumerate(words.kinds):
                    if kind in COMPARED_KINDS:
                        written = words.written[words.firsts[at] : words.firsts[at + 1]]
                        yield ParagraphWords(words.pks[at], document, tuple(known[pk] for pk in written))


def prepared_texts(corpus: Corpus) -> list[str]:
    """The texts of ``corpus`` as they are encoded, in its order; "" for those without letters: 1 query."""
    keys = [text.paragraph for text in corpus.texts]
    texts = dict(Paragraph.objects.filter(pk__in=among(keys)).order_by().values_list("pk", "text").iterator(2000))
    return [meaning.prepared(texts.get(pk, "")) for pk in keys]


def meanings_of(texts: Iterable[str]) -> Meanings:
    """The vectors of prepared texts, of the model that is installed, as far as they are there: 1 query."""
    rows = SentenceVector.objects.filter(model=meaning.name()).values_list("digest", "vector").iterator(2000)
    known = {bytes(digest): bytes(vector) for digest, vector in rows}
    return Meanings([known.get(meaning.digest_of(text), b"") if text else b"" for text in texts])


def meanings_of_few(texts: Sequence[str]) -> Meanings | None:
    """The vectors of some prepared texts, read by their digests; ``None`` where the installed model made none."""
    digests = [meaning.digest_of(text) if text else b"" for text in texts]
    known: dict[bytes, bytes] = {}
    for some in batched(sorted({*digests}) if meaning.name() else (), TEXTS):
        rows = SentenceVector.objects.filter(model=meaning.name(), digest__in=some)
        known |= {bytes(digest): bytes(vector) for digest, vector in rows.values_list("digest", "vector")}
    return Meanings([known.get(digest, b"") for digest in digests]) if known else None


def parallels_in(
    corpus: Corpus,
    of: Collection[int] | None = None,
    *,
    most: int,
    least: float = LEAST,
    within: bool = False,
    paragraphs: Collection[int] | None = None,
    meanings: Meanings | None = None,
) -> Iterator[tuple[ParagraphWords, list[Parallel]]]:
    """For each text the nearest ones elsewhere, the nearest first.

    Args:
        corpus: what they are looked for in.
        of: the documents whose texts are asked about, by primary key; ``None`` for all.
        most: parallels of one text, at the most.
        least: how near they are at the least.
        within: whether texts of the same document count too; they do where it is the only one.
        paragraphs: those that are asked about, by primary key; ``None`` for all of these documents.
        meanings: the vectors of the corpus' texts, where they are to count too.
    """
    within = within or corpus.documents == 1
    places = [
        place
        for place, text in enumerate(corpus.texts)
        if (of is None or text.document in of) and (paragraphs is None or text.paragraph in paragraphs)
    ]
    groups = [text.paragraph if within else text.document for text in corpus.texts]
    by_meaning = meanings.nearest(groups, MORE * most, places) if meanings else ((place, []) for place in places)
    for place, alike in by_meaning:
        text = corpus.texts[place]
        mine = groups[place]

        def allowed(other: ParagraphWords, mine: int = mine) -> bool:
            return (other.paragraph if within else other.document) != mine

        near_words = (
            corpus.nearest(text.words, most=MORE * most, allowed=allowed)
            if meanings
            else corpus.nearest(text.words, most=most, least=least, allowed=allowed)
        )
        likenesses = {each.place: each.likeness for each in near_words}
        for at in alike:
            likenesses.setdefault(at, corpus.likeness(place, at))
        near = [_parallel(corpus, place, at, words, meanings) for at, words in likenesses.items()]
        near = sorted((each for each in near if each.score >= least), key=lambda each: -each.score)[:most]
        yield text, [_explained(corpus, text, each) for each in near]


def _parallel(corpus: Corpus, place: int, at: int, words: Likeness, meanings: Meanings | None) -> Parallel:
    if meanings is None:
        return Parallel(corpus.texts[at], words.score, words)
    alike = max(meanings.likeness(place, at), 0.0)
    return Parallel(corpus.texts[at], (1 - MEANING) * words.score + MEANING * alike, words, alike)


def _explained(corpus: Corpus, text: ParagraphWords, parallel: Parallel) -> Parallel:
    parts = reasons(text.words, parallel.text.words, parallel.words, corpus.weights) if parallel.words.shared else []
    if parallel.meaning >= MEANT:
        parts.append(alike_in_meaning(meaning.name(), parallel.meaning))
    by_meaning = parallel.words.score < LEAST
    kind = "meaning" if by_meaning else wording(text.words, parallel.text.words)[0]
    return replace(parallel, wording=kind, reasons=parts)


def addresses_of(texts: Iterable[ParagraphWords]) -> dict[int, tuple[str, int]]:
    """The document's slug and the paragraph's key of each of ``texts``, by the paragraph's primary key: 1 query."""
    keys = {text.paragraph for text in texts}
    rows = Paragraph.objects.filter(pk__in=among(keys)).values_list("pk", "document__slug", "key")
    return {pk: (slug, key) for pk, slug, key in rows}
