"""Variants of a phrase are those that the distance of Levenshtein allows, and never overlap."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search import tokenizer
from corpus.wordings.forms import is_form
from corpus.wordings.nearness import Loose, Nearness, Pattern, distinctive
from corpus.wordings.variants import Changes, VariantFinder

PHRASE = "a community with a shared future for humanity"
LETTERS = st.sampled_from(["a", "b", "c", "d", "abcdef", "abcdefs", "xyzuv"])
TEXTS = st.lists(LETTERS, max_size=14)
PHRASES = st.lists(LETTERS, min_size=1, max_size=7).map(tuple)


def variants_in(pattern, words):
    return VariantFinder(pattern, pattern.places(words)).variants(words)


def found(phrase, nearness, text):
    words = text.split()
    variants = variants_in(Pattern(tuple(phrase.split()), nearness), words)
    return [(" ".join(words[variant.start : variant.end]), variant.changes) for variant in variants]


@pytest.mark.parametrize(
    ("text", "nearness", "expected"),
    [
        (f"of building {PHRASE} and {PHRASE}", Nearness.TYPOGRAPHY, [(PHRASE, 0), (PHRASE, 0)]),
        ("a communities with a shared futures for humanity", Nearness.TYPOGRAPHY, []),
        (
            "the communities with a shared a communities with a share futures for humanity",
            Nearness.FORMS,
            [("a communities with a share futures for humanity", 0)],
        ),
        (
            "of a community with a shared future for mankind has been",
            Nearness.QUARTER,
            [("a community with a shared future for", 1)],
        ),
        (
            "a global community with a shared and prosperous future for humanity",
            Nearness.QUARTER,
            [],
        ),
        (
            "a global community with a shared and prosperous future for humanity",
            Nearness.HALF,
            [("a global community with a shared and prosperous future for humanity", 3)],
        ),
        (
            "a community with a shared future among neighboring countries",
            Nearness.QUARTER,
            [("a community with a shared future", 2)],
        ),
        ("see the world as one community with a shared future", Nearness.HALF, [("community with a shared future", 3)]),
        ("a meeting with a senior official for talks", Nearness.HALF, []),
        ("humanity for future shared a with community a", Nearness.HALF, []),
    ],
)
def test_variants_of_a_phrase_are_found_with_their_changes(text, nearness, expected):
    assert found(PHRASE, nearness, text) == expected


def test_what_was_changed_is_told_apart():
    pattern = Pattern(tuple(PHRASE.split()), Nearness.HALF)
    (variant,) = variants_in(pattern, tokenizer.words("a global community with one shared future humanity"))
    assert variant.within == Changes(put_in=1, left_out=1, exchanged=1)


def test_a_character_is_a_word_in_a_script_without_spaces():
    assert found(" ".join("人类命运共同体"), Nearness.QUARTER, " ".join("构建人类卫生共同体")) == []
    assert found(" ".join("人类命运共同体"), Nearness.HALF, " ".join("构建人类卫生共同体")) == [
        (" ".join("人类卫生共同体"), 2)
    ]


def least_changes(pattern, words):
    """The fewest changes that make ``words`` of the phrase, and the most letters kept by that: by the definition."""
    places = pattern.places(words)

    @cache
    def of(at, there):
        if at == len(pattern.words):
            return len(words) - there, 0
        if there == len(words):
            return len(pattern.words) - at, 0
        ways = []
        changes, letters = of(at + 1, there)
        ways.append((changes + 1, letters))
        changes, letters = of(at, there + 1)
        ways.append((changes + 1, letters))
        changes, letters = of(at + 1, there + 1)
        ways.append((changes + 1, letters))
        if kept := places.get(words[there], {}).get(at):
            ways.append((changes, letters - kept))
        return min(ways)

    changes, letters = of(0, 0)
    return changes, -letters


def allowed(pattern, words):
    changes, letters = least_changes(pattern, tuple(words))
    return changes <= pattern.most_changes and letters >= pattern.least_letters


@given(PHRASES, TEXTS, st.sampled_from(Nearness))
def test_what_is_found_is_what_the_distance_allows(phrase, words, nearness):
    pattern = Pattern(phrase, nearness)
    variants = variants_in(pattern, words)
    for one, next_one in pairwise(variants):
        assert one.end <= next_one.start
    for variant in variants:
        assert variant.changes <= pattern.most_changes
        assert least_changes(pattern, tuple(words[variant.start : variant.end]))[0] == variant.changes
    taken = {at for variant in variants for at in range(variant.start, variant.end)}
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if taken.isdisjoint(range(start, end)):
                assert not allowed(pattern, words[start:end])


@given(PHRASES, st.lists(TEXTS, max_size=6), st.sampled_from(Nearness))
def test_every_variant_has_a_telling_word(phrase, texts, nearness):
    pattern = Pattern(phrase, nearness)
    frequency = {
        own: sum(is_form(own, word) if nearness > 1 else own == word for words in texts for word in words)
        for own in phrase
    }
    rare = distinctive(pattern, frequency)
    for words in texts:
        for variant in variants_in(pattern, words):
            kept = pattern.places(words[variant.start : variant.end])
            assert any(phrase.index(own) in places for places in kept.values() for own in rare)


@given(PHRASES, TEXTS, TEXTS, st.sampled_from(Nearness))
def test_what_was_seen_before_changes_nothing(phrase, first, second, nearness):
    pattern = Pattern(phrase, nearness)
    finder = VariantFinder(pattern, pattern.places(first + second))
    finder.variants(first)
    assert finder.variants(second) == variants_in(pattern, second)


@given(PHRASES, TEXTS)
def test_each_step_takes_in_the_one_before(phrase, words):
    counts = [bool(variants_in(Pattern(phrase, nearness), words)) for nearness in Nearness]
    assert counts == sorted(counts)


@given(PHRASES, TEXTS)
def test_the_nearest_is_the_best_of_the_variants(phrase, words):
    pattern = Loose(phrase, Nearness.HALF)
    finder = VariantFinder(pattern, pattern.places(words))
    nearest, variants = finder.nearest(words), finder.variants(words)
    assert (nearest is None) == (not variants)
    if nearest:
        assert nearest.changes == min(variant.changes for variant in variants)
        assert nearest in variants


def test_what_is_nearest_to_a_phrase_in_a_text_without_it():
    pattern = Loose(tuple(PHRASE.split()), Nearness.HALF)
    text = tokenizer.words("of a world with an open future, and a community of nations")
    nearest = VariantFinder(pattern, pattern.places(text)).nearest(text)
    assert text[nearest.start : nearest.end] == ["a", "world", "with", "an", "open", "future"]
