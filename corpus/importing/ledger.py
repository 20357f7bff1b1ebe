"""What a new revision does to the paragraphs of a document: made before anything is written, and what is written."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.models import Document, Paragraph

from .align import Aligned, Fate, Pairing, align
from .plan import Plan


class Standing(NamedTuple):
    """A paragraph as it stands before the revision."""

    pk: int
    key: int
    position: int
    kind: str
    level: int
    number: str
    text: str
    section: str
    section_number: str
    since: int
    """The number of the revision from which on it stands."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What becomes of each paragraph of ``document`` in a revision with the paragraphs of ``plan``.

    ``plan`` has the keys that the revision gives: those of the old paragraphs where they stay, new ones otherwise.
    ``base`` is the number of the revision it was made against, the indexes of ``pairings`` are those of ``old`` and of
    ``plan.paragraphs``, and ``next_key`` is the document's next key after it.
    """

    document: Document
    base: int
    old: tuple[Standing, ...]
    plan: Plan
    pairings: tuple[Pairing, ...]
    next_key: int

    @property
    def kept(self) -> dict[int, Standing]:
        """The paragraphs that stay, by the indexes of what they are in the new text."""
        return {
            pairing.new: self.old[pairing.old]
            for pairing in self.pairings
            if pairing.new is not None and pairing.old is not None
        }

    @property
    def counts(self) -> dict[str, int]:
        """How many paragraphs each fate has that occurs; parts of a split are new, those merged into another gone."""
        counted = Counter(pairing.fate for pairing in self.pairings)
        for pairing in self.pairings:
            if pairing.others:
                counted[Fate.NEW if pairing.fate is Fate.SPLIT else Fate.GONE] += len(pairing.others)
        return {fate.value: counted[fate] for fate in Fate if counted[fate]}

    @property
    def share(self) -> float:
        """How much of the shorter text stands in paragraphs that the other one has too, by characters (0 to 1).

        Not by words in common: in two texts of one language, the commonest words alone are a third of that.
        """
        stay = [pairing for pairing in self.pairings if None not in pairing[:2]]
        old = {pairing.old for pairing in stay}.union(*(each.others for each in stay if each.fate is Fate.MERGED))
        new = {pairing.new for pairing in stay}.union(*(each.others for each in stay if each.fate is Fate.SPLIT))
        return max(_part(self.old, old), _part(self.plan.paragraphs, new))


def _part(paragraphs: Sequence[Aligned], these: Container[int]) -> float:
    """How much of the text of ``paragraphs`` is in ``these`` of them."""
    sizes = [len(each.text) for each in paragraphs]
    whole = sum(sizes)
    return sum(size for at, size in enumerate(sizes) if at in these) / whole if whole else 1.0


def ledger_of(document: Document, plan: Plan) -> Ledger:
    """The ledger of a revision of ``document``, which has its newest revision selected, as ``plan`` says: 1 query."""
    columns = [name for name in Standing._fields if name != "since"]
    found = Paragraph.objects.standing().filter(document=document).order_by("position", "pk")
    old = tuple(Standing(*row) for row in found.values_list(*columns, "since__number"))
    pairings = align(old, plan.paragraphs)
    kept = {pairing.new: old[pairing.old].key for pairing in pairings if pairing.old is not None}
    next_key = document.next_key
    paragraphs = []
    for at, paragraph in enumerate(plan.paragraphs):
        key = kept.get(at)
        if key is None:
            key, next_key = next_key, next_key + 1
        paragraphs.append(paragraph._replace(key=key))
    base = document.current.number if document.current else 0
    return Ledger(document, base, old, Plan(tuple(paragraphs)), pairings, next_key)
