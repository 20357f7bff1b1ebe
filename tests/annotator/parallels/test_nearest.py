"""Parallels in generated texts, whose answers are known."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.parallels.likeness import NONE, Weights, agreeing_blocks, likeness, reasons, wording
from annotator.parallels.nearest import Corpus, ParagraphWords

VOCABULARY = [
    a + b + c for a in "bdfgklmn" for b in ("ar", "el", "in", "os", "ut") for c in ("", "a", "ing", "ment", "o")
]
BOILERPLATE = [
    "the",
    "parties",
    "agree",
    "that",
    "nothing",
    "in",
    "this",
    "article",
    "shall",
    "be",
    "read",
    "as",
    "a",
    "waiver",
    "of",
    "any",
    "right",
]


def text_of(random, length):
    return random.choices(VOCABULARY, weights=[1 / (1 + at % 97) for at in range(len(VOCABULARY))], k=length)


def reworded(words, random):
    """``words`` with one in six exchanged, left out or put in, and in one of three cases its halves exchanged."""
    new = []
    for word in words:
        if random.random() > 1 / 6:
            new.append(word)
        elif random.random() < 0.6:
            new.append(random.choice(VOCABULARY))
        elif random.random() < 0.5:
            new += [word, random.choice(VOCABULARY)]
    return new[len(new) // 2 :] + new[: len(new) // 2] if random.random() < 1 / 3 else new


def reuse(seed, documents=12, length=40):
    """A corpus full of boilerplate; and for the place of each reused text that of the one it was made from."""
    random = Random(seed)
    texts, made_from = [], {}
    for document in range(documents):
        for _paragraph in range(length):
            words = text_of(random, random.randint(12, 60))
            if document and random.random() < 0.3:
                source = random.choice([at for at, text in enumerate(texts) if text.document < document])
                words = reworded(list(texts[source].words), random)
                if random.random() < 0.3:
                    # Two passages merged.
                    words += text_of(random, 15)
                made_from[len(texts)] = source
            if random.random() < 0.5:
                words = [*BOILERPLATE, *words]
            texts.append(ParagraphWords(len(texts), document, tuple(words)))
    return Corpus(texts), made_from


def elsewhere(corpus, place, most=1):
    text = corpus.texts[place]
    return corpus.nearest(text.words, most=most, allowed=lambda other: other.document != text.document)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_reused_is_found_first(seed):
    corpus, made_from = reuse(seed)
    family = {}
    for place, source in sorted(made_from.items()):
        family[place] = family.get(source, source)

    def origin(place):
        return family.get(place, place)

    found = [origin(elsewhere(corpus, place)[0].place) == origin(place) for place in made_from]
    assert len(found) > 80
    assert sum(found) / len(found) >= 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_first_proposals_of_a_corpus_are_right(seed):
    corpus, made_from = reuse(seed)
    family = {}
    for place, source in sorted(made_from.items()):
        family[place] = family.get(source, source)
    pairs = {
        (min(place, each.place), max(place, each.place)): each.likeness.score
        for place in range(len(corpus.texts))
        for each in elsewhere(corpus, place)
    }
    best = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:20]
    right = [one for one, other in best if family.get(one, one) == family.get(other, other)]
    assert len(right) >= 16


def test_nothing_rests_on_what_half_of_the_documents_say_alone():
    random = Random(5)
    own = iter(range(10_000))
    texts = [
        ParagraphWords(at, at, (*BOILERPLATE, *(f"own{next(own)}" for _word in range(random.randint(1, 4)))))
        for at in range(12)
    ]
    corpus = Corpus(texts)
    assert [elsewhere(corpus, place) for place in range(12)] == [[]] * 12


def test_few_documents_have_no_formulary():
    corpus = Corpus(
        [
            ParagraphWords(0, 0, tuple(BOILERPLATE)),
            ParagraphWords(1, 1, tuple(BOILERPLATE)),
            ParagraphWords(2, 1, ("other", "words")),
        ]
    )
    (found,) = elsewhere(corpus, 0)
    assert found.place == 1
    assert found.likeness.score == pytest.approx(1.0)


FEW = st.lists(st.sampled_from(["peace", "world", "of", "shared", "future", "the", "共", "同"]), max_size=12)
WEIGHTS = Weights(100, lambda word: 90 if word in {"of", "the"} else 3)


@given(FEW, FEW)
def test_likeness_is_the_same_both_ways_and_at_most_one(one, other):
    found = likeness(one, other, WEIGHTS)
    assert 0 <= found.score <= 1
    assert found.score == pytest.approx(likeness(other, one, WEIGHTS).score)
    for at, to, length in agreeing_blocks(one, other):
        assert one[at : at + length] == other[to : to + length]


@given(FEW)
def test_the_same_words_are_as_near_as_can_be(words):
    found = likeness(words, words, WEIGHTS)
    assert found.score == pytest.approx(1) if words else found == NONE


def said(one, other):
    one, other = one.split(), other.split()
    return str(reasons(one, other, likeness(one, other, WEIGHTS), WEIGHTS)[0])


def test_reasons_say_how_the_wording_differs():
    formula = "a community with a shared future for humanity"
    assert said(formula, formula) == "The same words."
    assert said(formula, "a community with a shared future for mankind") == "The same wording, one word changed."
    assert said(formula, f"we have called many times for building {formula} in peace") == "One stands within the other."
    assert said("peace and development", "development and peace") == "The same words in another order."
    assert (
        said(formula, "they have all long spoken of a community with a shared past and of other things entirely")
        == "5 words in a row are the same."
    )
    assert (
        said("peace in our time", "no time was ever spent on it for peace") == "2 words are shared, in other wording."
    )


def test_rare_words_are_told_and_how_rare_they_are():
    one, other = ["the", "peace", "of"], ["of", "the", "world", "peace"]
    told = reasons(one, other, likeness(one, other, WEIGHTS), WEIGHTS)
    # What stands in most paragraphs is no reason.
    assert [str(each) for each in told[1:]] == ["“peace” stands 3 times in 100 paragraphs."]


@pytest.mark.parametrize(("times", "told"), [(10, 1), (11, 0)])
def test_a_word_in_more_than_a_tenth_of_the_paragraphs_is_no_reason(times, told):
    words, weights = ["peace"], Weights(100, {"peace": times}.__getitem__)
    assert len(reasons(words, words, likeness(words, words, weights), weights)) == 1 + told


THOUGHT = [
    "the",
    "council",
    "shall",
    "keep",
    "the",
    "river",
    "clean",
    "for",
    "everybody",
    "who",
    "lives",
    "along",
    "it",
]
MORE = ["and", "tell", "them", "so"]


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (THOUGHT + MORE, "within"),
        (MORE + THOUGHT, "within"),
        (["one", *THOUGHT[1:], *MORE], "within"),
        ([*THOUGHT, "now"], "changed"),
        ([*THOUGHT[:-4], *MORE], "changed"),
        ([*THOUGHT[:4], *MORE, *THOUGHT[4:]], "changed"),
        (THOUGHT, "same"),
    ],
)
def test_a_text_with_a_sentence_more_holds_the_other(other, kind):
    assert wording(THOUGHT, other)[0] == wording(other, THOUGHT)[0] == kind


def test_a_long_text_with_one_word_more_is_a_changed_one():
    long = [str(at) for at in range(700)]
    assert wording(long, [*long, "more"])[0] == "changed"


def test_what_is_said_in_common_words_alone_is_found_among_many():
    random = Random(7)
    known = [f"word{at}" for at in range(3000)]
    weights = [1 / rank for rank in range(2, len(known) + 2)]
    texts = [ParagraphWords(at, at // 100, tuple(random.choices(known, weights=weights, k=25))) for at in range(6000)]
    corpus = Corpus(texts)
    right = 0
    for place in range(0, 6000, 100):
        common = sorted(texts[place].words, key=lambda word: int(word.removeprefix("word")))[:14]
        nearest = corpus.nearest(common, most=10)
        right += place in [each.place for each in nearest]
    assert right >= 54
