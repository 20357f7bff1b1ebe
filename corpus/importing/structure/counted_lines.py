"""Lines of one paragraph that each begin with the next number, or with who speaks, with mere line breaks between.

Plain Python. Pages and Markdown files print lists ("1. …", "2. …") and conversations ("Keeper: …", "Warden: …") so
without marking them up; joined, their numbers and names would stand in the middle of a text.
"""

from corpus.importing.structure.headings import parse_number
from corpus.importing.structure.number_sequences import begins, follows
from corpus.importing.structure.speakers import TurnStyle, split_turn, turn_style

_STYLES = frozenset({"point", "bracket", "lower", "roman", "letter", "decimal", "bare", "cjk", "circled", "abjad"})
_ALONE = frozenset({"named", "sign", "han", "hangul"})  # these may be all of a line
LEAST = 2
LONGEST_START = 60  # characters


def counted_lines(text: str) -> list[str]:
    """The parts of a text, each from a line with a number up to the next; none where its lines do not count on.

    The same for the turns of a conversation. Lines before the first number are a part of their own, those without a
    number go on with the one before. All numbers must count on from the first; those below each other (1., a., b., 2.)
    may mix.
    """
    if "\n" not in text:
        return []
    lines = text.split("\n")
    marks = [_mark(line.lstrip()[:LONGEST_START]) for line in lines]
    counted = [mark for mark in marks if mark]
    if len(counted) < LEAST or not any(map(follows, counted, counted[1:])) or not _count_on(counted):
        spoken = [line.lstrip() for line in lines]
        if turn_style(spoken, len(spoken)) is not TurnStyle.COLON:
            return []
        marks = [split_turn(line)[0] for line in spoken]
    parts: list[list[str]] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark or not parts:
            parts.append([line])
        else:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def _mark(line: str) -> str:
    numbered = parse_number(line)
    is_mark = numbered is not None and (numbered.style in _ALONE or (numbered.style in _STYLES and bool(numbered.text)))
    return numbered.number if numbered and is_mark else ""


def _count_on(marks: list[str]) -> bool:
    """Whether each mark begins a count or goes on with one that is open, as those of lists inside lists do."""
    counts = marks[:1]
    for mark in marks[1:]:
        due = next((at for at in reversed(range(len(counts))) if follows(counts[at], mark)), None)
        if due is not None:
            counts[due:] = [mark]
        elif begins(mark):
            counts.append(mark)
        else:
            return False
    return True
