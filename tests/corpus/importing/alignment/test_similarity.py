"""The words by which paragraphs are told apart."""

import unicodedata

import pytest

from corpus.importing.alignment.similarity import Bag


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The keeper’s 3 books", ["the", "keeper", "s", "3", "books"]),
        # "Day" and "gift", which differ by a vowel sign.
        ("दिन दान", ["दिन", "दान"]),
        ("שָׁלוֹם עוֹלָם", ["שָׁלוֹם", "עוֹלָם"]),
        ("كَتَبَ كُتُبٌ", ["كَتَبَ", "كُتُبٌ"]),
        (unicodedata.normalize("NFD", "thé"), [unicodedata.normalize("NFD", "thé")]),
        ("和平 ที่", ["和", "平", "ที่"]),
    ],
)
def test_a_word_keeps_its_marks(text, words):
    assert Bag(text).words == words
