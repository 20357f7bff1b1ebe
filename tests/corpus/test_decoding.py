"""Bytes become text, and the named codec leads back to the same bytes."""

import codecs
import gzip

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from corpus.blocks import UnreadableFileError
from corpus.importing.readers.encoding import decode

CHINESE = "港口的建设是我们大家的事业。第一条　为了发展港口，人民代表大会制定本法，在全国实行。\r\n"
LETTER = "Dear Mr Müller,\n\nThe café is closed – “for ever”, says the naïve façade. It cost €5.\n"


@pytest.mark.parametrize(
    ("data", "text", "codec"),
    [
        (b"plain", "plain", "utf-8"),
        ("naïve “text”".encode(), "naïve “text”", "utf-8"),
        (codecs.BOM_UTF8 + b"marked", "marked", "utf-8-sig"),
        (CHINESE.encode("gb18030"), CHINESE, "gb18030"),
        (LETTER.encode("cp1252"), LETTER, "cp1252"),
        ("Grüße".encode("cp1252"), "Grüße", "cp1252"),
        (codecs.BOM_UTF16_LE + "über\r\n".encode("utf-16-le"), "\ufeffüber\r\n", "utf-16-le"),
        (codecs.BOM_UTF16_BE + "über\n".encode("utf-16-be"), "\ufeffüber\n", "utf-16-be"),
        ("Bare words.\n".encode("utf-16-le"), "Bare words.\n", "utf-16-le"),
        ("Bare words.\n".encode("utf-16-be"), "Bare words.\n", "utf-16-be"),
        (("港口。" * 20 + "\r\n").encode("utf-16-le"), "港口。" * 20 + "\r\n", "utf-16-le"),
    ],
)
def test_what_people_save_is_read_and_leads_back(data, text, codec):
    assert decode(data) == (text, codec)
    assert text.encode(codec) == data


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "Все люди рождаются свободными и равными в своём достоинстве и правах. " * 5),
        ("shift_jis", "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。" * 5),
        ("big5", "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。" * 5),
        ("euc_kr", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. " * 5),
    ],
)
def test_other_encodings_are_recognised_in_running_text(codec, text):
    decoded, found = decode(text.encode(codec))
    assert decoded == text
    assert decoded.encode(found) == text.encode(codec)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04rest", "zip archive"),
        (b"{\\rtf1 text}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (gzip.compress(b"text", mtime=0), "gzip"),
        (b"zero\0\0\0bytes\xff", "zero byte"),
        (b"one\ntwo \0 zero", "zero byte"),
        (codecs.BOM_UTF16_LE + b"a", "damaged"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data, reason):
    with pytest.raises(UnreadableFileError, match=reason) as refusal:
        decode(data)
    assert refusal.value.reason


def test_a_control_character_is_refused_with_its_line():
    with pytest.raises(UnreadableFileError, match=r"Line 3 holds the control character U\+0007") as refusal:
        decode(b"one\ntwo\nbell \x07\n")
    assert refusal.value.line == 3


def test_tabs_form_feeds_and_the_mark_of_dos_are_no_reason_to_refuse():
    assert decode(b"a\tb\x0c\nc\x1a") == ("a\tb\x0c\nc\x1a", "utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_lead_back(data):
    try:
        text, codec = decode(data)
    except UnreadableFileError:
        reject()
    assert text.encode(codec) == data


PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(PRINTED)
def test_utf8_is_never_taken_for_anything_else(text):
    assert decode(text.encode()) == (text.removeprefix("\ufeff"), "utf-8-sig" if text[:1] == "\ufeff" else "utf-8")


@given(PRINTED, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_marked_utf16_is_read_in_the_order_its_mark_says(text, codec):
    data = ("\ufeff" + text).encode(codec)
    # Two zero bytes after the mark are what UTF-32 begins with; no text begins with a zero character.
    assert decode(data) == ("\ufeff" + text, codec)
