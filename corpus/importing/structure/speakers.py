"""Turns of a conversation: "Keeper:   It is late.", as transcripts of interviews, debates and plays print them.

Plain Python. One line with a colon tells nothing ("Note: …", "Address: …"); a text is a transcript where the same
few names begin line after line. Those that stand on lines of their own are found in ``speaker_lines``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from corpus.blocks import Block, Kind
from corpus.importing.structure.division_names import RANK_OF_WORD, small

SAMPLE = 5000  # lines looked at to decide on a whole text
LEAST_TURNS = 3
LEAST_REPEATED = 0.5  # of the turns belong to somebody who speaks more than once
LEAST_SHARE = 0.3  # of the paragraphs are turns
LONGEST_MARK = 40
LONGEST_LOOK = 80  # characters
TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?|#\d{1,2}:\d{2}:\d{2}-\d#)"
_TIME = re.compile(TIME)
_TURN = re.compile(
    rf"(?:{TIME}\s+)?"
    r"(?P<name>[^\W\d_](?:(?:[^\s:：,;.!?]|\.(?=\s?[^\W\d_]|\s?[:：]))*)"
    r"(?:[ \u00a0](?:[^\s:：,;.!?]|\.(?=\s|[:：]))+){0,4}?)"
    rf"(?:\s{{0,2}}[\[(][^\[\]()]{{1,20}}[\])])?(?:\s+{TIME})?"
    r"(?:[ \u00a0]?:(?=\s)|：)\s*(?=\S)"
    r"|(?P<side>[QA])(?:\.\s+|\t\s*|[ \u00a0]{2,}\s*)(?=\S)"
)
# In plays: a name in capitals, with a remark in brackets, and a full stop.
_PART = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿ][^\W\d_a-zß-ÿ’'\-]+(?:[ \u00a0](?:[^\W\d_a-zß-ÿ]|\d)[^\W_a-zß-ÿ’'\-]*){0,3})"
    r"(?:\.?\s?[\[(][^\[\]()]{1,60}[\])]\.?|\.)(?:\s?[—–-])?\s+(?=\S)"
)
# The same short and in small letters, in a text with acts and scenes.
_SHORT = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿ][^\W\d_A-Z]{1,12}(?:[ \u00a0][^\W\d_a-zß-ÿ][^\W\d_A-Z]{1,12})?)\.\s+(?=\S)"
)
# In reports of debates: "Mr. LEE (East Harbour).—I move".
_SPOKEN = re.compile(
    r"(?P<name>[^\W\d_a-zß-ÿ](?:[^\s:：;,!?()—–.]|\.(?=[ \u00a0]?[^\W\d_]))*"
    r"(?:[ \u00a0](?:[^\s:：;,!?()—–.]|\.(?=[ \u00a0][^\W\d_]))+){0,4})"
    r"(?:[ \u00a0]\([^()]{1,40}\))?\.[ \u00a0]?(?:—|–|--)[ \u00a0]?(?=\S)"
)
_STAGE = re.compile(r"(?:ACT|SCENE|Act|Scene|ACTE|AKT|Akt|ATTO|ACTO)\s[IVX\d]+\b")
LEAST_SPEAKERS = 2
# What stands before a colon again and again in texts that are no conversations.
_LABELS = frozenset(
    re.split(
        r",\s+",
        """note, notes, example, examples, source, sources, date, from, to, cc, subject, re, tel, telephone, phone, fax,
        email, e-mail, address, action, decision, result, answer, key, name, title, author, url, see, see also,
        warning, tip, hinweis, beispiel, datum, quelle, remarque, exemple, nota, ejemplo, fuente, 注, 注意, 例, 例如,
        来源, 日期""",
    )
)


class TurnStyle(StrEnum):
    """How the turns of a text begin."""

    NONE = ""
    """It is no conversation."""
    COLON = ":"
    """With a name and a colon."""
    STOP = "."
    """With a name in capitals and a full stop, as in plays."""
    DASH = ".-"
    """With a name, a full stop and a dash, as in reports of debates."""
    SHORT = ".."
    """With a name cut short and a full stop, in plays."""


def split_turn(line: str, style: TurnStyle = TurnStyle.COLON) -> tuple[str, str]:
    """Split a line into the printed mark of its speaker, colon included, and the words; the mark is "" where none is.

    The mark may have a time or a remark in it: "[00:12] Keeper (laughing):".
    """
    match = _begun(line, style)
    if match is None:
        return "", line
    return match[0].rstrip(), line[match.end() :]


def turn_style(lines: Sequence[str], paragraphs: int) -> TurnStyle:
    """How the turns begin where lines of a text are those of a conversation.

    Args:
        lines: the lines (or paragraphs) of a text, or a good many of them from its beginning.
        paragraphs: how many paragraphs these make, as far as blank lines tell.
    """
    is_play = any(_STAGE.match(line) for line in lines)
    for style in (
        (TurnStyle.COLON, TurnStyle.STOP, TurnStyle.SHORT)
        if is_play
        else (TurnStyle.COLON, TurnStyle.DASH, TurnStyle.STOP)
    ):
        names = Counter(_name(match).casefold() for line in lines if (match := _begun(line, style)))
        if "q." not in names:
            # "A. The first part" is no answer.
            del names["a."]
        if style is not TurnStyle.COLON and sum(count > 1 for count in names.values()) < LEAST_SPEAKERS:
            continue
        if are_turns(names, paragraphs):
            return style
    return TurnStyle.NONE


def are_turns(names: Counter[str], paragraphs: int) -> bool:
    """Whether lines that begin with these names, so many times each, are the turns of a text of so many paragraphs."""
    turns = names.total()
    repeated = sum(count for count in names.values() if count > 1)
    return turns >= max(LEAST_TURNS, LEAST_SHARE * paragraphs) and repeated > LEAST_REPEATED * turns


def with_turns(blocks: Sequence[Block], *, declared: bool = False) -> tuple[Block, ...]:
    """Return all blocks, where the text is a conversation those of its turns with their speakers as printed marks.

    ``declared`` is whether somebody says that it is one.
    """
    turns = [line for block in blocks if (line := _line(block))]
    spoken = sum(block.kind is Kind.BODY and block.number[-1:] in {":", "："} for block in blocks)
    style = turn_style(turns, len(turns) + spoken) or (TurnStyle.COLON if declared else TurnStyle.NONE)
    return tuple(_turn(block, style) for block in blocks) if style else tuple(blocks)


def is_name(name: str) -> bool:
    """Whether words may name who speaks: no label ("Note"), and no part of a text ("Scene I")."""
    first = name.split(maxsplit=1)[0]
    return not name[0].islower() and name.casefold() not in _LABELS and small(first) not in RANK_OF_WORD


def _begun(line: str, style: TurnStyle) -> re.Match[str] | None:
    """What a turn begins with, where ``line`` begins one."""
    if style is TurnStyle.STOP:
        match = _PART.match(line, 0, LONGEST_LOOK) if line[:2].isupper() else None
    elif style is TurnStyle.DASH:
        head = line[:LONGEST_LOOK]
        match = _SPOKEN.match(head) if "—" in head or "–" in head or "--" in head else None
    elif style is TurnStyle.SHORT:
        match = _SHORT.match(line, 0, LONGEST_LOOK)
    else:
        head = line[:LONGEST_LOOK]
        match = _TURN.match(head) if ":" in head or "：" in head or head[:1] in {"Q", "A"} else None
    return match if match and len(match[0].rstrip()) <= LONGEST_MARK and is_name(_name(match)) else None


def _turn(block: Block, style: TurnStyle) -> Block:
    mark, words = split_turn(_line(block), style)
    return replace(block, number=mark, text=words) if mark else block


def _line(block: Block) -> str:
    """The line of a paragraph that may be a turn, "" for others; a time before it may have been taken for a number."""
    if block.kind is not Kind.BODY or (block.number and not _TIME.fullmatch(block.number)):
        return ""
    return f"{block.number} {block.text}".lstrip()


def _name(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups["name"] or f"{groups['side']}."
