"""What a reader decided, guessed or left out, for whoever loads the file to know.

Plain Python. A reader hands back codes with parameters, which can be kept, compared and counted; ``describe`` says one
in English. A code without words here is shown as it stands, so that a reader never breaks a load by what it has to say.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

# Each with "{count}" or further parameters of its notice.
WORDS = {
    "chunk_missing": "The file names another file whose text belongs in it, but does not hold it: {name}.",
    "chunk_read": "The text of a file inside the file was read in its place: {name}.",
    "comments": "Comments left out: {count}.",
    "diagrams": "Diagrams whose words are given without their drawing: {count}.",
    "encoding_guessed": "The file does not say its encoding; it was read as {encoding}.",
    "encoding_unsure": "The file does not say its encoding; it was read as {encoding}, but may be in another. "
    "Look at the letters with accents, and load it with the right encoding if they are wrong.",
    "formulas": "Formulas written in a line: {count}.",
    "furniture": "Paragraphs of the page around the text set aside: {count}.",
    "headers": "Headers and footers of the pages left out: {count}.",
    "hidden_text": "Places with hidden text left out: {count}.",
    "other_kind": "The file is of another kind than its name says, and was read as {kind}.",
    "pictures": "Pictures left out: {count}.",
    "ruby_readings": "Readings beside characters left out: {count}.",
    "struck_text": "Places with struck-out text left out: {count}.",
    "text_boxes": "Text boxes whose words stand after the paragraph they belong to: {count}.",
    "tracked_changes": "Tracked changes accepted: {inserted} inserted, {deleted} deleted, {moved} moved.",
    "unknown_fields": "Fields left out whose result only Word works out: {count}.",
    "unknown_note_numbers": "Notes whose printed number is not known, as each page counts anew: {count}.",
    "unknown_numbers": "Paragraphs whose printed number is not known and was left out: {count} ({format}).",
    "unknown_signs": "Signs of symbol fonts left out, as no letter is known for them: {count}.",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing a reader decided, guessed or left out; ``params`` are counts and names for its words."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def describe(notice: Notice) -> str:
    """The notice as an English sentence; a code without words is given as it is, with its parameters."""
    if notice.code in WORDS:
        return WORDS[notice.code].format_map(defaultdict(lambda: "?", notice.params))
    given = ", ".join(f"{name} {value}" for name, value in notice.params.items())
    return f"{notice.code}: {given}" if given else notice.code
