"""What a style sheet in a page does to the words that are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing import readers

SHEET = """
ol.alpha { list-style-type: lower-alpha } ul.plain { list-style: none } #roman > li { list-style-type: upper-roman }
ol ol { list-style: lower-roman inside } ul.dash { list-style-type: "– " } .gone, .away { display: none }
.hush { visibility: hidden } .up { vertical-align: super } .out { text-decoration: line-through }
@media print { ol.alpha { list-style-type: decimal } .print { display: none } } .a:hover { display: none }
.b:not-known(x), .c { display: none } p::before { display: none } .twice { display: none } .twice { display: block }
.firm { display: none !important } #over.over { display: block } .over { display: none }
"""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol class=alpha><li>One<li>Two</ol>", ["a. One", "b. Two"]),
        ("<ul class=plain><li>One<li>Two</ul>", ["One", "Two"]),
        ("<ol id=roman><li>One<li>Two</ol>", ["I. One", "II. Two"]),
        ("<ol><li>One<ol><li>In</ol><li>Two</ol>", ["1. One", "i. In", "2. Two"]),
        ("<ul class=dash><li>One</ul>", ["– One"]),
        ("<ol class=alpha style='list-style-type: decimal'><li>One</ol>", ["1. One"]),
        ("<p class=gone>Gone.<p class='x away'>Away.<p class=hush>Hush.<p class=print>Printed.", ["Printed."]),
        (
            "<p class=a>Shown.<p class=c>Too.<p class=twice>Twice.<p id=over class=over>Over.",
            ["Shown.", "Too.", "Twice.", "Over."],
        ),
        ("<p class=firm style='display: block'>Firm.<p>Shown.", ["Shown."]),
        ("<p>10<span class=up>6</span> men <span class=out>and</span> more.", ["10⁶ men more."]),
    ],
)
def test_what_a_style_sheet_in_the_page_says_is_done(page, expected):
    read = readers.read("a.html", f"<style>{SHEET}</style><h1>The page</h1>{page}".encode())
    found = [f"{block.number} {block.text}".strip() for block in read.blocks]
    assert found[1:] == expected


def test_what_is_hidden_is_reported():
    page = "<style>.gone {display: none}</style><h1>The page</h1><p class=gone>One <b hidden>two</b>.<p hidden>Three.<p>Four."
    notices = readers.read("a.html", page.encode()).notices
    assert [(notice.code, notice.params) for notice in notices] == [("hidden_text", {"count": 2})]


@given(st.text(st.sampled_from("ab{}:;.#>,@\"'()/* -\\"), max_size=60))
def test_no_style_sheet_breaks_the_reader(sheet):
    page = f"<style>p {{ color: red }} {sheet.replace('<', '')}</style><h1>The page</h1><p class=a>Words of it.</p>"
    assert readers.read("a.html", page.encode()).blocks[0].text == "The page"


@pytest.mark.parametrize(
    ("sheet", "printed"),
    [
        (r'p::before { content: "\D800 x" }', "\ufffdx"),
        (r'p::before { content: "\dfff" "x" }', "\ufffdx"),
        (r'p::before { content: "\110000 x" }', "\ufffdx"),
        (r'p::before { content: "\0 x" }', "\ufffdx"),
        (r'p::before { content: "\1 x\fffe" }', "x"),
        (r".\d800, p.\1 { display: none }", ""),
    ],
)
def test_signs_that_are_none_refuse_no_page(sheet, printed):
    page = f"<style>{sheet}</style><h1>The page</h1><p>Words of it.</p>"
    assert readers.read("a.html", page.encode()).blocks[1].text == f"{printed} Words of it.".strip()


@pytest.mark.parametrize(
    ("sheet", "page", "expected"),
    [
        (".b::before {content: open-quote} .b::after {content: close-quote}", "<p>A <i class=b>y</i>.", "A “y”."),
        (
            ".b::before {content: open-quote} .b::after {content: close-quote}",
            "<p>A <i class=b>x <i class=b>y</i></i> <i class=b>z</i>.",
            "A “x ‘y’” “z”.",
        ),
        (".b::before {content: open-quote}", "<p class=b>Words.", "“Words."),
        ("q::before, q::after {content: none}", "<p>A <q>«y»</q>.", "A «y»."),
        ("q::before, q::after {content: ''}", "<p>A <q>«y»</q>.", "A «y»."),
        ("q::before {content: '‹'} q::after {content: '›'}", "<p>A <q>y</q>.", "A ‹y›."),
        ("q::before {content: open-quote} q::after {content: close-quote}", "<p>A <q>y</q>.", "A “y”."),
        ('q {quotes: "«" "»"}', "<p>A <q>x <q>y</q></q>.", "A «x «y»»."),
        ('body {quotes: "«" "»" "‹" "›"}', "<p>A <q>x <q>y</q></q>.", "A «x ‹y›»."),
        ("q {quotes: none}", "<p>A <q>y</q>.", "A y."),
        ("q {quotes: auto}", "<p lang=de>A <q>y</q>.", "A „y“."),
        ('@supports (display: grid) {p::before {content: "SUP"}}', "<p>y", "SUP y"),
        ('@supports not (display: grid) {p::before {content: "SUP"}}', "<p>y", "y"),
    ],
)
def test_quotation_marks_are_those_a_browser_prints(sheet, page, expected):
    read = readers.read("a.html", f"<style>{sheet}</style><h1>The page</h1>{page}".encode())
    assert [block.text for block in read.blocks[1:]] == [expected]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<div class=hush>Not <b class=show>seen</b> words<p>None.<p class=show>A line.</div>", ["seen", "A line."]),
        ("<div class=hush><div><p>No <i class=show>yes <u class=hush>no</u> so</i> no</div></div>", ["yes so"]),
        ("<div class=hush><div class=hush>No <i class=show>yes</i></div> no</div>", ["yes"]),
        ("<div class=show>Yes <i class=show>and</i> yes</div>", ["Yes and yes"]),
        ("<p class=hush>No <b style='visibility: initial'>yes</b> <i style='visibility: inherit'>no</i>", ["yes"]),
        ("<div class=gone><p class=show>No.</div><p>Yes.", ["Yes."]),
    ],
)
def test_what_shows_itself_inside_what_is_hidden_is_read(page, expected):
    sheet = ".hush {visibility: hidden} .show {visibility: visible} .gone {display: none}"
    read = readers.read("a.html", f"<style>{sheet}</style><h1>The page</h1>{page}".encode())
    assert [block.text for block in read.blocks[1:]] == expected


# As in Chromium, in a window of 1280 × 720.
@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        *(
            (query, True)
            for query in ("screen", "all", "only screen and (min-width: 60em)", "print, screen", "not print")
        ),
        *(
            (query, True)
            for query in ("(width >= 600px)", "(600px <= width < 1300px)", "not (max-width: 50em)", "(hover)")
        ),
        *((query, True) for query in ("(max-width: 1px) or (min-height: 10px)", "(orientation: landscape)")),
        *((query, False) for query in ("print", "screen and (max-width: 767.98px)", "(prefers-color-scheme: dark)")),
        *(
            (query, False)
            for query in ("(width < 600px)", "(1px < width <= 20rem)", "not all and (hover)", "(made-up: 1)")
        ),
    ],
)
def test_rules_hold_for_the_window_of_a_browser(query, is_shown):
    for sheet in (
        f"<style>@media {query} {{.a {{display: none}}}}</style>",
        f"<style media='{query}'>.a {{display: none}}</style>",
    ):
        read = readers.read("a.html", f"{sheet}<h1>The page</h1><p class=a>One.<p>Two.".encode())
        assert [block.text for block in read.blocks[1:]] == (["Two."] if is_shown else ["One.", "Two."])


def test_the_words_of_a_drawing_are_read_and_those_for_machines_are_not():
    page = "<h1>The page</h1><p>As <svg><title>T</title><desc>D</desc><g><text>East <tspan>Green</tspan></text><text>4</text></g></svg>so."
    assert readers.read("a.html", page.encode()).blocks[1].text == "As East Green 4 so."
