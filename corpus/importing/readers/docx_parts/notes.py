"""The foot- and endnotes of a Word document, with the numbers Word prints for them.

Plain Python on lxml. Each kind counts by itself, in the order the notes are called in; a note with a mark of its own is
not counted. The whole document and each of its sections may say how notes are numbered (ISO 29500-1, 17.11).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from corpus.importing.readers.docx_parts.number_formats import formatted
from corpus.importing.readers.docx_parts.styles import W, integer, value

FOOTNOTE, ENDNOTE = "footnote", "endnote"
DEFAULT_FORMATS = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}
# What stands for a number that is not known: where the notes of every page are numbered anew.
UNKNOWN = "*"


@dataclass(slots=True)
class Note:
    """A note that is called in the text: its sign, which may follow the call, and its paragraphs."""

    sign: str
    body: etree._Element | None
    is_custom: bool = False


class DocxNotes:
    """The notes of a document while its text is read.

    Args:
        parts: the roots of the parts with the notes, by kind.
        settings: the root of the part with the settings, if there is one.
        sections: the properties of the sections of the text, in order.
    """

    def __init__(
        self, parts: dict[str, etree._Element], settings: etree._Element | None, sections: Sequence[etree._Element]
    ) -> None:
        self._bodies = {
            (kind, note.get(f"{W}id", "")): note for kind, root in parts.items() for note in root.findall(f"{W}{kind}")
        }
        self._settings = settings
        self._sections = sections
        self._section = 0
        self._counts: dict[str, int] = {}
        self._called: dict[tuple[str, str], Note] = {}
        self.unknown = 0

    def end_section(self) -> None:
        """Say that what comes stands in the next section."""
        self._section += 1
        for kind in (FOOTNOTE, ENDNOTE):
            if self._setting(kind, "numRestart") == "eachSect":
                self._counts.pop(kind, None)

    def call(self, kind: str, reference: etree._Element) -> tuple[Note, bool]:
        """The note a reference calls, and whether it is called for the first time."""
        name = (kind, reference.get(f"{W}id", ""))
        if name in self._called:
            return self._called[name], False
        custom = reference.get(f"{W}customMarkFollows", "0") not in {"0", "false", "off"}
        note = self._called[name] = Note("" if custom else self._next(kind), self._bodies.get(name), custom)
        return note, True

    def _next(self, kind: str) -> str:
        start = integer(self._setting(kind, "numStart"), 1)
        count = self._counts[kind] = self._counts.get(kind, start - 1) + 1
        is_known = self._setting(kind, "numRestart") != "eachPage"
        sign = formatted(count, self._setting(kind, "numFmt") or DEFAULT_FORMATS[kind]) if is_known else None
        self.unknown += not sign
        return sign or UNKNOWN

    def _setting(self, kind: str, name: str) -> str:
        """What the section says of its notes, else the document; "" where neither does."""
        section = self._sections[self._section : self._section + 1]
        for properties in (*section, self._settings):
            setting = None if properties is None else properties.find(f"{W}{kind}Pr/{W}{name}")
            if setting is not None:
                return value(setting)
        return ""
