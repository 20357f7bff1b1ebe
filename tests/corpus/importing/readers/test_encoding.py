"""Bytes become text, and the named codec leads back to the same bytes."""

import codecs
import gzip

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from corpus.blocks import UnreadableFileError
from corpus.importing import readers
from corpus.importing.readers.encoding import Certainty, Decoded, decode, decode_text

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
        ("人人生而自由，一律平等，有一。".encode("utf-16-le"), "人人生而自由，一律平等，有一。", "utf-16-le"),
        ("人人生而自由,一律平等。".encode("utf-16-be"), "人人生而自由,一律平等。", "utf-16-be"),
        ("모든 인간은 동등하다.".encode("utf-16-le"), "모든 인간은 동등하다.", "utf-16-le"),
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
    assert str(refusal.value)


def test_a_control_character_is_refused_with_its_line():
    with pytest.raises(UnreadableFileError, match=r"Line 3 holds the control character U\+0007") as refusal:
        decode(b"one\ntwo\nbell \x07\n")
    assert refusal.value.line == 3


def test_tabs_form_feeds_and_the_mark_of_dos_are_no_reason_to_refuse():
    assert decode(b"a\tb\x0c\nc\x1a") == ("a\tb\x0c\nc\x1a", "utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_lead_back(data):
    try:
        decoded = decode_text(data)
    except UnreadableFileError:
        reject()
    assert decoded.damage[0] or decoded.text.encode(decoded.codec) == data


PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(PRINTED)
def test_utf8_is_never_taken_for_anything_else(text):
    assert decode(text.encode()) == (text.removeprefix("\ufeff"), "utf-8-sig" if text[:1] == "\ufeff" else "utf-8")


@given(PRINTED, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_marked_utf16_is_read_in_the_order_its_mark_says(text, codec):
    data = ("\ufeff" + text).encode(codec)
    # Two zero bytes after the mark are what UTF-32 begins with; no text begins with a zero character.
    assert decode(data) == ("\ufeff" + text, codec)


UNIVERSAL = {
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Größe, Öl, Übung im Geist der Brüderlichkeit.",
    "fr": "Tous les êtres humains naissent égaux en dignité ; le cœur, où, ça, très élevé.",
    "pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności. Łódź, źle, ćma, żaba.",
    "cs": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti. Žluťoučký kůň, řeka, ďábel.",
    "hr": "Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu. Čovjek, život, šuma.",
    "lt": "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Įstatymas, ėjo, čia, šis, ųjų.",
    "lv": "Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā. Ķēde, ļoti, ģimene, žurnāls.",
    "tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. İstanbul, çağ.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        *(("de", codec) for codec in ("cp1252", "iso8859-15", "cp850", "mac-roman")),
        *(("fr", codec) for codec in ("cp1252", "iso8859-15")),
        *((language, codec) for language in ("pl", "cs", "hr") for codec in ("cp1250", "iso8859-2", "cp852")),
        *((language, codec) for language in ("lt", "lv") for codec in ("cp1257", "iso8859-13")),
        *(("tr", codec) for codec in ("cp1254", "iso8859-9")),
        *(("ru", codec) for codec in ("cp1251", "koi8-r", "iso8859-5", "cp866")),
        *(("el", codec) for codec in ("cp1253", "iso8859-7")),
        *(("he", codec) for codec in ("cp1255", "iso8859-8")),
        *(("ar", codec) for codec in ("cp1256", "iso8859-6")),
        ("ja", "euc_jp"),
    ],
)
def test_old_encodings_are_told_by_their_alphabets_and_it_is_said_that_this_was_a_guess(language, codec):
    text = UNIVERSAL[language].encode(codec, "replace").decode(codec)
    found = decode_text(text.encode(codec))
    assert found.text == text
    assert [notice.code for notice in found.notices] == [str(found.certainty)] != [""]


def test_a_sign_inside_words_tells_that_it_is_a_letter():
    # In the encoding of the Macintosh the last letter of this alphabet is the sign of the euro.
    text = "Совет постановил. Решение вступает в силу в первый день следующего месяца."
    assert decode_text(text.encode("cp1251")).codec == "cp1251"


def test_what_may_as_well_be_another_encoding_is_said_to_be_unsure():
    assert decode_text(UNIVERSAL["pl"].encode("cp1250")).certainty is Certainty.GUESSED
    assert decode_text(b"tr\xe8s").certainty is Certainty.UNSURE
    assert decode_text("très".encode()).notices == ()


def test_the_encoding_may_be_stated_in_the_names_of_python_and_of_html():
    data = "Łódź „tak”".encode("cp1250")
    assert decode_text(data, "windows-1250") == decode_text(data, "cp1250") == Decoded("Łódź „tak”", "cp1250")
    assert decode_text(data, "x-cp1250").text == "Łódź „tak”"
    assert decode_text(codecs.BOM_UTF8 + b"a", "cp1252") == Decoded("a", "utf-8-sig")
    assert decode_text("条例".encode("iso2022_jp")).text == "条例"


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        (b"a", "nonsense", "no encoding called “nonsense”"),
        (b"one\ntwo \xff", "utf-8", "Line 2 is not in utf-8"),
        (b"a", "base64", "no encoding called"),
    ],
)
def test_an_encoding_that_is_not_the_files_is_refused(data, encoding, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        decode_text(data, encoding)


@pytest.mark.parametrize("bad", [b"\xe4", b"f\xfcr", b"\x93so\x94", "é".encode()[:1], b"\xe2\x82 5"])
@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_utf_8_with_a_damaged_byte_stays_utf_8_and_that_is_said(bad, ending):
    page = (
        "<meta charset=utf-8><h1>Über Häfen</h1>\n<p>Größere Schiffe müssen warten – schön.\n<p>"
        if ending == "html"
        else ""
    )
    source = (page or "# Über Häfen\n\nGrößere Schiffe müssen warten – schön. ").encode() + bad + b" Ende."
    reading = readers.read(f"a.{ending}", source)
    assert "Größere Schiffe müssen warten – schön." in " ".join(block.text for block in reading.blocks)
    (told,) = [notice for notice in reading.notices if notice.code == "encoding_damaged"]
    assert told.params == {"encoding": "utf-8", "count": 2 if bad[0] == 0x93 else 1, "line": 3}
    assert readers.read(f"a.{ending}", source, "utf-8") == reading


def test_a_damaged_byte_is_read_as_the_letter_it_was_in_older_texts():
    assert decode_text("Größe für ".encode() + b"K\xf6ln")[:2] == ("Größe für Köln", "utf-8")


def test_an_older_text_is_not_taken_for_damaged_utf_8():
    for words, codec in (("Größe für Köln und Zürich", "cp1252"), ("Все счастливые семьи похожи", "koi8-r"),
                         ("Все счастливые семьи", "cp866"), ("港口管理办法已经通过了的", "gb18030"), ("港の管理について", "shift_jis")):  # fmt: skip
        assert decode_text((f"{words}. " * 20).encode(codec)).damage == (0, 0)


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_the_sign_of_a_scanner_divides_no_word(ending):
    source = "# A report\n\nThe inter¬\nnational and the co¬ operation, but ¬p and p¬q.\n"
    page = "<h1>A report</h1><p>The inter¬<br>national and the co¬ operation, but ¬p and p¬q.</p>"
    found = readers.read(f"a.{ending}", (page if ending == "html" else source).encode()).blocks
    assert "The inter\xadnational and the co\xadoperation, but ¬p and p¬q." in [block.text for block in found]


def test_the_sign_of_a_scanner_divides_no_word_after_a_vowel_sign():
    found = readers.read("a.txt", "# लेख\n\nसभी को समा¬ नता और सम्मान प्राप्त है।\n".encode()).blocks
    assert found[-1].text == "सभी को समा\xadनता और सम्मान प्राप्त है।"


OLD = {
    "fr": "Le capitaine était très fatigué à la fin de l'été. Ça suffit, voilà le garçon naïf.",
    "es": "El señor capitán llegó mañana. ¿Qué pasó? ¡Nada! La niña soñó con él.",
    "it": "La città è più bella perché c'è il mare. Così andò là, però non tornò più.",
    "de": "Der Hafenmeister fährt täglich über die Brücke. Größere Schiffe müssen warten.",
    "sv": "Hamnmästaren går över bron, och måsarna hör honom inte. Större fartyg får vänta.",
    "en": "The café’s naïve façade closed; the coöperation was over.",
}


@pytest.mark.parametrize("language", OLD)
@pytest.mark.parametrize("codec", ["cp437", "cp850", "cp1252", "iso8859-1", "mac-roman"])
def test_western_texts_of_all_ages_are_read_right(language, codec):
    try:
        data = OLD[language].encode(codec)
    except UnicodeEncodeError:
        pytest.skip("no letters of this encoding")
    assert decode_text(data).text == OLD[language]
