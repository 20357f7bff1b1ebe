"""HTML in Markdown is read as the reader of pages reads it, over the blank lines that cut it in pieces."""

import pytest

from corpus.blocks import Kind
from corpus.importing.notices import Notice
from corpus.importing.readers import markdown


def shape(source):
    reading = markdown.read(source.encode())
    assert "".join(block.source for block in reading.blocks) == source
    return [(b.kind.value, b.number, b.level, b.text) for b in reading.blocks if b.kind is not Kind.FURNITURE]


def body(words):
    return ("body", "", 0, words)


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>\nsecret\n\nsecret\n</script>",
        "<div>\n<script>\nsecret\n\n*secret*\n</script>\n</div>",
        "<style>\nsecret\n\nsecret\n</style>",
        "<!--\nsecret\n\nsecret\n-->",
        "<!-- secret -->",
        "<div><!-- secret\n\n> secret -->\n</div>",
        "<template>secret</template>",
        "<p hidden>secret</p>",
        '<div style="display: none">secret</div>',
        "[//]: # (secret)",
    ],
)
def test_what_a_browser_does_not_show_is_published_nowhere(hidden):
    reading = markdown.read(f"Before.\n\n{hidden}\n\nAfter.\n".encode())
    assert [block.text for block in reading.blocks if block.kind is not Kind.FURNITURE] == ["Before.", "After."]
    assert "secret" not in " ".join(block.text for block in reading.blocks)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Words <script>secret();</script> here.", "Words here."),
        ("Words <style>.a { b: c }</style>here.", "Words here."),
        ("Words <!-- secret\nwords --> here.", "Words here."),
        ('Words <span style="display:none">secret</span> here.', "Words here."),
        ("Words <b hidden>secret</b>here.", "Words here."),
        ("He said <q>she said <q>go</q></q>.", "He said “she said ‘go’”."),
        ("A <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> sign.", "A 漢 sign."),
        ("<input> Words <link>found<sup>7</sup>.", "Words found[7]."),
    ],
)
def test_inside_a_line_too(line, words):
    assert shape(line) == [body(words)]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("<p>One.</p>\n<p>Two<sup>7</sup>.</p>\n", [body("One."), body("Two[7].")]),
        ("<h2>2.1 Of the <em>quay</em></h2>\n\nText.\n", [("heading", "2.1", 2, "Of the quay"), body("Text.")]),
        (
            '<ol type="a" start="3">\n<li>one</li>\n<li>two</li>\n</ol>\n',
            [("item", "c.", 1, "one"), ("item", "d.", 1, "two")],
        ),
        (
            "<ol>\n<li>\n\n*one*\n\n<ol><li>two</li></ol>\n</li>\n\n<li>three</li>\n</ol>\n\nEnd.\n",
            [("item", "1.", 1, "one"), ("item", "1.", 2, "two"), ("item", "2.", 1, "three"), body("End.")],
        ),
        ("- one\n\n  <ul><li>two</li></ul>\n", [("item", "-", 1, "one"), ("item", "•", 2, "two")]),
        ("<blockquote>\n<p>Said.</p>\n</blockquote>\n", [("quote", "", 0, "Said.")]),
        ("> <p>Said.</p>\n", [("quote", "", 0, "Said.")]),
        ("<details>\n<summary>More</summary>\n\nWords *here*.\n\n</details>\n", [body("More"), body("Words here.")]),
        (
            '<table>\n<tr><th>Port</th><th>A</th></tr>\n<tr><td rowspan="2">East</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>\n',
            [("row", "", 0, "Port | A"), ("row", "", 0, "East | 1"), ("row", "", 0, "| 2")],
        ),
        (
            "<table>\n<tr><th>Port</th><th>Fee</th></tr>\n\n<tr><td>\n\n**East**\n\n</td><td>2</td></tr>\n</table>\n\nEnd.\n",
            [("row", "", 0, "Port | Fee"), ("row", "", 0, "East | 2"), body("End.")],
        ),
    ],
)
def test_its_elements_are_what_they_are_on_a_page(source, read):
    assert shape(source) == read


def test_what_is_left_out_is_told():
    source = "<p hidden>a</p>\n\n<!-- b -->\n\n<p><del>c</del> d</p>\n\n~~e~~ f\n"
    assert markdown.read(source.encode()).notices == (
        Notice("comments", {"count": 1}),
        Notice("hidden_text", {"count": 1}),
        Notice("struck_text", {"count": 2}),
    )
