"""What the docx reader promises: the text as Word prints it, numbers and notes included, and no harm done."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.blocks import Kind, Role, UnreadableFileError
from corpus.importing.readers.docx import read
from corpus.importing.readers.docx_parts import package
from corpus.importing.structure.list_numbers import ordinal
from tests.support.docx_files import core, docx, footnotes, note_call, numbering, paragraph, parts, run, table, zipped


def outline(data):
    return [(block.kind.value, block.level, block.number, block.text) for block in read(data).blocks]


def test_styles_become_structure():
    reading = read(
        docx(
            paragraph("The title", style="Title"),
            paragraph("And more", style="Subtitle"),
            paragraph("By Ann Bee", style="Author"),
            paragraph("Contents 3", style="toc 1"),
            paragraph("Scope", style="heading 1"),
            paragraph("One."),
            paragraph("Detail", style="heading 2"),
            paragraph("They said so.", style="Quote"),
            table(["Year", "Sum"], ["1999", "7"]),
        )
    )
    assert [(b.kind.value, b.level, b.role.value, b.text) for b in reading.blocks] == [
        ("front", 0, "title", "The title"),
        ("front", 0, "subtitle", "And more"),
        ("front", 0, "byline", "By Ann Bee"),
        ("furniture", 0, "", "Contents 3"),
        ("heading", 1, "", "Scope"),
        ("body", 0, "", "One."),
        ("heading", 2, "", "Detail"),
        ("quote", 0, "", "They said so."),
        ("row", 0, "", "Year | Sum"),
        ("row", 0, "", "1999 | 7"),
    ]


def test_the_only_heading_of_level_one_is_the_title_and_several_are_chapters():
    one = read(docx(paragraph("The title", style="heading 1"), paragraph("One.")))
    assert one.blocks[0].role is Role.TITLE
    several = read(docx(paragraph("First", style="heading 1"), paragraph("x"), paragraph("Second", style="heading 1")))
    assert [b.kind for b in several.blocks] == [Kind.HEADING, Kind.BODY, Kind.HEADING]


def test_numbers_word_counts_are_those_it_prints():
    lists = numbering([("upperRoman", "%1.", 1), ("decimal", "Article %2", 1), ("lowerLetter", "(%3)", 1)])
    data = docx(
        paragraph("Scope", style="heading 1", list_id=1),
        paragraph("First", list_id=1, depth=1),
        paragraph("which goes on"),
        paragraph("Second", list_id=1, depth=1),
        paragraph("deep", list_id=1, depth=2),
        paragraph("deeper", list_id=1, depth=2),
        paragraph("Remedies", style="heading 1", list_id=1),
        paragraph("Third", list_id=1, depth=1),
        numbering=lists,
    )
    assert outline(data) == [
        ("heading", 1, "I.", "Scope"),
        ("item", 2, "Article 1", "First"),
        ("body", 0, "", "which goes on"),
        ("item", 2, "Article 2", "Second"),
        ("item", 3, "(a)", "deep"),
        ("item", 3, "(b)", "deeper"),
        ("heading", 1, "II.", "Remedies"),
        ("item", 2, "Article 1", "Third"),
    ]


def test_lists_start_where_they_say_and_bullets_are_bullets():
    lists = numbering([("decimal", "%1)", 4), ("decimal", "%1.%2", 1)], [("bullet", "\uf0b7", 1)], [("none", "", 1)])
    data = docx(
        paragraph("four", list_id=1),
        paragraph("four one", list_id=1, depth=1),
        paragraph("five", list_id=1),
        paragraph("dot", list_id=2),
        paragraph("nothing", list_id=3),
        numbering=lists,
    )
    assert [number for _, _, number, _ in outline(data)[:4]] == ["4)", "4.1", "5)", "•"]


def test_chinese_statutes_keep_their_article_numbers():
    lists = numbering([("chineseCountingThousand", "第%1条", 11)])
    assert outline(docx(paragraph("条文", list_id=1), numbering=lists)) == [("item", 1, "第十一条", "条文")]


def test_a_number_typed_after_a_counted_one_stays_in_the_text():
    lists = numbering([("decimal", "%1.", 1)])
    assert outline(docx(paragraph("(a) both", list_id=1), numbering=lists)) == [("item", 1, "1.", "(a) both")]


def test_footnotes_stand_at_the_end_with_the_mark_that_calls_them():
    data = docx(paragraph("Said", note_call(1), " and done."), paragraph("End."), footnotes=footnotes("Or so it is."))
    assert outline(data) == [
        ("body", 0, "", "Said[1] and done."),
        ("body", 0, "", "End."),
        ("item", 1, "[1]", "Or so it is."),
    ]


def test_fields_formulas_and_directions_keep_their_words():
    field = f'<w:fldSimple w:instr="REF a">{run("Article 5")}</w:fldSimple>'
    formula = "<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>"
    data = docx(paragraph("See ", field, " on ", formula, " and ", f'<w:bdo w:val="rtl">{run("שלום")}</w:bdo>'))
    assert outline(data) == [("body", 0, "", "See Article 5 on E=mc and שלום")]


def test_properties_are_declared_and_the_text_goes_before_them():
    reading = read(docx(paragraph("Words"), core=core(title="A title", creator="Ann Bee", language="en-GB")))
    assert (reading.declared.title, reading.declared.author, reading.declared.language) == (
        "A title",
        "Ann Bee",
        "en-GB",
    )
    marked = read(docx(paragraph("New", style="Title"), paragraph("Words"), core=core(title="Template", creator="PC")))
    assert marked.declared.title == "New"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not a zip", "damaged"),
        (docx(paragraph("x" * 5000))[:-400], "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "old .doc"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "spreadsheet"),
        (zipped(parts() | {"word/document.xml": "<w:document"}), "damaged"),
        (zipped(parts() | {"word/styles.xml": "no xml"}), "damaged"),
    ],
)
def test_what_is_no_word_document_is_refused_with_what_to_do(data, words):
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read(data)
    assert "ave it" in str(caught.value) or "pen it" in str(caught.value)


def test_a_part_damaged_inside_the_archive_is_refused():
    data = bytearray(docx(paragraph("some words " * 500)))
    place = data.index(b"word/document.xml") + 40
    data[place : place + 20] = b"\xff" * 20
    with pytest.raises(UnreadableFileError, match="damaged"):
        read(bytes(data))


@pytest.mark.parametrize("system", ["file:///etc/hostname", "http://127.0.0.1:9/x.dtd"])
def test_document_types_and_their_entities_are_refused(system):
    evil = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{system}">]>' + parts(paragraph("MARK"))["word/document.xml"]
    with pytest.raises(UnreadableFileError, match="document type"):
        read(zipped(parts() | {"word/document.xml": evil.replace("MARK", "&e;")}))


def test_pictures_at_an_address_are_not_fetched(monkeypatch):
    def opened(*args, **options):
        pytest.fail("something was opened")

    monkeypatch.setattr("socket.socket", opened)
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="far"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    named = parts(paragraph("Words", picture, " go on"))
    link = '<Relationship Id="far" Type="image" TargetMode="External" Target="http://127.0.0.1:9/p.png"/>'
    rels = "word/_rels/document.xml.rels"
    named[rels] = named[rels].replace("</Relationships>", f"{link}</Relationships>")
    assert outline(zipped(named)) == [("body", 0, "", "Words go on")]


def test_an_archive_that_unpacks_to_far_too_much_is_refused_unopened():
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read(zipped(parts() | {"word/media/a.bin": "\0" * 30_000_000}))


def test_an_archive_of_too_many_parts_or_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_MEMBERS", 3)
    with pytest.raises(UnreadableFileError, match="5 parts"):
        read(docx(paragraph("x")))
    monkeypatch.setattr(package, "MOST_MEMBERS", 100)
    monkeypatch.setattr(package, "MOST_UNPACKED", 1000)
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read(docx(paragraph("x" * 2000)))


def test_an_archive_that_lies_about_a_size_is_not_unpacked_beyond_it():
    data = docx(paragraph("a" * 100_000))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(UnreadableFileError, match="damaged"):
        read(lying)


def test_elements_nested_beyond_reason_are_refused():
    deep = "<w:smartTag>" * 2000 + run("x") + "</w:smartTag>" * 2000
    with pytest.raises(UnreadableFileError, match="damaged"):
        read(docx(f"<w:p>{deep}</w:p>"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abc ,äß中", min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_all_words_come_out_once_and_in_order(lines):
    wanted = [" ".join(line.split()) for line in lines]
    blocks = read(docx(*map(paragraph, lines))).blocks
    front = [block.text for block in blocks if block.kind is Kind.FRONT]
    body = [block.text for block in blocks[len(front) :]]
    # A title over several lines is read as one; what is below it is paragraph by paragraph as it was.
    assert " ".join(front) == " ".join(wanted[: len(wanted) - len(body)])
    assert body == wanted[len(wanted) - len(body) :]


@given(st.integers(1, 3999))
def test_roman_numbers_read_back(value):
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [worth[letter] for letter in ordinal(value, "I")]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    assert sum(-one if one < following else one for one, following in pairs) == value
    assert ordinal(value, "i") == ordinal(value, "I").lower()


@pytest.mark.parametrize(
    ("value", "style", "printed"),
    [
        (1, "1", "1"),
        (26, "a", "z"),
        (27, "A", "AA"),
        (0, "i", "0"),
        (-3, "a", "-3"),
        (10, "一", "十"),
        (21, "一", "二十一"),
        (105, "一", "一百零五"),
        (1010, "一", "一千零一十"),
    ],
)
def test_numbers_are_printed_as_lists_print_them(value, style, printed):
    assert ordinal(value, style) == printed
