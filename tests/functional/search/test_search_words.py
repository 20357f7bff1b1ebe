"""The words of the search page: the context shown around a hit, and which names are like a query."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.presenters.search import in_context
from annotator.views.searching import is_named
from corpus import search

pytestmark = pytest.mark.django_db


def test_the_context_is_what_stands_around_the_first_words():
    sentence = "Nothing of note is said in this sentence at all. "
    text = sentence * 20 + "Here are the words. " + sentence * 20
    assert in_context(text, search.snippets(text, "words")) == 'Here are the <span class="marked hue-3">words</span>.'
    assert in_context("a < b", []) == "a &lt; b"


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), max_size=5))
def test_the_context_of_any_words_shows_them(text, stretches):
    places = sorted((start, start + length) for start, length in stretches if start + length <= len(text))
    apart = [each for at, each in enumerate(places) if all(each[0] > end for _start, end in places[:at])]
    shown = unescape(re.sub(r"</?span[^>]*>", "", in_context(text, apart)))
    if apart:
        start, end = apart[0]
        assert text[start:end][:400] in shown


@pytest.mark.parametrize(
    ("wanted", "names", "expected"),
    [
        (["rule"], ["Rules of procedure"], True),
        (["proc", "rule"], ["Rules of procedure"], True),
        (["ule"], ["Rules"], False),
        (["rule", "law"], ["Rules", "the law"], True),
        (["命", "运"], ["命运共同体"], True),
        (["rule"], [""], False),
    ],
)
def test_a_name_has_words_that_begin_like_those_wanted(wanted, names, expected):
    assert is_named(wanted, *names) == expected
