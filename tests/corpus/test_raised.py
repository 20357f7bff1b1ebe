"""Raised and lowered signs on a line of plain text."""

import pytest

from corpus.importing.structure.raised import lowered, raised


@pytest.mark.parametrize(
    ("before", "text", "written"),
    [
        ("covers 10", "6", "⁶"),
        ("holds 40 m", "3", "³"),
        ("of 5 km", "2", "²"),
        ("10", "-3", "⁻³"),
        ("10", "−3", "⁻³"),
        ("2", "n", "ⁿ"),
        ("(a+b)", "2", "²"),
        ("the survey found", "7", "[7]"),
        ("he said.", "12", "[12]"),
        ("“so it is”", "3,4", "[3,4]"),
        ("(see the annex of it)", "5", "[5]"),
        ("since 1999", "7", "[7]"),
        ("发展", "1", "[1]"),
        ("Smith", "a", "[a]"),
        ("Majes", "ty", "ty"),
        ("Gen", "l", "l"),
        ("the 1", "a", "a"),
        ("the 19", "th", "th"),
        ("M", "me", "me"),
        ("the 1", "er", "er"),
        ("word", "[7]", "[7]"),
        ("word", "*", "*"),
        ("", "1", "1 "),
        ("end. ", "2", "2 "),
    ],
)
def test_raised_signs_keep_their_meaning(before, text, written):
    assert raised(text, before) == written


@pytest.mark.parametrize(("text", "written"), [("2", "₂"), ("10", "₁₀"), ("n+1", "n+1"), ("max", "max")])
def test_lowered_signs_keep_their_meaning(text, written):
    assert lowered(text) == written
