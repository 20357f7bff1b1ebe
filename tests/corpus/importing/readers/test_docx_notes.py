"""The notes of Word: their signs, and where they stand."""

import pytest

from corpus.importing.readers.docx import read
from tests.support.docx_files import (
    TITLE,
    W,
    docx,
    footnotes,
    note_call,
    numbering,
    outline,
    paragraph,
    table,
    told,
    with_properties,
)

LIST = numbering([("decimal", "%1.", 1)])

LIST = numbering([("decimal", "%1.", 1)])
LONG = "This sentence is long enough to be a paragraph in anybody's eyes, and like others it ends with a full stop."


def notes(*inner, kind="footnote"):
    """A part with notes of these XMLs, numbered from 1."""
    lines = "".join(f'<w:{kind} w:id="{i}">{content}</w:{kind}>' for i, content in enumerate(inner, start=1))
    return f"<w:{kind}s {W}>{lines}</w:{kind}s>"


def end_call(number):
    return f'<w:r><w:endnoteReference w:id="{number}"/></w:r>'


def test_each_kind_of_note_counts_by_itself_in_its_own_format():
    body = paragraph("The wall", note_call(1), " stood", end_call(1), ", as known", note_call(2), ".")
    part = notes(paragraph("Of the end."), kind="endnote")
    assert outline(body, footnotes=footnotes("One.", "Two."), endnotes=part) == [
        ("body", "", "The wall[1] stood[i], as known[2]."),
        ("item", "[1]", "One."),
        ("item", "[i]", "Of the end."),
        ("item", "[2]", "Two."),
    ]


def settings(inner):
    return f"<w:settings {W}>{inner}</w:settings>"


@pytest.mark.parametrize(
    ("properties", "signs"),
    [
        ('<w:numFmt w:val="lowerLetter"/>', ["[a]", "[b]"]),
        ('<w:numStart w:val="5"/>', ["[5]", "[6]"]),
        ('<w:numFmt w:val="chicago"/>', ["[*]", "[†]"]),
        ('<w:numRestart w:val="eachSect"/>', ["[1]", "[1]"]),
    ],
)
def test_notes_are_numbered_as_the_document_says(properties, signs):
    section = with_properties("<w:sectPr/>", "One", note_call(1), ".")
    part = settings(f"<w:footnotePr>{properties}</w:footnotePr>")
    blocks = outline(section, paragraph("Two", note_call(2), "."), footnotes=footnotes("a.", "b."), settings=part)
    assert [number for kind, number, _ in blocks if kind == "item"] == signs
    assert [text for kind, _, text in blocks if kind == "body"] == [f"One{signs[0]}.", f"Two{signs[1]}."]


def test_a_section_numbers_its_notes_in_its_own_way():
    properties = '<w:sectPr><w:footnotePr><w:numFmt w:val="upperRoman"/></w:footnotePr></w:sectPr>'
    first = with_properties(properties, "One", note_call(1), ".")
    blocks = outline(first, paragraph("Two", note_call(2), "."), footnotes=footnotes("a.", "b."))
    assert [number for kind, number, _ in blocks if kind == "item"] == ["[I]", "[2]"]


def test_numbers_that_each_page_counts_anew_are_not_known():
    part = settings('<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>')
    data = docx(paragraph("One", note_call(1), "."), footnotes=footnotes("a."), settings=part)
    assert [block.text for block in read(data).blocks] == ["One[*].", "a."]
    assert told(data) == {"unknown_note_numbers": {"count": 1}}


def test_a_note_with_a_mark_of_its_own_is_not_counted_and_the_byline_is_read():
    marked = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    data = docx(
        paragraph("The Law of the River", style="Title"),
        paragraph("By Ann Lee", marked),
        paragraph("It is shared", note_call(2), " by all."),
        footnotes=notes(paragraph("* Professor of Law."), paragraph("1984 was the year.")),
    )
    reading = read(data)
    assert [(block.kind.value, block.number, block.text) for block in reading.blocks] == [
        ("front", "", "The Law of the River"),
        ("front", "", "By Ann Lee[*]"),
        ("body", "", "It is shared[1] by all."),
        ("item", "[*]", "Professor of Law."),
        ("item", "[1]", "1984 was the year."),
    ]
    assert reading.declared.author == "Ann Lee"


def test_notes_stand_at_the_end_of_the_section_they_are_called_in():
    two = paragraph("A note.") + paragraph("Its second paragraph.")
    body = (
        TITLE,
        paragraph("Scope", style="heading 1"),
        paragraph("The wall", note_call(1), " stood."),
        table(["Year", "Sum"], ["1999", "7"]),
        paragraph("Annex", note_call(2), style="heading 1"),
        paragraph("Forms."),
    )
    assert outline(*body, footnotes=notes(two, paragraph("On the annex."))) == [
        ("front", "", "The Report"),
        ("heading", "", "Scope"),
        ("body", "", "The wall[1] stood."),
        ("row", "", "Year | Sum"),
        ("row", "", "1999 | 7"),
        ("item", "[1]", "A note."),
        ("item", "", "Its second paragraph."),
        ("heading", "", "Annex[2]"),
        ("body", "", "Forms."),
        ("item", "[2]", "On the annex."),
    ]


def test_notes_stand_below_headings_that_only_their_text_tells_too():
    body = (
        paragraph("Article 1. Scope"),
        paragraph(LONG[:-1], note_call(1), "."),
        paragraph("Article 2. Terms"),
        paragraph(LONG),
    )
    kinds = [(kind, number) for kind, number, _ in outline(*body, footnotes=footnotes("A note on the scope."))]
    assert kinds == [("heading", "Article 1."), ("body", ""), ("item", "[1]"), ("heading", "Article 2."), ("body", "")]


def test_brackets_typed_around_a_call_are_not_doubled():
    data = docx(paragraph("Said [", note_call(1), "] so."), footnotes=footnotes("A note."))
    assert read(data).blocks[0].text == "Said [1] so."
