"""Two passages word by word."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.anchoring.word_diff import MOST_WORDS, Comparison, DiffKind, compare, stretch_alike

SAME, ONLY, PLAIN = DiffKind.SAME, DiffKind.ONLY, DiffKind.PLAIN

WORDS = ["the", "The", "people", "people’s", "people's", "will", "e\u0301tat", "état", "Straße", "STRASSE", "3.5"]
BETWEEN = [" ", ", ", ". ", "\r\n", "\xa0", "—", " “", "” ", "-", "…", "<b>", " 😀 ", "\u200f"]
OTHERS = ["中", "国", "ไทย", "שלום", "عالم", "नमस्ते", "com\xadmon", "می‌خواهم", "👩‍👩‍👧"]
passages = st.lists(st.sampled_from(WORDS + BETWEEN + OTHERS) | st.characters(codec="utf-8"), max_size=25).map("".join)


def joined(pieces):
    return "".join(piece.text for piece in pieces)


def words_of(pieces, kind):
    """The words in the pieces of one kind, as somebody who does not look at case and encoding reads them."""
    text = " ".join(piece.text for piece in pieces if piece.kind == kind)
    return re.findall(r"\w+", text.casefold().replace("’", "'"))


# Known answers


def test_common_words_are_told_from_those_only_one_side_has():
    found = compare(
        "A mark whose words are gone is kept, shown beside it, and waits for a reader to put it somewhere.",
        "A mark whose words are gone is kept in the margin and waits for a reader of that document.",
    )
    assert found.left == [
        ("A mark whose words are gone is kept", SAME),
        (", ", PLAIN),
        ("shown beside it", ONLY),
        (", ", PLAIN),
        ("and waits for a reader", SAME),
        (" ", PLAIN),
        ("to put it somewhere", ONLY),
        (".", PLAIN),
    ]
    assert found.right == [
        ("A mark whose words are gone is kept", SAME),
        (" ", PLAIN),
        ("in the margin", ONLY),
        (" ", PLAIN),
        ("and waits for a reader", SAME),
        (" ", PLAIN),
        ("of that document", ONLY),
        (".", PLAIN),
    ]
    assert (found.common_words, found.complete) == (13, True)
    assert found.share == 13 / 19


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The State’s “rights”", 'the state\'s "rights"'),
        ("état", "e\u0301tat"),
        ("Straße", "STRASSE"),
        ("commu\xadnity of all", "community\r\nof\xa0all"),
        ("well-being", "well-being"),
        ("a — b", "a—b"),
        ("!?", "!?"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_case_encoding_spacing_and_kind_of_quotation_mark_make_no_difference(one, other):
    found = compare(one, other)
    assert found.left == [(one, SAME)]
    assert found.right == [(other, SAME)]


def test_other_punctuation_between_the_same_words_is_shown():
    found = compare("rights, and duties.", "rights and duties!")
    assert found.left == [("rights", SAME), (",", ONLY), (" ", PLAIN), ("and duties", SAME), (".", ONLY)]
    assert found.right == [("rights and duties", SAME), ("!", ONLY)]
    assert found.share == 1


@pytest.mark.parametrize(("one", "other"), [("3.5", "35"), ("can’t", "cant"), ("résumé", "resume"), ("x²", "x2")])
def test_different_words_are_different(one, other):
    found = compare(one, other)
    assert (found.left, found.right) == ([(one, ONLY)], [(other, ONLY)])
    assert found.common_words == found.share == 0


def test_scripts_without_spaces_are_compared_by_character():
    found = compare("构建人类命运共同体。", "构建人类共同体。")
    assert found.left == [("构建人类", SAME), ("命运", ONLY), ("共同体。", SAME)]
    assert found.right == [("构建人类共同体。", SAME)]
    assert found.common_words == 7


def test_right_to_left_scripts_are_compared_by_word():
    found = compare("שלום עולם", "שלום לכם")
    assert found.left == [("שלום", SAME), (" ", PLAIN), ("עולם", ONLY)]


def test_what_looks_like_html_is_text():
    found = compare("<b>bold</b> x", "<b>bold</b> y")
    assert joined(found.left) == "<b>bold</b> x"
    assert found.left[0] == ("<b>bold</b", SAME)


def test_nothing_has_nothing_in_common():
    assert compare("", "") == Comparison([], [], 0, 0.0, complete=True)
    assert compare("", "a b").right == [("a b", ONLY)]


# Whatever is compared


@given(passages, passages)
def test_the_pieces_joined_are_the_passages(one, other):
    found = compare(one, other)
    assert joined(found.left) == one
    assert joined(found.right) == other
    for pieces in (found.left, found.right):
        assert all(piece.text for piece in pieces)
        assert all(before.kind != after.kind for before, after in pairwise(pieces))
    assert 0 <= found.share <= 1


@given(passages)
def test_a_passage_is_the_same_as_itself(text):
    found = compare(text, text)
    assert found.left == found.right == ([(text, SAME)] if text else [])
    assert found.share in {0, 1}


plain_words = st.lists(st.sampled_from(["a", "b", "c", "the", "People’s", "people's", "x1"]), max_size=30)
spaced = st.sampled_from([" ", ", ", "\n", " — "])


@given(plain_words, plain_words, spaced, spaced)
def test_what_is_called_the_same_is_the_same_on_both_sides_in_order(one, other, between_one, between_other):
    found = compare(between_one.join(one), between_other.join(other))
    assert words_of(found.left, SAME) == words_of(found.right, SAME)
    assert not words_of(found.left, PLAIN) + words_of(found.right, PLAIN)
    only_left, only_right = (len(words_of(pieces, ONLY)) for pieces in (found.left, found.right))
    assert bool(one or other) == bool(found.common_words or only_left or only_right)


@given(st.permutations([f"w{number}" for number in range(8)]), st.integers(0, 8), st.integers(0, 8))
def test_a_quotation_is_found_within_a_longer_passage(words, first, last):
    quoted = words[min(first, last) : max(first, last)]
    found = compare(" ".join(quoted), " ".join(["before", *words, "after"]))
    assert found.common_words == len(quoted)
    assert found.left == ([(" ".join(quoted), SAME)] if quoted else [])


# Long passages


def test_an_edited_long_passage_keeps_what_it_has_in_common_although_some_words_are_very_common():
    words = [("the", "of", f"w{number % 300}")[number % 3] for number in range(4800)]
    edited = [f"new{number}" if number % 50 == 7 else word for number, word in enumerate(words)]
    found = compare(" ".join(["first", *words]), " ".join([*edited, "last"]))
    assert found.complete
    assert found.share > 0.9


def test_a_very_long_passage_is_compared_as_far_as_it_says():
    one, other = "same words " * 200_000, "same words " * 100_000 + "and more"
    found = compare(one, other)
    assert not found.complete
    assert (found.common_words, found.share) == (MOST_WORDS, 1)
    assert joined(found.left) == one
    assert joined(found.right) == other
    assert [piece.kind for piece in found.left] == [SAME, PLAIN]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a" * 5_000_000, "b" * 5_000_000),
        ("国人" * 2_500_000, "国民" * 2_500_000),
        ("e" + "\u0301" * 1_000_000, "e"),
        ("." * 5_000_000, "," * 5_000_000),
        ("1." * 1_000_000, "a'" * 1_000_000),
        ("la " * 5000, "lo " + "la " * 4990 + "lo"),
        (" ".join(f"x y{n}" for n in range(2500)), " ".join(f"x z{n}" for n in range(2500))),
        (" ".join(f"v{n % 70}" for n in range(5000)), " ".join(f"v{n * 37 % 70} u{n}" for n in range(2500))),
        (" ".join(f"v{n}" for n in range(5000)), " ".join(f"v{n}" for n in range(5000, 0, -1))),
    ],
    ids=["words", "characters", "marks", "points", "numbers", "refrain", "one word", "seventy words", "reversed"],
)
def test_passages_made_to_take_long_are_compared(one, other):
    found = compare(one, other)
    assert joined(found.left) == one
    assert joined(found.right) == other


# Every character


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("the earth moves", "the Earth moves", ["earth"], ["Earth"]),
        ("he said 'so' there", "he said ‘so’ there", ["'", "'"], ["‘", "’"]),
        ("two words", "two  words", [], [" "]),
        ("no more", "no\xa0more", [" "], ["\xa0"]),
        ("yes, he said", "yes; she said", [", he"], ["; she"]),
        ("a well-known rule", "a well-known, old rule", [], [", old"]),
        ("the same", "the same", [], []),
    ],
)
def test_every_character_that_changed_is_shown(one, other, left, right):
    found = compare(one, other, exact=True)
    assert [piece.text for piece in found.left if piece.kind is ONLY] == left
    assert [piece.text for piece in found.right if piece.kind is ONLY] == right


@given(passages, passages)
def test_without_what_only_one_side_has_both_are_one_text(one, other):
    found = compare(one, other, exact=True)
    assert (joined(found.left), joined(found.right)) == (one, other)
    rest = [joined(piece for piece in pieces if piece.kind is not ONLY) for pieces in (found.left, found.right)]
    assert rest[0] == rest[1]


@pytest.mark.parametrize(
    ("words", "text", "there"),
    [
        ("keep the river", "They shall keep the river clean.", "keep the river"),
        ("keep the river", "The one who may keep the old river, the one", "keep the old river"),
        ("of all keep it", "keep it, and what was said about the rest of them", "keep it"),
        ("keep it", "Keep it!", None),
        ("keep it", "Nothing of that.", None),
        ("", "Nothing", None),
    ],
)
def test_where_a_text_says_some_words(words, text, there):
    found = stretch_alike(words, text)
    assert (found and text[slice(*found)]) == there
