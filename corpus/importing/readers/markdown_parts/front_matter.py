"""Metadata a file states in plain ``key: value`` lines between two lines ``---`` at its beginning.

Plain Python. This is the part of the customary front matter that needs no YAML: one value to a line, quotation marks
around it allowed, and lists of authors as ``- name`` lines or in square brackets. Keys that mean nothing to us are
passed over, since such blocks hold much that is for other programs.
"""

import re
from collections.abc import Sequence

from corpus.blocks import Metadata
from corpus.importing.structure.dates import parse_date

LONGEST = 200  # lines
_FENCE = "---"
_ENDS = frozenset({"---", "..."})
_PAIR = re.compile(r"([^\W\d_][\w -]{0,40}?)\s*:(?:\s+(.*)|$)")
_FIELDS = {
    "title": "title",
    "subtitle": "subtitle",
    "author": "author",
    "authors": "author",
    "publisher": "publisher",
    "date": "published_on",
    "published": "published_on",
    "published_on": "published_on",
    "language": "language",
    "lang": "language",
    "source_url": "source_url",
    "source": "source_url",
    "url": "source_url",
    "rights": "rights",
    "license": "rights",
    "licence": "rights",
    "copyright": "rights",
}


def declaration_length(lines: Sequence[str]) -> int:
    """Return how many of the first ``lines`` are a declaration, the two fences included; 0 if there is none.

    A line ``---`` may also be a mere rule; only pairs, their continuations, comments and blank lines may stand
    between the fences, and one pair must.
    """
    if not lines or lines[0].strip("\ufeff \t\r\n") != _FENCE:
        return 0
    has_pair = False
    for place, line in enumerate(lines[1:LONGEST], start=1):
        if line.strip() in _ENDS:
            return place + 1 if has_pair else 0
        is_pair = _PAIR.match(line.strip()) is not None and not line[0].isspace()
        if not (is_pair or not line.strip() or line[0] in " \t#-"):
            return 0
        has_pair = has_pair or is_pair
    return 0


def metadata_from(lines: Sequence[str]) -> Metadata:
    """Return the metadata stated in the ``lines`` between the fences; a date that is not certain is passed over."""
    values: dict[str, str] = {}
    field = ""
    for line in map(str.strip, lines):
        pair = _PAIR.match(line)
        if pair and not line.startswith("-"):
            field = _FIELDS.get(pair[1].lower().replace("-", "_").replace(" ", "_"), "")
            if field and not values.get(field):
                values[field] = _value(pair[2] or "")
            elif field:
                field = ""
        elif line.startswith("- ") and field:
            values[field] = ", ".join(filter(None, (values[field], _value(line[2:]))))
    published_on = parse_date(values.pop("published_on", ""))
    return Metadata(published_on=published_on, **values)


def _value(text: str) -> str:
    """Take the quotation marks, or the brackets and commas of a list, off a value."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return ", ".join(filter(None, (_value(part) for part in text[1:-1].split(","))))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].strip()
    return text if text not in {"|", ">", "~", "null"} else ""
