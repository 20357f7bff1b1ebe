"""What a reader decided, guessed or left out, for whoever loads the file to know.

Plain Python. A reader hands back codes with parameters, which can be kept, compared and counted; ``describe`` says one
in English or another language. A code without words here is shown as it stands, so that a reader never breaks a load
by what it has to say.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.sentences import gettext_noop as _

LONGEST_QUOTED = 60  # characters of a value that is quoted
# Each with places for the parameters of its notice.
WORDS = {
    "chunk_missing": _("The file names another file whose text belongs in it, but does not hold it: %(name)s."),
    "chunk_read": _("The text of a file inside the file was read in its place: %(name)s."),
    "cues": _("Subtitles joined into paragraphs, their times left out: %(count)s."),
    "comments": _("Comments left out: %(count)s."),
    "date_left_out": _("The date “%(date)s” names no one day and was left out."),
    "diagrams": _("Diagrams whose words are given without their drawing: %(count)s."),
    "encoding_damaged": _(
        "The file is in %(encoding)s but for %(count)s places, the first in line %(line)s, which were read as "
        "Windows-1252. Look at the letters there, and correct them in the file if they are wrong."
    ),
    "encoding_guessed": _("The file does not say its encoding; it was read as %(encoding)s."),
    "encoding_unsure": _(
        "The file does not say its encoding; it was read as %(encoding)s, but may be in another. "
        "Look at the letters with accents, and load it with the right encoding if they are wrong."
    ),
    "formulas": _("Formulas written in a line: %(count)s."),
    "furniture": _("Paragraphs of the page around the text set aside: %(count)s."),
    "headers": _("Headers and footers of the pages left out: %(count)s."),
    "hidden_text": _("Places with hidden text left out: %(count)s."),
    "lines_joined": _("The lines of the file were joined into paragraphs, as those of the text before it were."),
    "lines_kept": _("Each line of the file was taken for a paragraph, as in the text before it."),
    "other_kind": _("The file is of another kind than its name says, and was read as %(kind)s."),
    "page_signs": _("Page numbers and links to edit inside the text left out: %(count)s."),
    "pictures": _("Pictures left out: %(count)s."),
    "ruby_readings": _("Readings beside characters left out: %(count)s."),
    "struck_text": _("Places with struck-out text left out: %(count)s."),
    "text_boxes": _("Text boxes whose words stand after the paragraph they belong to: %(count)s."),
    "tracked_changes": _("Tracked changes accepted: %(inserted)s inserted, %(deleted)s deleted, %(moved)s moved."),
    "unknown_fields": _("Fields left out whose result only Word works out: %(count)s."),
    "unknown_note_numbers": _("Notes whose printed number is not known, as each page counts anew: %(count)s."),
    "unknown_numbers": _("Paragraphs whose printed number is not known and was left out: %(count)s (%(format)s)."),
    "unknown_signs": _("Signs of symbol fonts left out, as no letter is known for them: %(count)s."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing a reader decided, guessed or left out; ``params`` are counts and names for its words."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def date_left_out(stated: str) -> Notice:
    """The notice that a date a file states is not one day, as "2023-05" and "05/06/2023" are not."""
    return Notice("date_left_out", {"date": stated if len(stated) <= LONGEST_QUOTED else f"{stated[:LONGEST_QUOTED]}…"})


def as_json(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    """Notices in a form that JSON can hold."""
    return [{"code": notice.code, "params": dict(notice.params)} for notice in notices]


def from_json(kept: Iterable[Mapping[str, Any]]) -> list[Notice]:
    """The notices that ``as_json`` made ``kept`` of."""
    return [Notice(each["code"], each["params"]) for each in kept]


def describe(notice: Notice, translate: Callable[[str], str] = str) -> str:
    """The notice as a sentence, by ``translate``; a code without words is given as it is, with its parameters."""
    if notice.code in WORDS:
        return translate(WORDS[notice.code]) % defaultdict(lambda: "?", notice.params)
    params = ", ".join(f"{name} {value}" for name, value in notice.params.items())
    return f"{notice.code}: {params}" if params else notice.code
