"""How well parallels are found in texts whose answers are known: by words, and with the sentence model."""

from pathlib import Path

from annotator.parallels import meaning
from annotator.parallels.meaning import Meanings, prepared
from annotator.parallels.nearest import Corpus, ParagraphWords
from annotator.selectors.found_pairs import LEAST
from annotator.selectors.parallels import parallels_in
from corpus.search.tokenizer import words

DATA = Path(__file__).parents[2] / "data/parallels"


def rows_of(name):
    return [line.split("\t") for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]


def found_in(texts, *, model, most):
    """For each of ``texts``, as (document, name, text), the documents, names and scores of its parallels in order."""
    corpus = Corpus(
        ParagraphWords(at, document, tuple(words(text))) for at, (document, _name, text) in enumerate(texts)
    )
    assert len(corpus.texts) == len(texts)
    vectors = Meanings(list(meaning.vectors(prepared(text) for *_place, text in texts))) if model else None
    return {
        texts[text.paragraph][:2]: [(*texts[each.text.paragraph][:2], each.score) for each in near]
        for text, near in parallels_in(corpus, most=most, meanings=vectors)
    }


def test_quotations_in_another_translation_by_words():
    quotations = rows_of("quotations")
    texts = [(1, name, text) for name, text in rows_of("verses")]
    texts += [(2, name, text) for name, _source, text in quotations]
    found = found_in(texts, model=False, most=10)
    ranks = [[name for _document, name, _score in found[2, quotation]] for quotation, *_rest in quotations]
    at = [
        near.index(source) if source in near else 99
        for near, (_name, source, _text) in zip(ranks, quotations, strict=True)
    ]
    assert at.count(0) / len(at) >= 0.8
    assert sum(place < 10 for place in at) / len(at) >= 0.9


def test_articles_in_six_languages_find_themselves_first():
    rows = rows_of("articles")
    english = [(0, number, text) for language, number, text in rows if language == "en"]
    for language in ("fr", "ru", "ar", "zh", "ja"):
        other = [(1, number, text) for of, number, text in rows if of == language]
        found = found_in(english + other, model=True, most=1)
        assert [name for _document, name in found] == [near[0][1] for near in found.values()], language


def test_related_sections_of_two_acts_are_told_from_others():
    texts = [(document, number, text) for document, number, _title, text in rows_of("sections")]
    found = found_in(texts, model=True, most=5)
    said = {
        (one[1], near[1]) for one, all_near in found.items() if one[0] == "A" for near in all_near if near[2] >= LEAST
    }
    numbers = [{number for document, number, _text in texts if document == act} for act in "AB"]
    related = {(number, number) for number in numbers[0] & numbers[1]}
    every = {(one, other) for one in numbers[0] for other in numbers[1]}
    assert (f_measure(said, related) + f_measure(every - said, every - related)) / 2 >= 0.85


def f_measure(said, true):
    return 2 * len(said & true) / (len(said) + len(true))
