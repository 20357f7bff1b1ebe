"""Forms of one word are told by how they begin, without a stemmer."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from corpus.wordings.forms import beginning_of_forms, is_form

WORDS = st.text("abc", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("community", "communities"),
        ("country", "country"),
        ("nation", "nations"),
        ("shared", "share"),
        ("future", "futures"),
        ("govern", "governs"),
        ("сообщество", "сообщества"),
        ("gemeinschaft", "gemeinschaften"),
    ],
)
def test_what_begins_alike_for_four_fifths_is_one_word(one, other):
    assert is_form(one, other)
    assert is_form(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("internal", "international"),
        ("human", "humanity"),
        ("the", "they"),
        ("he", "her"),
        ("for", "form"),
        ("state", "static"),
        ("shared", "future"),
        ("命", "运"),
    ],
)
def test_others_are_not(one, other):
    assert not is_form(one, other)
    assert not is_form(other, one)


@given(WORDS, WORDS)
def test_the_measure_does_not_depend_on_the_order(one, other):
    assert is_form(one, other) == is_form(other, one)


@given(st.text("ab", min_size=1, max_size=12), st.text("ab", max_size=5), st.text("ab", max_size=5))
def test_every_form_begins_with_what_forms_are_looked_up_by(stem, ending, other_ending):
    one, other = stem + ending, stem + other_ending
    event(f"forms: {is_form(one, other)}")
    assert not is_form(one, other) or other.startswith(beginning_of_forms(one))
