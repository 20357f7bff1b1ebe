"""The order of names: numbers by value, case and accents aside, trees as trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.natural_order import natural, tree_key


@pytest.mark.parametrize(
    "names",
    [
        ["1 Context", "2 Findings", "10 Annex", "Ähre", "apple", "Zebra"],
        ["a", "a 1", "a1", "a2", "a10", "a100000000000000000000", "aa"],
        ["œuvre", "of", "Øst", "other"],
        ["rule", "rule of law", "rule-bound"],
        ["٢ two", "３ three", "10 ten"],
        ["item 07", "item 7", "item 8"],
    ],
)
def test_names_are_ordered_as_people_order_them(names):
    assert sorted(set(names), key=lambda name: tree_key([name])) == names


def test_a_number_is_its_value():
    assert natural("Ähre 007") == natural("ahre ７") == natural("AHRE 7")


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(tuple)


@given(
    st.lists(PATHS | st.lists(st.sampled_from(["a", "á", "A", "a b", "01", "1"]), min_size=1, max_size=3).map(tuple))
)
def test_what_is_below_a_name_stands_together_below_it(paths):
    every = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
    ordered = sorted(every, key=tree_key)
    for at, path in enumerate(ordered):
        below = [other for other in ordered if other[: len(path)] == path]
        assert ordered[at : at + len(below)] == below
