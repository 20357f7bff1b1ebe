"""What only the lines around tell is told in every format."""

import re

import pytest

from corpus.blocks import Kind
from corpus.importing import readers
from tests.support.docx_files import docx, paragraph, run

LONG = "This is a paragraph which is long enough for anybody to see that it is one, and it ends here."
FORMATS = ("txt", "md", "html", "docx")


def shape(ending, *paragraphs):
    """The blocks of a text of paragraphs, in which a line feed is a mere line break."""
    broken = [each.split("\n") for each in paragraphs]
    if ending == "html":
        data = "".join(f"<p>{'<br>'.join(lines)}</p>" for lines in broken).encode()
    elif ending == "docx":
        data = docx(*(paragraph("<w:r><w:br/></w:r>".join(map(run, lines))) for lines in broken))
    else:
        # To Markdown "1." begins a list, unless its stop is escaped.
        stop = r"\1\\." if ending == "md" else r"\1."
        data = "\n\n".join(re.sub(r"^(\d)\.", stop, each) for each in paragraphs).encode()
    return [
        (block.kind.value, block.level, block.number, block.text)
        for block in readers.read(f"a.{ending}", data).blocks
        if block.kind is not Kind.FURNITURE
    ]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("before", ["", "[00:01] ", "#00:00:01-5# "])
def test_the_turns_of_one_paragraph_are_paragraphs(ending, before):
    said = ("It is late.", "It is, and dark.", "Then go.", "I shall.")
    lines = [f"{before}{name}: {words}" for name, words in zip(("Keeper", "Warden") * 2, said, strict=True)]
    lines[1:2] = lines[1].split(" and ")
    found = shape(ending, "\n".join(lines))
    assert [(number, text) for *_, number, text in found] == [
        (f"{before}Keeper:", "It is late."),
        (f"{before}Warden:", "It is, dark."),
        (f"{before}Keeper:", "Then go."),
        (f"{before}Warden:", "I shall."),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_lines_with_a_colon_of_which_none_comes_again_are_one_paragraph(ending):
    if ending == "txt":
        pytest.skip("its lines are paragraphs")
    lines = "The port has: a quay,\nThe quay has: a wall,\nThe wall has: a gate."
    assert shape(ending, LONG, lines, LONG)[1][3] == lines.replace("\n", " ")


@pytest.mark.parametrize("ending", FORMATS)
def test_below_a_table_of_contents_the_first_heading_is_one_too(ending):
    found = shape(ending, "The Report", "Contents", "Scope\t1", "Aim\t3", "Scope", LONG, "Aim", LONG)
    assert [text for kind, *_, text in found if kind == "heading"] == ["Contents", "Scope", "Aim"]


@pytest.mark.parametrize("ending", FORMATS)
def test_short_numbered_headings_that_the_contents_list_are_no_verses(ending):
    found = shape(ending, "Bericht", "Inhaltsverzeichnis", "1 Zweck 1", "2 Ziel 3", "1 Zweck", LONG, "2 Ziel", LONG)
    assert [(number, text) for kind, _, number, text in found if kind == "heading"][-2:] == [
        ("1", "Zweck"),
        ("2", "Ziel"),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_sections_stand_below_articles_whose_names_stand_below_their_numbers(ending):
    found = shape(
        ending,
        *("The Act", "ARTICLE I", "GENERAL PROVISIONS", "Section 1. Short title.", LONG, "Section 2. Duties.", LONG),
        *("ARTICLE II", "FINAL PROVISIONS", "Section 3. Commencement.", LONG),
    )
    assert [(level, f"{number} {text}") for kind, level, number, text in found if kind == "heading"] == [
        (1, "ARTICLE I GENERAL PROVISIONS"),
        (2, "Section 1. Short title."),
        (2, "Section 2. Duties."),
        (1, "ARTICLE II FINAL PROVISIONS"),
        (2, "Section 3. Commencement."),
    ]


def test_a_line_drawn_under_the_second_line_too_makes_it_a_heading():
    found = shape("txt", "The Harbour\n===========", "Use\n---", LONG, "Aim\n---", LONG)
    assert [(kind, text) for kind, *_, text in found] == [
        ("front", "The Harbour"),
        ("heading", "Use"),
        ("body", LONG),
        ("heading", "Aim"),
        ("body", LONG),
    ]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    ("chapter", "articles"),
    [
        ("Κεφάλαιο Α΄ Γενικές διατάξεις", ("Άρθρο 1 Σκοπός", "Άρθρο 2 Φύλακας")),
        ("פרק א: כללי", ("סעיף 1. הגדרות", "סעיף 2. השומר")),
        ("פרק א׳ כללי", ("סעיף 1. הגדרות", "סעיף 2. השומר")),
        ("अध्याय 1 प्रारंभिक", ("1. नाम", "2. प्रहरी")),
        ("บทที่ 1 บททั่วไป", ("มาตรา 1 ท่าเรือ", "มาตรา 2 ผู้ดูแล")),
    ],
)
def test_the_parts_of_a_law_in_other_scripts(ending, chapter, articles):
    found = shape(ending, "The Law", chapter, articles[0], LONG, articles[1], LONG)
    assert [(level, f"{number} {text}".lstrip()) for kind, level, number, text in found if kind == "heading"] == [
        (1, chapter),
        *((2, article) for article in articles),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_annexes_stand_beside_the_sections_of_a_paper_and_never_below_the_last(ending):
    sections = ("1. Scope", LONG, "2. Aim", LONG, "Appendix A: Fees", LONG, "Appendix B: Names", LONG)
    found = shape(ending, "A Report", *sections)
    assert [(level, number) for kind, level, number, _ in found if kind == "heading"] == [
        *((1, number) for number in ("1.", "2.", "Appendix A:", "Appendix B:"))
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_steps_and_phases_head_what_is_below_them(ending):
    found = shape(ending, "The Well", LONG, "Step 1: Open the lid", LONG, "Step 2: Lower the bucket", LONG)
    assert [(number, text) for kind, _, number, text in found if kind == "heading"] == [
        ("Step 1:", "Open the lid"),
        ("Step 2:", "Lower the bucket"),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_steps_that_head_nothing_are_a_list(ending):
    found = shape(ending, "The Well", LONG, "Step 1: Open the lid", "Step 2: Look down", "Step 3: Close it", LONG)
    assert [(kind, number) for kind, _, number, _ in found if number] == [
        ("body", f"Step {number}:") for number in (1, 2, 3)
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_raised_number_of_a_typed_note_is_its_number(ending):
    found = shape(ending, "The Well", f"{LONG}¹ {LONG}²", LONG, "¹ See the roll.", "² The same.", "¹³C is heavy.")
    assert [(number, text) for *_, number, text in found if number] == [("¹", "See the roll."), ("²", "The same.")]
    assert found[-1][3] == "¹³C is heavy."
