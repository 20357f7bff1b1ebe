"""Texts of records that differ by names, numbers, dates or a negation, and revisions of them (``revision_texts``).

A record is one paragraph or several. Records are taken out, put in, exchanged, moved and edited; where one was put in,
those after it may be numbered anew, so that what was said of the third is said of the fourth, to the letter.
"""

from collections.abc import Callable
from itertools import count

from .revision_texts import Mark, Place, Revised, Truth, copied, marked
from .revision_writer import Para, Token, Writer

_MONTHS = ("January", "March", "May", "June", "August", "October", "December")
_PLACES = ("Alden", "Foville", "Gamund", "Corwick")
_REFRAINS = ("And the river runs to the sea, my love.", "O the wind, the wind and the rain.", "Lord, have mercy.")
_VERBS = ("was", "is", "does")


def date(writer: Writer) -> str:
    """A date."""
    random = writer.random
    return f"{random.randint(1, 28)} {random.choice(_MONTHS)} {random.randint(1950, 2020)}"


def form(writer: Writer, _number: int) -> list[str]:
    """A form, most of whose lines stand in others too."""
    decision = writer.random.choice(("approved", "refused", "adjourned"))
    return [
        f"Case of {writer.name()}", f"Date: {date(writer)}", f"Place: {writer.random.choice(_PLACES)}",
        f"Chair: Ms {writer.name()}", f"Decision: {decision}.",
    ]  # fmt: skip


def rollcall(writer: Writer, _number: int) -> list[str]:
    """A name and how they voted."""
    return [f"{writer.name()}: {writer.random.choice(('in favour', 'against', 'abstained'))}."]


def dates(writer: Writer, _number: int) -> list[str]:
    """A line that differs by two dates."""
    return [f"On {date(writer)} the Court adjourned the hearing until {date(writer)}."]


def negation(writer: Writer, _number: int) -> list[str]:
    """A line that differs by a name and by what is negated."""
    was = [writer.random.choice(("was", "was not")) for _ in range(2)]
    return [f"{writer.name()} {was[0]} present at the hearing, and {was[1]} represented by counsel."]


def notes(writer: Writer, _number: int) -> list[str]:
    """A line of release notes of one of some kinds."""
    one, other = writer.new_word(), writer.new_word()
    lines = (
        f"Fixed a crash in `{one}` when `{other}` is empty (#{writer.random.randint(1000, 9999)}).",
        f"The `{one}` parameter was added.", f"The `{one}` parameter was removed.",
        f"`{one}` no longer accepts `{other}`.", f"Deprecated `{one}`; use `{other}` instead.",
    )  # fmt: skip
    return [writer.random.choice(lines)]


def sections(writer: Writer, number: int) -> list[str]:
    """A section whose clauses differ from those of others by nothing but its number."""
    return [
        f"Keeping of {writer.new_word()}",
        f"A person who contravenes section {number} commits an offence and is liable to a fine.",
        f"Section {number} does not apply to a constable acting in the course of duty.",
    ]


def table(writer: Writer, _number: int) -> list[str]:
    """A row of numbers."""
    random = writer.random
    return [
        f"{random.randint(1900, 2020)} | {random.randint(1, 200)} | {random.randint(1, 20)} | {random.randint(1, 9)}"
    ]


def glossary(writer: Writer, _number: int) -> list[str]:
    """An entry of a glossary."""
    return [f"{writer.new_word()}, n.: a kind of {writer.word()}; see {writer.new_word()}."]


def refrain(writer: Writer, number: int) -> list[str]:
    """Verses, between which a refrain comes again and again."""
    lines = (_REFRAINS[(number + step) % len(_REFRAINS)] for step in range(2))
    return [line for refrain in lines for line in (writer.sentence(), refrain)]


def answers(writer: Writer, _number: int) -> list[str]:
    """A question and an answer, of which there are few."""
    question = writer.random.choice(("Did you see him", "Were you there", "Was it dark", "Do you remember"))
    return [f"Q. {question}?", f"A. {writer.random.choice(('Yes', 'No', 'I do not recall', 'Not that night'))}."]


def figures(writer: Writer, number: int) -> list[str]:
    """A line that differs by a year and a figure."""
    return [
        f"In {1900 + number} the share rose by {writer.random.randint(1, 99)}.{writer.random.randint(0, 9)} per cent."
    ]


RECORDS: dict[str, Callable[[Writer, int], list[str]]] = {
    make.__name__: make
    for make in (form, rollcall, dates, negation, notes, sections, table, glossary, refrain, answers, figures)
}


def records(kind: str, seed: int | str, paragraphs: int = 150) -> Revised:
    """A text of records of ``kind`` and a revision of it, in which more than half of the records are as they were."""
    writer, revised = _records(kind, seed, paragraphs)
    return same_to_anybody(marked(writer, revised, 4))


def records_in_one(kind: str, seed: int | str, sentences: int = 60) -> Revised:
    """The same, all of them in one paragraph."""
    writer, revised = _records(kind, seed, sentences)
    old, new = (Para([token for para in paras for token in (*para.tokens, *writer.tokens(" "))][:-1])
                for paras in (revised.old, revised.new))  # fmt: skip
    return marked(writer, Revised([old], [new]), 150)


def copies(seed: int | str) -> Revised:
    """A text in which blocks were copied; what was taken out and stands elsewhere to the letter is there to anybody."""
    revised = same_to_anybody(copied(seed))
    for number, (mark, place) in enumerate(zip(revised.marks, revised.places, strict=True)):
        text = revised.old[mark.paragraph].text
        alike = frozenset(to for to, para in enumerate(revised.new) if para.text == text)
        if place.truth is Truth.GONE and alike:
            revised.places[number] = _on_either(mark, place, alike)
    return revised


def _records(kind: str, seed: int | str, paragraphs: int) -> tuple[Writer, Revised]:
    """The paragraphs before and after, and who writes them."""
    writer, numbers = Writer(f"records {kind} {seed}"), count(1)
    random, make, renumber = writer.random, RECORDS[kind], kind == "sections"

    def another() -> tuple[int, list[Para]]:
        number = next(numbers)
        return number, [writer.para(text) for text in make(writer, number)]

    old = [another()]
    old += [another() for _ in range(paragraphs // len(old[0][1]) - 1)]
    new: list[tuple[int, list[Para]]] = []
    moved = []
    for number, record in old:
        chance = random.random()
        if chance < 0.12:
            # Taken out; in the place of some of them stands another.
            new += [another()] if chance < 0.05 else []
        elif chance < 0.18:
            moved.append((number, record))
        else:
            paras = list(record)
            at = random.randrange(len(paras))
            if chance < 0.32:
                paras[at] = _edited(writer, paras[at])
            elif chance < 0.38 and len(paras) > 1:
                paras.insert(random.randrange(len(paras)), paras.pop(at))
            elif chance < 0.44:
                new.append(another())
            new.append((number, paras))
    for each in moved:
        new.insert(random.randint(0, len(new)), each)
    if renumber:
        new = [(at, _numbered(record, number, at)) for at, (number, record) in enumerate(new, 1)]
    before, after = ([para for _number, record in text for para in record] for text in (old, new))
    return writer, Revised(before, after)


def _edited(writer: Writer, para: Para) -> Para:
    """The paragraph with another name or number, with a negation more or less, or with a clause more."""
    tokens, random = list(para.tokens), writer.random
    distinctive = [
        at
        for at in para.words()
        if tokens[at].text[0].isdigit() or (at and tokens[at].text.istitle()) or tokens[at].text == "not"
    ]
    chance = random.random()
    if chance < 0.6 and distinctive:
        at = random.choice(distinctive)
        was = tokens[at].text
        if was == "not":
            del tokens[at - 1 : at + 1]
        else:
            tokens[at] = Token(
                tokens[at].id, str(int(was) + random.choice((1, 2, 10))) if was.isdigit() else writer.name()
            )
        return Para(tokens, doubtful=True)
    verb = next((at for at in para.words() if tokens[at].text in _VERBS), None)
    if chance < 0.75 and verb is not None:
        tokens[verb + 1 : verb + 1] = writer.tokens(" not")
        return Para(tokens, doubtful=True)
    return writer.append_clause(para)


def _numbered(record: list[Para], was: int, now: int) -> list[Para]:
    """The paragraphs of a record with its number as it is now."""
    return [
        Para([Token(token.id, str(now) if token.text == str(was) else token.text) for token in para.tokens],
             doubtful=para.doubtful or (was != now and str(was) in para.text))
        for para in record
    ]  # fmt: skip


def same_to_anybody(revised: Revised) -> Revised:
    """``revised`` with the marks on paragraphs that nobody can tell from others who does not know the ids.

    That is where the words are the same, and so are those of the paragraphs beside up to one that is the same.
    """
    owner = {token.id: to for to, para in enumerate(revised.new) for token in para.tokens}
    now = [next((owner[token.id] for token in para.tokens if token.id in owner), None) for para in revised.old]
    texts = [para.text for para in revised.old], [para.text for para in revised.new]
    alike: dict[str, list[int]] = {}
    for to, text in enumerate(texts[1]):
        alike.setdefault(text, []).append(to)

    def leads_to_same(at: int, to: int, step: int) -> bool:
        while 0 <= at < len(texts[0]) and 0 <= to < len(texts[1]):
            if now[at] == to:
                return True
            if texts[0][at] != texts[1][to]:
                return False
            at, to = at + step, to + step
        return False

    twins = [
        frozenset(to for to in alike.get(text, ()) if any(leads_to_same(at, to, step) for step in (1, -1)))
        for at, text in enumerate(texts[0])
    ]
    for number, (mark, place) in enumerate(zip(revised.marks, revised.places, strict=True)):
        if twins[mark.paragraph] - place.paragraphs:
            revised.places[number] = _on_either(mark, place, twins[mark.paragraph])
    return revised


def _on_either(mark: Mark, place: Place, twins: frozenset[int]) -> Place:
    return Place(Truth.STANDS, twins | place.paragraphs, mark.start, mark.end, doubtful=True)
