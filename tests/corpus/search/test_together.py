"""Words that stand side by side in a text, as one stretch."""

import pytest

from corpus import search


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("to keep the peace", "keep the peace", ["keep the peace"]),
        ("to keep the peace", "peace, the keep", ["keep the peace"]),
        ("to keep their peace", "keep peace", []),
        ("peace here and peace there", "peace", ["peace", "peace"]),
        ("peace and «lasting» peace", '"lasting peace"', ["lasting» peace"]),
        ("peace", "war", []),
        ("共同体", "共同", ["共同"]),
        ("long-term work", "long-term", ["long-term"]),
        ("a b", "", []),
    ],
)
def test_words_that_stand_together_are_a_stretch(text, typed, found):
    assert [text[start:end] for start, end in search.together(text, search.parse(typed))] == found


def test_the_last_word_may_be_begun():
    assert search.together("to keep the peace", search.parse("the pea", unfinished=True)) == [(8, 17)]
