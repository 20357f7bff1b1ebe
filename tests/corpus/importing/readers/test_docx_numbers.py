"""The numbers Word prints before paragraphs, by ISO 29500-1, 17.9, and in the formats of 17.18.59."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.importing.readers.docx import read
from corpus.importing.readers.docx_parts.number_formats import formatted
from tests.support.docx_files import W, docx, numbered, numbering, paragraph, styled, with_properties

FORMATS = {
    "decimal": "1 2 10 11",
    "upperRoman": "I II X XI",
    "lowerLetter": "a b j k",
    "ordinal": "1st 2nd 10th 11th",
    "cardinalText": "One Two Ten Eleven",
    "ordinalText": "First Second Tenth Eleventh",
    "decimalZero": "01 02 10 11",
    "decimalFullWidth": "１ ２ １０ １１",
    "decimalEnclosedCircle": "① ② ⑩ ⑪",
    "decimalEnclosedCircleChinese": "① ② ⑩ 11",
    "decimalEnclosedParen": "⑴ ⑵ ⑽ ⑾",
    "decimalEnclosedFullstop": "⒈ ⒉ ⒑ ⒒",
    "ideographEnclosedCircle": "㈠ ㈡ ㈩ 11",
    "ideographTraditional": "甲 乙 癸 11",
    "ideographZodiac": "子 丑 酉 戌",
    "ideographZodiacTraditional": "甲子 乙丑 癸酉 甲戌",
    "ideographDigital": "一 二 一〇 一一",
    "chineseCounting": "一 二 十 十一",
    "chineseCountingThousand": "一 二 十 十一",
    "chineseLegalSimplified": "壹 贰 壹拾 壹拾壹",
    "ideographLegalTraditional": "壹 貳 壹拾 壹拾壹",
    "japaneseCounting": "一 二 十 十一",
    "koreanDigital": "일 이 일영 일일",
    "koreanCounting": "일 이 십 십일",
    "koreanLegal": "하나 둘 열 열하나",
    "ganada": "가 나 차 카",
    "chosung": "ㄱ ㄴ ㅊ ㅋ",
    "aiueoFullWidth": "ア イ コ サ",
    "iroha": "ｲ ﾛ ﾇ ﾙ",
    "hebrew1": "א ב י יא",
    "hebrew2": "א ב י כ",
    "arabicAlpha": "أ ب ر ز",
    "arabicAbjad": "أ ب ي ك",
    "russianLower": "а б к л",
    "russianUpper": "А Б К Л",
    "hindiNumbers": "१ २ १० ११",
    "thaiNumbers": "๑ ๒ ๑๐ ๑๑",
    "thaiLetters": "ก ข ญ ฎ",
    "thaiCounting": "หนึ่ง สอง สิบ สิบเอ็ด",
    "chicago": "* † †† ‡‡",
    "hex": "1 2 A B",
}


@pytest.mark.parametrize("style", FORMATS)
def test_numbers_are_written_as_the_standard_lists_them(style):
    values = (1, 2, 6, 7) if style == "chicago" else (1, 2, 10, 11)
    assert [formatted(value, style) for value in values] == FORMATS[style].split()


@pytest.mark.parametrize(
    ("value", "style", "printed"),
    [
        (27, "lowerLetter", "aa"),
        (30, "russianLower", "аа"),
        (15, "hebrew1", "טו"),
        (116, "hebrew1", "קטז"),
        (21, "ordinal", "21st"),
        (112, "ordinal", "112th"),
        (21, "ordinalText", "Twenty-first"),
        (40, "ordinalText", "Fortieth"),
        (342, "cardinalText", "Three hundred forty-two"),
        (105, "chineseCountingThousand", "一百零五"),
        (2024, "chineseLegalSimplified", "贰仟零贰拾肆"),
        (100, "chineseCounting", "一○○"),
        (3, "numberInDash", "- 3 -"),
        (21, "vietnameseCounting", "hai mươi mốt"),
        (0, "decimal", "0"),
        (5, "none", ""),
    ],
)
def test_larger_numbers_go_on_as_the_standard_says(value, style, printed):
    assert formatted(value, style) == printed


def test_words_are_of_the_language_or_there_are_none():
    assert formatted(3, "cardinalText", language="en-GB") == "Three"
    assert formatted(3, "cardinalText", language="de-DE") is None
    assert formatted(3, "ordinal", language="de-DE") == "3."
    assert formatted(3, "ordinal", language="es-ES") == "3º"
    assert formatted(3, "ordinal", language="cy-GB") is None


@pytest.mark.parametrize(("value", "style"), [(1, "bahtText"), (0, "upperRoman"), (-1, "decimal"), (23, "hebrew2")])
def test_what_is_not_known_is_not_guessed(value, style):
    assert formatted(value, style) is None


def test_custom_formats_fill_up_with_zeros():
    assert formatted(7, "custom", pattern="001, 002, 003, ...") == "007"
    assert formatted(7, "custom", pattern="α, β, γ, ...") is None


@given(st.integers(1, 5000), st.sampled_from(sorted(FORMATS)))
def test_any_number_is_written_or_not_known(value, style):
    written = formatted(value, style)
    assert written is None or written.strip()


def lists(*levels, overrides=""):
    """A part with one list of these levels, each its number format, pattern and further XML; ``overrides`` of list 2."""
    lines = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/>'
        "</w:lvl>"
        for depth, (style, pattern, more) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{lines}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num></w:numbering>'
    )


def numbers(depths, part, list_ids=None):
    """The numbers of paragraphs at these depths."""
    ids = list_ids or [1] * len(depths)
    body = (paragraph(f"Words {i}.", list_id=ids[i], depth=depth) for i, depth in enumerate(depths))
    return [block.number for block in read(docx(*body, numbering=part)).blocks]


@pytest.mark.parametrize(
    ("restart", "printed"),
    [
        ("", ["I", "1.", "(a)", "(b)", "2.", "(a)", "II", "1.", "(a)"]),
        ('<w:lvlRestart w:val="0"/>', ["I", "1.", "(a)", "(b)", "2.", "(c)", "II", "1.", "(d)"]),
        ('<w:lvlRestart w:val="1"/>', ["I", "1.", "(a)", "(b)", "2.", "(c)", "II", "1.", "(a)"]),
        ('<w:lvlRestart w:val="2"/>', ["I", "1.", "(a)", "(b)", "2.", "(a)", "II", "1.", "(a)"]),
    ],
)
def test_a_level_begins_anew_below_the_level_it_names(restart, printed):
    part = lists(("upperRoman", "%1", ""), ("decimal", "%2.", ""), ("lowerLetter", "(%3)", restart))
    assert numbers([0, 1, 2, 2, 1, 2, 0, 1, 2], part) == printed


def test_articles_run_on_through_chapters():
    part = lists(("upperRoman", "Chapter %1", ""), ("decimal", "Article %2", '<w:lvlRestart w:val="0"/>'))
    assert numbers([0, 1, 1, 0, 1], part) == ["Chapter I", "Article 1", "Article 2", "Chapter II", "Article 3"]


def test_a_list_may_replace_a_level_and_counts_on_with_the_lists_of_its_definition():
    whole = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/>'
    whole += '<w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    part = lists(("decimal", "%1.", ""), overrides=whole)
    assert numbers([0, 0], part, [2, 2]) == ["C)", "D)"]
    assert numbers([0, 0, 0], part, [1, 1, 2]) == ["1.", "2.", "C)"]


def test_a_start_of_its_own_counts_once_and_after_every_level_above():
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for depth, start in enumerate((4, 7))
    )
    part = lists(("decimal", "%1.", ""), ("decimal", "%1.%2", ""), overrides=starts)
    assert numbers([0, 0, 0, 1, 1, 0, 1], part, [1, 2, 2, 2, 2, 2, 2]) == ["1.", "4.", "5.", "5.7", "5.8", "6.", "6.7"]


def test_a_level_without_a_start_begins_at_zero():
    part = lists(("decimal", "%1.", "")).replace('<w:start w:val="1"/>', "")
    assert numbers([0, 0], part) == ["0.", "1."]


def test_all_numbers_of_a_legal_level_are_decimal():
    part = lists(("upperRoman", "Article %1", ""), ("decimalZero", "Section %1.%2", "<w:isLgl/>"))
    assert numbers([0, 1, 1], part) == ["Article I", "Section 1.1", "Section 1.2"]


@pytest.mark.parametrize(
    "styles",
    [
        # The level is the one that names the style, the one the style names, or that of the style it is based on.
        [("Clause", "", numbered(1)), ("Sub", "Clause", '<w:numPr><w:ilvl w:val="1"/></w:numPr>'), ("Own", "Sub", "")],
        [("Clause", "", numbered(1)), ("Sub", "", numbered(1)), ("Own", "Sub", "")],
    ],
)
def test_a_style_alone_gives_the_level(styles):
    levels = [("decimal", "%1.", '<w:pStyle w:val="Clause"/>'), ("decimal", "%1.%2", '<w:pStyle w:val="Sub"/>')]
    part = styled(*((name, base, f"<w:pPr>{inner}</w:pPr>") for name, base, inner in styles))
    data = docx(
        paragraph("One.", style="Clause"),
        paragraph("One one.", style="Sub"),
        paragraph("One two.", style="Own"),
        paragraph("Two.", style="Clause"),
        numbering=lists(*levels),
        styles=part,
    )
    assert [(block.number, block.level) for block in read(data).blocks] == [
        ("1.", 1),
        ("1.1", 2),
        ("1.2", 2),
        ("2.", 1),
    ]


def test_a_list_that_refers_to_a_style_counts_with_the_list_of_that_style():
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1."/></w:lvl>'
    part = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Points"/>{level}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Points"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    styles = styled(("Points", "", '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'))
    data = docx(paragraph("One.", list_id=1), paragraph("Two.", list_id=5), numbering=part, styles=styles)
    assert [block.number for block in read(data).blocks] == ["A.", "B."]


def test_a_hidden_number_counts_and_is_not_printed():
    part = lists(("decimal", "Part %1", "<w:rPr><w:vanish/></w:rPr>"), ("decimal", "%1.%2", ""))
    assert numbers([0, 1, 0, 1], part) == ["", "1.1", "", "2.1"]


def test_list_zero_takes_a_paragraph_out_of_the_list_of_its_style():
    data = docx(
        paragraph("One.", style="Clause"),
        with_properties('<w:pStyle w:val="Clause"/><w:numPr><w:numId w:val="0"/></w:numPr>', "Not counted."),
        paragraph("Two.", style="Clause"),
        numbering=lists(("decimal", "%1.", "")),
        styles=styled(("Clause", "", f"<w:pPr>{numbered(1)}</w:pPr>")),
    )
    assert [block.number for block in read(data).blocks] == ["1.", "", "2."]


def test_an_empty_paragraph_counts_and_one_that_prints_a_word_is_read():
    data = docx(
        paragraph("One.", list_id=1),
        paragraph("", list_id=1),
        paragraph("Three.", list_id=1),
        numbering=lists(("decimal", "%1.", "")),
    )
    assert [block.number for block in read(data).blocks] == ["1.", "3."]
    data = docx(
        paragraph("", list_id=1),
        paragraph("The keeper pays, and the warden is told of it."),
        numbering=lists(("decimal", "Article %1.", "")),
    )
    assert read(data).blocks[0].text == "Article 1."


def test_an_unknown_format_gives_no_number_and_is_reported():
    reading = read(docx(paragraph("One.", list_id=1), numbering=lists(("bahtText", "Article %1", ""))))
    assert [(block.kind, block.number) for block in reading.blocks] == [("item", "")]
    assert [(one.code, dict(one.params)) for one in reading.notices] == [
        ("unknown_numbers", {"format": "bahtText", "count": 1})
    ]


def test_formats_later_versions_added_go_before_their_fallback():
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    part = numbering([("decimal", "[%1]", 1)]).replace('<w:numFmt w:val="decimal"/>', choice, 1)
    assert numbers([0, 0], part) == ["[001]", "[002]"]


def test_a_title_keeps_its_own_number_and_a_numbered_heading_is_a_chapter():
    part = lists(("decimal", "Protocol %1", ""))
    titled = read(docx(paragraph("On Trade", style="Title", list_id=1), paragraph("Words."), numbering=part))
    assert [(block.kind, block.number) for block in titled.blocks] == [("front", "Protocol 1"), ("body", "")]
    assert titled.declared.title == "On Trade"
    chapter = read(docx(paragraph("On Trade", style="heading 1", list_id=1), paragraph("Words."), numbering=part))
    assert (chapter.blocks[0].kind, chapter.blocks[0].number) == ("heading", "Protocol 1")
