"""Variants are put together by what they say; where they begin and end is learnt from the texts."""

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.wordings.nearness import Nearness

from .reading import told, wordings_in

PHRASE = "a community with a shared future for humanity"


def test_wordings_come_by_how_near_they_are_and_then_by_how_often():
    texts = [
        f"Building {PHRASE}, and {PHRASE}.",
        "A Community With a Shared Future for Humanity",
        "of a community with a shared future for mankind has been said",
        "a community with shared futures for humanity",
        "on a community with a shared future for mankind",
    ]
    assert told(wordings_in(PHRASE, texts)) == [
        (PHRASE, "exact", [0, 0]),
        ("A Community With a Shared Future for Humanity", "typography", [1]),
        ("a community with a shared future for mankind", "changed", [2, 4]),
        ("a community with shared futures for humanity", "changed", [3]),
    ]


def test_the_end_of_a_clause_ends_a_wording_that_has_no_end_of_the_phrase():
    texts = ["called for building a community with a shared future among neighboring countries. Guided by"]
    assert told(wordings_in(PHRASE, texts)) == [
        ("a community with a shared future among neighboring countries", "changed", [0])
    ]


def test_what_ends_a_wording_once_ends_it_elsewhere_too():
    texts = [
        "the idea of “a community with a shared future.” He subsequently",
        "has proposed a community with a shared future amid accelerating changes across the world",
        "a community with a shared future among neighboring countries, and",
        "a community with a shared future among neighboring countries has been",
    ]
    assert told(wordings_in(PHRASE, texts)) == [
        ("a community with a shared future", "changed", [0, 1]),
        ("a community with a shared future among neighboring countries", "changed", [2, 3]),
    ]


def test_as_many_words_as_are_missing_stand_for_them_where_no_text_tells():
    texts = ["we build a community with a shared destiny of mankind through thick and thin"]
    assert told(wordings_in(PHRASE, texts)) == [("a community with a shared destiny of mankind", "changed", [0])]


def test_the_beginning_is_as_the_end():
    texts = [
        "see the world as one community with a shared future for humanity and",
        "Community with a shared future for humanity: a vision",
        "the idea of community with a shared future for humanity and",
    ]
    assert told(wordings_in(PHRASE, texts)) == [("community with a shared future for humanity", "changed", [0, 1, 2])]
    assert told(wordings_in(PHRASE, texts[:1])) == [("one community with a shared future for humanity", "changed", [0])]


@pytest.mark.parametrize(
    ("phrase", "text", "nearness", "expected"),
    [
        ("人类命运共同体", "构建人类命运共同体，", Nearness.TYPOGRAPHY, [("人类命运共同体", "exact", [0])]),
        ("人类命运共同体", "构建人类卫生共同体，", Nearness.HALF, [("人类卫生共同体", "changed", [0])]),
        (
            "مجتمع المصير المشترك",
            "بناء مجتمع المصير المشتركة للبشرية",
            Nearness.FORMS,
            [("مجتمع المصير المشتركة", "forms", [0])],
        ),
        ("future for", "future[1] for all", Nearness.TYPOGRAPHY, [("future[1] for", "exact", [0])]),
        ("win-win cooperation", "Win–win co-operation", Nearness.TYPOGRAPHY, []),
        ("win-win", "“Win-Win”", Nearness.TYPOGRAPHY, [("Win-Win", "typography", [0])]),
    ],
)
def test_wordings_in_other_scripts_and_across_signs(phrase, text, nearness, expected):
    assert told(wordings_in(phrase, [text], nearness)) == expected


VARIANTS = {
    "a community with a shared future for humanity": ("exact", 0),
    "A community with a Shared Future for Humanity": ("typography", 0),
    "a communities with a shared future for humanity": ("forms", 0),
    "a community with a shared future for mankind": ("changed", 1),
    "a community with a bright shared future for humanity": ("changed", 1),
    "a community with shared future for humanity": ("changed", 1),
    "a community with a common destiny for humanity": ("changed", 2),
    "a global community with a shared and peaceful future for humanity": ("changed", 3),
}


@given(st.integers(0, 2**32))
def test_planted_wordings_are_all_found_where_they_were_planted(seed):
    chance = random.Random(seed)
    filler = ["peace", "trade", "growth", "climate", "river", "energy", "law", "port", "bridge", "school"]
    planted, texts = defaultdict(list), []
    for number in range(30):
        words = [" ".join(chance.choices(filler, k=chance.randint(0, 12)))]
        for variant in chance.sample(list(VARIANTS), chance.randint(0, 3)):
            words += [f"zu {variant}.", " ".join(chance.choices(filler, k=chance.randint(6, 9)))]
            planted[variant].append(number)
        texts.append(" ".join(words))
    found = {each.places[0][1]: each for each in wordings_in(PHRASE, texts)}
    assert {words: [number for number, _ in each.places] for words, each in found.items()} == planted
    assert {words: (each.kind, each.changes.total) for words, each in found.items()} == {
        words: VARIANTS[words] for words in planted
    }


@given(st.lists(st.text("ab ,.", max_size=30), max_size=5), st.sampled_from(Nearness))
def test_wordings_never_overlap_nor_leave_the_step_and_are_the_same_each_time(texts, nearness):
    found = wordings_in("a b ab", texts, nearness)
    assert told(found) == told(wordings_in("a b ab", texts, nearness))
    for each in found:
        assert each.changes.total <= {1: 0, 2: 0, 3: 0, 4: 1}[nearness]
        assert each.places
    assert len({(each.words, each.kind) for each in found}) == len(found)
