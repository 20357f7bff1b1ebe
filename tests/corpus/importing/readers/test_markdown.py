"""Markdown becomes the paragraphs a reader sees, without its marks, and nothing of the file is lost."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind, Metadata, Role, UnreadableFileError
from corpus.importing import readers
from corpus.importing.notices import Notice, describe
from corpus.importing.readers import markdown


def reading_of(source):
    reading = markdown.read(source.encode())
    assert "".join(block.source for block in reading.blocks).encode(reading.encoding) == source.encode()
    return reading


def shape(source):
    return [(block.kind.value, block.number, block.level, block.text) for block in reading_of(source).blocks]


def body(words):
    return ("body", "", 0, words)


def test_the_kinds_of_blocks_are_those_markdown_says():
    source = (
        "Opening.\n\n## 1. Of *harbours*\n\nWrapped\nlines.\n\n- one\n  - two\n\n    more of two\n- three\n\n3. third\n"
        "4. fourth\n\n> said\n> once\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\ny = 2\n```\n\n    indented\n"
    )
    assert shape(source) == [
        body("Opening."),
        ("heading", "1.", 2, "Of harbours"),
        body("Wrapped lines."),
        ("item", "-", 1, "one"),
        ("item", "-", 2, "two"),
        ("item", "", 2, "more of two"),
        ("item", "-", 1, "three"),
        ("item", "3.", 1, "third"),
        ("item", "4.", 1, "fourth"),
        ("quote", "", 0, "said once"),
        ("row", "", 0, "a | b"),
        ("row", "", 0, "1 | 2"),
        body("x = 1\ny = 2"),
        body("indented"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("*a* **b** `c` ~d~", "a b c ~d~"),
        ("a [link](http://x.y 'title') here", "a link here"),
        ("see <http://x.y>", "see http://x.y"),
        ("an ![image of *it*](x.png)", "an image of it"),
        (r"1 &lt; 2 \*stars\*", "1 < 2 *stars*"),
        ("two  \nlines", "two lines"),
        ("港口\n建设", "港口建设"),
        ("a <b>tag</b> <br> here", "a tag here"),
        ("inter-\nnational", "inter-national"),
    ],
)
def test_marks_are_dropped_and_words_kept(source, words):
    assert shape(source) == [body(words)]


@pytest.mark.parametrize("source", ["***", "![](x.png)", "<!-- a\nb -->", "Contact Us", "Home > Videos"])
def test_what_prints_nothing_or_is_no_text_is_furniture(source):
    blocks = reading_of(f"Text.\n\n{source}\n").blocks
    assert [block.kind for block in blocks] == [Kind.BODY, Kind.FURNITURE]
    assert blocks[1].text


def test_a_numbered_paragraph_that_is_no_list_to_markdown_keeps_its_number_apart():
    assert shape("1.Building a harbour takes time.") == [("body", "1.", 0, "Building a harbour takes time.")]


def test_an_only_first_heading_is_the_title_and_byline_and_date_stand_below_it():
    reading = reading_of(
        "# The *Harbour*\n\nA view of it\n\nJane Doe\n\n5 May 2024\n\nIt is old, and it is ours.\n\n## Use\n"
    )
    roles = [block.role for block in reading.blocks]
    assert roles == [Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.DATE, Role.NONE, Role.NONE]


def test_a_paragraph_below_the_title_is_no_subtitle_without_a_byline():
    assert [kind for kind, *_ in shape("# The Harbour\n\nA view of it\n\nIt is old, and it is ours.")] == [
        *("front", "body", "body")
    ]


def test_several_headings_of_the_first_level_are_chapters():
    assert [kind for kind, *_ in shape("# One\n\ntext\n\n# Two\n\ntext")] == ["heading", "body", "heading", "body"]


DECLARED = """---
title: "The Harbour: a view"
subtitle: 'Of it'
author:
- Jane Doe
- John Roe
publisher: Harbour Office
date: 2024-05-05
lang: en
source_url: https://example.org/harbour
rights: CC BY 4.0
# a comment
tags: [a, b]
---
"""


def test_declared_metadata_is_read_and_kept_as_furniture():
    reading = reading_of(DECLARED + "\nText.\n")
    assert reading.declared == Metadata(
        title="The Harbour: a view",
        subtitle="Of it",
        author="Jane Doe, John Roe",
        publisher="Harbour Office",
        published_on=date(2024, 5, 5),
        language="en",
        source_url="https://example.org/harbour",
        rights="CC BY 4.0",
    )
    assert [(block.kind, block.line) for block in reading.blocks] == [(Kind.FURNITURE, 1), (Kind.BODY, 16)]
    assert reading.blocks[0].source == DECLARED + "\n"


def test_a_list_of_authors_may_stand_in_brackets():
    declared = reading_of("---\nauthors: [Jane Doe, 'John Roe']\n---\nText.").declared
    assert declared == Metadata(author="Jane Doe, John Roe")


@pytest.mark.parametrize("typed", ["2023-05", "05/11/2025", "2023", "soon", "2023-05-04~", "4 or 5 May 2023"])
@pytest.mark.parametrize(
    "head",
    ["---\ndate: {}\n---\n", '+++\ndate = "{}"\n+++\n', "% A title\n% Jane Doe\n% {}\n\n", "Title: A\nDate: {}\n\n"],
)
def test_a_date_that_is_not_one_day_is_left_out_and_told(head, typed):
    reading = reading_of(f"{head.format(typed)}Text.\n")
    assert reading.declared.published_on is None
    assert [describe(each) for each in reading.notices] == [f"The date “{typed}” names no one day and was left out."]
    assert reading_of(f"{head.format('2023-05-04')}Text.\n").notices == ()


def test_a_long_date_is_quoted_in_part():
    (notice,) = reading_of(f"---\ndate: {'soon ' * 50}\n---\nText.\n").notices
    assert len(describe(notice)) < 120


@pytest.mark.parametrize("source", ["---\n\nText.\n\n---\n", "---\nText: of it\nand more\n---\n", "---\ntitle: open\n"])
def test_a_rule_at_the_beginning_declares_nothing(source):
    assert reading_of(source).declared == Metadata()


def test_line_ends_and_byte_order_marks_come_back():
    data = "\ufeff---\r\ntitle: A\r\n---\r\n\r\n# B\r\rText.\n".encode("utf-16-be")
    reading = readers.read("a.md", data)
    assert "".join(block.source for block in reading.blocks).encode(reading.encoding) == data
    assert [block.text for block in reading.blocks[1:]] == ["B", "Text."]
    assert reading.declared.title == "A"


@pytest.mark.parametrize("source", [">" * 150 + " a", "\n".join("  " * depth + "- a" for depth in range(60))])
def test_what_is_nested_too_deep_is_refused_rather_than_passed_over(source):
    with pytest.raises(UnreadableFileError, match=r"Line \d+ stands in more than forty lists or quotations"):
        markdown.read(source.encode())


def test_deep_nesting_is_read():
    assert reading_of("\n".join("  " * depth + "- a" for depth in range(40))).blocks[-1].level == 40


def test_lines_are_counted_in_the_file():
    assert [block.line for block in reading_of("---\na: b\n---\n\n\nOne.\n\n- two\n- three\n").blocks] == [1, 6, 8, 9]


LINE = st.sampled_from(
    [
        *(
            "# A",
            "## 1. B",
            "text",
            "more",
            "- item",
            "  - sub",
            "1. one",
            "1.",
            "-",
            "> quote",
            ">> deep",
            "> - in",
            "---",
        ),
        *(
            "***",
            "| a | b |",
            "|---|---|",
            "| 1 | |",
            "```",
            "    code",
            "<div>",
            "</div>",
            "<!-- c -->",
            "[r]: /u",
            "[r]",
        ),
        *(
            "![](p)",
            "title: x",
            "==",
            "\\",
            "&nbsp;",
            "*",
            "- - a",
            "1. - b",
            "\ufeff",
            "Jane Doe",
            "5 May 2024",
            "\u3000",
        ),
    ]
)
PRINTED = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
FILES = st.lists(st.tuples(LINE | PRINTED, st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))).map(
    lambda lines: "".join(part for line in lines for part in line)
)


@given(FILES)
def test_the_sources_joined_are_the_file_and_texts_but_code_are_one_line(source):
    blocks = markdown.blocks_of(source)
    assert "".join(block.source for block in blocks) == source
    for block in blocks:
        assert block.text == block.text.strip()
        assert "\r" not in block.text
        assert "\n" not in block.text or "```" in block.source or "    " in block.source
        assert block.text or not source.strip("\ufeff\x1a \t\r\n\u3000")
        assert (block.level > 0) is (block.kind in {Kind.HEADING, Kind.ITEM})


def test_a_footnote_is_a_paragraph_of_its_own_wherever_it_stands():
    source = "A wall[^1] and a quay[^b].\n[^1]: Of *stone*\n  and wood.\n[^b]: Of wood.\n\n[x]: http://y.z\n\n- one\n\n  [^c]: In it.\n"
    assert shape(source) == [
        body("A wall[1] and a quay[b]."),
        ("body", "[1]", 0, "Of stone and wood."),
        ("body", "[b]", 0, "Of wood."),
        ("item", "-", 1, "one"),
        ("item", "[c]", 1, "In it."),
    ]


def test_a_note_may_have_several_paragraphs_and_a_call_need_no_note():
    source = (
        "Stone[^1] and `[^1]` and wood[^x].\n\n[^1]: Of stone.\n\n    Cut *there*.\n\n    - by hand\n\n[^2]:\n\nText.\n"
    )
    assert shape(source) == [
        body("Stone[1] and [^1] and wood[x]."),
        ("body", "[1]", 0, "Of stone."),
        body("Cut there."),
        ("item", "-", 1, "by hand"),
        ("furniture", "", 0, "[2]"),
        body("Text."),
    ]


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["# {}", "{}", "- {}", "7. {}", "> {}", "*{}*", "| {} |\n|---|"]), WORDS)))
def test_every_word_is_in_the_blocks_in_order(parts):
    source = "\n\n".join(form.format(words) for form, words in parts)
    read = " ".join(block.text for block in markdown.blocks_of(source))
    assert read.split() == [word for _, words in parts for word in words.split()]


@pytest.mark.parametrize(
    ("front_matter", "declared"),
    [
        ("title: >\n  The Harbour\n  and its Walls", Metadata(title="The Harbour and its Walls")),
        ("title: |\n  The Harbour\n  and its Walls", Metadata(title="The Harbour and its Walls")),
        ("title: 'It''s fine'", Metadata(title="It's fine")),
        ('title: "A \\"wall\\" \\u2014 old"', Metadata(title='A "wall" — old')),
        ("rights: CC BY 4.0 # free", Metadata(rights="CC BY 4.0")),
        ('author: ["Smith, John", Jane]', Metadata(author="Smith, John, Jane")),
        ("authors:\n  - name: Jane Doe\n    orcid: 1\n  - John Roe", Metadata(author="Jane Doe, John Roe")),
        ("title: 1984\nlang: no", Metadata(title="1984", language="no")),
        ("title: ~\nauthor: null\nsubtitle:", Metadata()),
        ("date: 2024-05-05T10:00:00Z", Metadata(published_on=date(2024, 5, 5))),
        ("date: 2024-13-45", Metadata()),
        ("Title: A\nSource URL: https://example.org", Metadata(title="A", source_url="https://example.org")),
        ("title: {a: {b: c}}", Metadata()),
        ("title: !!python/object/apply:os.system [echo]", Metadata(title="echo")),
    ],
)
def test_front_matter_is_read_as_yaml_and_values_as_they_are_written(front_matter, declared):
    reading = reading_of(f"---\n{front_matter}\n---\n\nText.\n")
    assert reading.declared == declared
    assert [block.kind for block in reading.blocks] == [Kind.FURNITURE, Kind.BODY]


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        ("title: A: b", 2),
        ("author: Jane\ntitle: 'open", 3),
        ("a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b", 3),
        ("title: " + "[" * 20_000, 1),
        ("title: A\n\tauthor: B", 3),
    ],
)
def test_front_matter_that_is_no_yaml_is_refused_with_its_line(front_matter, line):
    with pytest.raises(UnreadableFileError, match="front matter") as refusal:
        reading_of(f"---\n{front_matter}\n---\n\nText.\n")
    assert refusal.value.line == line


@pytest.mark.parametrize("prose", ["One: two: three", "*a", "word " * 30_000, "[" * 5000])
def test_prose_between_two_rules_is_no_front_matter(prose):
    reading = reading_of(f"---\n{prose}\n\n---\n\nText.\n")
    assert reading.declared == Metadata()
    assert [block.text for block in reading.blocks if block.kind is not Kind.FURNITURE] == [prose.strip(), "Text."]


@pytest.mark.parametrize("struck", ["~~two~~", "<del>two</del>", "<s>*two*</s>"])
def test_struck_words_are_left_out_and_told(struck):
    reading = reading_of(f"The fine is {struck} three pounds.\n\n- {struck}\n- stays\n")
    texts = [(block.kind, block.text) for block in reading.blocks]
    assert texts[0] == (Kind.BODY, "The fine is three pounds.")
    assert texts[-1] == (Kind.ITEM, "stays")
    assert "two" not in "".join(text for kind, text in texts if kind is not Kind.FURNITURE)
    assert reading.notices == (Notice("struck_text", {"count": 2}),)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<div>\nWhere the load < 5 tons and the fee > 3 crowns, pay.\n</div>", "load < 5 tons and the fee > 3 crowns"),
        ("<div>&lt;keep words&gt; &amp;</div>", "<keep words> &"),
        ("<p>\n1 <= 2 and 3 >= 2 <> <- ->\n</p>", "1 <= 2 and 3 >= 2 <> <- ->"),
        ("<div title='a > b' lang=\"x>y\">\nWords\n</div>", "Words"),
        ("<div title=don't>\nIt's <b>so</b>.\n</div>", "It's so."),
        ("<p>a<!-- > b\n < c --> d</p>", "a d"),
        ("<table><tr><td>a < 5</td><td>b > 4 &amp;&nbsp;c</td></tr></table>", "a < 5 | b > 4 &\u00a0c"),
    ],
)
def test_signs_in_a_block_of_html_are_no_tags(source, words):
    assert words in shape(source)[0][3]
    assert words in shape(f"{source}\n")[0][3]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"The sign \^2\^ and a range 5\~10\~ stay.", "The sign ^2^ and a range 5~10~ stay."),
        (r"x^2\^ and H\~2~O", "x^2^ and H~2~O"),
        ("x&#94;2&#94; and H&#126;2&#126;O", "x^2^ and H~2~O"),
        ("x^2 + 3^ and H~2 O~", "x^2 + 3^ and H~2 O~"),
        ("5~10 and ~5~10~", "5~10 and ~5~10~"),
        ("`x^2^`", "x^2^"),
        ("x^2^, H~2~O, 10^\\-6^ and CO~2~", "x², H₂O, 10⁻⁶ and CO₂"),
        (r"x^\*^ is \*x\*", "x[*] is *x*"),
    ],
)
def test_raised_and_lowered_is_what_pandoc_would_raise_and_lower(source, words):
    assert shape(source) == [body(words)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ((1, 1, 5, 6, 7), (1, 2, 5, 6, 7)),
        ((1, 1, 1), (1, 2, 3)),
        ((3, 3, 3), (3, 4, 5)),
        ((0, 0, 0), (0, 1, 2)),
        ((1, 1, 2, 3), (1, 2, 3, 4)),
        ((1, 2, 2, 3, 4), (1, 2, 3, 4, 5)),
        ((1, 1, 5, 5, 6), (1, 2, 5, 6, 7)),
        ((1, 3, 2), (1, 3, 2)),
        ((1, 2, 2, 1, 2), (1, 2, 3, 1, 2)),
    ],
)
def test_numbers_typed_again_count_on_and_gaps_and_beginnings_anew_stay(typed, printed):
    found = shape("\n".join(f"{number}. word" for number in typed))
    assert [number for _, number, *_ in found] == [f"{number}." for number in printed]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_a_number_is_the_one_typed_or_one_more_than_the_one_before(typed):
    found = [int(number[:-1]) for _, number, *_ in shape("\n".join(f"{number}. word" for number in typed))]
    assert found[0] == typed[0]
    assert all(new in {number, old + 1} for old, new, number in zip(found, found[1:], typed[1:], strict=False))
    assert found == typed or any(number == before for before, number in pairwise(typed))
