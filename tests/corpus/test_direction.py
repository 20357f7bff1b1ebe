"""A text is laid out as it is written, whatever it stands in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.direction import direction_of, direction_of_language
from tests.support.factories import make_document

ENGLISH = "The people’s word."
ARABIC = "كلمة الشعب"


@pytest.mark.parametrize("otherwise", ["ltr", "rtl"])
@pytest.mark.parametrize(
    ("text", "direction"),
    [
        (ENGLISH, "ltr"),
        (ARABIC, "rtl"),
        ("שלום", "rtl"),
        ("𞤀𞤁", "rtl"),
        ("人类命运共同体", "ltr"),
        (f"{ARABIC} is the beginning of an English paragraph.", "ltr"),
        (f"UN: {ARABIC} {ARABIC}", "rtl"),
        (f"12. ({ARABIC})", "rtl"),
        (f"{ENGLISH * 100}{ARABIC * 1000}", "ltr"),
    ],
)
def test_most_of_the_letters_decide(text, direction, otherwise):
    assert direction_of(text, otherwise) == direction


@pytest.mark.parametrize("otherwise", ["ltr", "rtl"])
@pytest.mark.parametrize("text", ["", "2025", "— * —", "٢٠٢٥", "aب"])
def test_where_nothing_decides_it_is_that_of_what_is_around(text, otherwise):
    assert direction_of(text, otherwise) == otherwise


@given(st.text(max_size=50))
def test_the_short_way_gives_what_the_long_way_gives(text):
    classes = [unicodedata.bidirectional(character) for character in text]
    from_right = sum(each in {"R", "AL"} for each in classes)
    assert direction_of(text, "ltr") == ("rtl" if from_right > classes.count("L") else "ltr")


@pytest.mark.parametrize(("language", "directions"), [("en", ["ltr", "rtl", "ltr"]), ("ar", ["ltr", "rtl", "rtl"])])
def test_a_paragraph_has_its_own_direction(db, language, directions, django_assert_num_queries):
    document = make_document((ENGLISH, ARABIC, "2025"), language=language)
    with django_assert_num_queries(1):
        paragraphs = document.paragraphs.select_related("document").order_by("position")
        assert [paragraph.direction for paragraph in paragraphs] == directions


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("fa", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("az", "ltr"),
        ("pa-Arab", "rtl"),
        ("ks", "rtl"),
        ("de-DE-1996", "ltr"),
        ("", "ltr"),
        ("nonsense-tag!", "ltr"),
    ],
)
def test_a_language_has_the_direction_of_its_script(tag, direction):
    assert direction_of_language(tag) == direction
