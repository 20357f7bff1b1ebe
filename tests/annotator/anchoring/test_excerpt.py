"""Words within their sentence: always the words of the text, cut where a reader would cut."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.excerpt import MOST, REACH, Excerpt, excerpt, shortened

TEXT = "First things first. A mark whose words are gone is kept, and waits for a reader. Then it ends."


def around(text, words):
    start = text.index(words)
    return excerpt(text, start, start + len(words))


def test_the_sentence_stands_around_the_words():
    assert around(TEXT, "words are gone") == Excerpt(
        "A mark whose ", "words are gone", " is kept, and waits for a reader."
    )


def test_a_whole_sentence_stands_alone():
    assert around(TEXT, "Then it ends.") == Excerpt("", "Then it ends.", "")
    assert around(TEXT, "First things first.") == Excerpt("", "First things first.", "")


def test_an_abbreviation_does_not_end_a_sentence():
    assert around("It is, e.g. on Sundays, closed.", "Sundays").before == "It is, e.g. on "


def test_ideographs_end_their_sentences_without_a_space():
    assert around("和平。发展是硬道理。合作。", "硬道理") == Excerpt("发展是", "硬道理", "。")


def test_a_long_sentence_is_cut_between_words():
    text = "word " * 200 + "HERE" + " word" * 200
    found = around(text, "HERE")
    assert found.before.startswith("…word ")
    assert found.after.endswith(" word…")
    assert REACH - 10 < len(found.before) <= REACH + 1
    assert REACH - 10 < len(found.after) <= REACH + 1


def test_long_words_are_cut_but_letters_are_not():
    text = "e\u0301" * 1000
    found = excerpt(text, 1000, 1002)
    assert not unicodedata.combining(found.before[1])
    assert found.after.endswith("e\u0301…")


def test_short_texts_are_not_cut():
    assert shortened("x" * MOST) == "x" * MOST
    assert shortened("one two three", 9) == "one two…"
    assert shortened("one two three", 8) == "one two…"


@pytest.mark.parametrize("text", ["\U0001f469\u200d\U0001f52c" * 300, "\u0301" * 900, " " * 900])
def test_odd_texts_are_cut_too(text):
    assert len(shortened(text)) <= MOST


LONG = st.lists(
    st.sampled_from(["word", "a.b", ". ", "! A", "。", " ", "\n", "e\u0301", "😀", "\u200d", "”", "x" * 90]),
    max_size=60,
).map("".join)


@given(LONG, st.data())
def test_nothing_is_shown_that_is_not_there(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = excerpt(text, start, end)
    assert text[:start].endswith(found.before.removeprefix("…"))
    assert text[start:end].startswith(found.words.removesuffix("…"))
    assert text[end:].startswith(found.after.removesuffix("…"))
    assert len(found.before) <= REACH + 1
    assert len(found.words) <= MOST
    assert len(found.after) <= REACH + 1


@given(LONG, st.integers(1, 50))
def test_what_is_shortened_is_a_beginning(text, most):
    short = shortened(text, most)
    assert len(short) <= most
    assert short == text or text.startswith(short.removesuffix("…"))
