"""Bytes to text and the name of the codec that leads back, exactly.

Plain Python. ``decode`` promises ``text.encode(codec) == data`` for all it returns. UTF-8 is tried first, since
nearly every file is UTF-8 and no other encoding looks like it by accident. UTF-16 is told by its byte order mark or
by where its zero bytes stand. The old encodings cannot be told for certain: the two most frequent ones (GB 18030 and
Windows-1252) are recognised by characters that are frequent in texts written in them, the others are left to
charset-normalizer.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import from_bytes

from corpus.blocks import UnreadableFileError

SAMPLE = 100_000  # bytes looked at where an encoding has to be guessed

# Everything below the space except tab, line feed, vertical tab, form feed, carriage return and the end-of-file mark
# of DOS, none of which harms a text; delete is among them.
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A} | {0x7F})
_CONTROL = re.compile("[" + re.escape(_CONTROLS.decode("ascii")) + "]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_SAVE_AS = "Save it as plain text in UTF-8 and load that file."
_MAGIC = {
    b"%PDF-": "This is a PDF file. Load the document it was made from, or copy its text into a plain text file.",
    b"PK\x03\x04": "This is a zip archive or an office document. A Word document must have a name that ends in .docx; "
    "anything else must be unpacked or saved as plain text first.",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "This is a document of an old Word or office version. "
    "Save it as .docx or as plain text and load that file.",
    b"{\\rtf": "This is a rich text file. Save it as .docx or as plain text and load that file.",
    b"\x89PNG\r\n": "This is a PNG picture, not a text.",
    b"GIF8": "This is a GIF picture, not a text.",
    b"\xff\xd8\xff": "This is a JPEG picture, not a text.",
    b"\x1f\x8b": "This is a gzip archive. Unpack it and load the text in it.",
    b"SQLite format 3\x00": "This is a database, not a text.",
    b"\x7fELF": "This is a program, not a text.",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HAN = re.compile("[\u4e00-\u9fff]")
# The characters a Chinese text cannot do without; together they are a fifth of any modern one.
_FREQUENT_HAN = frozenset("的一是不了在人有我他这中大来上国个到说们为和地出会以要时年就可发工作民经对成主方行于之")
_LEAST_FREQUENT_HAN = 0.06
# What Western European texts hold beyond ASCII; a text that is not Western reads as little of this.
_WESTERN = frozenset("àáâäåæçèéêëìíîïñòóôöøùúûüßÀÁÂÄÅÇÈÉÊËÍÎÑÓÔÖØÙÚÜœŒ“”‘’„‚–—…•€£§©®°«»¿¡ªº´·™\xa0\xad")
_LEAST_WESTERN = 0.95
_MOST_WESTERN = 0.4
# ASCII, Latin, Greek to Arabic, punctuation of all scripts, kana: what an eighth of any text is, even a Chinese one.
_FAMILIAR = re.compile("[\t\n\r -~\xa0-\u06ff\u2010-\u2026\u3000-\u30ff\uff00-\uff1f]")
_LEAST_FAMILIAR = 0.08


def decode(data: bytes) -> tuple[str, str]:
    """Decode ``data`` and name the Python codec for which ``text.encode(codec) == data``.

    Line ends stay as they are. A byte order mark is part of the codec for UTF-8 ("utf-8-sig"); for UTF-16 and UTF-32
    it stays in the text as U+FEFF, since Python's "utf-16" would write the order of the machine it runs on.

    Raises:
        UnreadableFileError: the bytes are no text, or text in an encoding that cannot be told.
    """
    for magic, reason in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFileError(reason)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, codec), codec
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_old(data, error.start)
    if len(data.translate(None, _CONTROLS)) == len(data):
        return text, "utf-8"
    # Bytes that pass for UTF-8 but for their zeros are UTF-16 only if every other byte or so is zero.
    guess = _guess_utf16(data) if data.count(0) * 4 > len(data) else None
    if guess is None:
        raise _control_error(text)
    return guess


def _decode_marked(data: bytes, codec: str) -> str:
    """Decode what a byte order mark says is Unicode, and hold it to that."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"The file begins as {codec[:6].upper()} but is damaged at byte {error.start + 1}. {_SAVE_AS}"
        ) from error
    if _CONTROL.search(text):
        raise _control_error(text)
    return text


def _guess_utf16(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-16 without a byte order mark, or return ``None``.

    Spaces, line ends and ASCII letters have a zero for their high byte, and no text can do without some of them;
    a zero for the low byte is rare. Bytes that are no text may stand like that by accident, but do not make
    characters that texts are full of.
    """
    even, odd = data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    if max(even, odd) <= min(even, odd) * 10:
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    sample = text[:SAMPLE]
    is_familiar = len(_FAMILIAR.findall(sample)) >= _LEAST_FAMILIAR * len(sample)
    return (text, codec) if is_familiar and not _CONTROL.search(text) else None


def _decode_old(data: bytes, first_bad: int) -> tuple[str, str]:
    """Decode bytes that are not UTF-8: the candidates in the order of their likelihood, each held to the round trip."""
    if b"\0" in data:
        guess = _guess_utf16(data)
        if guess is None:
            raise UnreadableFileError(f"This is not a text: it holds zero bytes. {_SAVE_AS}", _line_of(data, 0))
        return guess
    for codec in _candidates(data):
        try:
            text = data.decode(codec)
            returns = text.encode(codec) == data
        except (UnicodeError, LookupError):
            continue
        if returns and not _CONTROL.search(text) and not _C1.search(text):
            return text, codec
    line = data.count(b"\n", 0, first_bad) + 1
    raise UnreadableFileError(f"The encoding of this file cannot be told. {_SAVE_AS}", line)


def _candidates(data: bytes) -> Iterator[str]:
    """Yield the names of the encodings ``data`` may be in, the likeliest first, none tried before it is asked for."""
    sample = data[:SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1 or len(sample)]
    if _is_chinese(sample):
        yield "gb18030"
    if _is_western(sample):
        yield "cp1252"
    for found in from_bytes(sample):
        yield found.encoding
    yield "cp1252"


def _is_chinese(sample: bytes) -> bool:
    """Whether ``sample``, read as GB 18030, has the characters every Chinese text is full of."""
    han = Counter(_HAN.findall(sample.decode("gb18030", "ignore")))
    frequent = sum(count for character, count in han.items() if character in _FREQUENT_HAN)
    return frequent > _LEAST_FREQUENT_HAN * han.total()


def _is_western(sample: bytes) -> bool:
    """Whether ``sample``, read as Windows-1252, is ASCII in the main and Western European in the rest."""
    beyond = [character for character in sample.decode("cp1252", "replace") if character > "\x7f"]
    western = sum(character in _WESTERN for character in beyond)
    return western >= _LEAST_WESTERN * len(beyond) and len(beyond) <= _MOST_WESTERN * len(sample)


def _control_error(text: str) -> UnreadableFileError:
    """Return the error for the first control character no text has, with its line."""
    before, control = _CONTROL.split(text, 1)[0], _CONTROL.findall(text)[0]
    line = before.count("\n") + 1
    if control == "\0":
        return UnreadableFileError(f"This is not a text: line {line} holds a zero byte. {_SAVE_AS}", line)
    return UnreadableFileError(
        f"Line {line} holds the control character U+{ord(control):04X}, which no text has. "
        "Take it out, or save the file as plain text in UTF-8 again, and load it.",
        line,
    )


def _line_of(data: bytes, byte: int) -> int:
    """Return the 1-based line of the first ``byte`` in ``data``."""
    return data.count(b"\n", 0, data.index(byte)) + 1
