"""What a form's fields mean is read back as what they say."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.search.query import FILTERS, Filter, parse, plain_term, words_in
from corpus.search.query_text import Fields, build
from corpus.search.tokenizer import words
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
        ({"words": 'a"b c', "without": "-x"}, 'a b c -"-x"'),
        ({"words": "-x tag:y | ~3 * long-term gov*"}, '"-x" "tag:y" 3 long-term gov*'),
        ({"phrase": "tag:y", "alternatives": "=x, *, z", "near": "-", "near_to": "b"}, '"tag:y" "=x"|z b'),
        ({"words": "Peace", "phrase": "Shared Future", "exact": True}, '=Peace ="Shared Future"'),
        (
            {
                "filters": (
                    Filter("author", ("Wang Yi",)),
                    Filter("from", ("2024-11",)),
                    Filter("kind", ("",)),
                    Filter("tag", ("a,b", 'the "dream"', "hope"), without=True),
                )
            },
            'author:"Wang Yi" from:2024-11 -tag:"a,b","the ""dream""",hope',
        ),
    ],
)
def test_fields_are_written_as_a_query(fields, query):
    assert build(Fields(**fields)) == query


typed = st.text(st.one_of(st.characters(exclude_characters="["), st.sampled_from('ab c"“”„»」*|~=-:,1é')), max_size=12)


@given(phrase=typed, near=typed, near_to=typed, between=st.integers(-5, 200))
def test_whatever_is_filled_in_is_a_query(phrase, near, near_to, between):
    query = parse(build(Fields(phrase=phrase, near=near, near_to=near_to, between=between)))
    assert not any(problem.kind.value == "cut" for problem in query.problems)


@given(field=st.sampled_from(["words", "phrase", "alternatives", "near", "near_to", "without"]), said=typed)
@example(field="words", said='tag:x -y "a b"|c ~3 d * =e')
@example(field="without", said='tag:x -y "a b"|c ~3 d * =e')
def test_the_signs_in_a_field_are_no_operators(field, said):
    query = parse(build(Fields(**{"words": "before", field: f"before {said}" if field == "words" else said})))
    before, *others = query.wanted
    assert before == plain_term(("before",))
    assert not query.filters
    assert not (others if field == "without" else query.unwanted)
    found = {form.word for term in (*others, *query.unwanted) for form in words_in(term)}
    assert found == set(words(said))


@given(st.sampled_from(FILTERS), st.lists(typed, max_size=3), st.booleans())
def test_every_value_comes_back_as_that_value_of_its_filter(name, values, without):
    query = parse(build(Fields(words="peace", filters=(Filter(name, tuple(values), without),), phrase="war")))
    expected = tuple(dict.fromkeys(value for each in values if (value := " ".join(each.split()))))
    assert query.filters == ((Filter(name, expected, without),) if expected else ())
    assert (query.words, query.problems) == (["peace", "war"], ())


@given(st.lists(st.sampled_from(["peace", "war", "命", "été"]), min_size=2, max_size=4))
def test_a_phrase_comes_back_as_that_phrase(words):
    (term,) = parse(build(Fields(phrase=" ".join(words)))).wanted
    assert said(term) == " ".join(word.replace("é", "e") for word in words)
