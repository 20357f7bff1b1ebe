"""What a new revision does to the paragraphs of a document: made before anything is written, and what is written."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from corpus.importing.alignment.align import align
from corpus.importing.alignment.pairing import ChangeKind, Pairing
from corpus.importing.alignment.similarity import Bag
from corpus.importing.plan import Plan, PlannedParagraph
from corpus.models import Document, FormerText, Paragraph


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


_COLUMNS = [name for name in Standing._fields if name != "since"]


@dataclass(frozen=True, slots=True)
class Changeset:
    """What becomes of each paragraph of ``document`` in a revision with the paragraphs of ``plan``.

    ``plan`` has the keys that the revision gives: those of the old paragraphs where they stay, new ones otherwise.
    ``base`` is the number of the revision it was made against, ``number`` the one it gets, the indexes of ``pairings``
    are those of ``old`` and of ``plan.paragraphs``, and ``next_key`` is the document's next key after it.
    """

    document: Document
    base: int
    number: int
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
    def is_change(self) -> bool:
        """Whether anything is not as it was: also levels and sections, for which no paragraph counts as edited."""
        return [tuple(getattr(each, name) for name in PlannedParagraph._fields) for each in self.old] != [
            tuple(each) for each in self.plan.paragraphs
        ]

    @property
    def counts(self) -> dict[str, int]:
        """How many paragraphs each change has that occurs; parts of a split are new, those merged into another gone."""
        counted = Counter(pairing.change for pairing in self.pairings)
        for pairing in self.pairings:
            if pairing.others:
                counted[ChangeKind.NEW if pairing.change is ChangeKind.SPLIT else ChangeKind.GONE] += len(
                    pairing.others
                )
        return {change.value: counted[change] for change in ChangeKind if counted[change]}

    @property
    def edited(self) -> tuple[int, ...]:
        """The keys of the paragraphs that were edited, split or merged, in the order of the old text."""
        changed = {ChangeKind.EDITED, ChangeKind.SPLIT, ChangeKind.MERGED}
        old = sorted(each.old for each in self.pairings if each.old is not None and each.change in changed)
        return tuple(self.old[at].key for at in old)

    @property
    def share(self) -> float:
        """The words that paragraphs kept, as a part (0 to 1) of those of the shorter text; 1 where it has none.

        Not the words in common wherever they stand: in two texts of one language the commonest are a third of them.
        """
        old = [Bag(each.text) for each in self.old]
        new = [Bag(each.text) for each in self.plan.paragraphs]
        shorter = min(sum(each.size for each in bags) for bags in (old, new))
        kept = 0
        for pairing in self.pairings:
            if pairing.old is not None and pairing.new is not None:
                one, other = old[pairing.old], new[pairing.new]
                kept += one.size if one.words == other.words else one.common(other)
                for part in pairing.others:
                    kept += one.common(new[part]) if pairing.change is ChangeKind.SPLIT else old[part].common(other)
        return min(1.0, kept / shorter) if shorter else 1.0


def changeset_of(document: Document, plan: Plan) -> Changeset:
    """What ``plan`` would change of ``document``, which has its newest revision selected: 2 queries."""
    stored = Paragraph.objects.standing().filter(document=document).order_by("position", "pk")
    old = tuple(Standing(*row) for row in stored.values_list(*_COLUMNS, "since__number"))
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
    number = max(document.revisions.values_list("number", flat=True), default=0) + 1
    return Changeset(document, base, number, old, Plan(tuple(paragraphs), plan.notices), pairings, next_key)


def changeset_between(document: Document, before: int, after: int) -> Changeset:
    """What the revision ``after`` of ``document`` did to the paragraphs of the one ``before`` it: 4 queries.

    The two texts are aligned as they were when it was loaded. A paragraph of which that says something else by now than
    it did then is in doubt.
    """
    was, became = (FormerText.objects.as_of(document, number) for number in (before, after))
    old = tuple(Standing._make([*(getattr(each, name) for name in _COLUMNS), before]) for each in was)
    new = tuple(PlannedParagraph(**{name: getattr(each, name) for name in PlannedParagraph._fields}) for each in became)
    pairings = (
        each
        if each.old is None or each.new is None or old[each.old].key == new[each.new].key
        else each._replace(sure=False)
        for each in align(old, new)
    )
    return Changeset(document, before, after, old, Plan(new), tuple(pairings), document.next_key)
