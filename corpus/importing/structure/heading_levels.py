"""What only the whole document can tell about its numbers and headings.

Plain Python. A line alone does not say whether "I." is a number or the initial of a name, whether "1. Milk" is a
heading or a point of a list, nor on which level "Article 5" stands. These functions look at all blocks and put right
what was read line by line.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from corpus.blocks import Block, Kind
from corpus.importing.structure.division_names import ARTICLE, SECTION
from corpus.importing.structure.headings import ends_sentence, is_title_like, parse_number
from corpus.importing.structure.number_sequences import begins, follows, runs
from corpus.importing.structure.table_of_contents import settle_contents

DEEPEST_HEADING = 6
NAMED_PARTS_END = 5  # ranks up to here are parts with a name: chapters and articles are headings wherever they stand
LONGEST_NAME_OF_PART = 100
_NUMBERED = frozenset({Kind.HEADING, Kind.BODY})
_BESIDE_TEXT = frozenset({Kind.FURNITURE, Kind.FRONT})


def settle(blocks: list[Block], ranks: Mapping[int, int], printed: Mapping[int, str]) -> list[Block]:
    """Put right the numbers and headings of a document.

    Args:
        blocks: the blocks as read line by line; changed in place.
        ranks: the rank of each heading (1 is the highest, 0 has none), by its place in ``blocks``.
        printed: the whole line of each block whose number is doubtful, by its place.

    Returns:
        The blocks, where a heading that is a mere number ("Chapter 3") has taken the name in the line after it.
    """
    _confirm(blocks, printed)
    settle_contents(blocks)
    _unmix(blocks)
    _unmake_lists(blocks, ranks)
    _set_levels(blocks, ranks)
    return _name_parts(blocks, ranks)


def _confirm(blocks: list[Block], printed: Mapping[int, str]) -> None:
    """Give back the numbers that are initials: a capital and a point counts as a number in a sequence only.

    "I." needs a "II." after it, "V." an "IV." before it, "B." an "A." before it; and letters number headings only.
    """
    last_place = {block.number: place for place, block in enumerate(blocks) if block.number}
    certain: dict[str, int] = {}
    for place, block in enumerate(blocks):
        if block.number and place not in printed:
            certain.setdefault(block.number, place)

    @cache
    def after(number: str) -> list[str]:
        return [other for other in last_place if begins(number) and follows(number, other)]

    @cache
    def before(number: str) -> list[str]:
        return [other for other in last_place if follows(other, number)]

    for place, line in sorted(printed.items()):
        block, number = blocks[place], blocks[place].number
        is_due = any(certain.get(other, place) < place for other in before(number))
        is_first = any(last_place[other] > place for other in after(number))
        found = parse_number(line)
        if (is_due or is_first) and found is not None and (block.kind is Kind.HEADING or found.style != "letter"):
            certain.setdefault(number, place)
        else:
            blocks[place] = replace(block, kind=Kind.BODY, text=line, number="", level=0)


def _unmake_lists(blocks: list[Block], ranks: Mapping[int, int]) -> None:
    """Make points of the headings that head nothing: short numbered lines one after the other are a list.

    Decided together for all headings of one rank, since a real heading may well be followed by another now and then.
    """
    heads, empty = Counter[int](), Counter[int]()
    for place, rank in ranks.items():
        if rank <= NAMED_PARTS_END or blocks[place].kind is not Kind.HEADING:
            continue
        after = place + 1
        while after < len(blocks) and blocks[after].kind in _BESIDE_TEXT:
            after += 1
        heads[rank] += 1
        empty[rank] += after == len(blocks) or (ranks.get(after) == rank and blocks[after].kind is Kind.HEADING)
    for place, rank in ranks.items():
        if blocks[place].kind is Kind.HEADING and heads[rank] and empty[rank] * 2 >= heads[rank]:
            blocks[place] = replace(blocks[place], kind=Kind.BODY, level=0)


def _unmix(blocks: list[Block]) -> None:
    """Make paragraphs of the headings that stand among numbered paragraphs: "1. Scope" beside "2. It shall meet.".

    What follows the second would else stand in the section of the first.
    """
    numbers = [(place, block.number) for place, block in enumerate(blocks) if block.number and block.kind in _NUMBERED]
    for run in runs(numbers):
        heads = [place for place in run if blocks[place].kind is Kind.HEADING]
        if len(heads) * 2 <= len(run):
            for place in heads:
                blocks[place] = replace(blocks[place], kind=Kind.BODY, level=0)


def _set_levels(blocks: list[Block], ranks: Mapping[int, int]) -> None:
    """Number the ranks that occur from 1: in a text with chapters and articles only, an article is of level 2."""
    if _has_sections_in_articles(blocks, ranks):
        ranks = {place: {SECTION: ARTICLE, ARTICLE: SECTION}.get(rank, rank) for place, rank in ranks.items()}
    present = sorted({rank for place, rank in ranks.items() if rank and blocks[place].kind is Kind.HEADING})
    levels = {0: 1} | {rank: min(level, DEEPEST_HEADING) for level, rank in enumerate(present, start=1)}
    for place, rank in ranks.items():
        if blocks[place].kind is Kind.HEADING:
            blocks[place] = replace(blocks[place], level=levels[rank])


def _has_sections_in_articles(blocks: Sequence[Block], ranks: Mapping[int, int]) -> bool:
    """Whether sections begin anew below articles, as in the Constitution of the United States; mostly they do not."""
    places = [place for place in sorted(ranks) if blocks[place].kind is Kind.HEADING]
    above = [
        ranks[before]
        for before, place in pairwise(places)
        if ranks[place] == SECTION and begins(blocks[place].number or blocks[place].text)
    ]
    return above.count(ARTICLE) * 2 > len(above)


def _name_parts(blocks: list[Block], ranks: Mapping[int, int]) -> list[Block]:
    """Join a heading that is a mere number with the name of the part in the line after it."""
    joined: set[int] = set()
    for place in sorted(ranks):
        if place + 1 == len(blocks) or place in joined:
            continue
        heading, name = blocks[place], blocks[place + 1]
        is_name = (
            name.kind in {Kind.BODY, Kind.HEADING}
            and not name.number
            and (place + 1 not in ranks or parse_number(name.text) is None)
            and len(name.text) <= LONGEST_NAME_OF_PART
            and is_title_like(name.text)
        )
        if heading.kind is Kind.HEADING and not heading.number and is_name and parse_number(heading.text):
            source = heading.source + name.source
            blocks[place] = replace(heading, number=heading.text, text=name.text, source=source)
            joined.add(place + 1)
    return [block for place, block in enumerate(blocks) if place not in joined] if joined else blocks


def settle_dialogue(blocks: list[Block], dashed: Mapping[int, str]) -> None:
    """Make speech of the items that are none, in place: dashes begin both.

    A run of dashed lines is speech where all of them end as sentences do, some with a question or exclamation mark
    and some without. A dashed line all alone is no list either, unless the line before it announces one.

    Args:
        blocks: the blocks of the document.
        dashed: the whole line of each item that begins with a dash, by its place.
    """
    run: list[int] = []
    for place in [*sorted(dashed), -1]:
        if run and place != run[-1] + 1:
            if _is_speech(blocks, run):
                for at in run:
                    blocks[at] = replace(blocks[at], kind=Kind.BODY, text=dashed[at], number="", level=0)
            run = []
        run.append(place)


def _is_speech(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Whether a run of dashed lines is people talking."""
    before = blocks[run[0] - 1] if run[0] else None
    after = blocks[run[-1] + 1] if run[-1] + 1 < len(blocks) else None
    if len(run) == 1:
        beside_items = any(block is not None and block.kind is Kind.ITEM for block in (before, after))
        return not beside_items and not (before is not None and before.text.endswith((":", "：")))
    texts = [blocks[place].text for place in run]
    lively = sum(text.rstrip("\"”’»'").endswith(("?", "!", "？", "！")) for text in texts)
    return 0 < lively < len(texts) and all(map(ends_sentence, texts))
