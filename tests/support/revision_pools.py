"""Texts of records whose names and words come from small pools, so that no single word of a record is its own.

They are revised in every way: records and their paragraphs are put in, taken out, exchanged with a neighbour, moved in
blocks, copied, edited, split, merged and typeset anew; where records are numbered, half of the revisions count anew.
"""

from collections.abc import Callable
from itertools import count

from annotator.anchoring.reanchor import AnchorState

from .anchoring_quality import Quality, found, quality
from .revision_records import date, same_to_anybody
from .revision_registers import REGISTERS
from .revision_texts import Revised, Truth, marked
from .revision_writer import Para, Token, Writer


class Pools(Writer):
    """A writer who takes names from pools."""

    def __init__(self, seed: str) -> None:
        super().__init__(seed)
        self._pools: dict[int, list[str]] = {}

    def one_of(self, size: int) -> str:
        """One of ``size`` names, the same ones each time."""
        if size not in self._pools:
            self._pools[size] = [self.name() for _ in range(size)]
        return self.random.choice(self._pools[size])

    def either(self, *texts: str) -> str:
        """One of ``texts``."""
        return self.random.choice(texts)


def offences(writer: Pools, number: int) -> list[str]:
    """A section of a statute, with clauses that most sections have."""
    kept = writer.either(writer.new_word(), writer.one_of(10).lower())
    fine = f"A person guilty of an offence under section {number} is liable to a fine not exceeding level "
    texts = [
        f"Licences for {kept}",
        f"A person must not keep {kept} unless that person holds a licence granted under section {number}.",
        (
            f"Subsection (1) does not apply to a person who keeps {kept} for the purposes of section "
            f"{writer.random.randint(1, 40)}."
        ),
        writer.either(
            "A person who contravenes this section is guilty of an offence.", f"{fine}{writer.random.randint(1, 5)}."
        ),
        "In this section “keep” includes carry.",
    ]
    return texts[: writer.random.randint(2, 5)]


def parties(writer: Pools, number: int) -> list[str]:
    """An article of a treaty between two of a dozen parties."""
    one, other = writer.one_of(12), writer.one_of(12)
    text = writer.either(
        f"{one} shall consult {other} before any measure under Article {writer.random.randint(1, 60)} is taken. "
        f"{other} shall answer within {writer.either('30', '60', '90')} days.",
        f"{one} and {other} shall exchange instruments of ratification in {writer.one_of(5)}.",
        f"Nothing in this Agreement shall affect the rights of {one} against {other}.",
    )
    return [f"Article {number}. {text}"]


def sittings(writer: Pools, _number: int) -> list[str]:
    """A line of minutes of a committee of nine."""
    agreed = writer.either("agreed", "did not agree", "declined")
    return [
        writer.either(
            f"On {date(writer)} the Committee, with {writer.one_of(9)} in the chair, {agreed} to the request of "
            f"{writer.one_of(9)}.",
            f"{writer.one_of(9)} moved, and {writer.one_of(9)} seconded, that the meeting of {date(writer)} be "
            f"adjourned. {writer.either('Carried.', 'Lost.', 'Withdrawn.')}",
            f"Present: {writer.one_of(9)}, {writer.one_of(9)} and {writer.one_of(9)}.",
            "The minutes were read and approved.",
        )
    ]


def tariffs(writer: Pools, _number: int) -> list[str]:
    """A row of a tariff."""
    random = writer.random
    goods = writer.either("Horses, live", "Asses, live", "Sheep, pure-bred", "Swine, other", "Other")
    rates = f"{writer.either('0', '2', '5', '8')} % | {writer.either('free', '5', '10')}"
    return [f"{random.randint(1, 9):02}{random.randint(1, 30):02}.{random.randint(10, 99)} | {goods} | {rates}"]


def litany(writer: Pools, _number: int) -> list[str]:
    """A line that differs by a word and by what is negated."""
    verb = writer.either("covet", "take", "carry away", "speak against", "forget")
    one, other = writer.one_of(14).lower(), writer.one_of(14).lower()
    return [
        writer.either(
            f"Thou shalt {writer.either('', 'not ')}{verb} thy neighbour's {one}.",
            f"From {one} and from {other}, deliver us.",
            f"Blessed is {writer.either('', 'not ')}the one who does {writer.either('', 'not ')}{verb}.",
            "Deliver us.",
        )
    ]


def recitals(writer: Pools, _number: int) -> list[str]:
    """A recital that differs by numbers, a name, a date and what is negated."""
    directive = f"{writer.random.randint(1990, 2012)}/{writer.random.randint(1, 99)}"
    return [
        (
            f"Whereas Directive {directive} has {writer.either('', 'not ')}been applied by {writer.one_of(15)} since "
            f"{date(writer)}; whereas it should {writer.either('', 'not ')}be amended accordingly."
        )
    ]


def orders(writer: Pools, number: int) -> list[str]:
    """An order of five lines."""
    random = writer.random
    return [
        f"Item {number}", f"{writer.either('Supply', 'Delivery', 'Repair', 'Hire')} of {writer.one_of(20).lower()}",
        f"Quantity: {random.randint(1, 30)}", f"Price: {random.randint(1, 300)}.{writer.either('00', '50')}",
        f"Due: {date(writer)}",
    ]  # fmt: skip


def definitions(writer: Pools, _number: int) -> list[str]:
    """A definition, of a word that others are defined by."""
    verdict = writer.either("exempt", "listed", "not exempt", "not listed")
    return [
        (
            f"“{writer.one_of(12).lower()}” means {writer.either('a', 'any')} {writer.one_of(12).lower()} that is "
            f"{verdict} under section {writer.random.randint(1, 25)};"
        )
    ]


def hours(writer: Pools, _number: int) -> list[str]:
    """When an office is open, or is not."""
    day = writer.either("Monday", "Tuesday", "Friday")
    return [
        writer.either(
            f"The {writer.one_of(6)} office is {writer.either('', 'not ')}open on {day}.",
            f"From {date(writer)} to {date(writer)} the {writer.one_of(6)} office is closed.",
            f"{day}: {writer.random.randint(8, 10)}.30 to {writer.random.randint(15, 18)}.00",
        )
    ]


def helps(writer: Pools, _number: int) -> list[str]:
    """A question and its answer."""
    thing = writer.one_of(9).lower()
    return [
        writer.either(f"Can I delete my {thing}?", f"Why is my {thing} {writer.either('', 'not ')}shown?"),
        writer.either(
            f"Yes. Open {writer.one_of(6)}, and click {writer.either('Save', 'Delete', 'Export')}.",
            f"No. A {thing} cannot be changed after {writer.random.randint(1, 30)} days.", "Please write to us.",
        ),
    ]  # fmt: skip


def decrees(writer: Pools, _number: int) -> list[str]:
    """A line of a decree, with names behind an article."""
    return [
        writer.either(
            f"Le ministre de l'{writer.one_of(5)} et le ministre de l'{writer.one_of(5)} sont chargés de l'exécution.",
            f"Le mot « {writer.one_of(9).lower()} » est remplacé par le mot « {writer.one_of(9).lower()} ».",
            f"L'article {writer.random.randint(1, 60)} {writer.either('est', 'n’est pas')} applicable.",
        )
    ]


def changes(writer: Pools, _number: int) -> list[str]:
    """A line of release notes, of three words or a few more."""
    random = writer.random
    return [
        writer.either(
            f"Added `{writer.one_of(9).lower()}.{writer.one_of(9).lower()}`.",
            f"Dropped support for {writer.one_of(4)} {random.randint(1, 4)}.{random.randint(0, 9)}.",
            f"`{writer.one_of(40).lower()}()` now accepts `{writer.one_of(9).lower()}`.",
        )
    ]


def tabled(writer: Pools, _number: int) -> list[str]:
    """A row of a table as a line, or its total."""
    one, other, third = (writer.random.randint(1, 99) for _ in range(3))
    return [
        writer.either(f"{writer.one_of(9)} {one} {other} {third}", f"{1990 + other}: {one}, {third}", f"Total {one}")
    ]


def readings(writer: Pools, _number: int) -> list[str]:
    """A line of an apparatus of readings, or a gloss."""
    word, other = writer.one_of(12).lower(), writer.one_of(12).lower()
    return [
        writer.either(
            f"{word}: cf. {other} ({writer.random.randint(1, 9)}, {writer.random.randint(1, 30)}).",
            f"{word}] om. {writer.either('A', 'B', 'C', 'AB')}", f"{word}] {other} {writer.either('A', 'B', 'AB')}",
        )
    ]  # fmt: skip


def responses(writer: Pools, _number: int) -> list[str]:
    """A petition, and the response that all have."""
    one, other = writer.one_of(10).lower(), writer.one_of(10).lower()
    return [
        writer.either(f"For the {one} of the {other}, let us pray to the Lord.", f"Praise the Lord, all ye {one}."),
        writer.either("Hear our prayer.", "And with thy spirit."),
    ]


POOLS: dict[str, Callable[[Pools, int], list[str]]] = {
    make.__name__: make
    for make in (
        offences,
        parties,
        sittings,
        tariffs,
        litany,
        recitals,
        orders,
        definitions,
        hours,
        helps,
        decrees,
        changes,
        tabled,
        readings,
        responses,
    )
} | REGISTERS
_NUMBERED = {"offences", "parties", "orders", "sanctions", "votes"}


def pooled(kind: str, seed: int, paragraphs: int = 120) -> Revised:
    """A text of records of ``kind`` and a revision of it; of the numbered ones, every second seed counts anew."""
    writer, numbers = Pools(f"pooled {kind} {seed}"), count(1)
    random, make = writer.random, POOLS[kind]

    def another() -> tuple[int, list[Para]]:
        number = next(numbers)
        return number, [writer.para(text) for text in make(writer, number)]

    old = [another()]
    while sum(len(record) for _number, record in old) < paragraphs:
        old.append(another())
    new: list[tuple[int, list[Para]]] = []
    blocks, left = [], list(old)
    while left:
        number, record = left.pop(0)
        chance = random.random()
        if chance < 0.13:
            # Taken out; in the place of some of them stands another.
            new += [another()] if chance < 0.05 else []
        elif chance < 0.19:
            blocks.append(
                [(number, record), *(left.pop(0) for _ in range(min(len(left), random.choice((0, 0, 1, 3)))))]
            )
        else:
            new += _revised(writer, number, record, new)
            new += [another()] if chance < 0.23 else []
    for block in blocks:
        at = random.randint(0, len(new))
        new[at:at] = block
    if kind in _NUMBERED and seed % 2:
        new = [(at, [_counted(para, number, at) for para in record]) for at, (number, record) in enumerate(new, 1)]
    before, after = ([para for _number, record in text for para in record] for text in (old, new))
    return same_to_anybody(marked(writer, Revised(before, after), 3))


def _revised(
    writer: Pools, number: int, record: list[Para], above: list[tuple[int, list[Para]]]
) -> list[tuple[int, list[Para]]]:
    """A record as it stands in the revision, below those ``above``: as it was, or with one thing changed."""
    paras, random = list(record), writer.random
    at = random.randrange(len(paras))
    begin = writer.sentences(paras[at])
    chance = random.random()
    if chance < 0.15:
        paras[at] = _edited(writer, paras[at])
    elif chance < 0.19 and len(paras) > 1:
        del paras[at]
    elif chance < 0.23 and len(begin) > 2:
        cut, para = begin[1], paras[at]
        paras[at : at + 1] = [Para(para.tokens[: cut - 1]), Para(para.tokens[cut:])]
    elif chance < 0.27 and above and above[-1][1]:
        last = above[-1][1]
        last[-1] = Para([*last[-1].tokens, *writer.tokens(" "), *paras[0].tokens], merged=True)
        del paras[0]
    elif chance < 0.29 and above:
        above.insert(len(above) - 1, (number, paras))
        return []
    elif chance < 0.32:
        copy = [writer.para(para.text) for para in paras]
        copy[-1] = _edited(writer, copy[-1])
        return [(number, paras), (number, copy)]
    elif chance < 0.34:
        paras = [writer.retype(para) for para in paras]
    return [(number, paras)]


def _edited(writer: Pools, para: Para) -> Para:
    """The paragraph with another number or name, a negation less, a clause or a sentence more, or some other words."""
    tokens, random = list(para.tokens), writer.random
    numbers = [at for at in para.words() if tokens[at].text.isdigit()]
    names = [at for at in para.words() if at and tokens[at].text.istitle()]
    negations = [at for at in para.words() if tokens[at].text == "not"]
    chance = random.random()
    if chance < 0.3 and numbers:
        at = random.choice(numbers)
        tokens[at] = Token(tokens[at].id, str(int(tokens[at].text) + random.choice((1, 3, 10, 100))))
    elif chance < 0.5 and names:
        was, now = tokens[random.choice(names)].text, writer.name()
        tokens = [Token(token.id, now if token.text == was else token.text) for token in tokens]
    elif chance < 0.6 and negations:
        del tokens[negations[0] - 1 : negations[0] + 1]
    elif chance < 0.85:
        return writer.append_clause(para)
    elif chance < 0.92:
        return writer.insert_sentence(para)
    else:
        tokens = writer.replace(para, 2).tokens
    return Para(tokens, doubtful=True)


def _counted(para: Para, was: int, now: int) -> Para:
    """The paragraph with the number its record has now."""
    tokens = [Token(token.id, str(now) if token.text == str(was) else token.text) for token in para.tokens]
    return Para(tokens, merged=para.merged, doubtful=para.doubtful or was != now)


def wrong_to_anybody(revised: Revised) -> tuple[Quality, set[int]]:
    """What became of the marks, and which are on other words unmarked as far as anybody can see who knows no ids.

    The words of what was taken out are there where they stand to the letter, and those of twins on either of them.
    """
    measured, places = quality(revised), found(revised)
    wrong = set()
    for number, _found, place in measured.wrong:
        mark, (state, at, start, end) = revised.marks[number], places[number]
        was, now = revised.old[mark.paragraph].text, revised.new[at].text
        is_twin = len(place.paragraphs) > 1 and start is not None and now[start:end] == was[mark.start : mark.end]
        if state is not AnchorState.LOST and not (is_twin or (place.truth is Truth.GONE and now == was)):
            wrong.add(number)
    return measured, wrong
