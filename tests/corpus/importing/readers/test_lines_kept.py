"""Code and what a page sets in lines keep their lines; wrapped prose does not, whatever it stands in."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind, Role
from corpus.importing.readers import html, markdown
from corpus.importing.structure.joining import keep_lines

CODE = "def total(ships):\n    return sum(ships)\n\nprint(total([1, 2]))"
SENTENCE = "The harbour was built long before the town, and the town has never forgotten it. "


def markdown_texts(source):
    blocks = markdown.blocks_of(source)
    assert "".join(block.source for block in blocks) == source
    return [(block.kind.value, block.number, block.text) for block in blocks]


def page_texts(page):
    return [(block.kind.value, block.number, block.text) for block in html.read(page.encode()).blocks]


@pytest.mark.parametrize(
    "source", [f"```py\n{CODE}\n```\n", f"~~~\n{CODE}\n~~~", textwrap.indent(CODE, "    "), f"```\n{CODE}"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_code_block_keeps_its_lines(source, end):
    assert markdown_texts(f"Text.{end}{end}{source.replace('\n', end)}")[1] == ("body", "", CODE)


def test_code_in_an_item_and_in_a_quotation_keeps_its_lines():
    assert markdown_texts("- one\n\n  ```\n  a\n    b\n  ```\n\n> ```\n> c\n> d\n> ```\n") == [
        ("item", "-", "one"),
        ("item", "", "a\n  b"),
        ("quote", "", "c\nd"),
    ]


def test_code_below_the_title_is_no_part_of_the_head():
    blocks = markdown.blocks_of("# The Harbour\n\n```\na view\nof it\n```\n\nJane Doe\n\n5 May 2024\n\nIt is old.\n")
    assert [block.role for block in blocks] == [Role.TITLE, *[Role.NONE] * 4]


def test_code_that_prints_nothing_is_furniture():
    assert markdown_texts("Text.\n\n```\n \n\n```\n")[1][0] == "furniture"


def test_a_page_keeps_the_lines_of_what_is_set_in_lines_and_cuts_it_at_blank_ones():
    page = f"<h1>Ships</h1><p>{SENTENCE}</p><pre><code>{CODE.replace('\n', '\r\n')}\r\n</code></pre><p>{SENTENCE}</p>"
    assert [text for _, _, text in page_texts(page)][2:4] == [
        "def total(ships):\n    return sum(ships)",
        "print(total([1, 2]))",
    ]


def test_verse_keeps_its_lines_on_a_page():
    verse = "The ferry leaves the harbour wall,\nThe gulls go up, the ropes let fall;\n  And all the town is looking on"
    assert page_texts(f"<p>{SENTENCE}</p><pre>{verse}</pre>")[1] == ("body", "", verse)


def test_prose_wrapped_at_a_width_is_joined_on_a_page():
    prose = "\n\n".join(textwrap.fill(SENTENCE * times, 68) for times in (3, 5, 4))
    texts = [text for _, _, text in page_texts(f"<pre>{prose}</pre>")]
    assert texts == [(SENTENCE * times).strip() for times in (3, 5, 4)]


def test_cells_and_headings_are_one_line_whatever_is_in_them():
    row = "<tr><td><pre>1\n2</pre></td><td>x</td></tr>"
    page = f"<p>{SENTENCE}</p><table>{row}{row}</table><h2><pre>Of\nships</pre></h2><pre>a\nb<h2>Of\nquays</h2></pre>"
    assert page_texts(page)[1:] == [
        ("row", "", "1 2 | x"),
        ("row", "", "1 2 | x"),
        ("heading", "", "Of ships"),
        ("body", "", "a\nb"),
        ("heading", "", "Of quays"),
    ]


def test_what_is_set_in_lines_is_no_heading():
    kinds = [kind for kind, *_ in page_texts(f"<p>{SENTENCE}</p><pre>ARTICLE I\nOf ships</pre><p>{SENTENCE}</p>")]
    assert Kind.HEADING not in kinds


@given(st.text("ab \t\r\n\x0b\u2028\u3000"))
def test_keeping_lines_loses_no_word_and_leaves_line_feeds_alone(text):
    kept = keep_lines(text)
    assert kept.split() == text.split()
    assert kept == kept.strip() == keep_lines(kept)
    assert all(line == line.rstrip() for line in kept.split("\n"))
    assert len(kept.splitlines()) == kept.count("\n") + bool(kept)
