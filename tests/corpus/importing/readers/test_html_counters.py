"""Numbers that a style sheet counts and prints stand where a browser prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind
from corpus.importing import readers

ARTICLES = (
    "body {counter-reset: art} h2 {counter-increment: art} h2::before {content: 'Article ' counter(art) '. '}"
    "ol {list-style: none; counter-reset: p} li {counter-increment: p}"
    "li::before {content: '(' counter(p, lower-alpha) ') '}"
)
NESTED = (
    "ol {counter-reset: item} li {display: block}li:before {content: counters(item, '.') ' '; counter-increment: item}"
)
TEXT = "The keepers meet every year in the hall."


@pytest.mark.parametrize(
    ("sheet", "page", "expected"),
    [
        (
            ARTICLES,
            f"<h2>Scope</h2><p>{TEXT}</p><ol><li>one;<li>two.</ol><h2>Duties</h2><ol><li>three.</ol>",
            ["Article 1. Scope", TEXT, "(a) one;", "(b) two.", "Article 2. Duties", "(a) three."],
        ),
        (
            NESTED,
            "<ol><li>one<ol><li>in<li>it</ol><li>two</ol><ol><li>anew</ol>",
            ["1 one", "1.1 in", "1.2 it", "2 two", "1 anew"],
        ),
        (
            "li::marker {content: '(' counter(list-item, upper-roman) ')'}",
            "<ol start=4><li>four<li value=9>nine<li>ten</ol><ol reversed><li>b<li>a</ol>",
            ["(IV) four", "(IX) nine", "(X) ten", "(II) b", "(I) a"],
        ),
        (
            (
                "section {counter-increment: s; counter-reset: p} h2::before {content: '§ ' counter(s) ' '}"
                "p {counter-increment: p 2} p::before {content: counter(s) '.' counter(p)} p.set {counter-set: p 9}"
            ),
            f"<section><h2>Aim</h2><p>{TEXT}</p></section><section><h2>End</h2><p>{TEXT}</p><p class=set>{TEXT}</section>",
            ["§ 1 Aim", f"1.2 {TEXT}", "§ 2 End", f"2.2 {TEXT}", f"2.9 {TEXT}"],
        ),
        (
            (
                "a.call {counter-increment: call} a.call::after {content: counter(call); vertical-align: super}"
                ".note {counter-increment: note} .note::before {content: '[' counter(note) ']'}"
            ),
            "<p>The wall<a class=call href='#n'></a> stands.<p class=note id=n>The note.",
            ["The wall[1] stands.", "[1] The note."],
        ),
        (
            "tbody tr {counter-increment: row} td:first-child::before {content: counter(row) '. '}",
            "<table><thead><tr><th>who<th>fine<tbody><tr><td>Ann<td>3<tr><td>Ben<td>4</table>",
            ["who | fine", "1. Ann | 3", "2. Ben | 4"],
        ),
        # What is hidden does not count, what is printed beside the text without a number is decoration, and a style
        # of numbers that is not known here prints none.
        (
            "p {counter-increment: p} p::before {content: counter(p) '. '} .gone {display: none}",
            f"<p>{TEXT}<p class=gone>No.<p>{TEXT}",
            [f"1. {TEXT}", f"2. {TEXT}"],
        ),
        ("p::before {content: '» '} p::after {content: url(x.png)}", f"<p>{TEXT}", [TEXT]),
        ("p::before {content: counter(p, ethiopic-numeric) '. '}", f"<p>{TEXT}", [TEXT]),
        ("li {display: flex}", "<ol><li>one<li>two</ol>", ["one", "two"]),
    ],
)
def test_counted_numbers_stand_where_they_are_printed(sheet, page, expected):
    read = readers.read("a.html", f"<style>{sheet}</style><h1>The page</h1>{page}".encode())
    assert [f"{block.number} {block.text}".strip() for block in read.blocks][1:] == expected


def test_inline_styles_count_as_well():
    page = "<style>li {counter-increment: x; list-style: none} li::before {content: counter(x) ')'}</style><h1>A</h1>"
    read = readers.read("a.html", f"{page}<ol style='counter-reset: x 4'><li>five<li>six</ol>".encode())
    assert [(block.number, block.text) for block in read.blocks][1:] == [("5)", "five"), ("6)", "six")]


@given(st.text(alphabet="{}:;()'\"counter-stmi, 1ax", max_size=60))
def test_no_counter_breaks_the_reader(rest):
    sheet = f"p::before {{content: counter(p); counter-increment: p}} p {{counter-reset: {rest}}} p::after {{{rest}}}"
    assert readers.read("a.html", f"<style>{sheet}</style><p>{TEXT}".encode()).blocks


@pytest.mark.parametrize(
    ("style", "start", "marks"),
    [
        ("arabic-indic", 9, ["٩.", "١٠."]),
        ("devanagari", 12, ["१२.", "१३."]),
        ("thai", 1, ["๑.", "๒."]),
        ("cjk-decimal", 10, ["一〇、", "一一、"]),
        ("hiragana", 1, ["あ、", "い、"]),
        ("katakana-iroha", 47, ["ス、", "イイ、"]),
        ("lower-greek", 24, ["ω.", "αα."]),
        ("cjk-heavenly-stem", 10, ["癸、", "一一、"]),
        ("hebrew", 15, ["טו.", "טז."]),
        ("hebrew", 114, ["קיד.", "קטו."]),
        ("georgian", 11, ["ია.", "იბ."]),
        ("upper-armenian", 1999, ["ՌՋՂԹ.", "Ս."]),
        ("cjk-ideographic", 10, ["十、", "十一、"]),
        ("ethiopic-numeric", 1, ["", ""]),
        ("hebrew", 0, ["0.", "א."]),
    ],
)
def test_marks_in_other_digits_and_letters(style, start, marks):
    page = f"<h1>A</h1><p>{TEXT}</p><ol start={start} style='list-style-type: {style}'><li>one<li>two</ol>"
    assert [block.number for block in readers.read("a.html", page.encode()).blocks][2:] == marks


OWN = """
@counter-style of-two { system: numeric; symbols: "0" "1" }
@counter-style in-brackets { system: extends decimal; prefix: "("; suffix: ") " }
@counter-style of-three { system: fixed; symbols: A B C; suffix: ": " }
@counter-style arrows { system: cyclic; symbols: "\\25B8"; suffix: " " }
@counter-style asterisks { symbols: "*" "†"; suffix: " " }
@counter-style letters { system: alphabetic; symbols: a b }
@counter-style worths { system: additive; additive-symbols: 5 V, 1 I; pad: 3 "0"; range: 1 5; fallback: lower-roman }
@counter-style Again { system: extends in-brackets; suffix: "]" }
@counter-style round-a { system: extends round-b } @counter-style round-b { system: extends round-a }
"""


# As Chromium prints them.
@pytest.mark.parametrize(
    ("style", "marks"),
    [
        ("of-two", ["1.", "10.", "11."]),
        ("in-brackets", ["(1)", "(2)"]),
        ("of-three", ["A:", "B:", "C:", "4:"]),
        ("arrows", ["▸", "▸"]),
        ("asterisks", ["*", "†", "**"]),
        ("letters", ["a.", "b.", "aa.", "ab.", "ba."]),
        ("worths", ["00I.", "0II.", "III.", "IIII.", "00V.", "vi."]),
        ("Again", ["(1]", "(2]"]),
        ("round-a", ["1.", "2."]),
    ],
)
def test_a_sheet_may_make_its_own_counter_styles(style, marks):
    page = f"<style>{OWN}ol {{list-style: {style} inside}}</style><h1>A</h1><ol>{'<li>Words.' * len(marks)}</ol>"
    assert [block.number for block in readers.read("a.html", page.encode()).blocks[1:]] == marks


def test_a_counter_is_printed_in_a_style_of_the_sheet():
    sheet = f"{OWN}h2 {{counter-increment: a}} h2::before {{content: counter(a, worths) ' '}}"
    page = f"<style>{sheet}</style><h1>A</h1><h2>One</h2><p>Words.<h2>Two</h2><p>Words."
    heads = [block for block in readers.read("a.html", page.encode()).blocks if block.kind is Kind.HEADING]
    assert [f"{head.number} {head.text}".strip() for head in heads] == ["00I One", "0II Two"]


def test_a_style_may_set_and_step_the_number_of_an_item():
    page = "<h1>A</h1><ol><li>a<li style='counter-set: list-item 7'>b<li>c<li style='counter-increment: list-item 3'>d</ol>"
    assert [block.number for block in readers.read("a.html", page.encode()).blocks[1:]] == ["1.", "7.", "8.", "11."]
