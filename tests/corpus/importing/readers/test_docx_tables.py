"""What the tables of Word are: columns, cells, rows."""

from tests.support.docx_files import numbering, outline, paragraph

LIST = numbering([("decimal", "%1.", 1)])

LIST = numbering([("decimal", "%1.", 1)])
LONG = "This sentence is long enough to be a paragraph in anybody's eyes, and like others it ends with a full stop."


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
