"""What stands in a Word file inside something else: boxes, drawings, diagrams, other files, other parts."""

import pytest

from corpus.blocks import UnreadableFileError
from corpus.importing.readers.docx import read
from tests.support.docx_files import OFFICE, docx, numbering, outline, paragraph, parts, told, with_part, zipped

LIST = numbering([("decimal", "%1.", 1)])

LIST = numbering([("decimal", "%1.", 1)])
LONG = "This sentence is long enough to be a paragraph in anybody's eyes, and like others it ends with a full stop."


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
    with pytest.raises(UnreadableFileError, match=r"word/chunk\.rtf.*rich text file.*open it in Word"):
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
