"""Speakers on lines of their own, above what they say, as many transcripts and plays print them.

Plain Python. A colon after the name or a time beside it tells; where there is neither, the line must be the name of a
person or of a part in a conversation, and the same few names must take turns in a text in which somebody asks.
"""

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import dropwhile, pairwise
from typing import NamedTuple

from corpus.importing.structure.headings import split_bullet
from corpus.importing.structure.speakers import LEAST_SPEAKERS, TIME, are_turns, is_name

LONGEST_LINE = 70
LEAST_BARE_TURNS = 4
MOST_IN_A_ROW = 0.25  # of the turns follow one of the same speaker
_WORD = r"(?:[^\s:：,;.!?\[\]()]|\.(?=\s|[^\W\d_]))+"
_LINE = re.compile(
    rf"(?:(?P<before>{TIME})\s*[-–—]?\s*)?(?P<name>[^\W\d_]{_WORD[:-1]}*(?:[ \u00a0]{_WORD}){{0,4}}?)"
    rf"(?:\s?[\[(][^\[\]()\d][^\[\]()]{{0,40}}[\])])?(?:\s*[,–—-]?\s*(?P<after>{TIME})(?:\s*[-–—>]{{1,3}}\s*{TIME})?)?"
    r"\s?(?P<colon>[:：])?(?P<stage>(?:,\s[^\W\d_A-Z][^.:]{0,40})?\.?)"
)
_PARTS = frozenset(
    re.split(
        r",\s+",
        """interviewer, interviewee, moderator, speaker, host, guest, chair, chairman, chairperson, president, narrator,
        journalist, respondent, participant, witness, counsel, judge, court, question, answer, q, a, researcher,
        befragte, befragter, interviewerin, moderatorin, frage, antwort, sprecher, sprecherin, journaliste,
        présentateur, présentatrice, intervieweur, intervieweuse, enquêteur, enquêtrice, enquêté, enquêtée,
        entrevistador, entrevistadora, entrevistado, entrevistada, intervistatore, intervistatrice, intervistato,
        intervistata, интервьюер, ведущий, ведущая, респондент, корреспондент, вопрос, ответ""",
    )
)
_LINKS = frozenset(
    {"de", "da", "di", "del", "der", "den", "van", "von", "bin", "ibn", "al", "el", "la", "le", "of", "the"}
)


class _Line(NamedTuple):
    place: int
    name: str
    is_marked: bool


def speaker_lines(lines: Sequence[str], paragraphs: int, strong: Container[int] = ()) -> set[int]:
    """The places of the lines that say who speaks in the next.

    Args:
        lines: the lines or paragraphs of a text, "" for blank ones and in place of what is none.
        paragraphs: how many paragraphs they make.
        strong: the places of lines that stand in bold, in which a single word may be a name.
    """
    above = [line for place in range(len(lines)) if (line := _line(lines, place)) and _is_above_words(lines, place)]
    marked = [line for line in above if line.is_marked]
    if are_turns(Counter(line.name for line in marked), paragraphs - len(marked)):
        return {line.place for line in marked}
    bare = [line for line in above if line.is_marked or line.place in strong or _is_of_a_person(line.name)]
    names = Counter(line.name for line in bare)
    # A heading in capitals above the conversation.
    bare = list(dropwhile(lambda line: names[line.name] == 1, bare))
    names = Counter(line.name for line in bare)
    in_a_row = sum(before.name == after.name for before, after in pairwise(bare))
    is_asked = any("?" in line or "？" in line for line in lines)
    if (
        len(bare) >= LEAST_BARE_TURNS
        and sum(count > 1 for count in names.values()) >= LEAST_SPEAKERS
        and in_a_row <= MOST_IN_A_ROW * len(bare)
        and is_asked
        and are_turns(names, paragraphs - len(bare))
    ):
        return {line.place for line in bare}
    return set()


def _line(lines: Sequence[str], place: int) -> _Line | None:
    text = lines[place]
    # A name is not written small, as most lines of wrapped prose begin.
    match = _LINE.fullmatch(text) if 0 < len(text) <= LONGEST_LINE and not text[0].islower() else None
    if match is None or not is_name(match["name"]) or (match["stage"] and not match["name"].isupper()):
        return None
    return _Line(place, match["name"], bool(match["before"] or match["after"] or match["colon"]))


def _is_above_words(lines: Sequence[str], place: int) -> bool:
    """Whether the next line that is not blank is what somebody may say."""
    below = next((at for at in (place + 1, place + 2) if at < len(lines) and lines[at]), None)
    return below is not None and not split_bullet(lines[below])[0] and not _is_line(lines, below)


def _is_line(lines: Sequence[str], place: int) -> bool:
    line = _line(lines, place)
    return line is not None and (line.is_marked or _is_of_a_person(line.name))


def _is_of_a_person(name: str) -> bool:
    """Whether a name without a mark is one of a person or of a part: "Anna Berg", "MIRANDA", "Speaker 1"."""
    words = name.split()
    if is_part(name):
        return True
    if name.isupper():
        return len(name) > 1
    return len(words) > 1 and all(word in _LINKS or word[0].isupper() or word[0].isdigit() for word in words)


def is_part(name: str) -> bool:
    """Whether a name is that of a part in a conversation: "Interviewer", "Speaker 1:"."""
    return name.split(maxsplit=1)[0].casefold().rstrip(".:：") in _PARTS
