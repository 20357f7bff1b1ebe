"""What Word paragraphs are: headings, quotations, rows, boxes, notes, and parts of the file wherever they are."""

import pytest
from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from corpus.blocks import UnreadableFileError
from corpus.importing.readers.docx import read
from tests.corpus.docx_files import (
    OFFICE,
    PACKAGE,
    W,
    core,
    docx,
    footnotes,
    looking,
    note_call,
    numbered,
    numbering,
    paragraph,
    parts,
    run,
    styled,
    table,
    with_properties,
    zipped,
)

LIST = numbering([("decimal", "%1.", 1)])
LONG = "This sentence is long enough to be a paragraph in anybody's eyes, and like others it ends with a full stop."
TITLE = paragraph("The Report", style="Title")


def outline(*body, **further):
    return [(b.kind.value, b.number, b.text) for b in read(docx(*body, **further)).blocks]


def told(data):
    return {one.code: dict(one.params) for one in read(data).notices}


def headings(*body, **further):
    blocks = read(docx(TITLE, *body, **further)).blocks
    return [(block.level, block.text) for block in blocks if block.kind == "heading"]


def test_headings_are_those_of_styles_based_on_headings_and_of_outline_levels():
    styles = styled(
        ("Title", "", ""),
        ("heading 2", "", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Clause Head", "heading 2", ""),
        ("Clause Head Deep", "Clause Head", ""),
        ("Outlined", "", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("TOC Heading", "heading 2", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
    )
    assert headings(
        paragraph("Contents", style="TOC Heading"),
        paragraph("By style", style="Clause Head Deep"),
        paragraph(LONG),
        paragraph("By outline", style="Outlined"),
        paragraph(LONG),
        with_properties('<w:outlineLvl w:val="2"/>', "By itself"),
        paragraph(LONG),
        with_properties('<w:pStyle w:val="Outlined"/><w:outlineLvl w:val="9"/>', "No heading, it says"),
        paragraph(LONG),
        paragraph(f"{LONG} {LONG}", style="Outlined"),
        styles=styles,
    ) == [(2, "By style"), (1, "By outline"), (3, "By itself")]


def test_a_heading_style_that_is_not_defined_is_known_by_its_name():
    assert headings(paragraph("Scope", style="Heading2"), paragraph(LONG), styles=styled(("Title", "", ""))) == [
        (2, "Scope")
    ]


def test_short_bold_lines_above_paragraphs_are_headings():
    bold = "<w:b/>"
    assert headings(
        paragraph(looking("Our vision", bold)),
        paragraph(looking("What has been done", bold)),
        paragraph(LONG),
        paragraph(looking("A sentence all in bold is no heading.", bold)),
        paragraph(LONG),
        paragraph("Partly ", looking("bold", bold)),
        paragraph(LONG),
        paragraph(looking("Ann Bee", bold)),
        paragraph("Minister of Trade"),
    ) == [(1, "Our vision"), (1, "What has been done")]


def test_short_bold_items_above_what_belongs_to_them_are_numbered_headings():
    part = numbering([("decimal", "%1.", 1), ("decimal", "%1.%2", 1)])

    def item(text, depth=0, properties="<w:b/>"):
        return with_properties(numbered(1, depth), looking(text, properties))

    body = (
        item("Delivery"), item("Time", 1), paragraph(LONG), item("Place", 1), paragraph(LONG),
        item("Price"), item(LONG, 1, ""),
        item("Copper"), item("Tin"), item("Zinc"),
    )  # fmt: skip
    assert [(kind, number) for kind, number, _ in outline(*body, numbering=part)] == [
        ("heading", "1."), ("heading", "1.1"), ("body", ""), ("heading", "1.2"), ("body", ""),
        ("heading", "2."), ("item", "2.1"),
        ("item", "3."), ("item", "4."), ("item", "5."),
    ]  # fmt: skip


def test_short_lines_that_stand_alone_are_headings_where_nothing_else_makes_any():
    lines = (paragraph("Our vision"), paragraph(LONG), paragraph("What has been done"), paragraph(LONG))
    assert headings(*lines) == [(1, "Our vision"), (1, "What has been done")]
    assert headings(paragraph("Scope", style="heading 1"), paragraph(LONG), *lines) == [(1, "Scope")]


def test_quotations_are_told_by_their_style_and_by_how_far_they_are_set_in():
    styles = styled(("Quote", "", ""), ("Long Words", "Quote", ""))
    both, left = '<w:ind w:left="720" w:right="720"/>', '<w:ind w:start="720"/>'
    body = (
        paragraph(LONG),
        paragraph("They said so.", style="Long Words"),
        paragraph(LONG),
        with_properties(both, "They said it again."),
        paragraph(LONG),
        with_properties(left, LONG),
        with_properties('<w:ind w:left="5000"/>', LONG),
        with_properties('<w:ind w:left="720"/><w:jc w:val="center"/>', LONG),
    )
    kinds = [kind for kind, _, _ in outline(*body, styles=styles)]
    assert kinds == ["body", "quote", "body", "quote", "body", "quote", "body", "body"]


def test_what_is_set_in_below_a_typed_clause_is_no_quotation():
    left = '<w:ind w:left="720"/>'
    body = (
        paragraph(LONG),
        paragraph(f"1. {LONG}"),
        with_properties(left, f"(a) {LONG}"),
        with_properties(left, LONG),
        paragraph(LONG),
        with_properties(left, LONG),
    )
    assert [kind for kind, _, _ in outline(*body)] == ["body", "body", "body", "body", "body", "quote"]


def test_where_everything_is_set_in_nothing_is_a_quotation():
    body = [with_properties('<w:ind w:left="720" w:right="720"/>', LONG) for _ in range(3)]
    assert [kind for kind, _, _ in outline(*body)] == ["body"] * 3


def test_an_items_further_paragraphs_belong_to_it():
    part = numbering([("decimal", "%1.", 1), ("lowerLetter", "(%2)", 1)])
    for depth, left in enumerate((720, 1440)):
        end = f'<w:lvlText w:val="{("%1.", "(%2)")[depth]}"/>'
        part = part.replace(end, f'{end}<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr>')
    set_in = '<w:ind w:left="{}"/>'.format
    body = (
        paragraph("Item.", list_id=1),
        with_properties(set_in(720), "More of it."),
        paragraph("Deeper.", list_id=1, depth=1),
        with_properties(set_in(1440), "More of the deeper."),
        with_properties(set_in(720), "More of the first."),
        paragraph("No more."),
        with_properties(set_in(720), "Nor this."),
    )
    levels = [(block.kind.value, block.level, block.number) for block in read(docx(*body, numbering=part)).blocks]
    assert levels == [
        ("item", 1, "1."),
        ("item", 1, ""),
        ("item", 2, "(a)"),
        ("item", 2, ""),
        ("item", 1, ""),
        ("body", 0, ""),
        ("body", 0, ""),
    ]


def cell(*content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def rows(*lines):
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def merged(value=""):
    return f'<w:vMerge w:val="{value}"/>' if value else "<w:vMerge/>"


def test_empty_and_joined_cells_keep_the_columns():
    wide = '<w:gridSpan w:val="2"/>'
    body = rows(
        cell(paragraph("stall")) + cell(paragraph("2019")) + cell(paragraph("2020")) + cell(paragraph("2021")),
        cell(paragraph("lamps")) + cell(paragraph("two")) + cell(paragraph("")) + cell(paragraph("three")),
        cell(paragraph("weaver")) + cell(paragraph("none"), properties=wide) + cell(paragraph("one")),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        + cell(paragraph("a"))
        + cell(paragraph("b"))
        + cell(paragraph("c")),
    )
    assert [text for _, _, text in outline(body)] == [
        "stall | 2019 | 2020 | 2021",
        "lamps | two |  | three",
        "weaver | none |  | one",
        " | a | b | c",
    ]


def test_numbers_that_fill_a_column_are_read():
    def line(*texts):
        return cell(paragraph("", list_id=1)) + "".join(cell(paragraph(text)) for text in texts)

    head = "".join(cell(paragraph(text)) for text in ("No.", "Duty", "Who"))
    body = rows(head, line("Opens", "Warden"), line("Rings", "Clerk"))
    assert [text for _, _, text in outline(body, numbering=LIST)] == [
        "No. | Duty | Who",
        "1. | Opens | Warden",
        "2. | Rings | Clerk",
    ]
    assert outline(rows(line(LONG), line(LONG)), numbering=LIST) == [("body", "1.", LONG), ("body", "2.", LONG)]


def test_what_a_merged_cell_covers_is_not_counted():
    body = rows(
        cell(paragraph("One", list_id=1), properties=merged("restart")) + cell(paragraph("a")),
        cell(paragraph("", list_id=1), properties=merged()) + cell(paragraph("b")),
        cell(paragraph("Two", list_id=1)) + cell(paragraph("c")),
    )
    assert [text for _, _, text in outline(body, numbering=LIST)] == ["1. One | a", " | b", "2. Two | c"]


def test_tables_stay_tables_with_lists_headings_and_numbers_in_their_cells():
    body = rows(
        cell(paragraph("Duty", style="heading 2")) + cell(paragraph("Who")),
        cell(paragraph("Opens", list_id=1), paragraph("Rings", list_id=1)) + cell(paragraph("Warden")),
        cell(paragraph("First."), paragraph("Second.")) + cell(rows(cell(paragraph("in")) + cell(paragraph("side")))),
    )
    assert outline(body, numbering=LIST) == [
        ("row", "", "Duty | Who"),
        ("row", "", "1. Opens 2. Rings | Warden"),
        ("row", "", "First. Second. | in, side"),
    ]


def test_a_table_of_one_column_and_one_of_marks_only_arrange_the_page():
    assert outline(rows(cell(paragraph(LONG)), cell(paragraph(LONG)))) == [("body", "", LONG)] * 2
    marked = rows(cell(paragraph("(1)")) + cell(paragraph(LONG)), cell(paragraph("(2)")) + cell(paragraph(LONG)))
    assert outline(marked) == [("body", "(1)", LONG), ("body", "(2)", LONG)]


def test_hidden_rows_are_left_out():
    body = rows(
        cell(paragraph("a")) + cell(paragraph("b")),
        "<w:trPr><w:hidden/></w:trPr>" + cell(paragraph("c")) + cell(paragraph("d")),
    )
    assert [text for _, _, text in outline(body)] == ["a | b"]


SPACES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "r": OFFICE,
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "own": "https://example.org/own",
}
NAMED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in SPACES.items())


def boxed(content):
    return f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"


def drawing(content):
    return f"<w:drawing>{content}</w:drawing>"


def fallback(content):
    return f"<w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict>"


def either(needs, choice, otherwise=""):
    chosen = f'<mc:Choice Requires="{needs}">{choice}</mc:Choice>'
    return f"<mc:AlternateContent>{chosen}{f'<mc:Fallback>{otherwise}</mc:Fallback>' if otherwise else ''}</mc:AlternateContent>"


INSIDE = paragraph("Inside.", list_id=1)


@pytest.mark.parametrize(
    "box",
    [
        drawing(boxed(INSIDE)),
        fallback(INSIDE),
        either("wps", drawing(boxed(INSIDE))),
        either("wps", drawing(boxed(INSIDE)), fallback(INSIDE)),
        either("own", drawing("<own:strange/>"), fallback(INSIDE)),
        either("wps", drawing(boxed(INSIDE)), either("own", "<own:strange/>", fallback(INSIDE))),
    ],
)
def test_the_words_of_a_box_are_there_once_and_count_once(box):
    holder = f"<w:r {NAMED}>{box}</w:r>"
    body = (paragraph("Before", list_id=1), paragraph("Around ", holder, "it."), paragraph("After.", list_id=1))
    assert outline(*body, numbering=LIST) == [
        ("item", "1.", "Before"),
        ("body", "", "Around it."),
        ("item", "2.", "Inside."),
        ("item", "3.", "After."),
    ]
    assert told(docx(*body, numbering=LIST)) == {"text_boxes": {"count": 1}}


def test_words_in_drawings_and_emoji_are_read():
    art = '<w:pict><v:shape><v:textpath string="Words as a picture"/></v:shape></w:pict>'
    shape = drawing(
        "<a:sp><a:txBody><a:p><a:r><a:t>Words in a </a:t></a:r><a:r><a:t>shape</a:t></a:r></a:p></a:txBody></a:sp>"
    )
    emoji = '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F600"/>'
    body = paragraph("Text ", f"<w:r {NAMED}>{either('w16se', emoji, '<w:t>no</w:t>')}{art}{shape}</w:r>")
    assert [text for _, _, text in outline(body)] == ["Text 😀", "Words as a picture", "Words in a shape"]


def test_a_box_in_a_box_is_read_inside_it():
    inner = paragraph("Outer.", f"<w:r>{drawing(boxed(paragraph('Inner.')))}</w:r>")
    body = paragraph("Text.", f"<w:r {NAMED}>{drawing(boxed(inner))}</w:r>")
    assert [text for _, _, text in outline(body)] == ["Text.", "Outer.", "Inner."]


def with_part(named, name, content, kind, identifier, owner="word/_rels/document.xml.rels"):
    """The parts of a file with one more, and its relationship."""
    line = f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{name}"/>'
    related = named[owner].replace("</Relationships>", f"{line}</Relationships>")
    return named | {f"word/{name}": content, owner: related}


def test_diagrams_keep_their_words_in_their_order():
    def point(name, text, kind="node"):
        words = f"<dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>"
        return f'<dgm:pt modelId="{name}" type="{kind}">{words}</dgm:pt>'

    points = (
        point("0", "", "doc")
        + point("3", "Third")
        + point("1", "First")
        + point("2", "Second")
        + point("9", "x", "pres")
    )
    links = (("0", "1", 0), ("0", "3", 1), ("1", "2", 0))
    lines = "".join(f'<dgm:cxn srcId="{a}" destId="{b}" srcOrd="{order}"/>' for a, b, order in links)
    model = f"<dgm:dataModel {NAMED}><dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{lines}</dgm:cxnLst></dgm:dataModel>"
    holder = f'<w:r {NAMED}><w:drawing><dgm:relIds r:dm="d1"/></w:drawing></w:r>'
    data = zipped(with_part(parts(paragraph("Text.", holder)), "diagrams/data1.xml", model, "diagramData", "d1"))
    assert [block.text for block in read(data).blocks] == ["Text.", "First", "Second", "Third"]
    assert told(data) == {"diagrams": {"count": 1}}


CHUNK = f'<w:altChunk {NAMED} r:id="c1"/>'
ARTICLES = (paragraph("Article 1. It begins."), CHUNK, paragraph("Article 3. It ends."))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chunk.html", "<html><body><p>Article 2. It goes on.</p></body></html>"),
        ("chunk.htm", "<p>Article 2. It goes on.</p>"),
        ("chunk.txt", "Article 2. It goes on."),
        ("chunk.md", "Article 2. It goes on."),
        ("chunk.mht", "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Article 2. It goes on.</p>"),
        ("chunk.dat", "<html><body><p>Article 2. It goes on.</p></body></html>"),
        ("chunk.docx", docx(paragraph("Article 2. It goes on."))),
    ],
)
def test_chunks_of_other_files_are_read_in_their_place(name, content):
    data = zipped(with_part(parts(*ARTICLES), name, content, "aFChunk", "c1"))
    assert [(block.number, block.text) for block in read(data).blocks] == [
        ("Article 1.", "It begins."),
        ("Article 2.", "It goes on."),
        ("Article 3.", "It ends."),
    ]
    assert told(data) == {"chunk_read": {"name": f"word/{name}"}}


def test_a_chunk_that_cannot_be_read_is_named_and_a_missing_one_reported():
    data = zipped(with_part(parts(*ARTICLES), "chunk.rtf", r"{\rtf1 Article 2.}", "aFChunk", "c1"))
    with pytest.raises(UnreadableFileError, match=r"word/chunk\.rtf.*Open it in Word"):
        read(data)
    assert told(docx(*ARTICLES)) == {"chunk_missing": {"name": ""}}


def test_chunks_in_chunks_come_to_an_end():
    data = docx(paragraph("Inmost."))
    for _ in range(6):
        data = zipped(with_part(parts(CHUNK), "chunk.docx", data, "aFChunk", "c1"))
    with pytest.raises(UnreadableFileError, match=r"chunk\.docx"):
        read(data)


def test_parts_are_found_by_their_relationships():
    named = parts(paragraph("First.", list_id=1), numbering=LIST)
    moved = {
        "[Content_Types].xml": named["[Content_Types].xml"],
        "_rels/.rels": named["_rels/.rels"].replace("word/document.xml", "/Text/Main%202.xml"),
        "text/main 2.xml": named["word/document.xml"],
        "text/_rels/main 2.xml.rels": named["word/_rels/document.xml.rels"].replace("numbering.xml", "../Lists/n2.xml"),
        "lists/n2.xml": named["word/numbering.xml"],
    }
    assert [(block.number, block.text) for block in read(zipped(moved)).blocks] == [("1.", "First.")]


def test_the_strict_edition_of_the_standard_is_read():
    named = parts(paragraph("First.", list_id=1), numbering=LIST)
    strict = {
        name: content.replace("schemas.openxmlformats.org/wordprocessingml/2006/", "purl.oclc.org/ooxml/wordprocessingml/")
        .replace("schemas.openxmlformats.org/officeDocument/2006/", "purl.oclc.org/ooxml/officeDocument/")
        for name, content in named.items()
    }  # fmt: skip
    assert strict != named
    assert [(block.number, block.text) for block in read(zipped(strict)).blocks] == [("1.", "First.")]


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


def test_a_printed_table_of_contents_is_no_outline():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    begin = (mark("begin"), "<w:r><w:instrText> TOC \\o </w:instrText></w:r>", mark("separate"))
    body = (
        TITLE,
        paragraph(*begin, "Scope of it 2"),
        paragraph("Terms of it 5", mark("end")),
        paragraph("Scope of it", style="heading 1"),
        paragraph(LONG),
    )
    assert [kind for kind, _, _ in outline(*body)] == ["front", "furniture", "furniture", "heading", "body"]


def test_headers_with_words_are_reported():
    head = f"<w:hdr {W}>{paragraph('Draft of May')}</w:hdr>"
    empty = f"<w:ftr {W}>{paragraph('')}</w:ftr>"
    named = with_part(parts(paragraph("Text.")), "header1.xml", head, "header", "h1")
    data = zipped(with_part(named, "footer1.xml", empty, "footer", "f1"))
    assert told(data) == {"headers": {"count": 1}}
    assert [block.text for block in read(data).blocks] == ["Text."]


def test_properties_under_another_name_are_found():
    named = parts(paragraph("Words"))
    line = f'<Relationship Id="p" Type="{PACKAGE}/relationships/metadata/core-properties" Target="props/own.xml"/>'
    named["_rels/.rels"] = named["_rels/.rels"].replace("</Relationships>", f"{line}</Relationships>")
    assert read(zipped(named | {"props/own.xml": core(title="A title")})).declared.title == "A title"


def test_containers_around_paragraphs_and_words_are_seen_through():
    inline = f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{run('4 May')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink w:anchor="a">{run("there")}</w:hyperlink>'
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('On ', inline, ', ', link, '.')}</w:sdtContent></w:sdt>",
        f'<w:customXml w:element="x">{with_properties(numbered(1), "Item.")}</w:customXml>',
    )
    assert outline(*body, numbering=LIST) == [("body", "", "On 4 May, there."), ("item", "1.", "Item.")]


_LEAVES = st.sampled_from(
    [
        run("word"),
        note_call(1),
        '<w:r><w:br w:type="page"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><w:instrText>SYMBOL 99999999999</w:instrText></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="zz"/></w:r>',
        '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/></w:r>',
        "<!-- a comment --><?an instruction?>",
        "<w:p/>",
        "<w:tbl/>",
        "<w:tc/>",
        "<w:tr/>",
        "<w:altChunk/>",
        "<m:oMath><m:f/><m:rad/><m:nary/><m:d/></m:oMath>",
    ]
)
_HOLDERS = (
    "<w:p>{}</w:p>",
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="7"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>',
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>",
    "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-3"/><w:vMerge/></w:tcPr>{}</w:tc></w:tr></w:tbl>',
    "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>",
    "<w:ins>{}</w:ins>",
    "<w:del>{}</w:del>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:hyperlink>{}</w:hyperlink>",
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda holder, content: holder.format("".join(content)), st.sampled_from(_HOLDERS), st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)


@settings_of(max_examples=150, deadline=None)
@given(st.lists(_TREES, max_size=5))
def test_however_oddly_elements_stand_in_each_other_the_text_around_is_read(trees):
    body = (paragraph(LONG), *(f"<w:p>{tree}</w:p>" for tree in trees), *trees, paragraph("The very last words."))
    blocks = read(docx(*body, numbering=LIST, footnotes=footnotes("A note."))).blocks
    assert blocks[0].text == LONG
    assert any("The very last words." in block.text for block in blocks)
