"""Moving passages with their words into a new revision of a document: a part of loading it."""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import batched, groupby
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from annotator.actions.batch import OWN_FIELDS, SHARED_FIELDS, Batch, snapshot
from annotator.actions.contributions import AT_A_TIME, withdraw_in
from annotator.actions.parallels.follow import follow_in
from annotator.models import Annotation, Contribution, CrossReference, Event, FormerPlace, Passage, Tagging
from annotator.selectors.reanchor_plan import (
    CHANGES,
    PlannedMove,
    PlannedMoves,
    ReanchorSummary,
    neighbours,
    summary_of,
)
from corpus.db.insert import insert
from corpus.db.update import update
from corpus.importing.writing.changeset import Changeset
from corpus.models import Paragraph, Revision

State = Passage.State
# What a version tells of, and what of a passage an event says.
_LONG = {"body", "note"}
_OF_PASSAGES = ("paragraph__document__slug", "paragraph", "start", "end", "quote", "state")


class PlannedThings:
    """What stands on the passages that a changeset moves, fetched before the document is locked.

    ``neighbours`` are, by its id, beside which paragraph each is shown that is gone: 0 for the first of the new text.
    """

    def __init__(self, planned: PlannedMoves, changeset: Changeset) -> None:
        self._document = planned.document
        self.neighbours = dict(neighbours(changeset))
        self._passages = {move.passage.pk: move.passage for move in planned.now()}
        self._seen = self._shown()
        self._things = standing_on([*self._passages], self._passages)
        self._before = {thing.pk: snapshot(thing) for thing in self._things}

    def now(
        self, passages: dict[int, Passage], moved: Sequence[int]
    ) -> tuple[list[Contribution], dict[UUID, dict[str, object]]]:
        """What stands on those of ``passages`` that have ``moved``, and how it is before they move.

        4 queries where nothing became another one meanwhile, and else some for some hundred things.
        """
        is_so = all(self._passages.get(pk) is passage for pk, passage in passages.items())
        if is_so and self._shown() == self._seen:
            pks = set(moved)
            things = [
                thing for thing in self._things if any(getattr(thing, f"{path}_id") in pks for path in thing.PLACES)
            ]
            return things, self._before
        things = standing_on(moved, passages)
        return things, {thing.pk: snapshot(thing) for thing in things}

    def _shown(self) -> set[tuple[object, ...]]:
        """What tells whether anything is another one that an event would say of what stands in the document."""
        rows: set[tuple[object, ...]] = set()
        for model in (Tagging, Annotation, CrossReference):
            names = ["pk", *SHARED_FIELDS, *(name for name in OWN_FIELDS[model] if name not in _LONG)]
            names += ["tag__name"] if model is Tagging else []
            names += [f"{path}__{name}" for path in model.PLACES for name in _OF_PASSAGES]
            rows |= set(model.objects.filter(self._in_it(model)).order_by().values_list(*names))
        return rows

    def _in_it(self, model: type[Contribution]) -> Q:
        rule = Q()
        for path in model.PLACES:
            rule |= Q(**{f"{path}__document": self._document})
        return rule


def move_in(
    current: Batch, changeset: Changeset, revision: Revision, planned: PlannedMoves, things_there: PlannedThings
) -> ReanchorSummary:
    """Put every passage of the document where its words are in ``revision``, which was written as ``changeset`` says.

    In the transaction of the load, which has locked the document: nobody marks anything of it meanwhile. Each
    contribution whose place or state is another one gets an event; what stood on two passages that are one now stands
    on that.

    Returns:
        What became of the passages that something stands on.
    """
    reason = _("revision %(number)d") % {"number": revision.number}
    moves = planned.now()
    summary = summary_of(changeset, moves)
    joined = _joined(moves)
    passages = {move.passage.pk: move.passage for move in moves}
    moved = {move.passage.pk for move in moves if move.moved}
    things, before = things_there.now(passages, [*moved, *joined.values()])
    touched = [move for move in moves if move.touched]
    _keep([move.passage for move in touched], revision)
    reworded = [move.passage.pk for move in touched if move.has_other_words]
    _write(touched, _paragraphs(changeset, touched))
    _put_beside(things_there.neighbours, revision, {move.passage.pk for move in touched})
    follow_in(changeset, reworded, joined)
    withdrawn = _join(current, joined, passages, things, reason)
    for thing in things:
        is_moved = any(getattr(thing, path).pk in moved for path in thing.PLACES)
        if thing.pk not in withdrawn and (is_moved or thing.version != before[thing.pk]["version"]):
            record_move(current, thing, before[thing.pk], reason)
    return summary


def record_move(current: Batch, thing: Contribution, before: dict[str, object], reason: str) -> None:
    """Append the event that a revision moved ``thing``; written at once where there are many."""
    after = snapshot(thing) | {
        "anchor": {path: getattr(thing, path).state for path in thing.PLACES},
        "found": {path: _found(getattr(thing, path)) for path in thing.PLACES},
    }
    current.record(Event.Verb.MOVED, thing, before=before, after=after, reason=reason)
    if len(current.events) >= AT_A_TIME:
        current.write()


def _keep(passages: Iterable[Passage], revision: Revision) -> None:
    """Keep where ``passages`` are before ``revision`` moves them."""
    insert([FormerPlace.of(each, revision) for each in passages], unique_fields=("revision_id", "passage_id"))


def _found(passage: Passage) -> str:
    """The words of the new text where ``passage`` is; an uncertain one keeps those it was made on for its quote."""
    return "" if passage.state == State.LOST else passage.paragraph.text[passage.start : passage.end]


def _joined(moves: Iterable[PlannedMove]) -> dict[int, int]:
    """The settled passages that would come to lie where another one lies, each with that one.

    Of several, the one stays that was there before. The others are left uncertain, so that they may stand beside it
    for whatever cannot go over to it.
    """
    joined = {}
    settled = sorted(
        (move for move in moves if move.state not in Passage.UNSETTLED), key=lambda move: (str(move.place), move.moved)
    )
    for _place, some in groupby(settled, key=lambda move: move.place):
        stays, *rest_of_group = some
        for move in rest_of_group:
            joined[move.passage.pk] = stays.passage.pk
            move.state, move.moved = State.UNCERTAIN, True
    return joined


def standing_on(passages: Sequence[int], known: dict[int, Passage]) -> list[Contribution]:
    """Everything on ``passages``, withdrawn too, each passage the one that is ``known``: 3 queries for some hundred."""
    by_key: dict[object, Contribution] = {}
    for model in (Tagging, Annotation, CrossReference):
        for some in batched(dict.fromkeys(passages), AT_A_TIME):
            rule = Q()
            for path in model.PLACES:
                rule |= Q(**{f"{path}__in": some})
            by_key |= {thing.pk: thing for thing in model.objects.with_places().filter(rule)}
    things = sorted(by_key.values(), key=lambda thing: (thing.created_at, str(thing.pk)))
    for thing in things:
        for path in thing.PLACES:
            passage = getattr(thing, path)
            if passage.pk in known:
                one = known[passage.pk]
                if not Passage.paragraph.is_cached(one):
                    one.paragraph = passage.paragraph
                setattr(thing, path, one)
    return things


def _paragraphs(changeset: Changeset, moves: Iterable[PlannedMove]) -> dict[int, Paragraph]:
    """By key, the paragraphs that ``moves`` go to, with their document: a query for some hundred."""
    paragraphs: dict[int, Paragraph] = {}
    for some in batched(sorted({move.key for move in moves}), AT_A_TIME):
        for paragraph in Paragraph.objects.filter(document=changeset.document, key__in=some).order_by():
            paragraph.document = changeset.document
            paragraphs[paragraph.key] = paragraph
    return paragraphs


def _write(moves: Sequence[PlannedMove], paragraphs: dict[int, Paragraph]) -> None:
    """Write the passages. On the way a place may be taken by one that moves off next: lost ones take none."""
    for some in batched([move.passage.pk for move in moves if move.moved], AT_A_TIME):
        Passage.objects.filter(pk__in=some).update(state=State.LOST)
    for move in moves:
        move.passage.paragraph = paragraphs[move.key]
        for name in CHANGES:
            setattr(move.passage, name, getattr(move, name))
    update([move.passage for move in moves], ("paragraph", *CHANGES))


def _put_beside(neighbours: Mapping[int, int], revision: Revision, kept: Container[int]) -> None:
    """Say of lost passages whose paragraph is gone beside which paragraph they are shown: a query or two for hundreds.

    That is the one it was merged into, else the next before it that still stands, else the first of the text.
    """
    standing = Paragraph.objects.standing().filter(document=revision.document_id)
    first = standing.order_by("position").values_list("pk", flat=True).first()
    for some in batched(neighbours, AT_A_TIME):
        lost = Passage.objects.filter(Q(paragraph__in=some) | Q(beside__in=some), state=State.LOST)
        passages = list(lost.order_by("pk"))
        _keep([passage for passage in passages if passage.pk not in kept], revision)
        for passage in passages:
            passage.beside_id = neighbours[passage.beside_id or passage.paragraph_id] or first
        update(passages, ["beside"])


def _join(
    current: Batch, joined: dict[int, int], passages: dict[int, Passage], things: Sequence[Contribution], reason: str
) -> set[object]:
    """Put what stands on the passages ``joined`` on those they are one with now.

    Of two that are the same then, the younger is withdrawn; a cross-reference whose ends would be one stays. Returns
    the ids of what was withdrawn.
    """
    withdrawn: set[object] = set()
    places: set[tuple[object, ...]] = set()
    for thing in things:
        ends = [joined.get(getattr(thing, path).pk, getattr(thing, path).pk) for path in thing.PLACES]
        changes = {
            path: passages[end]
            for path, end in zip(thing.PLACES, ends, strict=True)
            if getattr(thing, path).pk != end and len(set(ends)) == len(ends)
        }
        if thing.withdrawn_at is None and (once := _once(thing, ends)):
            if once in places:
                withdraw_in(current, thing, _("%(why)s: the same stands there already") % {"why": reason})
                withdrawn.add(thing.pk)
            places.add(once)
        if changes:
            put(thing, changes)
    return withdrawn


def _once(thing: Contribution, ends: Sequence[int]) -> tuple[object, ...] | None:
    """What one person can have only once; ``None`` for notes, of which there may be any number."""
    if isinstance(thing, Tagging):
        return thing.tag_id, thing.author_id, *ends
    return (thing.relation, thing.author_id, *ends) if isinstance(thing, CrossReference) else None


def put(thing: Contribution, changes: dict[str, Passage]) -> None:
    """Write other passages; another version, since an undo would put it back on the ones before."""
    type(thing).objects.filter(pk=thing.pk).update(**changes, version=F("version") + 1)
    thing.version += 1
    for path, passage in changes.items():
        setattr(thing, path, passage)
