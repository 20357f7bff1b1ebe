"""Speakers whose names are headings above what they say, as in Markdown and on web pages.

Plain Python, for the blocks of any format. The same headings come again in reports too ("Market Hall", "Fish Quay"); so
the names must be marked by a colon or a time, or name a part of a conversation, or one of them must be asking.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.blocks import Block, Kind
from corpus.importing.structure.speaker_lines import is_part, speaker_lines
from corpus.importing.structure.speakers import LEAST_TURNS, LONGEST_MARK, TIME, are_turns, is_name

LEAST_ASKED = 2  # turns that end in a question
LEAST_SHARE = 0.9  # of the headings of one level
_OF_SPEECH = frozenset({Kind.BODY, Kind.QUOTE})
_MARKED = re.compile(rf"[:：]$|{TIME}")


def with_speakers_of_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return all blocks, where the lowest headings of a text are speakers with these as marks of what is said below."""
    level = max((block.level for block in blocks if block.kind is Kind.HEADING), default=0)
    places = [at for at, block in enumerate(blocks) if _may_speak(block, level)]
    if len(places) < LEAST_TURNS:
        return tuple(blocks)
    lines = [block.text if block.kind in _OF_SPEECH or at in places else "" for at, block in enumerate(blocks)]
    speakers = _declared(lines, places) or _asking(lines, places)
    # Who is named right above another name, or above a rule, says nothing: the heading stays one.
    speaking = {at for at in speakers if any(lines[at + 1 : at + 2]) and at + 1 not in speakers}
    turns: list[Block] = []
    above: Block | None = None
    for at, block in enumerate(blocks):
        if at in speaking:
            above = block
        elif above is not None:
            turns.append(replace(block, number=above.text, source=above.source + block.source, line=above.line))
            above = None
        else:
            turns.append(block)
    return tuple(turns)


def _may_speak(block: Block, level: int) -> bool:
    return block.kind is Kind.HEADING and block.level == level and not block.number and len(block.text) <= LONGEST_MARK


def _declared(lines: Sequence[str], places: Sequence[int]) -> set[int]:
    """All places, where the headings are marked, or name the parts of a conversation, and come again."""
    names = Counter(lines[at] for at in places)
    are_marked = all(map(_MARKED.search, names)) or any(map(is_part, names))
    is_spoken = all(map(is_name, names)) and are_turns(names, sum(map(bool, lines)) - len(places))
    return set(places) if are_marked and is_spoken else set()


def _asking(lines: Sequence[str], places: Sequence[int]) -> set[int]:
    """The places of nearly all headings, where these are names of people, one of whom asks more often than not."""
    speaking = speaker_lines(lines, sum(map(bool, lines))).intersection(places)
    if len(speaking) < LEAST_SHARE * len(places):
        return set()
    questions: dict[str, list[bool]] = defaultdict(list)
    for at, after in pairwise([*sorted(speaking), len(lines)]):
        message = "".join(lines[at + 1 : after])
        questions[lines[at]].append(message.rstrip("\"'”’»)]").endswith(("?", "？", "؟")))
    is_asked = any(sum(turns) >= max(LEAST_ASKED, len(turns) / 2) for turns in questions.values())
    return speaking if is_asked else set()
