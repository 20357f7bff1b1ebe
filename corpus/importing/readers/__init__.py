"""The readers: one module per format, found by itself.

A module here is a reader if it has ``SUFFIXES`` (its file name endings, lower case, with the point), ``MEDIA_TYPE``,
``ISOLATED`` (whether the process that reads texts is kept from it, because what it parses can be made to do harm) and
``read(data) -> Reading``; one to which the kind of text matters, and what its
line breaks are, has ``read_as(data, genre)`` as well. Adding a format is adding a file.
"""

import codecs
import pkgutil
import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from corpus.blocks import Genre, LineBreaks, Reading, UnreadableFileError
from corpus.folding import MARKS
from corpus.importing.notices import Notice
from corpus.importing.readers.encoding import refuse_other_kinds
from corpus.importing.structure.genres import as_genre
from corpus.sentences import gettext_noop as _

_LOOKED_AT = 2000  # bytes
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<\?xml[^>]*>\s*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
# The head of a mail, with the lines that go on, up to what it is.
_MAIL = re.compile(
    rb"(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){1,20}?content-type:\s*multipart/related", re.IGNORECASE
)
_SUBTITLES = re.compile(rb"WEBVTT(?=\s)|\d{1,5}\s*\n\s*(?P<times>\d{1,2}:\d{2}:\d{2}[,.]\d{3}\s*-->\s*\d)")
# Not the sign of negation: "¬p", "p¬q".
_DIVIDED = re.compile(rf"(?<=[^\W\d_](?:[^\W\d_]|[{MARKS}]))¬\s*(?=[^\W\d_](?:[^\W\d_]|[{MARKS}]))")
_PLAIN = frozenset({".txt", ".text", ".md", ".markdown"})
_WORD, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class FormatReader(Protocol):
    """What a module of this package offers."""

    SUFFIXES: tuple[str, ...]
    MEDIA_TYPE: str
    ISOLATED: bool

    def read(self, data: bytes, encoding: str = "") -> Reading:
        """Make blocks of a file's bytes; raises ``UnreadableFileError``.

        ``encoding`` is given only to those that have ``TAKES_ENCODING``.
        """


@cache
def _readers() -> dict[str, FormatReader]:
    """Return the readers by the file name ending they read."""
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    readers = [cast("FormatReader", module) for module in modules if hasattr(module, "SUFFIXES")]
    return {suffix: reader for reader in readers for suffix in reader.SUFFIXES}


def suffixes() -> tuple[str, ...]:
    """Return all file name endings that can be read, sorted, with their point."""
    return tuple(sorted(_readers()))


def reader_for(name: str, data: bytes = b"") -> FormatReader:
    """Return the reader for a file called ``name``; for what its bytes are, where they show that its ending is wrong.

    Raises:
        UnreadableFileError: the bytes are of another kind, or no reader knows the ending of the name.
    """
    named = PurePath(name).suffix.lower()
    suffix = _suffix_of(data, named) or named
    try:
        return _readers()[suffix]
    except KeyError:
        refuse_other_kinds(data)
        raise UnreadableFileError(
            _("Files ending in %(ending)s cannot be read.")
            if suffix
            else _("A file without an ending cannot be read."),
            _("Endings that can be read: %(known)s. Save the text in one of these formats and load that file."),
            ending=suffix,
            known=", ".join(suffixes()),
        ) from None


def read(
    name: str,
    data: bytes,
    encoding: str = "",
    genre: Genre = Genre.UNKNOWN,
    *,
    line_breaks: LineBreaks = LineBreaks.UNKNOWN,
    reader: FormatReader | None = None,
) -> Reading:
    """Read ``data``, the content of a file called ``name``.

    ``encoding`` is the name of its encoding where it does not say it itself, "" to find out; ``genre`` what kind of
    text it is and ``line_breaks`` what they are, where the guess would be wrong; ``reader`` the one for it, where that
    is known.

    Raises:
        UnreadableFileError: the ending is unknown, the file is empty, or it is not what its name says.
    """
    reader = reader or reader_for(name, data)
    if not data.strip():
        reading = Reading(())
    else:
        if ".docx" not in reader.SUFFIXES or not data.startswith((_WORD, _OLD_OFFICE)):
            refuse_other_kinds(data)
        parts = [encoding] if encoding and hasattr(reader, "TAKES_ENCODING") else []
        if (genre or line_breaks) and hasattr(reader, "read_as"):
            reading = reader.read_as(data, genre, *parts, line_breaks=line_breaks)
        else:
            reading = as_genre(reader.read(data, *parts), genre)
    reading = _with_whole_words(reading)
    if not any(block.text for block in reading.blocks):
        raise UnreadableFileError(_("There is no text in this file. Load a file with at least one paragraph."))
    named = PurePath(name).suffix.lower()
    if named not in reader.SUFFIXES:
        kind = _suffix_of(data, named) or reader.SUFFIXES[0]
        reading = replace(reading, notices=(Notice("other_kind", {"kind": kind}), *reading.notices))
    return reading


def _with_whole_words(reading: Reading) -> Reading:
    """The reading, words that a scanner divided with "¬" whole again, with a soft hyphen in its place."""
    if not any("¬" in block.text for block in reading.blocks):
        return reading
    return replace(
        reading, blocks=tuple(replace(block, text=_DIVIDED.sub("\u00ad", block.text)) for block in reading.blocks)
    )


def _suffix_of(data: bytes, named: str) -> str:
    """The ending a file should have by its first bytes, "" where they do not tell; ``named``: the one it has."""
    head = data[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8).lstrip()
    if data.startswith(_WORD):
        return ".docx" if b"word/document.xml" in data else ""
    if _PAGE.match(head):
        return ".html"
    if match := _SUBTITLES.match(head):
        return ".srt" if match["times"] else ".vtt"
    # A mail somebody keeps as a text is one.
    return ".mht" if named not in _PLAIN and _MAIL.match(head) else ""
