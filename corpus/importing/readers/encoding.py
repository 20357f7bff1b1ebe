"""Bytes to text and the name of the codec that leads back, exactly.

Plain Python. ``decode`` promises ``text.encode(codec) == data`` for all it returns but damaged UTF-8. UTF-8 is tried
first, since nearly every file is UTF-8 and no other encoding looks like it by accident. UTF-16 is told by its byte
order mark or by where its zero bytes stand. The old encodings cannot be told for certain: GB 18030 is recognised by
characters that are frequent in texts written in it, those of one byte a letter by the alphabets they were made for
(``encoding_guess``), the others are left to charset-normalizer; and that it was a guess is said.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from typing import NamedTuple

import webencodings

from corpus.blocks import UnreadableFileError
from corpus.importing.notices import Notice
from corpus.importing.readers.encoding_guess import NEARLY_AS_GOOD, guesses
from corpus.sentences import gettext_noop as _

SAMPLE = 100_000  # bytes looked at where an encoding has to be guessed

# Everything below the space except tab, line feed, vertical tab, form feed, carriage return and the end-of-file mark
# of DOS, none of which harms a text; delete is among them.
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A} | {0x7F})
_CONTROL = re.compile("[" + re.escape(_CONTROLS.decode("ascii")) + "]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_NOT_PLAIN = re.compile("[^\x00-\x7f]")
_UTF8 = frozenset({"utf-8", "utf-8-sig"})
# Characters of several bytes that are right for each place that is not; in other encodings they are far fewer.
LEAST_INTACT = 2
_SAVE_AS = _("Save it as plain text in UTF-8 and load that file.")
_MAGIC = {
    b"%PDF-": _("This is a PDF file. Load the document it was made from, or copy its text into a plain text file."),
    b"PK\x03\x04": _(
        "This is a zip archive, or a document of another program than Word. Unpack it, or save it in that program as "
        ".docx or as plain text, and load that file."
    ),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _(
        "This is a document of an old Word or office version. Save it as .docx or as plain text and load that file."
    ),
    b"{\\rtf": _("This is a rich text file. Save it as .docx or as plain text and load that file."),
    b"\x89PNG\r\n": _("This is a PNG picture, not a text. Load a file with the text that it shows."),
    b"GIF8": _("This is a GIF picture, not a text. Load a file with the text that it shows."),
    b"\xff\xd8\xff": _("This is a JPEG picture, not a text. Load a file with the text that it shows."),
    b"\x1f\x8b": _("This is a gzip archive. Unpack it and load the text in it."),
    b"SQLite format 3\x00": _(
        "This is a database, not a text. Save the text in it as a file of its own and load that."
    ),
    b"\x7fELF": _("This is a program, not a text. Choose another file."),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = frozenset(
    {
        "big5",
        "big5hkscs",
        "cp932",
        "cp949",
        "cp950",
        "euc_jp",
        "euc_jis_2004",
        "euc_kr",
        "johab",
        "shift_jis",
        "shift_jis_2004",
        "shift_jisx0213",
    }
)
# How ISO-2022-JP turns to Japanese.
_SHIFTS = re.compile(rb"\x1b\$[@B]")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u30f6]")
_LEAST_KANA = 0.2  # of all that is not ASCII
# The characters a Chinese text cannot do without; together they are a fifth of any modern one.
_FREQUENT_HAN = frozenset("的一是不了在人有我他这中大来上国个到说们为和地出会以要时年就可发工作民经对成主方行于之")
_LEAST_FREQUENT_HAN = 0.06
# ASCII, Latin, Greek to Arabic, punctuation of all scripts, kana: what an eighth of any text is, even a Chinese one.
_FAMILIAR = re.compile("[\t\n\r -~\xa0-\u06ff\u2010-\u2026\u3000-\u30ff\uff00-\uff1f]")
_LEAST_FAMILIAR = 0.08
# These, Chinese characters and Korean syllables: nearly all of a text that has them, half of it the wrong way round.
_LIKELY = re.compile("[\t\n\r -~\xa0-\u06ff\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff1f]")
_LEAST_LIKELY = 0.95
# Characters; of fewer any bytes may make such ones.
_LEAST_DISTINCTIVE = 8


def refuse_other_kinds(data: bytes) -> None:
    """Raise ``UnreadableFileError``, which says what to do, where the bytes are those of something else than a text."""
    for magic, sentence in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFileError(sentence)


class Certainty(StrEnum):
    """How an encoding came to be known."""

    CERTAIN = ""
    """Stated, marked, or one that nothing else looks like."""
    GUESSED = "encoding_guessed"
    """No other reads as well."""
    UNSURE = "encoding_unsure"
    """Another reads nearly as well, and otherwise; or none reads well."""


class Decoded(NamedTuple):
    """A text, the Python codec that leads back to its bytes, and how certain that is."""

    text: str
    codec: str
    certainty: Certainty = Certainty.CERTAIN
    damage: tuple[int, int] = (0, 0)
    """At how many places bytes are not in the encoding, and the line of the first, from 1."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What whoever loads the text should know."""
        if self.damage[0]:
            count, line = self.damage
            return (Notice("encoding_damaged", {"encoding": self.codec, "count": count, "line": line}),)
        return (Notice(str(self.certainty), {"encoding": self.codec}),) if self.certainty else ()


def decode(data: bytes) -> tuple[str, str]:
    """Decode ``data`` and name the Python codec: ``decode_text`` without its doubts."""
    return decode_text(data)[:2]


def decode_text(data: bytes, encoding: str = "") -> Decoded:
    """Decode ``data`` and name the Python codec for which ``text.encode(codec) == data``.

    UTF-8 in which a few bytes are damaged, as where a line was pasted from an older text, stays UTF-8; those bytes are
    read as Windows-1252, and do not come back. Line ends stay as they are. A byte order mark is part of the codec for
    UTF-8 ("utf-8-sig"); for UTF-16 and UTF-32 it stays in the text as U+FEFF, since Python's "utf-16" would write the
    order of the machine it runs on.

    Args:
        data: the bytes of a file.
        encoding: the name of the encoding where somebody knows it, as in Python or as in HTML; "" to find out.

    Raises:
        UnreadableFileError: the bytes are no text, or text in an encoding that cannot be told, or not in ``encoding``.
    """
    refuse_other_kinds(data)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Decoded(_decode_marked(data, codec), codec)
    if encoding:
        return _decode_as(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_damaged(data) or _decode_old(data, error.start)
    if len(data.translate(None, _CONTROLS)) == len(data):
        return Decoded(text, "utf-8")
    if _SHIFTS.search(data):
        with suppress(UnreadableFileError):
            return _decode_as(data, "iso2022_jp")._replace(certainty=Certainty.GUESSED)
    # Bytes that pass for UTF-8 but for their zeros are UTF-16 only if every other byte or so is zero.
    guess = _guess_utf16(data) if data.count(0) * 4 > len(data) else None
    if guess is None:
        raise _control_error(text)
    return Decoded(*guess)


def codec_of(encoding: str) -> str:
    """The codec Python has for an encoding of texts by its name in Python or in HTML; "" where there is none."""
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)
    except (LookupError, ValueError):
        known = webencodings.lookup(encoding)
        return known.codec_info.name if known else ""
    return codec


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode ``data`` as somebody says it is."""
    codec = codec_of(encoding)
    try:
        text = data.decode(codec)
        returns = text.encode(codec) == data
    except LookupError as error:
        raise UnreadableFileError(
            _("There is no encoding called “%(encoding)s”. Use a name such as utf-8, windows-1250 or iso-8859-2."),
            encoding=encoding,
        ) from error
    except UnicodeError as error:
        if codec in _UTF8 and (damaged := _decode_damaged(data)):
            return damaged
        raise UnreadableFileError(
            _("Line %(line)s is not in %(encoding)s. Name another encoding, or none to have it found out."),
            line=_line_at(data, getattr(error, "start", 0)),
            encoding=encoding,
        ) from error
    if _CONTROL.search(text):
        raise _control_error(text)
    if not returns:
        raise UnreadableFileError(
            _("The file is not in %(encoding)s: its bytes would not come back."), _SAVE_AS, encoding=encoding
        )
    return Decoded(text, codec)


def _decode_damaged(data: bytes) -> Decoded | None:
    """Decode what is UTF-8 but for a few bytes; ``None`` where more speaks against it."""
    damaged: list[int] = []

    def as_older(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - of a decoder
        damaged.append(error.start)
        bad = data[error.start : error.end]
        return bad.decode("cp1252", "replace") if len(bad) == 1 else "\ufffd", error.end

    codecs.register_error("glossator.older", as_older)
    text = data.decode("utf-8", "glossator.older")
    intact = len(_NOT_PLAIN.findall(text)) - len(damaged)
    if intact < LEAST_INTACT * len(damaged) or _CONTROL.search(text) or _C1.search(text):
        return None
    return Decoded(text, "utf-8", damage=(len(damaged), _line_at(data, damaged[0])))


def _decode_marked(data: bytes, codec: str) -> str:
    """Decode what a byte order mark says is Unicode, and hold it to that."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            _("The file begins as %(encoding)s but is damaged at byte %(byte)s."),
            _SAVE_AS,
            encoding=codec[:6].upper(),
            byte=error.start + 1,
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
    texts = {}
    for codec in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = data.decode(codec)
            if not _CONTROL.search(text):
                texts[codec] = text
    # East Asian texts may have hardly a zero, and "一" has it where others have a letter.
    likely = {
        codec: len(_LIKELY.findall(text[:SAMPLE])) / len(text[:SAMPLE])
        for codec, text in texts.items()
        if len(text) >= _LEAST_DISTINCTIVE
    }
    codec = max(likely, key=lambda name: likely[name], default="")
    even, odd = data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    if likely.get(codec, 0.0) < _LEAST_LIKELY or len({*likely.values()}) < len(likely):
        if max(even, odd) <= min(even, odd) * 10:
            return None
        codec = "utf-16-le" if odd > even else "utf-16-be"
    if codec not in texts:
        return None
    sample = texts[codec][:SAMPLE]
    is_familiar = len(_FAMILIAR.findall(sample)) >= _LEAST_FAMILIAR * len(sample)
    return (texts[codec], codec) if is_familiar else None


def _decode_old(data: bytes, first_bad: int) -> Decoded:
    """Decode bytes that are not UTF-8: the candidates in the order of their likelihood, each held to the round trip."""
    if b"\0" in data:
        guess = _guess_utf16(data)
        if guess is None:
            raise UnreadableFileError(_("This is not a text: it holds zero bytes."), _SAVE_AS, line=_line_of(data, 0))
        return Decoded(*guess)
    for codec, certainty in _candidates(data):
        try:
            text = data.decode(codec)
            returns = text.encode(codec) == data
        except (UnicodeError, LookupError):
            continue
        if returns and not _CONTROL.search(text) and not _C1.search(text):
            return Decoded(text, codec, certainty)
    raise UnreadableFileError(_("The encoding of this file cannot be told."), _SAVE_AS, line=_line_at(data, first_bad))


def _candidates(data: bytes) -> Iterator[tuple[str, Certainty]]:
    """Yield the encodings ``data`` may be in, the likeliest first, none tried before it is asked for."""
    sample = data[:SAMPLE]
    sample = sample[: sample.rfind(b"\n") + 1 or len(sample)]
    if _is_japanese(sample):
        yield "euc_jp", Certainty.GUESSED
    elif _is_chinese(sample):
        yield "gb18030", Certainty.GUESSED
    good = guesses(sample)
    for place, guess in enumerate(good):
        is_alone = not place and (len(good) == 1 or guess.fit - good[1].fit > NEARLY_AS_GOOD)
        yield guess.codec, Certainty.GUESSED if is_alone else Certainty.UNSURE
    # Imported here: few texts come so far, and it takes as long as to read ten of them.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    for match in from_bytes(sample):
        # Encodings of two bytes a letter are seldom taken for one another, those of one byte often.
        is_wide = match.encoding in _WIDE
        yield match.encoding, Certainty.GUESSED if is_wide and not good else Certainty.UNSURE
    yield "cp1252", Certainty.UNSURE


def _is_japanese(sample: bytes) -> bool:
    """Whether ``sample`` is Japanese in EUC, in which kana have the bytes that they have in GB 18030."""
    text = sample.decode("gb18030", "ignore")
    return len(_KANA.findall(text)) > _LEAST_KANA * sum(not character.isascii() for character in text)


def _is_chinese(sample: bytes) -> bool:
    """Whether ``sample``, read as GB 18030, has the characters every Chinese text is full of."""
    han = Counter(_HAN.findall(sample.decode("gb18030", "ignore")))
    frequent = sum(count for character, count in han.items() if character in _FREQUENT_HAN)
    return frequent > _LEAST_FREQUENT_HAN * han.total()


def _control_error(text: str) -> UnreadableFileError:
    """Return the error for the first control character no text has, with its line."""
    before, control = _CONTROL.split(text, 1)[0], _CONTROL.findall(text)[0]
    line = before.count("\n") + 1
    if control == "\0":
        return UnreadableFileError(_("This is not a text: line %(line)s holds a zero byte."), _SAVE_AS, line=line)
    return UnreadableFileError(
        _(
            "Line %(line)s holds the control character %(code)s, which no text has. "
            "Take it out, or save the file as plain text in UTF-8 again, and load it."
        ),
        line=line,
        code=f"U+{ord(control):04X}",
    )


def _line_at(data: bytes, byte: int) -> int:
    """Return the 1-based line of the byte at that place."""
    return data.count(b"\n", 0, byte) + 1


def _line_of(data: bytes, byte: int) -> int:
    """Return the 1-based line of the first ``byte`` in ``data``."""
    return data.count(b"\n", 0, data.index(byte)) + 1
