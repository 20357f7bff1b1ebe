"""Verses that stand several to a paragraph, and numbers that stand alone above what they head."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Kind
from corpus.importing import readers
from corpus.importing.plan import plan_of
from corpus.importing.structure.lone_numbers import lone_numbers
from corpus.importing.structure.verses_in_paragraphs import verses_inside
from tests.support.docx_files import docx, paragraph, run

FORMATS = ("txt", "md", "html")
VERSES = [
    "In the beginning was the sea.",
    "And 7 ships sailed on it,",
    "and no one saw them.",
    "“Who is it?” they asked.",
]
RAISED = str.maketrans("1234567890", "¹²³⁴⁵⁶⁷⁸⁹⁰")


def planned(paragraphs, ending):
    title = {"txt": "The first book", "md": "# The first book", "html": "<h1>The first book</h1>"}[ending]
    wrapped = [f"<p>{each}</p>" if ending == "html" else each for each in paragraphs]
    return plan_of(readers.read(f"a.{ending}", "\n\n".join([title, *wrapped]).encode())).paragraphs[1:]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("form", ["{n} ", "1:{n} ", "[{n}] ", "<sup>{n}</sup>", "**{n}** ", "<b>{n}</b> ", "{raised}"])
def test_verses_inside_a_paragraph_are_paragraphs_of_their_own(ending, form):
    if (ending == "txt" and form[0] in "<*") or (ending == "html" and "*" in form):
        pytest.skip("not a mark of this format")
    marked = [form.format(n=n, raised=str(n).translate(RAISED)) + verse for n, verse in enumerate(VERSES, 1)]
    found = planned([" ".join(marked[:3]), marked[3], " ".join(marked)], ending)
    assert [each.text for each in found] == VERSES * 2
    assert [
        each.number.translate({ord(a): b for b, a in zip("1234567890", "¹²³⁴⁵⁶⁷⁸⁹⁰", strict=True)}).rstrip("]")[-1]
        for each in found
    ] == [*"12341234"]


def test_verses_of_a_word_document_raised_or_not():
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    whole = [raised.format(n) + run(f"{verse} ") for n, verse in enumerate(VERSES, 1)]
    data = docx(paragraph("The first book", style="Title"), paragraph(*whole[:3]), paragraph(whole[3]))
    found = plan_of(readers.read("a.docx", data)).paragraphs[1:]
    assert [(each.number, each.text) for each in found] == [*zip("1234", VERSES, strict=True)]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The council met in 2019. 3 of its members were away, 4 were late, and 5 spoke."],
        ["1 In this agreement, words have 2 meanings.", "2 It ends after five years.", "3 It is kept by 3 keepers."],
        ["1 Scope", "This is about 2 things, 3 at the most.", "2 Terms", "There are 3. 4 would be too many."],
        ["12 ships came. 13 men were on them.", "7 ships went."],
    ],
)
def test_numbers_that_are_no_verses_stay_in_their_paragraphs(paragraphs):
    assert verses_inside(paragraphs) == {}


def test_the_source_of_a_cut_paragraph_is_kept_whole():
    source = "The book\n\n1 It was. 2 It is,\n3 and it will be.\n\n4 So they say.\n"
    blocks = readers.read("a.txt", source.encode()).blocks
    assert "".join(block.source for block in blocks) == source
    assert [block.number for block in blocks] == ["", "1", "2", "3", "4"]


@given(st.lists(st.text(st.sampled_from("12 3.ab,"), max_size=30), max_size=6))
def test_cutting_loses_nothing(paragraphs):
    for place, parts in verses_inside(paragraphs).items():
        assert "".join("".join(parts).split()) == "".join(paragraphs[place].split())


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("form", ["{}.", "{}", "— {} —"])
@pytest.mark.parametrize("numbers", [("I", "II", "III", "IV"), ("1", "2", "3", "4")])
def test_numbers_alone_above_verses_head_them(ending, form, numbers):
    if ending == "md" and form == "{}." and numbers[0] == "1":
        pytest.skip("to Markdown, an empty list")
    songs = ["The sea is wide,", "The sea is deep.", "The lamp is out.", "The night is long."]
    paragraphs = [part for number, song in zip(numbers, songs, strict=True) for part in (form.format(number), song)]
    if numbers[0] == "1":
        paragraphs[1] = "The sea is wide."
    found = planned(paragraphs, ending)
    assert [each.kind for each in found] == [Kind.HEADING, Kind.BODY] * 4
    assert [each.section_number for each in found if each.kind is Kind.BODY] == [*numbers]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Words begin here and go", "1", "on over the page. They go", "2", "on and on."],
        ["Words begin here. They end.", "1", "Others begin.", "2", "Others end."],
        ["I.", "A note of mine.", "III.", "Another."],
        ["I", "II"],
        ["C", "Words.", "D", "More words."],
    ],
)
def test_numbers_alone_that_head_nothing(paragraphs):
    assert lone_numbers(paragraphs) == {}
