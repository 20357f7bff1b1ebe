"""Texts, revisions of them and marks whose right place in the revision is known.

The texts are made by a ``Writer``, whose words keep their ids while a text is revised: where a mark belongs afterwards
is where its ids are. The same seed makes the same revision.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from .revision_writer import Para, Token, Writer, plain


class Mark(NamedTuple):
    """A mark on a paragraph of the old text, by its index; ``start`` and ``end`` are ``None`` for the whole of it."""

    paragraph: int
    start: int | None
    end: int | None


class Truth(StrEnum):
    """What became of the words of a mark."""

    STANDS = "stands"
    """They are there, one after the other as they were, typography apart."""
    CHANGED = "changed"
    """Some are there, or others in their place."""
    GONE = "gone"
    """None is there."""


class Place(NamedTuple):
    """Where a mark belongs in the new text; a mark on what was split may be on any of ``paragraphs``."""

    truth: Truth
    paragraphs: frozenset[int] = frozenset()
    start: int | None = None
    end: int | None = None
    framed: bool = False
    """Whether the words before and after it stand where it was."""
    doubtful: bool = False


@dataclass
class Revised:
    """A text before and after, and marks on the one with their places in the other."""

    old: list[Para]
    new: list[Para]
    marks: list[Mark] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


# The formulas of four kinds of texts: each gives a text that differs from all others by its names and numbers.


def treaty(writer: Writer, at: int) -> str:
    """An article that differs by a name and a number."""
    name = writer.name()
    return (
        f"The Government of {name} shall, under Article {at} of this Agreement, respect and protect the rights of all "
        f"persons resident in {name}, and shall report on it to the Council every second year."
    )


def release(writer: Writer, at: int) -> str:
    """A line that differs by nothing but the name of a parameter."""
    return f"The `{writer.new_word()}` parameter was added."


def statute(writer: Writer, at: int) -> str:
    """A clause that differs by a number and by what it is about."""
    return (
        f"A person who keeps {writer.new_word()} without a licence under section {at} of this Act commits an offence "
        "and is liable on summary conviction to a fine not exceeding level 3 on the standard scale."
    )


def minutes(writer: Writer, at: int) -> str:
    """A resolution that differs by names and numbers, and by whether it was carried."""
    return (
        f"Resolution {at}: on the motion of {writer.name()}, seconded by {writer.name()}, the Board "
        f"{writer.random.choice(('approved', 'did not approve'))} the request for {at * 37} crowns."
    )


FORMULAS: dict[str, Callable[[Writer, int], str]] = {
    "treaty": treaty, "release": release, "statute": statute, "minutes": minutes,
}  # fmt: skip


def formulaic(kind: str, seed: int | str, paragraphs: int = 300) -> Revised:
    """A formulaic text with a tenth put in, a tenth taken out, a fifteenth moved and a tenth edited.

    Half of what is put in stands where something was taken out. A fifth of the edited have another name or number.
    """
    writer = Writer(f"{kind} {seed}")
    formula, random, numbers = FORMULAS[kind], writer.random, count(1)
    old: list[Para] = []
    for at in range(paragraphs):
        # Release notes are prose between the formulas.
        is_prose = kind == "release" and at % 3 == 0
        old.append(writer.prose() if is_prose else writer.para(formula(writer, next(numbers))))
    fixed = {token.text for token in old[1].tokens} & {token.text for token in old[2].tokens}
    tenth = paragraphs // 10
    chosen = random.sample(range(paragraphs), 3 * tenth - tenth // 3)
    deleted, edited, moved = chosen[:tenth], chosen[tenth : 2 * tenth], chosen[2 * tenth :]
    new: list[Para] = []
    for at, para in enumerate(old):
        if at in deleted:
            if deleted.index(at) % 2:
                new.append(writer.para(formula(writer, next(numbers))))
        elif at in edited:
            new.append(_edited(writer, para, fixed, rename=edited.index(at) % 5 == 0))
        elif at not in moved:
            new.append(para)
    for at in moved:
        new.insert(random.randint(0, len(new)), old[at])
    for _ in range(tenth - tenth // 2):
        new.insert(random.randint(0, len(new)), writer.para(formula(writer, next(numbers))))
    return marked(writer, Revised(old, new), 5)


def _edited(writer: Writer, para: Para, fixed: set[str], *, rename: bool) -> Para:
    """The paragraph with another word of the formula, a clause more, or another name or number."""
    distinctive = [at for at in para.words() if para.tokens[at].text not in fixed]
    if rename and distinctive:
        at = writer.random.choice(distinctive)
        was = para.tokens[at].text
        word = str(int(was) + 1000) if was.isdigit() else writer.name() if was.istitle() else writer.new_word()
        tokens = [Token(token.id, word if token.text == was else token.text) for token in para.tokens]
        return Para(tokens, para.number, doubtful=True)
    if writer.random.random() < 0.4:
        return writer.append_clause(para)
    tokens = list(para.tokens)
    at = writer.random.choice([at for at in para.words() if tokens[at].text in fixed] or para.words())
    tokens[at] = Token(tokens[at].id, writer.word())
    return Para(tokens, para.number)


def prose(seed: int | str, paragraphs: int = 300, share: float = 0.75) -> Revised:
    """A text of ordinary paragraphs, of which ``share`` are changed: in words, sentences, borders, place or typography."""
    writer = Writer(f"prose {seed}")
    random = writer.random
    old = [writer.prose() for _ in range(paragraphs)]
    for at, para in enumerate(old):
        para.number = f"{at + 1}."
    in_place = {
        writer.replace: 30, writer.insert_sentence: 12, writer.delete_sentence: 8, writer.delete_words: 12,
        writer.retype: 14, writer.append_clause: 8,
    }  # fmt: skip
    new: list[Para] = []
    moved: list[Para] = []
    merge = False
    for para in old:
        if merge:
            new[-1] = Para([*new[-1].tokens, *writer.tokens(" "), *para.tokens], new[-1].number, merged=True)
            merge = False
            continue
        if random.random() > share:
            new.append(para)
            continue
        begin = writer.sentences(para)
        changes = random.choices(
            (*in_place, "gone", "moved", "split", "merge", "new"), (*in_place.values(), 5, 4, 4, 4, 5)
        )[0]
        if changes == "split" and len(begin) > 2:
            at = random.choice(begin[1:-1])
            new += [Para(para.tokens[: at - 1], para.number), Para(para.tokens[at:])]
        elif changes == "moved":
            moved.append(para if random.random() < 0.6 else writer.replace(para))
        elif changes in {"merge", "new", "split"}:
            new += [writer.prose(), para] if changes == "new" else [para]
            merge = changes == "merge"
        elif changes != "gone":
            new.append(changes(para))
    for para in moved:
        new.insert(random.randint(0, len(new)), para)
    new = [replace(para, number=f"{at + 1}.") for at, para in enumerate(new)]
    return marked(writer, Revised(old, new), 5)


def chapter(seed: int | str, characters: int = 5000, marks: int = 40) -> Revised:
    """A text of one long paragraph, changed in every way that leaves it one."""
    writer = Writer(f"chapter {seed}")
    text = writer.sentence()
    while len(text) < characters:
        text += f" {writer.sentence()}"
    old = new = writer.para(text)
    for change in (writer.replace, writer.insert_sentence, writer.delete_sentence, writer.delete_words, writer.retype):
        for _ in range(3):
            new = change(new)
    return marked(writer, Revised([old], [new]), marks)


def verses(seed: int | str, paragraphs: int, *, share: float, marks: int) -> Revised:
    """A long text of short paragraphs, ``share`` of them changed in some words, and ``marks`` on some of their words."""
    writer = Writer(f"verses {seed}")
    random = writer.random
    old = [writer.para(writer.sentence()) for _ in range(paragraphs)]
    new = [writer.replace(para) if random.random() < share else para for para in old]
    revised = Revised(old, new)
    for at in sorted(random.sample(range(paragraphs), marks)):
        words = old[at].words()
        first = random.randrange(len(words))
        last = min(len(words) - 1, first + random.choice((0, 0, 1, 2, 3, 5)))
        revised.marks.append(Mark(at, *_offsets(old[at], (words[first], words[last] + 1))))
    return revised


def repeated(seed: int | str, paragraphs: int = 300) -> Revised:
    """A text in which the same few paragraphs come again and again between others, some taken out, put in and moved."""
    writer = Writer(f"repeated {seed}")
    random = writer.random
    formulas = ["Abstains.", "In favour.", "Against.", "The measure applies from the day after its publication."]
    texts = [random.choice(formulas) if random.random() < 0.5 else writer.sentence() for _ in range(paragraphs)]
    old = [writer.para(text) for text in texts]
    new = [para for para in old if random.random() > 0.08]
    for _ in range(paragraphs // 15):
        new.insert(random.randrange(len(new)), new.pop(random.randrange(len(new))))
        new.insert(random.randrange(len(new)), writer.para(random.choice(formulas)))
    revised = marked(writer, Revised(old, new), 2)
    where = {id(para): to for to, para in enumerate(new)}
    for place, mark in enumerate(revised.marks):
        at = mark.paragraph
        beside = [
            where[id(old[each])] + step
            for each, step in ((at - 1, 1), (at + 1, -1))
            if 0 <= each < len(old) and id(old[each]) in where
        ]
        twins = {to for to in beside if 0 <= to < len(new) and new[to].text == old[at].text}
        if twins:
            # A twin beside the same neighbour is the same to anybody who does not know the ids.
            twins |= revised.places[place].paragraphs
            revised.places[place] = Place(Truth.STANDS, frozenset(twins), mark.start, mark.end)
    return revised


def copied(seed: int | str, paragraphs: int = 80) -> Revised:
    """A text of which some blocks are copied, beside themselves or elsewhere, and some paragraphs are edited besides."""
    writer = Writer(f"copied {seed}")
    random = writer.random
    formulas = ["Abstains.", "In favour.", "The measure applies from the day after its publication."]
    texts = [random.choice(formulas) if random.random() < 0.2 else writer.sentence() for _ in range(paragraphs)]
    old = [writer.para(text) for text in texts]
    new = [writer.replace(para) if random.random() < 0.08 else para for para in old if random.random() > 0.03]
    for _ in range(6):
        at, length = random.randrange(len(old)), random.choice((1, 2, 3, 4))
        copy = [writer.para(para.text) for para in old[at : at + length]]
        place = next((to for to, para in enumerate(new) if para is old[at]), None)
        where = random.choice(("before", "after", "elsewhere"))
        if where == "elsewhere" or place is None:
            place = random.randrange(len(new))
        elif where == "after":
            place += length
        new[place:place] = copy
    return marked(writer, Revised(old, new), 2)


def marked(writer: Writer, revised: Revised, each: int) -> Revised:
    """``revised`` with ``each`` marks on a paragraph: the whole of it, a sentence, some words, a single word."""
    where = {token.id: (at, to) for at, para in enumerate(revised.new) for to, token in enumerate(para.tokens)}
    for at, para in enumerate(revised.old):
        marks: set[tuple[int, int] | None] = {None}
        words, begin = para.words(), writer.sentences(para)
        for number in range(8 * each):
            if len(marks) >= each:
                break
            first = writer.random.randrange(len(words))
            last = min(len(words) - 1, first + writer.random.choice((0, 0, 1, 2, 3, 5)))
            span = words[first], words[last] + 1
            if number % 4 == 1:
                start = writer.random.randrange(len(begin) - 1)
                span = begin[start], begin[start + 1] - (start + 2 < len(begin))
            if span != (0, len(para.tokens)):
                marks.add(span)
        for span in sorted(marks, key=lambda span: span or (-1, -1)):
            revised.marks.append(Mark(at, *(_offsets(para, span) if span else (None, None))))
            revised.places.append(_place(revised, where, para, span))
    return revised


def _offsets(para: Para, span: tuple[int, int]) -> tuple[int, int]:
    """A range of tokens as a range of characters."""
    start = sum(len(token.text) for token in para.tokens[: span[0]])
    return start, start + sum(len(token.text) for token in para.tokens[slice(*span)])


def _place(revised: Revised, where: dict, para: Para, span: tuple[int, int] | None) -> Place:
    """Where the tokens of a mark are."""
    start, end = span or (0, len(para.tokens))
    inside = para.tokens[start:end]
    positions = [where[token.id] for token in inside if token.is_word and token.id in where]
    if not positions:
        return Place(Truth.GONE)
    paragraphs = frozenset(at for at, _to in positions)
    most = max(
        paragraphs, key=lambda at: sum(len(revised.new[at].tokens[to].text) for one, to in positions if one == at)
    )
    target = revised.new[most]
    doubtful = target.doubtful
    before = [token for token in para.tokens[:start] if token.is_word][-1:]
    after = [token for token in para.tokens[end:] if token.is_word][:1]
    framed = all(
        where.get(token.id, (-1, 0))[0] == most and target.tokens[where[token.id][1]].text == token.text
        for token in (*before, *after)
    )
    all_there = [where[token.id] for token in inside if token.id in where]
    tokens = [to for at, to in all_there if at == most]
    first, last = min(tokens), max(tokens) + 1
    # A passage begins and ends with no space, whatever stood there.
    while not target.tokens[first].text.strip():
        first += 1
    while not target.tokens[last - 1].text.strip():
        last -= 1
    now = target.tokens[first:last]
    same = [token.id for token in now] == [token.id for token in inside] and all(
        plain(token.text) == plain(other.text) for token, other in zip(now, inside, strict=True)
    )
    truth = Truth.STANDS if same else Truth.CHANGED
    if span is None and len(paragraphs) == 1 and not target.merged:
        return Place(truth, paragraphs, None, None, framed, doubtful)
    if span is None and len(paragraphs) > 1:
        return Place(Truth.CHANGED, paragraphs, None, None, framed, doubtful)
    # All of a paragraph is a mark on the whole of it.
    offsets = (None, None) if last - first == len(target.tokens) else _offsets(target, (first, last))
    return Place(truth, frozenset({most}), *offsets, framed, doubtful)
