"""Headings as people print them: with full stops, on two lines, under lines of any sign; and lines that are none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.blocks import Kind
from corpus.importing import readers
from corpus.importing.plan import plan_of
from corpus.importing.structure.headings import parse_number
from corpus.importing.structure.number_sequences import follows

LONG = (
    "The harbour was built long before the town, and the town has never forgotten what it owes to those who built it."
)
HAN = "本协议中下列词语具有以下含义，除非上下文另有要求，否则均按此解释，各方应当遵守本协议的全部规定和条件。"
FORMATS = ("txt", "md", "html")


def planned(*paragraphs, ending="txt"):
    page = "".join(f"<p>{each}</p>" for each in paragraphs)
    source = f"<title>It</title>{page}" if ending == "html" else "\n\n".join(paragraphs)
    return plan_of(readers.read(f"a.{ending}", source.encode())).paragraphs


def outline(*paragraphs, ending="txt"):
    return [
        f"{each.number} {each.text}".strip() for each in planned(*paragraphs, ending=ending) if each.kind == "heading"
    ]


def levels(*paragraphs):
    return [each.level for each in planned(*paragraphs) if each.kind == "heading"]


def between(*headings, text=LONG):
    """A title, and a paragraph before each of the headings and after it."""
    return ("The title of it", text, *(part for heading in headings for part in (heading, text)))


@pytest.mark.parametrize("ending", ["txt", "html"])
@pytest.mark.parametrize(
    "headings",
    [
        ("1. Definitions.", "2. Term and Termination.", "3. Payment.", "4. Governing Law."),
        ("0. Definitions.", "1. Source Code.", "2. No Surrender of Others' Freedom."),
        ("Section 1. Short title.", "Section 2. Definitions.", "Section 3. Duty of local authorities."),
        ("§ 1. Begriffe.", "§ 2. Laufzeit und Kündigung."),
        ("Article 1. Objet.", "Article 2. Durée et résiliation."),
        ("Artículo 1. Objeto.", "Artículo 2. Duración y terminación."),
        ("I. Общие положения.", "II. Срок действия."),
        ("1.1 Scope.", "1.2 Use of the harbour."),
    ],
)
def test_numbered_headings_may_end_with_a_full_stop(headings, ending):
    assert outline(*between(*headings), ending=ending) == list(headings)


def test_chinese_headings_may_end_with_a_full_stop():
    assert outline(*between("第一条 定义。", "第二条 期限与终止。", text=HAN)) == [
        "第一条 定义。",
        "第二条 期限与终止。",
    ]


@pytest.mark.parametrize(
    "points",
    [
        ("1. The members meet.", "2. The members eat.", "3. They go."),
        (f"1. {LONG}", "2. They eat.", f"3. {LONG}", f"4. {LONG}"),
        (
            "1. The members meet every year in the hall.",
            "Always.",
            "2. The members eat.",
            "Cheese.",
            "3. They go.",
            "Far.",
        ),
    ],
)
def test_short_points_with_a_full_stop_are_no_headings(points):
    assert outline("The rules", LONG, *points) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_chapters_may_be_called_as_buttons_of_pages_are(ending):
    names = ["Accessibility", "Privacy", "Cookies", "Search", "Terms and Conditions", "Contact"]
    assert outline(*between(*names), ending=ending) == names


def test_buttons_stay_furniture_where_furniture_stands():
    kinds = {each.text: each.kind for each in planned(*between("Our vision"), "Home | Contact", "Privacy", "Search")}
    assert [kinds[name] for name in ("Home | Contact", "Privacy", "Search")] == [Kind.FURNITURE] * 3
    assert planned("Home", "Search", "The title of it", LONG, LONG)[1].kind is Kind.FURNITURE


@pytest.mark.parametrize("ending", FORMATS)
def test_short_lines_that_stand_alone_are_headings_in_every_format(ending):
    assert outline(*between("Our vision", "What we found"), ending=ending) == ["Our vision", "What we found"]


@pytest.mark.parametrize("line", ["TREASURY DEPARTMENT.", "THE NAVY.", "DER HAFEN.", "ПОРТ И ГОРОД."])
def test_titles_in_capitals_may_end_with_a_full_stop(line):
    assert outline(*between(line)) == [line]


@pytest.mark.parametrize("line", ["U.S.A.", "NO. NO.", "YES!", "WHO?", "HE CAME—"])
def test_capitals_that_are_no_titles(line):
    assert outline(*between(line)) == []


@pytest.mark.parametrize("line", ["Why do they quarrel?", "He came in –", "He came in—", "为什么呢？"])
def test_a_question_and_a_line_that_breaks_off_are_no_headings(line):
    assert outline(*between(line, "Our vision")) == ["Our vision"]


@pytest.mark.parametrize("sign", '=-~^*_+#.:"—─═¯°')
@pytest.mark.parametrize("gap", ["", " "])
def test_any_sign_underlines(sign, gap):
    line = (sign + gap) * (12 // len(sign + gap))
    assert outline("The title of it", LONG, f"Of the town\n{line.strip()}", LONG) == ["Of the town"]


def test_a_rule_below_a_paragraph_underlines_nothing():
    assert outline("The title of it", f"{LONG}\n* * *", LONG) == []


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        ("OF THE KEEPERS OF THE MARKET\nAND OF THEIR DUTIES", "OF THE KEEPERS OF THE MARKET AND OF THEIR DUTIES"),
        ("CHAPTER II\nOF THE KEEPERS\nAND OF THEIR DUTIES", "CHAPTER II OF THE KEEPERS AND OF THEIR DUTIES"),
        ("3. Term and\ntermination of it", "3. Term and termination of it"),
        ("Duties of the\nkeepers", "Duties of the keepers"),
        ("The duties of all\nthe keepers\n===============", "The duties of all the keepers"),
    ],
)
def test_a_heading_on_several_lines_is_one(lines, heading):
    assert outline(*between(lines)) == [heading]


@pytest.mark.parametrize("first", ["He came in—", "“Who is it?”", "Was it he?", "Why do the keepers quarrel?"])
def test_the_first_paragraph_of_a_chapter_is_no_part_of_its_heading(first):
    assert outline("The novel", "Chapter 1", first, LONG, "Chapter 2", LONG) == ["Chapter 1", "Chapter 2"]


def test_a_line_that_is_all_a_part_has_is_not_its_name():
    found = planned("The rules", LONG, "Amendment I", "No fee is due", "Amendment II", "No bell is rung")
    assert [each.kind.value for each in found[2:]] == ["heading", "body", "heading", "body"]


def test_verses_below_the_number_of_a_canto_are_not_its_name():
    stanza = "The ferry leaves the harbour wall\nThe gulls go up, the ropes let fall\nAnd all the town is looking on"
    assert outline("The ferry", LONG, "CHAPTER I", stanza, "CHAPTER II", stanza) == ["CHAPTER I", "CHAPTER II"]


CONSTITUTION = (
    *("Constitution of the market", "Article. I.", "Section. 1.", LONG, "Section. 2.", LONG),
    *("Article. II.", "Section. 1.", LONG, "Amendment I", LONG, "Amendment II", "Section 1.", LONG),
)


def test_amendments_stand_beside_articles_and_sections_below_both():
    assert levels(*CONSTITUTION) == [1, 2, 2, 1, 2, 1, 1, 2]
    assert [each.section for each in planned(*CONSTITUTION) if each.kind == "body"] == [
        *("Article. I. › Section. 1.", "Article. I. › Section. 2.", "Article. II. › Section. 1."),
        *("Amendment I", "Amendment II › Section 1."),
    ]
    assert [each.kind.value for each in planned(*CONSTITUTION)][:2] == ["front", "heading"]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("I. Die Rechte", "Artikel 1", "Artikel 2", "Artikel 3", "II. Der Bund", "Artikel 4", "Artikel 5"), "1222122"),
        (("1. One", "A. First", "B. Second", "2. Two", "A. First", "B. Second"), "122122"),
        (("A. First", "1. One", "2. Two", "B. Second", "1. One", "2. Two"), "122122"),
        (("Part I", "Chapter 1", "Chapter 2", "Part II", "Chapter 3"), "12212"),
        (("Chapter I", "Part 1", "Part 2", "Chapter II", "Part 1", "Part 2"), "122122"),
        (("Title I", "Section 1", "Article 1", "Article 2", "Section 2", "Article 3", "Article 4"), "1233233"),
    ],
)
def test_what_stands_above_what_follows_the_text(headings, expected):
    assert "".join(map(str, levels(*between(*headings)))) == expected


LISTED = {
    "leaders": "1. Of ships ........ 3\n2. Of quays ........ 5\n3. Of gates ....... 11",
    "spaces": "1. Of ships          3\n2. Of quays          5\n3. Of gates         11",
    "pages": "1. Of ships 3\n2. Of quays 5\n3. Of gates 11",
    "bare": "1. Of ships\n2. Of quays\n3. Of gates",
}


@pytest.mark.parametrize("listed", LISTED)
@pytest.mark.parametrize("name", ["Contents", "CONTENTS", "Inhalt", "Sommaire", "Índice"])
def test_a_table_of_contents_is_not_the_outline(name, listed):
    found = outline("A report", name, LISTED[listed], *between("1. Of ships", "2. Of quays", "3. Of gates")[1:])
    assert found == [name, "1. Of ships", "2. Of quays", "3. Of gates"]


def test_a_table_of_contents_needs_no_name_where_it_leads_to_pages():
    found = outline("A report", LISTED["leaders"], *between("1. Of ships", "2. Of quays", "3. Of gates")[1:])
    assert found == ["1. Of ships", "2. Of quays", "3. Of gates"]


def test_what_the_contents_do_not_list_stays_a_heading():
    parts = ("Preamble", LONG, "Of ships", LONG, "Of quays", LONG)
    assert outline("A report", LONG, "Contents", "Of ships 2\nOf quays 3", *parts) == [
        *("Contents", "Preamble", "Of ships", "Of quays")
    ]


def test_what_a_statute_sets_in_is_no_quotation():
    set_in = "      The keeper shall in addition report to the council every year about what he has done."
    act = f"An act on markets\n\nSection 1. Keepers\n\n  (a) {LONG}\n\n      (1) {LONG}\n\n{set_in}\n\n  (b) {LONG}\n"
    assert Kind.QUOTE not in {each.kind for each in planned(act)}
    assert planned(f"{LONG}\n\n{LONG}\n\n{set_in}\n\n{LONG}")[2].kind is Kind.QUOTE


@pytest.mark.parametrize(
    ("line", "number"), [("A.2.2 The scope", "A.2.2"), ("3.7.4. The scope", "3.7.4."), ("B.1. The scope", "B.1.")]
)
@pytest.mark.parametrize("ending", FORMATS)
def test_numbers_of_several_parts_are_split_off(line, number, ending):
    found = planned(*between(line), ending=ending)
    assert [(each.number, each.text) for each in found if each.number] == [(number, "The scope")]


def test_a_section_put_in_later_is_one():
    heads = ["1 Short title", "2 Wardens", "2A Deputies", "2B Clerks", "3 Fines"]
    assert outline(*between(*heads)) == heads


@pytest.mark.parametrize(
    ("before", "number", "expected"),
    [
        *(("3", "3A", True), ("3A", "3B", True), ("3B", "4", True), ("§ 2", "§ 2a", True), ("(1a)", "(2)", True)),
        *(("3", "3B", False), ("3", "4A", False), ("3A.", "4", False), ("3A", "5", False), ("§ 2", "2a", False)),
    ],
)
def test_a_number_put_in_follows_the_whole_one(before, number, expected):
    assert follows(before, number) is expected


def test_a_customary_heading_in_capitals_is_no_subtitle():
    texts = [
        (block.kind, block.text)
        for block in readers.read(
            "a.txt", f"THE REPORT\n\nINTRODUCTION\n{LONG}\n\nCONCLUSION\n{LONG}\n".encode()
        ).blocks
    ]
    assert texts[:2] == [(Kind.FRONT, "THE REPORT"), (Kind.HEADING, "INTRODUCTION")]


def test_a_line_that_ends_with_a_divided_word_goes_on_however_short_it_is():
    lines = "The council has been in the town for longer than anybody who lives there now can remember,\nand the Smith-\nJones commission wrote down in the spring of the year why this was so and what it had cost\nthe town.\n"
    assert "the Smith-Jones commission" in readers.read("a.txt", lines.encode()).blocks[0].text


@pytest.mark.parametrize(
    ("chapter", "article"),
    [
        ("Rozdział {}. Przepisy", "Artykuł {}"),
        ("Hoofdstuk {}. Bepalingen", "Artikel {}"),
        ("Κεφάλαιο {}. Διατάξεις", "Άρθρο {}"),
        ("ΚΕΦΑΛΑΙΟ {}. ΔΙΑΤΑΞΕΙΣ", "ΑΡΘΡΟ {}"),
        ("Capo {}. Disposizioni", "Art. {}"),
        ("Розділ {}. Положення", "Стаття {}"),
        ("Hlava {}. Ustanovení", "Článek {}"),
    ],
)
def test_articles_stand_below_chapters_in_many_languages(chapter, article):
    parts = [
        (chapter.format(1), article.format(1), LONG),
        (article.format(2), LONG),
        (chapter.format(2), article.format(3), LONG),
    ]
    assert levels("The law", *(line for part in parts for line in part)) == [1, 2, 2, 1, 2]


LAWS = {
    "sv": (
        "1 kap. Inledande bestämmelser",
        "1 § Denna lag gäller för hamnar.",
        "2 a § Om hamnar finns mer.",
        "2 kap. Om hamnmästaren",
        "1 § Han utses av kommunen.",
    ),
    "fi": ("1 luku Yleistä", "1 § Tätä lakia sovelletaan.", "2 luku Satamat", "3 § Sataman nimittää kunta."),
    "hu": ("I. FEJEZET A kikötő", "1. § Ez a törvény érvényes.", "II. FEJEZET A mester", "2. § A mestert kinevezik."),
    "lv": ("I nodaļa. Ostas", "1. pants. Šis likums attiecas.", "II nodaļa. Kapteinis", "2. pants. Kapteini ieceļ."),
    "et": ("1. peatükk Sadam", "§ 1. Seadus kehtib siin.", "2. peatükk Kapten", "§ 2. Kapteni nimetab linn."),
    "pt": ("CAPÍTULO I Dos portos", "§ 1º O porto é público.", "CAPÍTULO II Do mestre", "Art. 5º-A O mestre serve."),
    "tr": (
        "BİRİNCİ BÖLÜM Limanlar",
        "MADDE 1- (1) Bu kanun geçerlidir.",
        "İKİNCİ BÖLÜM Başkan",
        "Ek Madde 2 – Atanır.",
    ),
    "fr": (
        "Première partie Des ports",
        "Article 1er. La présente loi vaut.",
        "Deuxième partie Du maître",
        "§ 2. Il sert.",
    ),
    "de": ("Erster Teil Häfen", "§ 1 Dieses Gesetz gilt.", "Zweiter Teil Der Meister", "§ 2a Er wird bestellt."),
    "es": (
        "TÍTULO PRIMERO De los puertos",
        "Artículo 1.º Esta ley rige.",
        "TÍTULO SEGUNDO Del capitán",
        "Artículo único. Sirve.",
    ),
    "vi": ("Chương I Cảng", "Điều 1. Luật này áp dụng.", "Chương II Giám đốc", "Điều 2. Được bổ nhiệm."),
    "id": ("BAB I Pelabuhan", "Pasal 1 Undang-undang ini berlaku.", "BAB II Kepala", "Pasal 2 Kepala diangkat."),
}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("language", LAWS)
def test_divisions_of_laws_have_their_printed_numbers(language, ending):
    lines = LAWS[language]
    found = planned("A law of harbours", *lines, LONG, ending=ending)[1:-1]
    assert [f"{each.number} {each.text}" for each in found] == [*lines]
    heads = [each.number for each in found if each.kind is Kind.HEADING]
    assert len(heads) == 2
    assert found[0].number == heads[0]
    assert all(lines[at].startswith(number) for at, number in zip((0, -2), heads, strict=True))


@pytest.mark.parametrize(
    "mention", ["1 § andra stycket gäller inte.", "1 kap. 2 § gäller här.", "I act on behalf of it."]
)
def test_a_mention_of_a_division_is_none(mention):
    assert parse_number(mention) is None


@pytest.mark.parametrize("ending", FORMATS)
def test_the_only_scene_of_an_act_is_a_heading_too(ending):
    scenes = ("SCENE I. A harbour.", "They sit and wait.", "SCENE II. A tower.", "They go up to it.")
    play = ("ACT I", *scenes, "ACT II", "SCENE I. The same.", "They come down again.")
    found = [each for each in planned("The Keeper of the harbour", *play, ending=ending) if each.kind is Kind.HEADING]
    assert [(each.number, each.level) for each in found] == [
        ("", 1),
        ("SCENE I.", 2),
        ("SCENE II.", 2),
        ("", 1),
        ("SCENE I.", 2),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_roman_numbers_that_count_on_are_numbers_and_one_alone_is_none(ending):
    lines = ("§ 1º O mestre serve.", "I - guardar as chaves;", "II - acender a lanterna;", "III - fechar o porto.")
    found = planned("Lei dos portos", LONG, *lines, LONG, ending=ending)[2:-1]
    assert [each.number for each in found] == ["§ 1º", "I -", "II -", "III -"]
    alone = planned("Lei dos portos", LONG, "I - a keeper - am here.", LONG, ending=ending)[2]
    assert (alone.number, alone.text) == ("", "I - a keeper - am here.")


HEADS = "Article {}|Chapter {}|Section {}|Annex {}|Part {}|SCHEDULE {}|§ {}|{}.1|({})|第{}条|Preamble|二、第二"
PARTS = st.sampled_from(HEADS.split("|")).flatmap(
    lambda head: st.builds(head.format, st.sampled_from(["1", "2", "3", "I", "II", "IV", "A", "B"]))
)
MIXES = st.lists(PARTS | st.sampled_from(["Words.", "Of ships", LONG]), min_size=2, max_size=9)


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=40)
@given(MIXES)
def test_no_mix_of_headings_breaks_a_reader_or_loses_a_word(ending, parts):
    source = "".join(f"<p>{part}</p>" for part in parts) if ending == "html" else "\n\n".join(parts)
    blocks = readers.read(f"a.{ending}", source.encode()).blocks
    assert "".join("".join(f"{block.number}{block.text}".split()) for block in blocks) == "".join(
        "".join(parts).split()
    )
    assert ending == "html" or "".join(block.source for block in blocks) == source


def test_scenes_amendments_and_what_is_put_in_later():
    play = ("ACT I", "SCENE I. A green before the church.", "Enter two.", "SCENE II. The same.", "They go.")
    assert outline("THE WELL", *play) == ["ACT I", "SCENE I. A green before the church.", "SCENE II. The same."]
    assert outline("Of wells", LONG, "Article I", LONG, "Amendments", "Amendment I", LONG) == [
        *("Article I", "Amendments", "Amendment I")
    ]
    law = planned("Of wells", f"3. {LONG}", f"3A. Deputies. {LONG}", f"3B. {LONG}", f"4. {LONG}")
    assert [each.number for each in law][1:] == ["3.", "3A.", "3B.", "4."]
    assert not any(each.number for each in planned("Of wells", LONG, f"5G. Networks are new. {LONG}", LONG))
