"""How well marks follow their words, on revisions whose outcome is known (``revision_texts``)."""

import re
from collections import Counter
from dataclasses import dataclass, field

from annotator.anchoring.quote_selector import TextRange
from annotator.anchoring.reanchor import LOST, AnchorState
from annotator.selectors.reanchor_plan import Affected, affected_by
from corpus.folding import fold_all
from corpus.importing.alignment.align import align
from corpus.importing.plan import Plan, PlannedParagraph
from corpus.importing.writing.changeset import Changeset, Standing

from .revision_texts import Mark, Place, Revised, Truth

SURE = {AnchorState.KEPT, AnchorState.SHIFTED}


@dataclass
class Quality:
    """Marks counted by what became of them; the parts are 0 to 1."""

    marks: int = 0
    counts: Counter = field(default_factory=Counter)
    wrong: list[tuple] = field(default_factory=list)
    """The marks on other words that nothing says it of: index, place found, place known."""
    lost: list[tuple] = field(default_factory=list)
    doubted: list[tuple] = field(default_factory=list)
    misplaced: list[tuple] = field(default_factory=list)

    def add(self, at: int, found: tuple, place: Place) -> None:
        """Count a mark that was found at ``found``: state, paragraph, start and end."""
        state, right = found[0], _is_right(found, place)
        self.marks += 1
        note = (at, found, place)
        expected = place.truth is Truth.STANDS or (place.truth is Truth.CHANGED and place.framed)
        if state in SURE and not (right and _is_inside(found, place)):
            self.wrong.append(note)
        if place.truth is Truth.STANDS and not place.doubtful:
            self.counts["standing"] += 1
            self.counts["standing sure"] += right and state in SURE
            if state is AnchorState.UNCERTAIN:
                self.doubted.append(note)
        if place.truth is Truth.CHANGED or (place.truth is Truth.STANDS and place.doubtful):
            self.counts["changed"] += 1
            self.counts["changed right"] += right
            if not right:
                self.misplaced.append(note)
        if expected:
            self.counts["expected"] += 1
            if state is AnchorState.LOST:
                self.lost.append(note)
        if state is AnchorState.UNCERTAIN and right and place.start is not None:
            self.counts["uncertain"] += 1
            self.counts["uncertain exact"] += found[2:] == (place.start, place.end)

    def part(self, of: str, name: str) -> float:
        """How much of ``of`` is ``name``; 1 where there is nothing."""
        return self.counts[name] / self.counts[of] if self.counts[of] else 1.0

    @property
    def standing_sure(self) -> float:
        """Of the words that stand as they were, those that are found there without doubt."""
        return self.part("standing", "standing sure")

    @property
    def changed_right(self) -> float:
        """Of the words that changed, those that are found where they are, doubted or not."""
        return self.part("changed", "changed right")

    @property
    def lost_though_there(self) -> float:
        """Of the words that stand, or between whose neighbours others stand, those that are lost."""
        return len(self.lost) / self.counts["expected"] if self.counts["expected"] else 0.0

    @property
    def uncertain_exact(self) -> float:
        """Of the uncertain ones in the right place, those that begin and end where the words do."""
        return self.part("uncertain", "uncertain exact")


def _is_right(found: tuple, place: Place) -> bool:
    """Whether a mark is on some of its words."""
    state, paragraph, start, end = found
    if state is AnchorState.LOST or paragraph not in place.paragraphs:
        return False
    return None in {start, place.start} or (start < place.end and place.start < end)


def _is_inside(found: tuple, place: Place) -> bool:
    """Whether it is where they are and nowhere else: the very words may be less than what was put between them."""
    start, end = found[2:]
    return found[2:] == (place.start, place.end) or (None not in found[2:] and place.start is not None
                                                      and place.start <= start and end <= place.end)  # fmt: skip


def _says_else(revised: Revised, mark: Mark, place: tuple) -> bool:
    """Whether other words stand at a place that nothing is doubted of, or other numbers in a paragraph."""
    _state, paragraph, start, end = place
    if start is None:
        old, new = (set(re.findall(r"\d+", para.text)) for para in
                    (revised.old[mark.paragraph], revised.new[paragraph]))  # fmt: skip
        return mark.start is None and not old <= new
    words = revised.old[mark.paragraph].text[slice(mark.start, mark.end)]
    return fold_all(words) != fold_all(revised.new[paragraph].text[start:end])


def ledger_of(revised: Revised) -> Changeset:
    """The changeset of the revision, of no document."""
    old = tuple(
        Standing(at, at, at, para.kind, 0, para.number, para.text, "", "", 1) for at, para in enumerate(revised.old)
    )
    new = tuple(
        PlannedParagraph(at, at, para.kind, 0, para.number, para.text, "", "") for at, para in enumerate(revised.new)
    )
    return Changeset(None, 1, 2, old, Plan(new), align(old, new), 0)


def found(revised: Revised) -> list[tuple]:
    """Where each mark is in the new text: state, paragraph, start and end."""
    changeset = ledger_of(revised)
    affected = dict(affected_by(changeset))
    same = {pairing.old: pairing.new for pairing in changeset.pairings if pairing.old is not None}
    return [_followed(affected.get(mark.paragraph), same.get(mark.paragraph), mark) for mark in revised.marks]


def _followed(affected: Affected | None, same: int | None, mark: Mark) -> tuple:
    if affected is None:
        return AnchorState.KEPT, same, mark.start, mark.end
    followed = affected.change.reanchor(TextRange(mark.start, mark.end)) if affected.change else LOST
    if followed.state is AnchorState.LOST:
        return AnchorState.LOST, None, None, None
    return followed.state, affected.parts[followed.part], followed.stretch.start, followed.stretch.end


def quality(*revisions: Revised) -> Quality:
    """What became of the marks of all ``revisions``."""
    counted = Quality()
    for revised in revisions:
        for at, (followed, place) in enumerate(zip(found(revised), revised.places, strict=True)):
            counted.add(at, followed, place)
            if followed[0] in SURE and _says_else(revised, revised.marks[at], followed):
                counted.wrong.append((at, followed, place))
    return counted
