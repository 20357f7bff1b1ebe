"""A file is read as what it is, whatever its name says; and what cannot be read says what to do."""

import pytest

from corpus.blocks import Kind, UnreadableFileError
from corpus.importing import readers
from corpus.importing.notices import Notice, describe
from corpus.importing.sources.files import sources_at
from tests.support.docx_files import docx, paragraph

PAGE = "<!DOCTYPE html><html><body><h1>Title</h1><p>Words of a page.</p></body></html>"
MAIL = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: A\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n--x\r\n'
    "Content-Type: text/html{charset}\r\nContent-Transfer-Encoding: {how}\r\nContent-Location: https://example.org/a"
    "\r\n\r\n{page}\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"
)


def body(reading):
    return [block.text for block in reading.blocks if block.kind is Kind.BODY]


@pytest.mark.parametrize(
    ("name", "data", "words", "kind"),
    [
        ("a.txt", PAGE.encode(), ["Words of a page."], ".html"),
        ("a.md", b"\xef\xbb\xbf\n <html><p>One.</html>", ["One."], ".html"),
        ("a.docx", PAGE.encode(), ["Words of a page."], ".html"),
        ("a.aspx", PAGE.encode(), ["Words of a page."], ".html"),
        ("a.txt", docx(paragraph("Words.")), ["Words."], ".docx"),
        ("a.html", PAGE.encode(), ["Words of a page."], ""),
        ("a.txt", b"The tag <html> stands in it.", ["The tag <html> stands in it."], ""),
    ],
)
def test_a_file_is_read_as_what_it_is(name, data, words, kind):
    reading = readers.read(name, data)
    assert body(reading) == words
    assert [notice for notice in reading.notices if notice.code == "other_kind"] == (
        [Notice("other_kind", {"kind": kind})] if kind else []
    )


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.pdf", "a"])
@pytest.mark.parametrize(
    ("data", "advice"),
    [(b"%PDF-1.7 x", "PDF"), (b"{\\rtf1 x}", "rich text"), (b"PK\x03\x04 mimetype", "zip|not a .docx")],
)
def test_what_cannot_be_read_says_what_to_do(name, data, advice):
    with pytest.raises(UnreadableFileError, match=advice):
        readers.read(name, data)


def test_a_document_of_an_old_word_is_told_by_its_bytes():
    with pytest.raises(UnreadableFileError, match=r"Save it as \.docx"):
        readers.read("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 x")


def test_a_folder_says_of_each_file_why_it_is_left_out(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.xyz").write_bytes(b"words")
    (tmp_path / "c.php").write_bytes(PAGE.encode())
    (tmp_path / "d.txt").write_bytes(b"words")
    (tmp_path / "e").mkdir()
    said = [source.skipped for source in sources_at(tmp_path)]
    assert [bool(reason) for reason in said] == [True, True, False, False, True]
    assert "PDF" in said[0]
    assert "Endings that can be read" in said[1]


@pytest.mark.parametrize(
    ("charset", "how", "page"),
    [
        ("", "8bit", PAGE),
        ("; charset=utf-8", "quoted-printable", PAGE.replace("Words", "W=C3=B6rds")),
        ("; charset=iso-8859-2", "quoted-printable", PAGE.replace("Words", "=A3=F3d=BC")),
        ('; charset="utf-8"', "base64", "PGh0bWw+PHA+V29yZHMgb2YgYSBwYWdlLjwvcD48L2h0bWw+"),
    ],
)
def test_a_page_saved_in_one_file_is_read(charset, how, page):
    reading = readers.read("a.mht", MAIL.format(charset=charset, how=how, page=page).encode())
    assert body(reading)[-1].replace("Wörds", "Words").replace("Łódź", "Words") == "Words of a page."
    assert reading.declared.source_url == "https://example.org/a"


def test_a_mail_without_a_page_says_how_to_save_one():
    with pytest.raises(UnreadableFileError, match="save the page as HTML"):
        readers.read("a.mht", b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nwords")


def test_an_encoding_that_was_guessed_or_stated_is_the_readings():
    data = "Wszyscy ludzie rodzą się wolni i równi. Łódź, źle, ćma.".encode("cp1250")
    for name in ("a.txt", "a.md", "a.html"):
        reading = readers.read(name, data)
        assert [notice.code for notice in reading.notices] == ["encoding_guessed"]
        assert "cp1250" in describe(reading.notices[0])
        stated = readers.read(name, data, "windows-1250")
        assert (stated.notices, stated.blocks) == ((), reading.blocks)
    assert "Łódź" in readers.read("a.html", b"<meta charset=utf-8>" + "Łódź".encode("cp1250"), "cp1250").blocks[0].text
