"""Pages that arrange text with tables, terms and raised numbers, or print its head without headings."""

import pytest

from corpus.blocks import Kind, Role
from tests.corpus.importing.readers.test_html import PARAGRAPH, page, read, texts


def test_a_number_in_a_cell_or_a_term_of_its_own_numbers_the_paragraph_beside_it():
    source = (
        "<p>Whereas:</p><table><tr><td><p>(1)</p></td><td><p>it is so;</p></td></tr></table>"
        "<table><tr><td>(2)</td><td><p>it is:</p><table><tr><td>(a)</td><td>so;</td></tr>"
        "<tr><td>—</td><td>and so.</td></tr></table></td></tr></table>"
        "<dl><dt>1.</dt><dd>first,</dd><dt>Ship</dt><dd>what swims</dd></dl>"
        "<table><tr><td>Year</td><td>Ships</td></tr><tr><td>1990</td><td>(5)</td></tr></table>"
    )
    assert [(block.kind.value, block.number, block.text) for block in read(page(source)).blocks][2:] == [
        ("body", "", "Whereas:"),
        ("body", "(1)", "it is so;"),
        ("body", "(2)", "it is:"),
        ("body", "(a)", "so;"),
        ("item", "—", "and so."),
        ("body", "1.", "first,"),
        ("body", "", "Ship"),
        ("body", "", "what swims"),
        ("row", "", "Year | Ships"),
        ("row", "", "1990 | (5)"),
    ]


def test_a_number_in_a_cell_of_its_own_that_numbers_nothing_is_kept():
    source = "<table><tr><td>(1)</td><td></td></tr></table><h2>Head</h2><dl><dt>2.</dt></dl>"
    assert texts(read(page(source)))[2:] == ["(1)", "Head", "2."]


def test_the_number_of_a_footnote_does_not_stick_to_the_word_before_it():
    source = 'The wall<sup><a href="#n1">1</a></sup> and<a href="#n2"><sup>2</sup></a>, 10<sup>3</sup> of <a href="#x">5</a>.'
    assert texts(read(f"<p>{source}</p>")) == ["The wall[1] and[2], 10³ of 5."]


def test_a_page_without_headings_has_the_head_of_a_plain_text():
    reading = read(
        "<title>L_2016119EN</title><table><tr><td>4.5.2016</td><td>EN</td>"
        "<td>Official Journal of the European Union</td><td>L 119/1</td></tr></table>"
        "<p>REGULATION (EU) 2016/679 OF THE COUNCIL</p><p>of 27 April 2016</p><p>on harbours</p>"
        f"<p>THE COUNCIL,</p><p>Whereas:</p><p>Article 1</p><p>Aim</p><p>{PARAGRAPH}</p>"
    )
    assert reading.declared.title == "REGULATION (EU) 2016/679 OF THE COUNCIL of 27 April 2016 on harbours"
    assert [block.kind.value for block in reading.blocks] == [
        *("furniture", "front", "body", "body", "heading", "body")
    ]


def test_buttons_between_title_and_byline_do_not_end_the_head():
    reading = read(
        '<h1>On means</h1><p>Updated: November 05, 2025 10:05</p><div><a href="#">Share</a><a href="#">Print</a></div>'
        f"<p>A study of what there is</p><p>Ann Bee</p><p>{PARAGRAPH * 3}</p>"
    )
    roles = [block.role for block in reading.blocks if block.kind is Kind.FRONT]
    assert roles == [Role.TITLE, Role.DATE, Role.SUBTITLE, Role.BYLINE]


def test_a_foot_that_is_text_does_not_make_the_rest_of_a_short_text_furniture():
    reading = read(
        "<nav><a href='/'>Home</a></nav><main><article><h1>The deed</h1>"
        "<p>It was signed in the hall by all who had come there on that day.</p>"
        "<footer><p>Signed by the keepers of the market in the year of the flood.</p></footer></article></main>"
    )
    assert [(block.kind, block.text) for block in reading.blocks] == [
        (Kind.FURNITURE, "Home"),
        (Kind.FRONT, "The deed"),
        (Kind.BODY, "It was signed in the hall by all who had come there on that day."),
        (Kind.BODY, "Signed by the keepers of the market in the year of the flood."),
    ]


@pytest.mark.parametrize(
    ("style", "sign"),
    [
        ("vertical-align: 0.4em", "⁶"),
        ("vertical-align: 35%", "⁶"),
        ("vertical-align: -.3ex; vertical-align: super", "⁶"),
        ("font-variant-position: super", "⁶"),
        ("position: relative; top: -0.5em", "⁶"),
        ("position: relative; bottom: 5px", "⁶"),
        ("vertical-align: text-top; font-size: 60%", "⁶"),
        ("vertical-align: -25%", "₆"),
        ("position: relative; top: .5em", "₆"),
        ("font-variant-position: sub", "₆"),
        ("position: relative; top: -1px", "6"),
        ("top: -0.5em", "6"),
        ("vertical-align: 0.1em", "6"),
        ("vertical-align: super; vertical-align: baseline", "6"),
    ],
)
def test_a_number_is_raised_or_lowered_by_how_far_a_style_moves_it(style, sign):
    for source in (
        f'<p>It holds 10<span style="{style}">6</span> of them.</p>',
        f'<style>.e {{ {style} }}</style><p>It holds 10<span class="e">6</span> of them.</p>',
    ):
        assert texts(read(page(source)))[-1] == f"It holds 10{sign} of them."


def test_a_cell_that_reaches_down_keeps_its_column_at_the_end_of_a_row():
    source = (
        "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td rowspan=2 colspan=2>x</td><td rowspan=3>y</td></tr>"
        "<tr></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td><td>5</td></tr></table>"
    )
    rows = [block.text for block in read(page(source)).blocks if block.kind is Kind.ROW]
    assert rows == ["a | b | c", "x |  | y", "1 | 2 |", "3 | 4 | 5"]


def test_who_is_quoted_belongs_to_the_quotation():
    source = f"{PARAGRAPH}<blockquote><p>Said once.</p><footer>— Jane Doe</footer></blockquote>{PARAGRAPH}"
    quoted = [block.text for block in read(page(source)).blocks if block.kind is Kind.QUOTE]
    assert quoted == ["Said once.", "— Jane Doe"]


def test_who_speaks_first_is_no_title():
    said = ("Is it late, my friend?", "It is late, and the light is out.", "Then light it.", "I shall.")
    turns = "".join(f"<dt>{name}</dt><dd>{words}</dd>" for name, words in zip(("Ann", "Bo") * 2, said, strict=True))
    found = [(block.kind, block.number, block.text) for block in read(page(f"<dl>{turns}</dl>")).blocks]
    assert found[-4:] == [(Kind.BODY, name, words) for name, words in zip(("Ann", "Bo") * 2, said, strict=True)]


def test_no_cell_reaches_out_of_its_part_of_a_table():
    source = (
        "<table><tbody><tr><th>a</th><th>b</th></tr></tbody><tbody><tr><td rowspan=2>x</td><td>1</td></tr></tbody>"
        "<tbody><tr><td>y</td><td>2</td></tr></tbody></table>"
    )
    assert texts(read(page(source)), Kind.ROW) == ["a | b", "x | 1", "y | 2"]


@pytest.mark.parametrize("style", ["flex", "grid", "inline-flex"])
def test_what_a_style_sets_beside_each_other_does_not_run_together(style):
    source = f'<p style="display: {style}"><span>left</span><i>right</i> words</p>'
    assert texts(read(page(source)))[-1] == "left right words"
    cells = '<p><span style="display: table-cell">left</span><span style="display: table-cell">right</span></p>'
    assert texts(read(page(cells)))[-1] == "left right"


def test_a_heading_by_its_role_is_one():
    source = f'<h1>Ports</h1><div role="heading" aria-level="3">Scope</div>{PARAGRAPH}<div role="heading">Aim</div>{PARAGRAPH}'
    found = [(block.level, block.text) for block in read(page(source)).blocks if block.kind is Kind.HEADING]
    assert found == [(3, "Scope"), (2, "Aim")]
