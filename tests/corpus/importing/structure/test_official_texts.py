"""Statutes, treaties, resolutions and policy papers, as they are copied from the web, come out as a reader sees them."""

from datetime import date

import pytest

from corpus.blocks import Kind
from corpus.importing.plan import plan_of
from corpus.importing.readers import text
from corpus.importing.structure.headings import parse_number
from corpus.importing.structure.metadata import metadata_of

LONG = (
    "The harbour was built long before the town, and the town has never forgotten what it owes to those who built it."
)


def reading(*lines):
    source = "\n\n".join(lines)
    made = text.read(source.encode())
    assert "".join(block.source for block in made.blocks) == source
    return made


def planned(*lines):
    return plan_of(reading(*lines)).paragraphs


def outline(*lines):
    """The headings, each with its level and how its section is cited."""
    return [
        (each.level, f"{each.number} {each.text}".strip(), each.section_number)
        for each in planned(*lines)
        if each.kind is Kind.HEADING
    ]


def numbers(*lines):
    return [each.number for each in planned(*lines) if each.kind is Kind.BODY]


def test_an_act_numbers_its_sections_without_a_point():
    act = (
        "Public Records Act 2019",
        "PART 1\nACCESS",
        "1 Right of access",
        "(1) Any person is entitled—\n(a) to be told of the record, and\n(b) to see it.\n(c) A copy is enough.",
        "2 Exemptions",
        "(1) A record is exempt if it is held by a court.",
        "PART 2\nENFORCEMENT",
        "3 Penalties",
        "A person guilty of an offence is liable to a fine.",
    )
    assert outline(*act) == [
        (1, "PART 1 ACCESS", "1"),
        (2, "1 Right of access", "1.1"),
        (2, "2 Exemptions", "1.2"),
        (1, "PART 2 ENFORCEMENT", "2"),
        (2, "3 Penalties", "2.3"),
    ]
    assert numbers(*act) == ["(1)", "(a)", "(b)", "(c)", "(1)", ""]


@pytest.mark.parametrize("line", ["5 ships came in", "12 March was cold", "3 Ships came in that year.", "1 May"])
def test_a_number_without_a_point_that_is_in_no_sequence_is_a_word(line):
    found = planned("The harbour", LONG, line, LONG)[2]
    assert (found.kind, found.number, found.text) == (Kind.BODY, "", line)


def test_a_bill_prints_its_headings_with_a_full_stop():
    bill = ("A BILL", LONG, "SECTION 1. SHORT TITLE.", LONG, "SEC. 2. DEFINITIONS.", LONG)
    assert outline(*bill)[-2:] == [(1, "SECTION 1. SHORT TITLE.", "1"), (1, "SEC. 2. DEFINITIONS.", "2")]


def test_sections_stand_below_articles_where_they_begin_anew_in_each():
    constitution = ("The constitution", LONG, "Article I", "Section 1.", LONG, "Section 2.", LONG, "Article II")
    assert outline(*constitution, "Section 1.", LONG) == [
        (1, "Article I", "I"),
        (2, "Section 1.", "I.1"),
        (2, "Section 2.", "I.2"),
        (1, "Article II", "II"),
        (2, "Section 1.", "II.1"),
    ]


def test_articles_stand_below_sections_where_they_are_counted_through():
    regulation = ("CHAPTER I\nScope", "Article 1\nAim", LONG, "CHAPTER II\nRules", "Section 1\nLaw", "Article 2\nUse")
    assert [level for level, _, _ in outline("A regulation", LONG, *regulation, LONG)] == [1, 3, 1, 2, 3]


def test_a_regulation_has_its_whole_title_and_no_running_head():
    made = reading(
        "4.5.2016   EN   Official Journal of the European Union   L 119/1",
        "REGULATION (EU) 2016/679 OF THE EUROPEAN PARLIAMENT\nof 27 April 2016\non the protection of natural persons",
        "(Text with EEA relevance)",
        "THE EUROPEAN PARLIAMENT,",
        "Whereas:\n(1) The protection of natural persons is a right.",
    )
    assert metadata_of(made).title == (
        "REGULATION (EU) 2016/679 OF THE EUROPEAN PARLIAMENT of 27 April 2016 on the protection of natural persons"
    )
    assert [block.kind for block in made.blocks[:4]] == [Kind.FURNITURE, Kind.FRONT, Kind.FRONT, Kind.BODY]


def test_a_resolution_is_not_called_by_its_symbol():
    found = metadata_of(
        reading(
            "United Nations\nGeneral Assembly\nA/RES/70/1\nDistr.: General\n21 October 2015",
            "Seventieth session\nAgenda items 15 and 116",
            "Resolution adopted by the General Assembly on 25 September 2015\n[without reference to a Main Committee]",
            "70/1. Transforming our world",
            "The General Assembly,\nRecalling its resolution 60/1, decides the following:",
        )
    )
    assert (found.publisher, found.published_on) == ("United Nations, General Assembly", date(2015, 10, 21))
    assert found.title == "Resolution adopted by the General Assembly on 25 September 2015"
    assert found.subtitle == "70/1. Transforming our world"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Signed at Washington, London, and Moscow July 1, 1968", date(1968, 7, 1)),
        ("Adopted by the Security Council at its 4213th meeting, on 31 October 2000", date(2000, 10, 31)),
        ("Entered into force on 5 March 1970", date(1970, 3, 5)),
    ],
)
def test_what_was_done_on_a_day_is_its_date_not_a_subtitle(line, day):
    found = metadata_of(reading("TREATY ON HARBOURS", line, "The States concluding this Treaty,", "Article I", LONG))
    assert (found.published_on, found.subtitle) == (day, "")


def test_goals_and_their_targets():
    goals = ("Goal 1. End poverty", f"1.1 {LONG}", "1.a Ensure that it is done", f"1.b {LONG}", "Goal 2. End hunger")
    assert outline("An agenda", LONG, *goals, f"2.1 {LONG}") == [(1, "Goal 1. End poverty", "1"),
                                                                (1, "Goal 2. End hunger", "2")]  # fmt: skip
    assert numbers("An agenda", LONG, *goals) == ["", "1.1", "1.a", "1.b"]


def test_a_german_statute():
    statute = (
        "Hafengesetz",
        "Buch 1\nAllgemeines",
        "§ 1 Zweck",
        "Das Gesetz dient dem Hafen.",
        "§ 2\nBegriffe",
        "(1) Hafen ist, was ein Hafen ist.",
        "§ 5 Abs. 1 gilt entsprechend.",
        "§ 5 gilt nicht.",
        "Artikel 3 Absatz 1 des Grundgesetzes bleibt unberührt.",
        "Art 4",
        "(1) Das Weitere ist frei.",
    )
    assert outline(*statute) == [
        (1, "Buch 1 Allgemeines", "1"),
        (2, "§ 1 Zweck", "1.1"),
        (2, "§ 2 Begriffe", "1.2"),
        (2, "Art 4", "1.4"),
    ]
    assert numbers(*statute) == ["", "(1)", "", "", "", "(1)"]


def test_a_french_statute():
    statute = (
        "LOI n° 2016-1321 du 7 octobre 2016 pour un port",
        "TITRE IER\nDU PORT",
        "Chapitre Ier\nEconomie",
        "Article 1er",
        "I. - Le code est ainsi modifié :\n1° Le premier alinéa est supprimé ;\n2° Le second reste.",
        "II. - Il entre en vigueur demain.",
        "Article 2 bis",
        LONG,
    )
    assert outline(*statute) == [
        (1, "TITRE IER DU PORT", "IER"),
        (2, "Chapitre Ier Economie", "IER.Ier"),
        (3, "Article 1er", "IER.Ier.1er"),
        (3, "Article 2 bis", "IER.Ier.2"),
    ]
    assert numbers(*statute) == ["I. -", "1°", "2°", "II. -", ""]


def test_an_arabic_constitution():
    constitution = (
        "دستور الجمهورية",
        "الباب الأول\nالمبادئ العامة",
        "مادة (1)\nالجمهورية دولة ذات سيادة، موحدة لا تقبل التجزئة.",
        "المادة 2\nالإسلام دين الدولة، واللغة العربية لغتها الرسمية.",
        "المادة الثالثة: السيادة للشعب وحده، يمارسها ويحميها.",
        "أولاً: تعمل الدولة على تحقيق العدالة.\nثانياً: تكفل الدولة تكافؤ الفرص.",
        "أ) التعليم حق لكل مواطن.\nب) الصحة حق لكل مواطن.",
    )
    assert outline(*constitution) == [
        (1, "الباب الأول المبادئ العامة", "الأول"),
        (2, "مادة (1)", "الأول.1"),
        (2, "المادة 2", "الأول.2"),
    ]
    assert numbers(*constitution) == ["", "", "المادة الثالثة:", "أولاً:", "ثانياً:", "أ)", "ب)"]


def test_a_chinese_law_lists_its_chapters_before_they_begin():
    law = (
        "港口法",
        "（2017年11月4日通过）",
        "目　　录",
        "第一章　总则\n第二章　设立",
        "第一章　总　　则",
        "第一条　为了促进港口发展，制定本法。",
        "第二章　设　　立",
        "第二条　港口应当具备下列条件：\n（一）章程；\n（二）馆址。",
    )
    paragraphs = planned(*law)
    assert [each.kind.value for each in paragraphs[2:6]] == ["heading", "item", "item", "heading"]
    assert [each[2] for each in outline(*law)] == ["", "第一章", "第二章"]
    assert metadata_of(reading(*law)).title == "港口法"


def test_a_chinese_policy_paper_has_headings_of_two_ranks():
    paper = (
        "意见",
        "一、总体要求",
        "（一）指导思想",
        "我们要建设港口。",
        "（二）基本原则",
        "1. 坚持开放。",
        "二、任务",
        "很多。",
    )
    assert outline("国务院的若干意见", "国发〔2023〕12号", "各省人民政府：", *paper) == [
        (1, "一、 总体要求", "一"),
        (2, "（一） 指导思想", "一.一"),
        (2, "（二） 基本原则", "一.二"),
        (1, "二、 任务", "二"),
    ]


def test_a_chinese_page_around_a_speech_is_no_part_of_it():
    made = reading(
        "首页 > 新闻 > 要闻",
        "在港口大会上的演讲（全文）",
        "来源：新华社 2017年01月19日 08:20",
        "字号：大 中 小",
        "共同构建我们的美丽的港口",
        "（2017年1月18日，日内瓦）",
        "中华人民共和国主席 王小明",
        "女士们，先生们：",
        "很高兴来到港口。",
        "责任编辑：李大力",
    )
    found = metadata_of(made)
    assert (found.title, found.author) == ("在港口大会上的演讲（全文）", "王小明")
    assert [block.text for block in made.blocks if block.kind is Kind.FURNITURE] == [
        "首页 > 新闻 > 要闻",
        "字号：大 中 小",
        "责任编辑：李大力",
    ]


def test_a_table_of_contents_is_a_list_of_what_comes():
    listed = "1. Introduction ........ 3\n2. Harbours ........... 5\n  2.1 Public ........... 6\n3. Conclusion 9"
    report = ("A report on harbours", "Table of Contents", listed, "1. Introduction", LONG, "2. Harbours", LONG)
    found = planned(*report, "2.1 Public", LONG, "3. Conclusion", LONG)
    assert [each.kind.value for each in found[1:6]] == ["heading", "item", "item", "item", "item"]
    assert outline(*report, "2.1 Public", LONG)[1:] == [
        (1, "1. Introduction", "1"),
        (1, "2. Harbours", "2"),
        (2, "2.1 Public", "2.1"),
    ]


def test_what_is_called_contents_and_lists_nothing_hides_nothing():
    assert [each.kind.value for each in planned("The box", LONG, "Contents", LONG, "One thing", LONG)][2:] == [
        *("heading", "body", "heading", "body")
    ]


def test_unnumbered_headings_stand_below_numbered_ones():
    assert outline("A report", LONG, "I. The harbour", LONG, "Its wall", LONG, "II. The town", LONG) == [
        (1, "I. The harbour", "I"),
        (2, "Its wall", "I"),
        (1, "II. The town", "II"),
    ]


def test_a_heading_among_numbered_paragraphs_is_one_of_them():
    rules = ("The rules", LONG, "1. Scope", "2. The members shall meet.", "3. They shall eat.", "4. They shall go.")
    assert outline(*rules) == []
    assert numbers(*rules) == ["", "1.", "2.", "3.", "4."]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Art. 2. — Chaque vendeur tient un livre.", "Art. 2. —"),
        ("Article premier. — La présente loi", "Article premier. —"),
        ("Art. 3 bis. – Le gardien lit le livre.", "Art. 3 bis. –"),
        ("Section 1.—Short title", "Section 1.—"),
        ("SEC. 3.--Duties of keepers", "SEC. 3.--"),
        ("Artículo 1.- El mercado", "Artículo 1.-"),
        ("CLÁUSULA PRIMEIRA – DO OBJETO", "CLÁUSULA PRIMEIRA –"),
        ("Cláusula 2ª. Prazo", "Cláusula 2ª."),
        ("Articles 3–5 apply", ""),
        ("Article 5—the one that was struck out", ""),
        ("Art. 5-2 du Code", ""),
    ],
)
def test_a_dash_may_stand_after_the_number_of_an_article(line, number):
    found = parse_number(line)
    assert (found.number if found else "") == number
    assert not found or f"{found.number}{found.text}".replace(" ", "") == line.replace(" ", "")
