"""What a reader says it decided, guessed or left out, in words."""

import pytest

from corpus.importing.notices import WORDS, Notice, describe


def test_a_notice_is_said_with_its_counts():
    assert describe(Notice("hidden_text", {"count": 3})) == "Places with hidden text left out: 3."


def test_a_code_without_words_is_shown_with_what_it_came_with():
    assert describe(Notice("new_thing", {"count": 2, "name": "a"})) == "new_thing: count 2, name a"
    assert describe(Notice("new_thing")) == "new_thing"
    assert describe(Notice("comments")) == "Comments left out: ?."


@pytest.mark.parametrize("code", WORDS)
def test_words_are_sentences(code):
    assert WORDS[code][0].isupper()
    assert WORDS[code].endswith(".")
