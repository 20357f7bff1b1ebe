"""Wordings that are the same words are folded into one."""

import re
import unicodedata

import pytest
import regex

from corpus.folding import ALL_MARKS, MARKS, UNSPACED, inside_character, plain

SCRIPTS = ["Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Hiragana", "Katakana", "Bopomofo", "Han", "Hangul"]


def test_the_table_of_unspaced_scripts_holds_their_letters_and_no_others():
    of_scripts = regex.compile("[" + "".join(rf"\p{{Script={name}}}" for name in SCRIPTS) + "\u30fc\uff70]")
    in_table = regex.compile(f"[{UNSPACED}]")
    letters = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] in "LMN"]
    wrong = {one for one in letters if bool(of_scripts.match(one)) != bool(in_table.match(one))}
    # Left out, as the table says.
    assert wrong <= {"\U00016fe3", "\U00016ff0", "\U00016ff1"}


def test_the_marks_are_those_of_unicode():
    marks = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] == "M"}
    assert {*MARKS} == {mark for mark in marks if mark < "\U00010000"}
    assert {*re.findall(f"[{ALL_MARKS}]", "".join(map(chr, range(0x110000))))} == marks


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("cœur, Æther, ﬁn", "coeur, AEther, fin"),
        ("Łódź", "Lo\u0301dz\u0301"),
        ("Hawaiʻi ‘so’ l´eau", "Hawai'i 'so' l'eau"),
        ("„so“ — 1‑2…", '"so" - 1-2...'),
        ("10⁶ m³ CO₂ ½", "106 m3 CO2 1/2"),
        ("Straße ırmak", "Strasse irmak"),
        ("命运", "命运"),
    ],
)
def test_letters_and_signs_become_those_of_a_keyboard(text, folded):
    assert plain(text) == folded


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("e\u0301a", [0, 2, 3]),
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", [0, 2, 4]),
        ("👩\u200d👧!", [0, 3, 4]),
        ("a\u200cb", [0, 1, 2, 3]),
        ("\u1112\u1161\u11ab", [0, 3]),
        ("漢" * 500 + "\U000e0100漢", [*range(500), 501, 502]),
    ],
)
def test_a_character_is_what_a_reader_sees_as_one(text, borders):
    assert [at for at in range(len(text) + 1) if not inside_character(text, at)] == borders
