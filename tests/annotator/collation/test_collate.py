"""Witnesses in columns: known answers, and what holds of any."""

from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.collation.collate import Moved, collate, segments, tokens_of, transpositions, witness_text

FORMULA = [
    "a community with a shared future for humanity",
    "A community with a shared future for mankind.",
    "a closer community of shared future for neighbouring countries",
]


def table(*witnesses):
    """Each column as what the witnesses have there, "-" for nothing."""
    return [
        " ".join(column.tokens[at].written if at in column.tokens else "-" for at in range(len(witnesses)))
        for column in collate(witnesses)
    ]


def test_the_wordings_of_a_formula():
    assert table(*FORMULA) == [
        "a A a",
        "- - closer",
        "community community community",
        "with with of",
        "a a -",
        "shared shared shared",
        "future future future",
        "for for for",
        "humanity mankind neighbouring",
        "- - countries",
    ]


def test_punctuation_never_outweighs_words():
    assert table("Peace, and war; and peace.", "Peace and peace") == [
        "Peace Peace",
        "and and",
        "war -",
        "and -",
        "peace peace",
    ]
    assert [token.behind for token in tokens_of("Peace, and war; “and” peace.")] == [", ", " ", "; “", "” ", "."]


def test_spellings_stand_beside_each_other():
    assert table("the old colour of honour", "the colors of honor it had") == [
        "the the",
        "old -",
        "colour colors",
        "of of",
        "honour honor",
        "- it",
        "- had",
    ]


def test_a_word_with_an_apostrophe_and_a_number_with_a_point_are_one():
    assert table("the people’s 3.5 per cent", "the people's 3.5 percent")[:3] == [
        "the the",
        "people’s people's",
        "3.5 3.5",
    ]


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["the long co-operation of states", "the long cooperation of states"], "co-operation cooperation"),
        (["long co\u2010operation", "long co-operation"], "co\u2010operation co-operation"),
        (["their well-being here", "their wellbeing here"], "well-being wellbeing"),
        (["their well-being here", "their well being here"], "well-being well being"),
        (["a state of the art lab", "a state-of-the-art lab", "a lab"], "state of the art state-of-the-art -"),
    ],
)
def test_words_with_a_hyphen_stand_beside_their_other_spellings(texts, rows):
    found = table(*texts)
    assert rows in found
    same = [row for row in found if row != rows]
    assert all(len(set(row.split())) == 1 for row in same)


def test_what_a_hyphen_joins_is_one_word_as_in_the_search():
    text = "Co-operation of 3-5 states, well- being - a co-ordinated long‑term plan"
    assert [token.key for token in tokens_of(text)] == [
        *("co-operation", "of", "3", "5", "states", "well", "being", "a", "co-ordinated", "long-term", "plan")
    ]


def test_scripts_without_spaces_go_by_character():
    assert table("人类命运共同体", "人類命运共同体") == ["人 人", "类 類", "命 命", "运 运", "共 共", "同 同", "体 体"]


def test_what_stands_elsewhere_is_told_as_that():
    columns = collate(
        [
            "peace and development are the themes of our time today",
            "the themes of our time are peace and development today",
        ]
    )
    (moved,) = transpositions(columns, 0, 1)
    assert isinstance(moved, Moved)
    words = [columns[at].tokens[1].key for at in range(moved.here[0], moved.here[1] + 1) if 1 in columns[at].tokens]
    assert words in (["peace", "and", "development"], ["the", "themes", "of", "our", "time"])
    assert transpositions(columns, 0, 0) == []


def told(*witnesses):
    """What the second witness has elsewhere than the first."""
    columns = collate(witnesses)
    return [
        " ".join(columns[at].tokens[1].key for at in range(moved.here[0], moved.here[1] + 1) if 1 in columns[at].tokens)
        for moved in transpositions(columns, 0, 1)
    ]


@pytest.mark.parametrize(
    ("one", "other", "moved"),
    [
        # Two words that exchange places, around others or none, in one column or in several.
        ("We want peace and war here.", "We want war and peace here.", ["war and"]),
        ("We want peace and they want war", "We want war and they want peace", ["war", "peace"]),
        ("The big red ball", "The red big ball", ["red"]),
        ("So it is said", "So is it said", ["it"]),
        ("中国人民", "国中人民", ["国"]),
        # One word elsewhere.
        ("Today we build the future.", "We build the future today.", ["today"]),
        ("Nations, large or small, want development", "Development is what all great nations want", ["nations"]),
        # No word that is too common, or too short, to say that it was moved.
        ("Outside of China all nations want peace", "Outside China all of nations want peace", []),
        ("The state and people want a word", "State and the people want a word", []),
        ("We work with the young for all their lives", "With joy the young work for life, all of them", []),
        ("Today we build, and today we rest", "We build, and today we rest today", []),
    ],
)
def test_single_words_that_stand_elsewhere(one, other, moved):
    assert told(one, other) == moved
    assert len(told(other, one)) == len(moved)


def test_columns_with_words_from_elsewhere_stand_apart():
    columns = collate(["Tomorrow we build.", "We build some houses tomorrow."])
    moved = [set(), {at for run in transpositions(columns, 0, 1) for at in range(run.here[0], run.here[1] + 1)}]
    assert [len(segment) for segment in segments(columns)] == [1, 2, 3]
    assert [len(segment) for segment in segments(columns, moved)] == [1, 2, 2, 1]


def test_columns_in_which_the_same_agree_go_together():
    assert [len(segment) for segment in segments(collate(FORMULA[:2]))] == [7, 1]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_given_makes_no_difference(seed):
    random = Random(seed)
    base = random.choices(
        ["peace", "war", "and", "the", "people", "of", "a", "shared", "future", "in", "our", "time"], k=25
    )
    witnesses = []
    for _witness in range(4):
        words = [word for word in base if random.random() > 0.15]
        words.insert(random.randrange(len(words)), random.choice(["new", "old", "peaceful"]))
        witnesses.append(" ".join(words))
    tables = set()
    for order in permutations(range(4)):
        columns = collate([witnesses[at] for at in order])
        tables.add(
            tuple(tuple(sorted((order[at], token.key) for at, token in column.tokens.items())) for column in columns)
        )
    assert len(tables) == 1


def test_witnesses_with_the_same_words_stand_in_the_same_columns():
    columns = collate(
        ["peace peaceful peaceful peaceful", "Peace, peaceful peaceful peaceful", "peace peace peaceful peace"]
    )
    assert all((0 in column.tokens) == (1 in column.tokens) for column in columns)


FEW_WORDS = st.lists(st.sampled_from(["peace", "Peace,", "peaceful", "war", "the", "of", "人", "民"]), max_size=9)


@given(st.lists(FEW_WORDS.map(" ".join), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_nor_does_it_of_any_witnesses_and_what_they_have_elsewhere(witnesses, random):
    order = random.sample(range(len(witnesses)), len(witnesses))
    columns, others = collate(witnesses), collate([witnesses[at] for at in order])
    turned = [{order[at]: token for at, token in column.tokens.items()} for column in others]
    assert turned == [column.tokens for column in columns]
    for at in range(1, len(witnesses)):
        there = transpositions(others, order.index(0), order.index(at))
        assert there == transpositions(columns, 0, at)
        assert sorted(Moved(moved.there, moved.here) for moved in there) == transpositions(columns, at, 0)


@given(st.lists(st.text(st.sampled_from("ab peo'é,.人- ")), min_size=1, max_size=6))
def test_each_witness_can_be_read_down_the_columns(witnesses):
    columns = collate(witnesses)
    for at, witness in enumerate(witnesses):
        tokens = [column.tokens[at] for column in columns if at in column.tokens]
        words = " ".join(token.key for token in tokens_of(witness))
        assert " ".join(witness_text(columns, at)) == words
        assert "".join(token.written + token.behind for token in tokens) == (witness.lstrip() if words else "")
    assert all(column.tokens for column in columns)
    assert [column for segment in segments(columns) for column in segment] == columns


def test_the_known_columns_of_generated_witnesses():
    random = Random(7)
    base = [f"word{at}x" if at % 3 else "the" for at in range(300)]
    others = [" ".join(word for word in base if word == "the" or random.random() > 0.1) for _witness in range(9)]
    witnesses = [" ".join(base), *others]
    columns = collate(witnesses)
    assert [column.tokens[0].key for column in columns] == base
    for column in columns:
        assert len({token.key for token in column.tokens.values()}) == 1
