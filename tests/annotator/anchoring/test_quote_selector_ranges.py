"""The one rule for start, end and quote: what stretch of a paragraph they mean."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotator.anchoring.quote_selector import (
    MOST_CHOICES,
    WHOLE,
    AmbiguousQuoteError,
    AnchoringError,
    MisplacedWordsError,
    OutsideTextError,
    TextRange,
    WordsNotFoundError,
    range_meant,
)
from corpus.folding import inside_character
from tests.support.anchoring_texts import TEXT, text_and_range, texts


def test_nothing_given_is_the_whole_paragraph():
    assert range_meant(TEXT) == range_meant(TEXT, None, None, "  ") == WHOLE
    assert WHOLE.whole
    assert WHOLE.words(TEXT) == TEXT


def test_a_quote_alone_is_found():
    found = range_meant(TEXT, quote="people's word")
    assert found.words(TEXT) == "people’s word"
    assert not found.whole


def test_a_quote_that_stands_there_twice_is_refused_with_the_places_to_choose_from():
    with pytest.raises(AmbiguousQuoteError, match="“people” stand in this paragraph more than once") as caught:
        range_meant(TEXT, quote="people")
    first, second = caught.value.occurrences
    assert (first.start, first.prefix, first.words, first.suffix[:8]) == (4, "The ", "people", " decide,")
    assert range_meant(TEXT, second.start, second.end, "people") == (27, 33)


def test_a_choice_says_whether_the_text_goes_on():
    with pytest.raises(AmbiguousQuoteError) as caught:
        range_meant("peace and more peace", quote="peace")
    assert [each.in_context for each in caught.value.occurrences] == [
        "[peace] and more peace",
        "peace and more [peace]",
    ]
    with pytest.raises(AmbiguousQuoteError) as caught:
        range_meant(f"{'-' * 33}peace{'+' * 33}peace", quote="peace")
    assert caught.value.occurrences[0].in_context == f"…{'-' * 32}[peace]{'+' * 32}…"


def test_the_choice_is_never_longer_than_a_page_can_show():
    with pytest.raises(AmbiguousQuoteError) as caught:
        range_meant("la " * 1000, quote="la")
    assert len(caught.value.occurrences) == MOST_CHOICES


def test_a_quote_that_is_not_there_is_refused():
    with pytest.raises(WordsNotFoundError, match="“peoples” are not in this paragraph"):
        range_meant(TEXT, quote="peoples")


def test_a_long_quote_is_named_by_its_beginning():
    with pytest.raises(WordsNotFoundError) as caught:
        range_meant(TEXT, quote="blah " * 10_000)
    assert len(str(caught.value)) < 200


def test_offsets_alone_are_taken_as_they_are():
    assert range_meant(TEXT, 4, 10) == TextRange(4, 10)


def test_offsets_are_checked_against_the_words_given_with_them():
    assert range_meant(TEXT, 27, 40, " people's\nword ") == TextRange(27, 40)
    with pytest.raises(MisplacedWordsError, match="not at the place given but elsewhere") as caught:
        range_meant(TEXT, 4, 10, "decide")
    assert [place[:2] for place in caught.value.occurrences] == [(11, 17)]
    with pytest.raises(WordsNotFoundError):
        range_meant(TEXT, 4, 10, "persons")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 49), (5, 5), (6, 5), (60, 70)])
def test_offsets_outside_the_text_are_refused(start, end):
    with pytest.raises(OutsideTextError, match=f"text of {len(TEXT)} characters"):
        range_meant(TEXT, start, end)


@pytest.mark.parametrize(("start", "end"), [(None, 3), (3, None)])
def test_one_offset_without_the_other_is_refused(start, end):
    with pytest.raises(OutsideTextError, match="both its start and its end"):
        range_meant(TEXT, start, end)


def test_white_space_is_not_a_passage():
    with pytest.raises(OutsideTextError, match="nothing but white space"):
        range_meant("a \xa0 b", 1, 4)


def test_white_space_around_a_stretch_is_cut_off():
    assert range_meant(TEXT, 3, 11) == TextRange(4, 10)


@pytest.mark.parametrize(("text", "start", "end"), [("words", 0, 5), (" words\n", 1, 6), ("  words", 0, 7)])
def test_a_stretch_that_leaves_nothing_out_is_the_whole_paragraph(text, start, end):
    assert range_meant(text, start, end) == WHOLE
    assert range_meant(text, quote="words") == WHOLE


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("a cafe\u0301 b", 2, 6, "cafe\u0301"),
        ("a \U0001f469\u200d\U0001f469\u200d\U0001f467 b", 4, 5, "\U0001f469\u200d\U0001f469\u200d\U0001f467"),
        ("a 👍🏽 b", 2, 3, "👍🏽"),
        ("a ❤️ b", 2, 3, "❤️"),
        ("a 🇫🇷🇩🇪 b", 3, 4, "🇫🇷"),
        ("a 🇫🇷🇩🇪 b", 4, 5, "🇩🇪"),
        ("a नि b", 2, 3, "नि"),
        ("می‌خواهم", 0, 2, "می"),
        ("می‌خواهم", 3, 8, "خواهم"),
    ],
)
def test_a_stretch_never_splits_a_character(text, start, end, words):
    assert range_meant(text, start, end).words(text) == words


@given(text_and_range())
@example(("\u0301 \u0301", 0, 2))
def test_a_stretch_covers_all_that_was_selected_and_stays_what_it_is(given_range):
    text, start, end = given_range
    selected = text[start:end].strip()
    assume(selected)
    found = range_meant(text, start, end)
    assert found == range_meant(text, start, end, text[start:end])
    if found.whole:
        assert range_meant(text, 0, len(text)) == WHOLE
        return
    assert selected in found.words(text)
    assert range_meant(text, found.start, found.end, found.words(text)) == found
    assert not inside_character(text, found.start)
    assert not inside_character(text, found.end)


@given(texts, st.none() | st.integers(-2, 30), st.none() | st.integers(-2, 30), texts)
def test_whatever_is_given_there_is_a_stretch_or_a_message(text, start, end, quote):
    try:
        found = range_meant(text, start, end, quote)
    except AnchoringError as error:
        message = str(error)
    else:
        message = "None."
        assert found.whole or 0 <= found.start < found.end <= len(text)
    assert message[0].isupper()
    assert message.endswith(".")


def test_what_an_error_says_can_be_translated():
    with pytest.raises(WordsNotFoundError) as caught:
        range_meant(TEXT, quote="absent words")
    said = caught.value.translated(lambda sentence: "»%(words)s« fehlt." if "are not in" in sentence else sentence)
    assert said == "»absent words« fehlt."
