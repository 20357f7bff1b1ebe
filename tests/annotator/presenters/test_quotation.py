"""Words in quotation marks."""

import pytest

from annotator.presenters.quotation import first_words, quoted, unquoted

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("words", ["“So it is” he said", '"So"', "«Ainsi»", "  „So“", "「如此」", "‘so’"])
def test_what_begins_with_a_quotation_mark_gets_no_other(words):
    assert quoted(words) == words
    assert unquoted(words) == ' class="as-is"'


@pytest.mark.parametrize("words", ["so", "", "he said “so”", "’tis"])
def test_other_words_are_put_in_quotation_marks(words):
    assert quoted(words) == f"“{words}”"
    assert unquoted(words) == ""


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("", ""),
        ("one two", "one two"),
        ("one\n two   three ", "one two three"),
        ("one two three four", "one two three …"),
    ],
)
def test_the_first_words_are_cut_where_there_are_more(words, first):
    assert first_words(words, 3) == first
