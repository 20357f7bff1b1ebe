"""The head of a plain text: publisher, title, date, subtitle, byline, and texts that have none."""

import pytest

from corpus.blocks import Kind, Role
from tests.corpus.importing.readers.test_text import SENTENCE, read, shape


def roles(source):
    return [(block.role.value, block.text) for block in read(source) if block.kind is Kind.FRONT]


def test_the_head_is_publisher_title_date_subtitle_and_byline():
    source = (
        "Department of Harbours\nKingdom of Newport\nBuilding a Harbour for\nEverybody\nUpdated: May 05, 2024 10:05\n\n"
        f"On what was said and done\nat the second meeting\n\nJane Doe\n\n{SENTENCE * 3}"
    )
    assert roles(source) == [
        ("publisher", "Department of Harbours, Kingdom of Newport"),
        ("title", "Building a Harbour for Everybody"),
        ("date", "Updated: May 05, 2024 10:05"),
        ("subtitle", "On what was said and done at the second meeting"),
        ("byline", "Jane Doe"),
    ]


def test_a_chinese_speech_has_a_head_too():
    source = (
        "共同建设美丽港口\n——在港口大会上的讲话\n（2017年1月18日）\n王小明\n\n　　尊敬的各位来宾：\n\n"
        "　　我们的港口是大家的港口。\n\n"
        "　　一、坚持开放\n\n　　港口是开放的。\n\n　　二、坚持绿色\n\n　　绿色是港口的底色。\n"
    )
    blocks = read(source, "gb18030")
    assert [block.role for block in blocks[:4]] == [Role.TITLE, Role.SUBTITLE, Role.DATE, Role.BYLINE]
    assert [(block.number, block.level) for block in blocks if block.kind is Kind.HEADING] == [("一、", 1), ("二、", 1)]
    assert {block.kind for block in blocks[4:]} == {Kind.BODY, Kind.HEADING}


def test_an_arabic_statute_is_read_from_its_title_to_its_articles():
    source = "قانون الموانئ\n\nالمادة 1\nتسري أحكام هذا القانون على جميع الموانئ في الدولة.\n"
    assert [(kind, words) for kind, _, words in shape(source)] == [
        ("front", "قانون الموانئ"),
        ("heading", "المادة 1"),
        ("body", "تسري أحكام هذا القانون على جميع الموانئ في الدولة."),
    ]


def test_furniture_above_the_title_does_not_become_the_title():
    blocks = read(f"Home > Videos\n\nThe Harbour\n\n{SENTENCE}")
    assert [(block.kind, block.role) for block in blocks[:2]] == [(Kind.FURNITURE, ""), (Kind.FRONT, Role.TITLE)]


def test_a_report_of_a_ministry_is_a_title_not_a_publisher():
    assert roles(f"Report of the Ministry of Harbours\n\n{SENTENCE}") == [
        ("title", "Report of the Ministry of Harbours")
    ]
    assert roles(f"Ministry of Harbours\n\n{SENTENCE}") == [("title", "Ministry of Harbours")]


@pytest.mark.parametrize(
    "source",
    [
        SENTENCE,
        "Anna\nBob\nCarla",
        "Anna: It is late.\nBob: It is not that late.\nAnna: It is.",
        f"1. The first\n\n{SENTENCE}",
        f"• one\n\n{SENTENCE}",
        f"Dear Sir or Madam,\n\n{SENTENCE}",
    ],
)
def test_a_text_without_a_head_gets_none(source):
    assert roles(source) == []


def test_a_letter_has_a_date_but_no_title():
    assert roles(f"Harbour Office\nNewport\n\n12 March 1987\n\nDear Mr Smith,\n\n{SENTENCE}") == [
        ("date", "12 March 1987")
    ]


def test_minutes_have_a_title_a_date_and_numbered_headings():
    source = (
        "Minutes of the Harbour Board\n12 March 2024\n\n1. Apologies\nNone were received from any of the members.\n"
        "2. Chair's report\nThe chair reported that:\n• the dredging was complete;\n• two berths were closed.\n"
    )
    assert [block.kind.value for block in read(source)] == [
        *("front", "front", "heading", "body", "heading", "body", "item", "item")
    ]


def test_a_transcript_has_a_title_and_one_paragraph_to_a_line():
    source = f"Interview with Mary Jones\nReporter: How did it begin?\nJones: {SENTENCE}\nReporter: And then?"
    assert [kind for kind, _, _ in shape(source)] == ["front", "body", "body", "body"]
