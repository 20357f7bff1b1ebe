"""Turns of a conversation: "Keeper:   It is late.", as transcripts of interviews and debates print them.

Plain Python. One line with a colon tells nothing ("Note: …", "Address: …"); a text is a transcript where the same
few names begin line after line.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.blocks import Block, Kind

SAMPLE = 5000  # lines looked at to decide on a whole text
LEAST_TURNS = 3
LEAST_REPEATED = 0.5  # of the turns belong to somebody who speaks more than once
LEAST_SHARE = 0.3  # of the paragraphs are turns
LONGEST_MARK = 40
LONGEST_LOOK = 80  # characters
_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_TURN = re.compile(
    rf"(?:{_TIME}\s+)?"
    r"(?P<name>[^\W\d_](?:(?:[^\s:：,;.!?]|\.(?=\s?[^\W\d_]|\s?[:：]))*)"
    r"(?:[ \u00a0](?:[^\s:：,;.!?]|\.(?=\s|[:：]))+){0,4}?)"
    rf"(?:\s{{0,2}}[\[(][^\[\]()]{{1,20}}[\])])?(?:\s+{_TIME})?"
    r"(?:[ \u00a0]?:(?=\s)|：)\s*(?=\S)"
    r"|(?P<side>[QA])\.\s+(?=\S)"
)
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


def split_turn(line: str) -> tuple[str, str]:
    """Split a line into the printed mark of its speaker, colon included, and the words; the mark is "" where none is.

    The mark may have a time or a remark in it: "[00:12] Keeper (laughing):".
    """
    found = _TURN.match(line, 0, LONGEST_LOOK)
    if found is None or len(mark := found[0].rstrip()) > LONGEST_MARK or not _is_name(_name(found)):
        return "", line
    return mark, line[found.end() :]


def has_turns(lines: Sequence[str], paragraphs: int) -> bool:
    """Whether lines of a text are turns of a conversation.

    Args:
        lines: the lines (or paragraphs) of a text, or a good many of them from its beginning.
        paragraphs: how many paragraphs these make, as far as blank lines tell.
    """
    names = Counter(
        _name(found).casefold()
        for line in lines
        if (found := _TURN.match(line, 0, LONGEST_LOOK)) and split_turn(line)[0]
    )
    if "q." not in names:
        # "A. The first part" is no answer.
        del names["a."]
    turns = names.total()
    repeated = sum(count for count in names.values() if count > 1)
    return turns >= max(LEAST_TURNS, LEAST_SHARE * paragraphs) and repeated > LEAST_REPEATED * turns


def with_turns(blocks: Sequence[Block], *, told: bool = False) -> tuple[Block, ...]:
    """Return all blocks, where the text is a conversation those of its turns with their speakers as printed marks.

    ``told`` is whether somebody says that it is one.
    """
    turns = [block.text for block in blocks if block.kind is Kind.BODY and not block.number]
    return tuple(map(_turn, blocks)) if told or has_turns(turns, len(turns)) else tuple(blocks)


def _turn(block: Block) -> Block:
    if block.kind is not Kind.BODY or block.number:
        return block
    mark, words = split_turn(block.text)
    return replace(block, number=mark, text=words)


def _name(found: re.Match[str]) -> str:
    return found["name"] or f"{found['side']}."


def _is_name(name: str) -> bool:
    """Whether words before a colon may name who speaks."""
    return not name[0].islower() and name.casefold() not in _LABELS
