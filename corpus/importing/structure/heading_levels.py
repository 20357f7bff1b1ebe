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
from corpus.importing.structure.division_names import ANNEXES, CHAPTER, DECIMAL, PART, UNNUMBERED, small
from corpus.importing.structure.headings import ends_sentence, is_title_like, parse_number, stopped_heading
from corpus.importing.structure.number_sequences import begins, follows, runs

DEEPEST_HEADING = 6
NAMED_PARTS_END = 5  # ranks up to here are parts with a name: chapters and articles are headings wherever they stand
LONGEST_NAME_OF_PART = 100
MOST_OF_RUN = 0.75  # of the numbers that count on from each other
_DASHES = ("-", "–", "—")
MOSTLY, AT_TIMES = 0.8, 0.5
_NUMBERED = frozenset({Kind.HEADING, Kind.BODY})
_MAY_BE_NAME = frozenset({Kind.BODY, Kind.HEADING})
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
    ranks = {**ranks, **_find_stopped(blocks)}
    if not ranks:
        return blocks
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
        numbered = parse_number(line)
        if (is_due or is_first) and numbered is not None and (block.kind is Kind.HEADING or numbered.style != "letter"):
            certain.setdefault(number, place)
        else:
            blocks[place] = replace(block, kind=Kind.BODY, text=line, number="", level=0)


def _find_stopped(blocks: list[Block]) -> dict[int, int]:
    """Make headings of the short numbered lines with a full stop that head text, in place; return their ranks.

    "1. Definitions.", "2. Term and Termination." and so on are headings where nearly all of a run are short and have
    paragraphs below them that are no part of the run; "1. We meet.", "2. We eat." are not.
    """
    ranks: dict[int, int] = {}
    numbers = [(place, block.number) for place, block in enumerate(blocks) if block.number and block.kind in _NUMBERED]
    for run in runs(numbers):
        stopped_headings = {
            place: stopped
            for place in run
            if blocks[place].kind is Kind.BODY
            and (stopped := stopped_heading(blocks[place].number, blocks[place].text))
            and _heads_text(blocks, place, stopped.rank)
        }
        heads = sum(blocks[place].kind is Kind.HEADING for place in run)
        if stopped_headings and len(stopped_headings) + heads >= MOST_OF_RUN * len(run):
            for place, stopped in stopped_headings.items():
                blocks[place] = replace(blocks[place], kind=Kind.HEADING, level=1)
                ranks[place] = stopped.rank
    # The only chapter of a part is a heading too, and the only section as those of the others are.
    names = {_name_of_part(blocks[place].number) for place, rank in ranks.items() if rank <= NAMED_PARTS_END}
    for place, number in numbers:
        if blocks[place].kind is Kind.BODY:
            stopped = stopped_heading(number, blocks[place].text)
            is_part = stopped is not None and (stopped.rank <= CHAPTER or _name_of_part(number) in names)
            if stopped and is_part and _heads_text(blocks, place, stopped.rank):
                blocks[place] = replace(blocks[place], kind=Kind.HEADING, level=1)
                ranks[place] = stopped.rank
    return ranks


def _name_of_part(number: str) -> str:
    """What the part is called, without its number: "scene" of "SCENE II."."""
    return number.partition(" ")[0].casefold()


def _heads_text(blocks: Sequence[Block], place: int, rank: int) -> bool:
    """Whether the next block is a longer text without a number, or one with a number of a lower rank."""
    below = next((block for block in blocks[place + 1 :] if block.kind is not Kind.FURNITURE), None)
    if below is None or below.kind is Kind.FRONT:
        return False
    if below.kind is Kind.ITEM or not below.number:
        # Below a scene a few words may tell who enters.
        return below.kind is Kind.ITEM or rank <= CHAPTER or len(below.text) > len(blocks[place].text)
    numbered = parse_number(f"{below.number} {below.text}")
    # What is no number is the name of who speaks.
    return numbered is None or numbered.rank > rank or numbered.style in {"bracket", "lower"}


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
    headings = [(place, ranks[place]) for place in sorted(ranks) if blocks[place].kind is Kind.HEADING]
    if all(_is_annex(blocks[place]) for place, rank in headings if rank == PART):
        # Where nothing else is a part, annexes stand beside what stands highest.
        headings = [(place, 0 if rank == PART else rank) for place, rank in headings]
    order = _order(blocks, [(place, rank) for place, rank in headings if rank])
    levels = {0: 1} | {rank: min(level, DEEPEST_HEADING) for level, rank in enumerate(order, start=1)}
    for place, rank in headings:
        blocks[place] = replace(blocks[place], level=levels[rank])


def _is_annex(block: Block) -> bool:
    return small(f"{block.number} {block.text}".split(maxsplit=1)[0]).rstrip(".") in ANNEXES


def _order(blocks: Sequence[Block], headings: Sequence[tuple[int, int]]) -> list[int]:
    """The ranks that occur, the highest first: as ``division_names`` has them, unless the text shows another order.

    Sections stand below articles in the Constitution of the United States, and articles below Roman numbers in the
    Basic Law of Germany.
    """
    order = sorted({rank for _, rank in headings})
    neighbours = Counter((ranks[0], ranks[1]) for ranks in pairwise(rank for _, rank in headings))
    anew = Counter(
        (above, rank)
        for (_, above), (place, rank) in pairwise(headings)
        if begins(blocks[place].number or blocks[place].text)
    )
    total = Counter(rank for _, rank in headings)
    first = {rank: place for place, rank in reversed(headings)}

    def is_above(low: int, high: int) -> bool:
        """Whether rank ``low`` shows itself to stand above ``high``, which is the higher one by its name."""
        starts = sum(count for (_, rank), count in anew.items() if rank == high)
        if anew[low, high] * 2 > starts and (anew[low, high] > 1 or first[low] < first[high]):
            return (
                not anew[high, low] * 2 > sum(count for (_, rank), count in anew.items() if rank == low)
                or anew[low, high] > anew[high, low]
            )
        return (
            total[low] > 1
            and first[low] < first[high]
            and neighbours[low, high] >= MOSTLY * total[low]
            and neighbours[high, low] <= AT_TIMES * total[high]
            and total[high] > total[low]
        )

    for _ in order:
        for at in range(len(order) - 1):
            high, low = order[at : at + 2]
            if high < UNNUMBERED and low < UNNUMBERED and not DECIMAL <= high < low and is_above(low, high):
                order[at : at + 2] = low, high
    return order


def _name_parts(blocks: list[Block], ranks: Mapping[int, int]) -> list[Block]:
    """Join the headings that are mere numbers with the names of their parts in the lines after them."""
    bare = [
        place
        for place in sorted(ranks)
        if blocks[place].kind is Kind.HEADING and not blocks[place].number and parse_number(blocks[place].text)
    ]
    named = [place for place in bare if _is_named(blocks, place, ranks)]
    count, parts = Counter(ranks[place] for place in named), Counter(ranks[place] for place in bare)
    joined: set[int] = set()
    for place in named:
        heading, name = blocks[place], blocks[place + 1]
        # Where most parts have no name, a short line below a number is a first paragraph.
        if place not in joined and (
            _is_tight(heading) or name.text.isupper() or count[ranks[place]] * 2 >= parts[ranks[place]]
        ):
            source = heading.source + name.source
            blocks[place] = replace(heading, number=heading.text, text=name.text, source=source)
            joined.add(place + 1)
    return [block for place, block in enumerate(blocks) if place not in joined] if joined else blocks


def _is_named(blocks: Sequence[Block], place: int, ranks: Mapping[int, int]) -> bool:
    """Whether the block after the number of a part may be its name, rather than its first paragraph.

    A name does not end as a sentence does, and something stands below it: a verse that goes on in the next line is
    none, nor is a line that is all the part has.
    """
    name = blocks[place + 1] if place + 1 < len(blocks) else None
    if name is None or name.kind not in _MAY_BE_NAME or name.number or len(name.text) > LONGEST_NAME_OF_PART:
        return False
    title = name.text.removesuffix(".") if name.text.isupper() else name.text
    if not is_title_like(title) or title.endswith(_DASHES) or (place + 1 in ranks and parse_number(title)):
        return False
    if name.text.isupper() or _is_tight(blocks[place]):
        return True
    below = next((at for at in range(place + 2, len(blocks)) if blocks[at].kind is not Kind.FURNITURE), None)
    has_text = below is not None and (blocks[below].kind is not Kind.HEADING or ranks.get(below, 0) > ranks[place])
    return has_text and not ends_sentence(title) and not _is_tight(name)


def _is_tight(block: Block) -> bool:
    """Whether the next line follows without a blank one."""
    return bool(block.source) and len(block.source.splitlines()) == 1


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
