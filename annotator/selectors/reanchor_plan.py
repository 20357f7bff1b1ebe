"""Where the passages of a document go in a new revision of it: worked out before, and again when it is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import NamedTuple

from annotator.anchoring import quote_selector
from annotator.anchoring.reanchor import AnchorState, ParagraphChange, Reanchored
from annotator.models import Annotation, CrossReference, Passage, Status, Tagging
from corpus.importing.alignment.pairing import ChangeKind
from corpus.importing.writing.changeset import Changeset

State = Passage.State
# Passages asked about by one query.
AT_A_TIME = 500
# What a move may change of a passage within its paragraph.
CHANGES = ("state", "start", "end", "quote", "prefix", "suffix")


@dataclass(slots=True)
class PlannedMove:
    """Where ``passage`` is from now on: the key of the paragraph, the stretch of it, the words and what is around."""

    passage: Passage
    state: str
    key: int
    start: int | None
    end: int | None
    quote: str
    prefix: str
    suffix: str
    moved: bool

    @property
    def place(self) -> tuple[int, int | None, int | None]:
        """The stretch, which one settled passage can have."""
        return self.key, self.start, self.end

    @property
    def state_in_words(self) -> str:
        """The state as a person reads it."""
        return str(State(self.state).label)

    @property
    def touched(self) -> bool:
        """Whether anything of it is written anew."""
        return self.moved or any(
            getattr(self.passage, name) != getattr(self, name) for name in ("quote", "prefix", "suffix")
        )

    @property
    def has_other_words(self) -> bool:
        """Whether the passage, before it is carried out, will have other words than it has, or may have."""
        return self.quote != self.passage.quote or self.state in Passage.UNSETTLED


class ReanchorSummary(NamedTuple):
    """How many passages are kept, shifted, uncertain and lost by a revision, and those that it leaves unsettled.

    These are in the order of the old text. ``by_person`` counts the same passages by the names of those who have
    something on them, drafts apart; what two people marked is counted for each of them.
    """

    counts: dict[str, int]
    unsettled: list[PlannedMove]
    by_person: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Affected:
    """A paragraph whose text is another one, or which may be another one itself.

    Its key, the change (``None`` where it is gone) and the keys of the paragraphs that its marks are looked for in.
    """

    key: int
    change: ParagraphChange | None = None
    parts: Sequence[int] = ()


class PlannedMoves:
    """The moves that a changeset makes, asked for before the document is locked, so that nobody waits for that."""

    def __init__(self, changeset: Changeset) -> None:
        self.document = changeset.document
        self._affected = dict(affected_by(changeset))
        self._seen: dict[int, tuple[str | int | None, ...]] = {}
        self._moves: dict[int, PlannedMove] = {}

    def now(self) -> list[PlannedMove]:
        """The moves of all passages as they are now: a query, and one for some hundred that were other ones before."""
        anchored = Passage.objects.filter(paragraph__document=self.document).exclude(state=State.LOST).order_by("pk")
        rows = anchored.values_list("pk", "paragraph", "start", "end", "state", "quote", "beside", "let_go")
        seen = {pk: tuple(place) for pk, *place in rows if place[0] in self._affected}
        for some in batched((pk for pk in seen if self._seen.get(pk) != seen[pk]), AT_A_TIME):
            for passage in Passage.objects.filter(pk__in=some).select_related("paragraph").order_by("pk"):
                passage.paragraph.document = self.document
                self._moves[passage.pk] = move_of(passage, self._affected[passage.paragraph_id])
        self._seen = seen
        return [self._moves[pk] for pk in seen]


def summary_of(changeset: Changeset, moves: Iterable[PlannedMove]) -> ReanchorSummary:
    """What becomes of the passages that something stands on, asked before they are moved: 5 queries.

    Those that an earlier revision left uncertain or lost, and this one leaves as they are, are not counted.
    """
    moved = {move.passage.pk: move for move in moves if move.moved}
    rows = Passage.objects.in_use().filter(document=changeset.document).order_by()
    used = dict(rows.values_list("pk", "state"))
    becomes = {
        pk: str(moved[pk].state if pk in moved else State.KEPT)
        for pk, state in used.items()
        if pk in moved or state not in Passage.UNSETTLED
    }
    unsettled = [move for pk, move in moved.items() if pk in used and move.state in Passage.UNSETTLED]
    unsettled.sort(key=lambda move: (move.passage.paragraph.position, move.passage.start or 0))
    return ReanchorSummary(_in_order(becomes.values()), unsettled, _by_person(changeset, becomes))


def _by_person(changeset: Changeset, becomes: dict[int, str]) -> dict[str, dict[str, int]]:
    """On how many passages of each state something of each person stands: 4 queries."""
    theirs: dict[str, set[int]] = {}
    for model in (Tagging, Annotation, CrossReference):
        for path in model.PLACES:
            standing = model.objects.standing().exclude(status=Status.DRAFT).order_by()
            rows = standing.filter(**{f"{path}__document": changeset.document})
            for person, passage in rows.values_list("author__username", f"{path}_id"):
                if passage in becomes:
                    theirs.setdefault(person, set()).add(passage)
    return {person: _in_order(becomes[pk] for pk in theirs[person]) for person in sorted(theirs)}


def _in_order(states: Iterable[str]) -> dict[str, int]:
    """How often each state occurs, in the order from kept to lost."""
    counts = Counter(states)
    return {state: counts[state] for state in State.values if counts[state]}


def affected_by(changeset: Changeset) -> Iterator[tuple[int, Affected]]:
    """By their ids, the old paragraphs whose words are not the ones they were, each with what became of it."""
    new = changeset.plan.paragraphs
    for pairing in changeset.pairings:
        if pairing.old is None:
            continue
        old = changeset.old[pairing.old]
        into = pairing.perhaps if pairing.new is None else pairing.new
        if into is None:
            yield old.pk, Affected(old.key)
            continue
        parts = sorted((into, *pairing.others)) if pairing.change is ChangeKind.SPLIT else [into]
        texts, keys = [new[at].text for at in parts], [new[at].key for at in parts]
        sure, merged = pairing.sure and pairing.new is not None, pairing.change is ChangeKind.MERGED
        if texts != [old.text] or not sure:
            change = ParagraphChange(
                old.text, texts, home=parts.index(into), merged=merged, holds_more=pairing.holds_more, sure=sure
            )
            yield old.pk, Affected(old.key, change, keys)
        if merged:
            for went in (changeset.old[other] for other in pairing.others):
                yield went.pk, Affected(went.key, ParagraphChange(went.text, texts, merged=True, sure=sure), keys)


def neighbours(changeset: Changeset) -> Iterator[tuple[int, int]]:
    """Each paragraph that is gone, and the one that stands in its place, by their ids; 0: the first of the text."""
    into = {}
    for pairing in changeset.pairings:
        if pairing.old is not None and pairing.new is not None:
            into[pairing.old] = pairing.old
            if pairing.change is ChangeKind.MERGED:
                into |= dict.fromkeys(pairing.others, pairing.old)
    last = 0
    for at, old in enumerate(changeset.old):
        if into.get(at) == at:
            last = old.pk
        else:
            yield old.pk, changeset.old[into[at]].pk if at in into else last


def move_of(passage: Passage, affected: Affected) -> PlannedMove:
    """Where ``passage``, whose paragraph is ``affected``, goes."""
    followed = Reanchored(AnchorState.LOST)
    if affected.change is not None:
        followed = affected.change.reanchor(quote_selector.TextRange(passage.start, passage.end))
    if affected.change is None or followed.state is AnchorState.LOST:
        # Where it stood, with the words that stood there.
        return _as(passage, State.LOST, (affected.key, passage.start, passage.end))
    (start, end), key = followed.stretch, affected.parts[followed.part]
    state = State(followed.state.value)
    if State.UNCERTAIN in {passage.state, state}:
        # Nobody has said that these are the right words, so their being there still proves nothing.
        return _as(passage, State.UNCERTAIN, (key, start, end), was=affected.key)
    if key != affected.key:
        state = State.SHIFTED
    elif state == State.KEPT:
        # One that shifted before and stays now is still one that shifted.
        state = State(passage.state)
    text = affected.change.parts[followed.part]
    prefix, suffix = ("", "") if start is None or end is None else quote_selector.context(text, start, end)
    settled = _as(passage, state, (key, start, end), was=affected.key)
    # A whole paragraph that was edited has other words at the same place.
    moved = settled.moved or followed.state is AnchorState.SHIFTED
    return replace(settled, quote=followed.stretch.words(text), prefix=prefix, suffix=suffix, moved=moved)


def _as(passage: Passage, state: str, place: tuple[int, int | None, int | None], was: int | None = None) -> PlannedMove:
    """A move with the words that ``passage`` has; ``was`` is the key of its paragraph until now, if not the same."""
    key, start, end = place
    moved = (state, key, start, end) != (passage.state, was or key, passage.start, passage.end)
    return PlannedMove(passage, state, key, start, end, passage.quote, passage.prefix, passage.suffix, moved=moved)
