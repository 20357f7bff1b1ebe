"""What a form's fields mean is read back as what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search.building import Fields, build
from corpus.search.query import parse
from tests.corpus.search.test_query import said


@pytest.mark.parametrize(
    ("fields", "query"),
    [
        ({}, ""),
        ({"words": "shared  future"}, "shared future"),
        ({"phrase": "shared * future"}, '"shared * future"'),
        ({"phrase": 'a "b" c'}, '"a b c"'),
        ({"phrase": "peace"}, "peace"),
        ({"alternatives": "dialog, open dialogue,, "}, 'dialog|"open dialogue"'),
        ({"near": "community", "near_to": "shared future", "between": 3}, 'community ~3 "shared future"'),
        ({"near": "community", "between": 3}, "community"),
        ({"near": "a", "near_to": "b", "between": 1000}, "a ~100 b"),
        ({"words": "peace", "without": "war cold"}, "peace -war -cold"),
        ({"words": "Peace", "phrase": "Shared Future", "exact": True}, '=Peace ="Shared Future"'),
        (
            {"filters": (("author", "Wang Yi"), ("from", "2024"), ("kind", ""), ("document", "a,b"))},
            'author:"Wang Yi" from:2024 document:"a,b"',
        ),
    ],
)
def test_fields_are_written_as_a_query(fields, query):
    assert build(Fields(**fields)) == query


texts = st.text(st.sampled_from('ab c"“”*|~=-:,1é'), max_size=12)


@given(phrase=texts, near=texts, near_to=texts, between=st.integers(-5, 200))
def test_whatever_is_filled_in_is_a_query(phrase, near, near_to, between):
    query = parse(build(Fields(phrase=phrase, near=near, near_to=near_to, between=between)))
    assert not any(problem.kind.value == "cut" for problem in query.problems)


@given(st.lists(st.sampled_from(["peace", "war", "命", "été"]), min_size=2, max_size=4))
def test_a_phrase_comes_back_as_that_phrase(words):
    (term,) = parse(build(Fields(phrase=" ".join(words)))).wanted
    assert said(term) == " ".join(word.replace("é", "e") for word in words)
