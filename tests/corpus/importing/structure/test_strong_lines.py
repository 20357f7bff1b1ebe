"""Lines in bold that stand alone above a paragraph are headings, with and without numbers, in every format."""

import pytest

from corpus.blocks import Kind
from corpus.importing import readers
from corpus.importing.plan import plan_of
from tests.support.docx_files import docx, paragraph

LONG = "In this agreement the words have the meaning that the parties give to them in the paragraphs that follow below."
BOLD = {
    "md": "**{}**",
    "html": "<p><strong>{}</strong></p>",
    "docx": "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>",
}


def planned(lines, ending, above="Part one"):
    """The lines, those with a star in bold, below a title and a heading."""
    strong = [BOLD[ending].format(line[1:]) if line[0] == "*" else line for line in lines]
    if ending == "docx":
        heads = (paragraph("An agreement", style="Title"), paragraph(above, style="heading 1"))
        data = docx(*heads, *(paragraph(line) for line in strong))
    elif ending == "html":
        whole = [line if line[0] == "<" else f"<p>{line}</p>" for line in strong]
        data = f"<h1>An agreement</h1><h2>{above}</h2>{''.join(whole)}".encode()
    else:
        data = "\n\n".join(["# An agreement", f"## {above}", *strong]).encode()
    return plan_of(readers.read(f"a.{ending}", data)).paragraphs[2:]


def headings(lines, ending):
    return [(each.number, each.text) for each in planned(lines, ending) if each.kind is Kind.HEADING]


@pytest.mark.parametrize("ending", BOLD)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("", "Definitions"), ("", "Term")),
        (("(a)", "Definitions"), ("(b)", "Term")),
        (("a)", "Definitions"), ("b)", "Term")),
        (("1.", "Definitions"), ("2.", "Term")),
        (("1.1", "Definitions"), ("1.2", "Term")),
        (("§ 1", "Definitions"), ("§ 2", "Term")),
    ],
)
def test_a_line_in_bold_heads_the_paragraph_below_it(ending, first, second):
    lines = [f"*{' '.join(first).strip()}", LONG, f"*{' '.join(second).strip()}", LONG]
    assert headings(lines, ending) == [first, second]
    assert [each.level for each in planned(lines, ending) if each.kind is Kind.HEADING] == [2, 2]


@pytest.mark.parametrize("ending", BOLD)
@pytest.mark.parametrize(
    "lines",
    [
        ["*It must be paid at once.", LONG],
        [LONG, "*Anna Berg", "*Ben Holm"],
        [LONG, "*Ministry of Harbours", LONG],
        [LONG, "*and so on", LONG],
        [f"*{LONG}", LONG],
    ],
)
def test_what_is_bold_and_no_heading(ending, lines):
    assert headings(lines, ending) == []


@pytest.mark.parametrize(
    "page", ["<p style='font-weight: 700'>Term</p>", "<p><span style='font-weight:bold'>Te</span><b>rm</b></p>"]
)
def test_bold_by_a_style(page):
    found = readers.read("a.html", f"<h1>It</h1><h2>One</h2><p>{LONG}</p>{page}<p>{LONG}</p>".encode()).blocks
    assert [block.text for block in found if block.kind is Kind.HEADING] == ["One", "Term"]


def test_a_page_nested_deep_in_a_bold_line_is_read():
    page = "<h1>It</h1><p>" + "<span>" * 1500 + "Term" + "</span>" * 1500 + f"</p><p>{LONG}</p>"
    assert "Term" in [block.text for block in readers.read("a.html", page.encode()).blocks]


def test_a_line_in_bold_stands_below_the_divisions_of_a_law():
    page = f"<h1>A law</h1><p>PART I</p><p>Harbours</p><p><b>Purpose</b></p><p>{LONG}</p><p>PART II</p><p>Keepers</p><p>{LONG}</p>"
    found = readers.read("a.html", page.encode()).blocks
    assert [(block.number, block.text, block.level) for block in found if block.kind is Kind.HEADING] == [
        *(("PART I", "Harbours", 1), ("", "Purpose", 2), ("PART II", "Keepers", 1))
    ]
