"""Plain text as people have it becomes the paragraphs a reader sees, and nothing of it is lost."""

import textwrap

import pytest

from corpus.blocks import Kind
from corpus.importing.readers import text

SENTENCE = "The harbour was built long before the town, and the town has never forgotten it. "


def read(source, codec="utf-8"):
    data = source.encode(codec)
    reading = text.read(data)
    assert "".join(block.source for block in reading.blocks).encode(reading.encoding) == data
    return reading.blocks


def shape(source, codec="utf-8"):
    return [(block.kind.value, block.number, block.text) for block in read(source, codec)]


def texts(source):
    return [block.text for block in read(source)]


def body(number, words):
    return ("body", number, words)


# Paragraphs and lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_separate_paragraphs_whatever_the_line_ends(end):
    source = f"{SENTENCE}{end}{end}{SENTENCE}{end} \t\u3000{end}{end}{SENTENCE}"
    assert texts(source) == [SENTENCE.strip()] * 3


def test_without_blank_lines_every_line_is_a_paragraph():
    lines = [SENTENCE * 3 + str(number) + "." for number in range(5)]
    assert texts("\n".join(lines)) == lines


def test_long_lines_are_paragraphs_even_where_a_blank_line_is_missing():
    assert texts(f"{SENTENCE * 4}\n{SENTENCE * 3}\n\n{SENTENCE}") == [
        (SENTENCE * 4).strip(),
        (SENTENCE * 3).strip(),
        SENTENCE.strip(),
    ]


@pytest.mark.parametrize("width", [50, 72, 100])
def test_wrapped_lines_are_joined(width):
    paragraphs = [(SENTENCE * times).strip() for times in (3, 5, 4)]
    assert texts("\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)) == paragraphs


def test_wrapped_paragraphs_may_begin_with_an_indent_instead_of_a_blank_line():
    paragraphs = [(SENTENCE * times).strip() for times in (3, 5, 4)]
    assert texts("\n".join(textwrap.fill(p, 70, initial_indent="     ") for p in paragraphs)) == paragraphs


def test_verse_is_not_joined():
    verse = "The ferry leaves the harbour wall,\nThe gulls go up, the ropes let fall;\nAnd all the town is looking on"
    assert texts("The Ferry\n\n" + verse)[1:] == verse.split("\n")


def test_an_address_in_a_wrapped_letter_keeps_its_lines():
    letter = textwrap.fill(SENTENCE * 4, 68)
    assert texts(f"Harbour Office\nFerry Road\n\nDear Mr Smith,\n\n{letter}") == [
        "Harbour Office",
        "Ferry Road",
        "Dear Mr Smith,",
        (SENTENCE * 4).strip(),
    ]


@pytest.mark.parametrize(
    ("first", "second", "seam"),
    [
        ("which everybody calls inter-", "national waters, as far as", "inter-national"),
        ("as it was in the years 1939-", "1945 when nobody came in and", "1939-1945"),
        ("as it was in the pre-", "and post-war years when nobody", "pre- and"),
        ("which everybody -", "nobody knows why - calls the", "everybody - nobody"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_and_joins_only_a_word(first, second, seam):
    filler = "and so on it went for as many years as it"
    source = f"It was in this very harbour, {first}\n{second} {filler}\nwas a harbour."
    assert seam in texts(source)[0]


def test_wrapped_chinese_is_joined_without_spaces():
    sentence = "港口的建设是我们大家的事业，人民在港口生活和工作。" * 6
    source = "\n".join(sentence[at : at + 35] for at in range(0, len(sentence), 35))
    assert texts(source) == [sentence]


def test_white_space_of_any_kind_is_stripped_outside_and_kept_inside():
    assert texts("\u3000\u3000港口　是\u00a0的。\u2003\n\n\u00a0\n") == ["港口　是\u00a0的。"]


def test_leading_blank_lines_belong_to_the_first_paragraph():
    first = read(f"\n \n{SENTENCE}\n")[0]
    assert (first.source, first.line) == (f"\n \n{SENTENCE}\n", 3)


def test_marks_that_print_nothing_are_in_no_text():
    assert shape("\ufeff\ufeffOne is here, and one is not.\n\x1a") == [body("", "One is here, and one is not.")]


# Numbers


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("1.Building a harbour takes time.", "1.", "Building a harbour takes time."),
        ("2. We build it.", "2.", "We build it."),
        ("3) we build it.", "3)", "we build it."),
        ("(a) the first of them;", "(a)", "the first of them;"),
        ("(iv) the fourth of them;", "(iv)", "the fourth of them;"),
        ("1.2 The harbour is open to all.", "1.2", "The harbour is open to all."),
        ("1.2.3. the harbour is open.", "", "1.2.3. the harbour is open."),
        ("Article 5 Everyone may use the harbour.", "Article 5", "Everyone may use the harbour."),
        ("§ 5 Everyone may use it.", "§ 5", "Everyone may use it."),
        ("第一条　为了建设港口，制定本法。", "第一条", "为了建设港口，制定本法。"),
        ("（一）坚持合作。", "（一）", "坚持合作。"),
        ("① 坚持合作。", "①", "坚持合作。"),
        ("제1조(목적) 이 법은 항구를 위한 것이다.", "제1조", "(목적) 이 법은 항구를 위한 것이다."),
        ("١- يكون لكل ميناء مدير.", "١-", "يكون لكل ميناء مدير."),
    ],
)
def test_a_numbered_paragraph_keeps_its_number_apart(line, number, rest):
    assert shape(f"{SENTENCE}\n\n{line}")[1] == body(number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "1990 was a good year.",
        "2024. The year it opened.",
        "3.5 million people came.",
        "5.11.2025 We met again.",
        "1.5% of them came.",
        "A. Smith wrote it down.",
        "I. Newton wrote it down",
        "I went there.",
        "J. R. R. Tolkien wrote it",
        "V.I. Lenin wrote it.",
        "i.e. this one.",
        "Article 5 of the Treaty says so.",
        "Section 3 was repealed.",
        "第三章讲述了港口的故事。",
        "一年之后我们回来了。",
        "-5 degrees it was.",
        "*Stress* is not a point.",
    ],
)
def test_what_looks_like_a_number_and_is_none_stays_in_the_text(line):
    assert shape(f"{SENTENCE}\n\n{line}\n\n{SENTENCE}")[1] == body("", line)


def test_a_number_inside_wrapped_text_is_no_point_unless_it_is_due():
    source = """
There were many of them, and it was said that there were at least
45. The others came later, and it was a very long way for everyone
who had come by sea. Those who came to the harbour were these:
1. the first of them, who had come so far that nobody knew from
where;
2. the rest.
"""
    assert [block.number for block in read(source)] == ["", "1.", "2."]


def test_single_capitals_number_where_they_stand_in_a_sequence():
    parts = "".join(f"{letter}. Part {letter}\n\n{SENTENCE}\n\n" for letter in "ABC")
    romans = "".join(f"{number}. Chapter of it\n\n{SENTENCE}\n\n" for number in ("I", "II", "III", "IV", "V"))
    found = [block.number for block in read(f"{SENTENCE}\n\n{parts}{romans}") if block.kind is Kind.HEADING]
    assert found == ["A.", "B.", "C.", "I.", "II.", "III.", "IV.", "V."]


# Headings


def test_levels_follow_the_rank_of_the_numbers_in_the_document():
    parts = ["Chapter 1 The harbour", "Article 1 Its use", SENTENCE, "1. Scope", SENTENCE, "1.1 Ships", SENTENCE]
    source = "\n\n".join(parts)
    headings = [(block.number, block.level) for block in read(source) if block.kind is Kind.HEADING]
    assert headings == [("Chapter 1", 1), ("Article 1", 2), ("1.", 3), ("1.1", 4)]


def test_decimal_headings_alone_begin_at_level_one():
    source = f"1. Scope\n\n{SENTENCE}\n\n1.1 Ships\n\n{SENTENCE}\n\n2. Use\n\n{SENTENCE}"
    assert [block.level for block in read(source) if block.kind is Kind.HEADING] == [1, 2, 1]


def test_a_chapter_takes_its_name_from_the_next_line():
    source = (
        f"Article 1\nSubject matter\n\n{SENTENCE}\n\nArticle 2\n\nDefinitions\n\n{SENTENCE}\n\nArticle 3\n{SENTENCE}"
    )
    assert [(number, name) for kind, number, name in shape(source) if kind == "heading"] == [
        ("Article 1", "Subject matter"),
        ("Article 2", "Definitions"),
        ("", "Article 3"),
    ]


def test_short_numbered_lines_one_after_the_other_are_points_not_headings():
    source = f"{SENTENCE}\n\n1. Milk\n2. Eggs\n3. Bread\n\n{SENTENCE}"
    assert shape(source)[1:4] == [body("1.", "Milk"), body("2.", "Eggs"), body("3.", "Bread")]


def test_customary_names_capitals_and_underlined_lines_are_headings():
    source = f"{SENTENCE}\n\nPreamble\n\n{SENTENCE}\n\nTHE HARBOUR\n\n{SENTENCE}\n\nIts use\n-------\n\n{SENTENCE}"
    assert [name for kind, _, name in shape(source) if kind == "heading"] == ["Preamble", "THE HARBOUR", "Its use"]


# Items, quotations, furniture


def test_bullets_are_items_nested_by_their_indent():
    source = f"{SENTENCE}\n\n• one\n  - two\n  - three\n    * four\n• five\n\n{SENTENCE}\n\n   •six"
    items = [(block.number, block.level, block.text) for block in read(source) if block.kind is Kind.ITEM]
    assert items == [
        ("•", 1, "one"),
        ("-", 2, "two"),
        ("-", 2, "three"),
        ("*", 3, "four"),
        ("•", 1, "five"),
        ("•", 1, "six"),
    ]


def test_a_wrapped_item_goes_on_below_its_bullet():
    source = (
        f"{textwrap.fill(SENTENCE * 3, 60)}\n\n- a note is a piece of paper that goes from\n  hand to hand\n- another"
    )
    assert texts(source)[1:] == ["a note is a piece of paper that goes from hand to hand", "another"]


def test_dashes_also_begin_speech():
    speech = ["- Will you come?", "- I will, if the weather holds.", "– Well!"]
    assert shape(f"{SENTENCE}\n\n" + "\n".join(speech))[1:] == [body("", line) for line in speech]
    assert shape(f"{SENTENCE}\n\n- The Harbour Office\n\n{SENTENCE}")[1] == body("", "- The Harbour Office")


def test_quotations_are_marked_or_set_in():
    source = f"{SENTENCE}\n\n> It was said\n> of old.\n>\n> And again.\n\n    {SENTENCE}\n\n{SENTENCE}\n\n{SENTENCE}"
    quotations = [block.text for block in read(source) if block.kind is Kind.QUOTE]
    assert quotations == ["It was said of old.", "And again.", SENTENCE.strip()]


def test_sub_paragraphs_of_a_law_are_no_quotations():
    source = f"ARTICLE I\n\nSECTION 1. {SENTENCE}\n\nSECTION 2. {SENTENCE}\n\n    {SENTENCE}\n"
    assert [block.kind for block in read(source)][1:] == [Kind.BODY] * 3


def test_paragraphs_that_all_begin_set_in_are_no_quotations():
    assert {block.kind for block in read(f"　　{SENTENCE}\n\n　　{SENTENCE}\n\n　　{SENTENCE}")} == {Kind.BODY}


@pytest.mark.parametrize(
    "line",
    [
        "Home > Videos",
        "News > World > Asia",
        "Contact Us",
        "Share",
        "Print | Email | Share",
        "© 2025 Harbour Office",
        "Copyright 2025 Harbour Office. All rights reserved.",
        "Updated: November 05, 2025 10:05",
        "[Page 3]",
        "- 3 -",
        "* * *",
        "版权所有",
        "打印本页",
    ],
)
def test_page_furniture_is_kept_as_such(line):
    assert shape(f"{SENTENCE}\n\n{SENTENCE}\n\n{line}")[2] == ("furniture", "", line)


@pytest.mark.parametrize(
    "line", ["Copyright law is old.", "Contact us if you need it.", "5 > 3", "Printing came late."]
)
def test_what_only_begins_like_furniture_is_text(line):
    assert shape(f"{SENTENCE}\n\n{SENTENCE}\n\n{line}")[2] == body("", line)
