"""What GitHub, Pandoc, kramdown and MultiMarkdown add to Markdown is read as they print it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind, Metadata
from corpus.importing.readers import markdown


def reading_of(source):
    reading = markdown.read(source.encode())
    assert "".join(block.source for block in reading.blocks) == source
    return reading


def shape(source):
    return [
        (block.kind.value, block.number, block.text)
        for block in reading_of(source).blocks
        if block.kind is not Kind.FURNITURE
    ]


def rows(source):
    return [text for kind, _, text in shape(source) if kind == "row"]


GRIDS = [
    (
        (
            "+-------+---------+\n| Fruit | Price   |\n+=======+=========+\n| Pear  | 1       |\n+-------+---------+\n"
            "| Fig   | 2, as   |\n|       | *sold*  |\n+-------+---------+\n"
        ),
        ["Fruit | Price", "Pear | 1", "Fig | 2, as sold"],
    ),
    ("+------:+:-----+\n| a\\|b  |      |\n+=======+======+\n| c     | `d`  |\n+-------+------+\n", ["a|b |", "c | d"]),
    (
        (
            "+---------------------+----------+\n| Property            | Earth    |\n+=============+=======+==========+\n"
            "|             | min   | -89.2    |\n| Temperature +-------+----------+\n| 1961-1990   | mean  | 14       |\n"
            "+-------------+-------+----------+\n"
        ),
        ["Property |  | Earth", "Temperature 1961-1990 | min | -89.2", "| mean | 14"],
    ),
    ("+-----+-----+\n| 港  | b   |\n+-----+-----+\n", ["港 | b"]),
    (
        "  Fruit     Price\n-------    ------\n   Pear         1\n Fig red        2\n",
        ["Fruit | Price", "Pear | 1", "Fig red | 2"],
    ),
    ("-------    ------\n   Pear         1\n-------    ------\n", ["Pear | 1"]),
    (
        (
            "------------------------------\n Port     Fee    Remark of\n                 the warden\n------- ------- --------------\n"
            " East    12.0    Paid by those\n                 who land.\n\n West    5.0     By none.\n------------------------------\n"
        ),
        ["Port | Fee | Remark of the warden", "East | 12.0 | Paid by those who land.", "West | 5.0 | By none."],
    ),
    ("Fruit | Price\n--- | ---:\nPear | 1\n", ["Fruit | Price", "Pear | 1"]),
]


@pytest.mark.parametrize(("table", "read"), GRIDS)
def test_a_table_that_is_drawn_has_a_row_for_each_row(table, read):
    assert shape(f"Before.\n\n{table}\n: Caption of it {{#tbl:a .b}}\n\nAfter.\n") == [
        ("body", "", "Before."),
        *(("row", "", row) for row in read),
        ("body", "", "Caption of it"),
        ("body", "", "After."),
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "-- one\n-- two\n",
        "+ one\n+ two\n",
        "A line of words\n--- ----\nthat no column cuts\n",
        "+----+\n",
        "+--+--+\n| open |\n",
        "---- ----\nThe words of it.\n",
    ],
)
def test_what_only_looks_like_a_table_keeps_its_words(prose):
    assert rows(prose) == []
    words = [word for word in prose.split() if word.isalpha()]
    assert [word for word in " ".join(text for *_, text in shape(prose)).split() if word.isalpha()] == words


def test_examples_are_numbered_through_the_text_and_called_by_their_numbers():
    source = "(@) A ship sinks.\n(@good) One is lost.\n\nAs (@good) shows, but not (@bad).\n\n(@) One is found.\n\n    (@) code\n"
    assert shape(source) == [
        ("body", "(1)", "A ship sinks."),
        ("body", "(2)", "One is lost."),
        ("body", "", "As (2) shows, but not (@bad)."),
        ("body", "(3)", "One is found."),
        ("body", "", "(@) code"),
    ]


def test_items_with_a_hash_count_on():
    assert shape("Ports:\n#. one\n#. two\n\n    more of two\n#. three\n\n```\n#. code\n```\n") == [
        ("body", "", "Ports:"),
        ("item", "1.", "one"),
        ("item", "2.", "two"),
        ("item", "", "more of two"),
        ("item", "3.", "three"),
        ("body", "", "#. code"),
    ]


def test_a_note_inside_a_line_stands_after_its_block_with_a_number_of_its_own():
    source = (
        "## A quay^[Of *stone* [in 1820](/x).]\n\n- one[^1] here^[Of wood.]\n- two\n\n[^1]: A note.\n\n"
        "| a^[Of sand.] |\n|---|\n| b |\n"
    )
    assert shape(source) == [
        ("heading", "", "A quay[2]"),
        ("body", "[2]", "Of stone in 1820."),
        ("item", "-", "one[1] here[3]"),
        ("item", "[3]", "Of wood."),
        ("item", "-", "two"),
        ("body", "[1]", "A note."),
        ("row", "", "a[4]"),
        ("body", "[4]", "Of sand."),
        ("row", "", "b"),
    ]


def test_terms_and_what_is_said_of_them_are_paragraphs():
    source = "Keeper\n:   Keeps the light.\n\n    And cleans it.\n\nWarden of *ports*\n~ Watches\n  him.\n: - once\n"
    assert shape(source) == [
        ("body", "", "Keeper"),
        ("body", "", "Keeps the light."),
        ("body", "", "And cleans it."),
        ("body", "", "Warden of ports"),
        ("body", "", "Watches him."),
        ("item", "-", "once"),
    ]


@pytest.mark.parametrize(
    ("above", "declared"),
    [
        (
            "% The Harbour and\n  its Walls\n% Jane Doe; John Roe\n% 5 May 2024\n",
            Metadata(title="The Harbour and its Walls", author="Jane Doe, John Roe", published_on=date(2024, 5, 5)),
        ),
        ("% The Harbour\n%\n% May\n", Metadata(title="The Harbour")),
        (
            "Title:  The Harbour\nAuthor: Jane Doe\n        and John Roe\nBase Header Level: 2\nDate: 2024-05-05\n",
            Metadata(title="The Harbour", author="Jane Doe and John Roe", published_on=date(2024, 5, 5)),
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_stands_above_a_text_in_the_way_of_pandoc_or_multimarkdown_is_metadata(above, declared, end):
    reading = reading_of(f"{above}\nText.\n".replace("\n", end))
    assert reading.declared == declared
    assert [(block.kind, block.line) for block in reading.blocks] == [
        (Kind.FURNITURE, 1),
        (Kind.BODY, above.count("\n") + 2),
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "% of the vote was late.\nNobody knew.\n",
        "From: Keeper\nDate: 5 May 2024\n\nThe light is out.\n",
        "Title: a word\nof it\n\nMore.\n",
    ],
)
def test_prose_that_only_begins_so_is_none(prose):
    reading = reading_of(prose)
    assert reading.declared == Metadata()
    assert " ".join(text for *_, text in shape(prose)).split() == prose.split()


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ('## Scope {#scope .short x="a b"}\n', [("heading", "", "Scope")]),
        ("## Aim ## {#aim}\n", [("heading", "", "Aim")]),
        ("## The set {a, b}\n", [("heading", "", "The set {a, b}")]),
        (
            "A [word]{.small}, [link](/x){target=_blank} `code`{.py} ![pic](x){width=50%}, {1} {a, b}.\n",
            [("body", "", "A word, link code pic, {1} {a, b}.")],
        ),
        (
            "Text.\n{: .lead}\n\n> Said.\n{: .pull}\n\n* one\n{: #a}\n",
            [("body", "", "Text."), ("quote", "", "Said."), ("item", "*", "one")],
        ),
        (
            ":::: {.a}\n::: b\nInner.\n:::\nOuter.\n::::\nAfter.\n",
            [("body", "", "Inner."), ("body", "", "Outer."), ("body", "", "After.")],
        ),
        ("::: tip Mind *it*\nThe step.\n:::\n", [("body", "", "Mind it"), ("body", "", "The step.")]),
        ("::: these are words\n", [("body", "", "::: these are words")]),
        ("- one\n:::\nText.\n", [("item", "-", "one"), ("body", "", "Text.")]),
        ("> [!NOTE]\n> Mind it.\n", [("quote", "", "Note"), ("quote", "", "Mind it.")]),
        ("- [ ] buy\n- [x] mend\n", [("item", "☐", "buy"), ("item", "☒", "mend")]),
        ("Text.\n\n[TOC]\n", [("body", "", "Text.")]),
        ("| The sea\n|    is wide\n| End\n", [("body", "", "The sea\n   is wide\nEnd")]),
    ],
)
def test_what_only_names_a_part_of_a_page_is_not_printed(source, read):
    assert shape(source) == read


LINES = st.sampled_from(
    [
        *("(@) word", "(@a) word (@a)", "#. word", "word^[word *word*]", "word^[", ": word", "~ word", "word"),
        *("::: box", ":::", "::: tip word", "{.a}", "{: .b}", "[word]{.c}", "## word {#d}", "+--+--+", "| word | |"),
        *("+==+==+", "--- ---", "word word", "----------", "> [!NOTE]", "> word", "- [x] word", "[TOC]", "| word"),
        *(
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<table>",
            "<tr><td>word",
            "</table>",
            "% word",
            "Title: word",
            "   ",
        ),
        *("<div>word", "</div>", "<p>word</p>", "<ul><li>word", "```", "    word", "[^1]: word", "word[^1]"),
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_nothing_of_the_file_is_lost_whatever_stands_beside_what(source):
    blocks = markdown.blocks_of(source)
    assert "".join(block.source for block in blocks) == source
    printed = " ".join(f"{block.number} {block.text}" for block in blocks)
    assert printed.count("word") <= source.count("word")
    if "<" not in source:
        assert printed.count("word") == source.count("word")


@pytest.mark.parametrize("before", ["", "> ", "- "])
def test_a_row_with_more_cells_than_its_head_keeps_them_all(before):
    source = f"{before}| a | b |\n{'> ' if before == '> ' else '  ' * bool(before)}|---|---|\n"
    source += f"{'> ' if before == '> ' else '  ' * bool(before)}| 1 |\n"
    assert rows(source) == ["a | b", "1 |"]
    if not before:
        assert rows(f"{source}1 | 2 | *3* `4`|\n| 1 | x\\|y | 3 |\n") == ["a | b", "1 |", "1 | 2 | 3 4", "1 | x|y | 3"]


def test_metadata_in_toml_is_read_and_what_is_none_is_text():
    assert reading_of('+++\ntitle = "The Harbour"\ndate = 2024-05-05\n[x]\ny = 1\n+++\nText.\n').declared == Metadata(
        title="The Harbour", published_on=date(2024, 5, 5)
    )
    assert shape("+++\nno toml\n+++\n\nText.\n")[-2:] == [("body", "", "+++ no toml +++"), ("body", "", "Text.")]


BOX = (
    '!!! note\n    Leave is needed.\n\n    Ask the reeve.\n\n??? warning inline "Mind it"\n    It is loose.\n\nBelow.\n'
)


def test_a_box_prints_its_title_and_what_is_set_in_below_it():
    assert [text for *_, text in shape(BOX)] == [
        *("Note", "Leave is needed.", "Ask the reeve.", "Mind it", "It is loose.", "Below.")
    ]
    assert [text for *_, text in shape('!!! danger ""\n    No title.\n')] == ["No title."]


@pytest.mark.parametrize("source", ["!!! Help\nhe cried.\n", "!!! Help me now\n    he cried.\n", "??? What\n\nNo.\n"])
def test_who_cries_out_makes_no_box(source):
    assert " ".join(text for *_, text in shape(source)).split() == source.split()
