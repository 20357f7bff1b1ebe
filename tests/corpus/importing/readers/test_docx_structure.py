"""What Word paragraphs are: headings, quotations, items, wherever they stand."""

from hypothesis import given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from corpus.importing.readers.docx import read
from tests.support.docx_files import (
    PACKAGE,
    TITLE,
    W,
    core,
    docx,
    footnotes,
    headings,
    looking,
    note_call,
    numbered,
    numbering,
    outline,
    paragraph,
    parts,
    run,
    styled,
    told,
    with_part,
    with_properties,
    zipped,
)

LIST = numbering([("decimal", "%1.", 1)])

LIST = numbering([("decimal", "%1.", 1)])
LONG = "This sentence is long enough to be a paragraph in anybody's eyes, and like others it ends with a full stop."


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
