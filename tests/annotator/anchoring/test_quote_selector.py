"""Where words are in a paragraph: offsets, quotes, whole characters."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.anchoring.quote_selector import context, occurrences, segments
from corpus.folding import Folded, fold_all, inside_character
from tests.support.anchoring_texts import TEXT, text_and_range, texts

# Occurrences


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        ("free will and free will", "free will", [(0, 9), (14, 23)]),
        ("aaa", "aa", [(0, 2), (1, 3)]),
        ("free\xa0will", "free will", [(0, 9)]),
        ("free \r\n  will", "free will", [(0, 13)]),
        ("free will", "free\n\n will", [(0, 9)]),
        ("free will", "  free will \n", [(0, 9)]),
        ("com\xadmu\xadnity of", "community", [(0, 11)]),
        ("community", "com\xadmunity", [(0, 9)]),
        ("\xadso\xad it", "so it", [(1, 7)]),
        ("the people’s “will”", 'people\'s "will"', [(4, 19)]),
        ("café au lait", "cafe\u0301", [(0, 4)]),
        ("cafe\u0301 au lait", "café", [(0, 5)]),
        ("q\u0323\u0307 x", "q\u0307\u0323", [(0, 3)]),
        ("한국 사람", unicodedata.normalize("NFD", "한국"), [(0, 2)]),
        ("人类命运共同体", "命运", [(2, 4)]),
        ("שלום עולם", "עולם", [(5, 9)]),
        ("می‌خواهم", "می", [(0, 2)]),
        ("<b>not bold</b>", "<b>", [(0, 3)]),
        ("cafe\u0301", "cafe", []),
        ("café", "cafe", []),
        ("👩‍👩‍👧", "👩", []),
        ("🇫🇷🇩🇪", "🇷🇩", []),
        ("Free will", "free will", []),
        ("anything", "", []),
        ("a b", " ", []),
        ("a b", "\xad", []),
        ("", "a", []),
    ],
)
def test_words_are_found_where_a_reader_sees_them(text, quote, places):
    assert occurrences(text, quote) == places


def test_the_very_characters_go_before_a_likeness():
    assert occurrences("free\xa0will, free will", "free will") == [(11, 20)]


def test_no_more_occurrences_than_wanted_are_looked_for():
    assert occurrences("a" * 1_000_000, "a" * 1000, limit=2) == [(0, 1000), (1, 1001)]


@given(text_and_range())
def test_whole_words_of_a_text_are_found_at_their_place(given_range):
    text, start, end = given_range
    assume(text[start:end].strip() == text[start:end] != "")
    assume(not inside_character(text, start))
    assume(not inside_character(text, end))
    assert (start, end) in occurrences(text, text[start:end])


@given(texts, texts)
def test_whatever_is_found_begins_and_ends_with_whole_characters_in_order(text, quote):
    found = occurrences(text, quote)
    assert found == sorted(set(found))
    for start, end in found:
        assert 0 <= start < end <= len(text)
        assert not inside_character(text, start)
        assert not inside_character(text, end)
        assert occurrences(text[start:end], quote)


UNSEEN = " \t\r\n\xa0\u3000\xad\u200b"
words = st.lists(st.text("abcé中ש😀'", min_size=1, max_size=4), min_size=1, max_size=5)


@given(words, st.data())
def test_words_are_found_however_they_are_spaced_hyphenated_and_encoded(parts, data):
    spaced = st.sampled_from([" ", "\xa0", "  ", "\r\n", "\u3000", " \xad ", "\t"])
    soft = st.sampled_from(["", "\xad", "\u200b"])

    def written(form: str) -> str:
        letters = [[unicodedata.normalize(form, letter) + data.draw(soft) for letter in part] for part in parts]
        return "".join(data.draw(spaced) + "".join(part) for part in letters).strip(UNSEEN)

    text, quote = written("NFC"), written("NFD").replace("'", "’")
    assert (0, len(text)) in occurrences(text, quote)


# Context


def test_context_is_what_stands_around():
    assert context(TEXT, 4, 10, 5) == ("The ", " deci")
    assert context("x" * 100, 40, 60) == ("x" * 32, "x" * 32)


@given(text_and_range())
def test_context_and_words_are_the_text(given_range):
    text, start, end = given_range
    prefix, suffix = context(text, start, end, len(text))
    assert prefix + text[start:end] + suffix == text


# Segments


def test_overlapping_marks_are_split_where_they_begin_and_end():
    assert segments("0123456789", [(2, 6), (4, 8)]) == [
        (0, 2, frozenset()),
        (2, 4, {0}),
        (4, 6, {0, 1}),
        (6, 8, {1}),
        (8, 10, frozenset()),
    ]


def test_a_text_without_marks_is_one_segment_and_an_empty_one_none():
    assert segments("abc", []) == [(0, 3, frozenset())]
    assert segments("", [(0, 3)]) == []


@given(st.text(max_size=12), st.lists(st.tuples(st.integers(-3, 15), st.integers(-3, 15)), max_size=6))
def test_every_character_is_in_one_segment_with_just_the_marks_that_cover_it(text, ranges):
    found = segments(text, ranges)
    assert "".join(text[start:end] for start, end, _ in found) == text
    for start, end, ids in found:
        for at in range(start, end):
            assert ids == {name for name, (first, last) in enumerate(ranges) if first <= at < last}


# Folding


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("The survey found[7] and the council", "found and the", "found[7] and the"),
        ("The survey found[7] and", "found[7] and", "found[7] and"),
        ("lamp maker | two |  | three", "two three", "two |  | three"),
        ("lamp maker | two", "lamp maker\ttwo", "lamp maker | two"),
        ("the cœur of Łódź…", "coeur of Lódz\u0301...", "cœur of Łódź…"),
        ("holds 10⁶ m³", "106 m3", "10⁶ m³"),
        ("Hawaiʻi", "Hawai'i", "Hawaiʻi"),
        ("a co‑operation – of", "co-operation - of", "co‑operation – of"),
        ("a|b [7] c", "a b", None),
    ],
)
def test_a_quotation_typed_plainly_is_found(text, quote, words):
    assert [text[start:end] for start, end in occurrences(text, quote)] == ([words] if words else [])


SIGNS = st.text(st.sampled_from("ab1 [7]|œﬁ½…’ʻ–‑\xad\u200b\u0301\u0323éÅ\n¨漢か\u3099"), max_size=30)


@given(SIGNS)
def test_a_text_folds_the_same_with_and_without_its_places(text):
    folded = Folded.all(text)
    assert folded.text == fold_all(text)
    spans = folded.spans()
    assert len(spans) == len(folded.text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
