"""Verdicts about proposed parallels: accepted as a cross-reference, rejected, put off, and taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.actions.batch import Batch, batch, place_of
from annotator.actions.cross_references import checked_note, join_in
from annotator.actions.passages import passages_for
from annotator.errors import NotUpdatedError, Refused
from annotator.models import CrossReference, Event, Origin, Passage, Place, ProposedParallel, Status, Verdict
from annotator.models.proposed_parallel import in_order, joined
from annotator.parallels.likeness import RULE
from annotator.permissions import Permission, require
from annotator.selectors.parallel_passages import ParallelPassage
from corpus.db.insert import insert_new

VERBS = {
    Verdict.ACCEPTED: Event.Verb.ACCEPTED,
    Verdict.REJECTED: Event.Verb.REJECTED,
    Verdict.LATER: Event.Verb.SET_ASIDE,
    Verdict.OPEN: Event.Verb.REOPENED,
}
# What an undo puts back.
KEPT = ("verdict", "judged_by_id", "judged_at", "reference_id")


def accept(
    *,
    pair: ProposedParallel,
    source: Passage,
    relation: str,
    by: User,
    version: int,
    request_id: UUID | None = None,
) -> tuple[CrossReference, UUID]:
    """Join the two passages of ``pair``, which the person saw at ``version``: "source ``relation`` the other".

    Returns the cross-reference, of ``by`` and with the origin suggestion, and the batch's id. Where a collection is
    reviewed, it is proposed like any contribution. Raises ``Refused`` where the words of an end are gone or may be
    others, and ``NotUpdatedError`` where somebody judged the pair since.
    """
    _require(pair, by, version)
    if pair.verdict == Verdict.ACCEPTED:
        raise Refused(_("It was accepted already."))
    target = pair.other if source.pk == pair.one_id else pair.one
    if source.unsettled or target.unsettled:
        raise Refused(_("The text of one of the two changed since, and its words may be others. Find parallels again."))
    with batch(by=by, request_id=request_id) as current:
        return _accept_in(current, pair, (source, target), by=by, relation=relation), current.id


def accept_found(
    *,
    source: Place,
    target: Place,
    relation: str,
    by: User,
    parallel: ParallelPassage,
    request_id: UUID | None = None,
) -> tuple[CrossReference, UUID]:
    """Join two places of which a person was just shown that they say the same; the pair is kept as accepted.

    ``parallel``: how near they are, as all who may read both see it (``as_all_see_it``).
    """
    require(by, Permission.JUDGE_PARALLELS)
    with batch(by=by, request_id=request_id) as current:
        ends = passages_for([source, target])
        if ends[0].pk == ends[1].pk:
            raise Refused(_("A passage cannot be cross-referenced to itself. Choose another end."))
        one, other = in_order(*ends)
        pair = ProposedParallel(
            one=one,
            other=other,
            score=parallel.score,
            wording=parallel.wording,
            reasons=[reason._asdict() for reason in parallel.reasons],
            found_by=RULE,
            found_at=current.at,
        )
        if not insert_new([pair]):
            pair = ProposedParallel.objects.with_places().get(one__in=ends, other__in=ends)
        return _accept_in(current, pair, (ends[0], ends[1]), by=by, relation=relation), current.id


def _accept_in(
    current: Batch, pair: ProposedParallel, ends: tuple[Passage, Passage], *, by: User, relation: str
) -> CrossReference:
    note = checked_note(*ends, relation, "")
    reference = join_in(current, ends, relation=relation, note=note, by=by, origin=Origin.SUGGESTION)
    if reference is None:
        # Of the same person, joined by hand before.
        reference = CrossReference.objects.standing().get(source=ends[0], target=ends[1], relation=relation, author=by)
        # What nobody else sees would take the pair out of everybody's queue.
        if reference.status == Status.DRAFT:
            raise Refused(
                _("You have a draft that joins these two in this way. Publish it or withdraw it, then judge the pair.")
            )
        if reference.status == Status.DECLINED:
            raise Refused(
                _(
                    "You have joined these two in this way before, and that was declined. Change it and propose it "
                    "again, or withdraw it, then judge the pair."
                )
            )
        if pair.verdict == Verdict.ACCEPTED:
            raise Refused(_("You have joined these two in this way already."))
    _judge_in(current, pair, Verdict.ACCEPTED, by, reference=reference)
    return reference


def judge(*, pair: ProposedParallel, verdict: Verdict, by: User, version: int, request_id: UUID | None = None) -> UUID:
    """Reject ``pair``, put it off, or put it back into the queue; returns the batch's id.

    Raises ``NotUpdatedError`` where somebody judged it since the person saw it at ``version``, ``Refused`` where it was
    accepted and its cross-reference stands.
    """
    _require(pair, by, version)
    if ProposedParallel.objects.filter(joined(), pk=pair.pk).exists():
        raise Refused(_("It was accepted. Withdraw the cross-reference first; then it can be judged again."))
    if verdict in {Verdict.ACCEPTED, pair.verdict}:
        raise Refused(_("It is judged so already."))
    with batch(by=by, request_id=request_id) as current:
        _judge_in(current, pair, verdict, by)
    return current.id


def put_back_in(current: Batch, event: Event) -> None:
    """Undo a verdict, or that a file brought the pair, or that this was undone: put back what was there before.

    Raises ``Refused`` where the pair was judged again since.
    """
    before, after = event.before or {}, event.after or {}
    if event.action == Event.Verb.DELETED:
        _make_again(current, event, before)
        return
    pair = ProposedParallel.objects.with_places().filter(pk__in=[event.subject_id]).first()
    if pair is None or pair.version != after.get("version"):
        raise Refused(_("Somebody changed this since, so it was not undone. Change it by hand."))
    if before:
        for each in [pair, *_judged_with(pair)]:
            _write_in(current, each, VERBS[Verdict(before["verdict"])], {name: before[name] for name in KEPT})
        return
    kept = state_of(pair) | {"reasons": pair.reasons, "wording": pair.wording, "found_at": pair.found_at.isoformat()}
    kept |= {"one_id": pair.one_id, "other_id": pair.other_id}
    current.record(Event.Verb.DELETED, pair, before=kept).audience = Event.Audience.MEMBERS
    ProposedParallel.objects.filter(pk=pair.pk).delete()


def _judged_with(pair: ProposedParallel) -> Iterable[ProposedParallel]:
    """The pairs for which the verdict about ``pair`` holds since a revision (``follow``): nobody judged these since."""
    if pair.judged_at is None:
        return []
    documents = [pair.one.document_id, pair.other.document_id]
    rows = ProposedParallel.objects.with_places().filter(one__document__in=documents, other__document__in=documents)
    same = rows.filter(verdict=pair.verdict, judged_by=pair.judged_by_id, judged_at=pair.judged_at)
    return same.exclude(pk=pair.pk).order_by("pk")


def _make_again(current: Batch, event: Event, before: dict[str, Any]) -> None:
    """Make a pair again that was taken away with the import that had brought it."""
    names = ("one_id", "other_id", "score", "wording", "reasons", "found_by", *KEPT)
    pair = ProposedParallel(
        pk=event.subject_id,
        found_at=datetime.fromisoformat(before["found_at"]),
        version=before["version"] + 1,
        **{name: before[name] for name in names if name != "judged_at"},
        judged_at=datetime.fromisoformat(before["judged_at"]) if before["judged_at"] else None,
    )
    if not insert_new([pair]):
        raise Refused(_("These two passages are a proposed parallel already."))
    again = ProposedParallel.objects.with_places().get(pk=pair.pk)
    current.record(Event.Verb.CREATED, again, after=state_of(again)).audience = Event.Audience.MEMBERS


def _require(pair: ProposedParallel, by: User, version: int) -> None:
    require(by, Permission.JUDGE_PARALLELS)
    if pair.version != version:
        raise NotUpdatedError


def _judge_in(
    current: Batch, pair: ProposedParallel, verdict: Verdict, by: User, reference: CrossReference | None = None
) -> None:
    judged = verdict != Verdict.OPEN
    changes = {
        "verdict": verdict.value,
        "judged_by_id": by.pk if judged else None,
        "judged_at": current.at if judged else None,
        "reference_id": reference.pk if reference else None,
    }
    _write_in(current, pair, VERBS[verdict], changes)


def _write_in(current: Batch, pair: ProposedParallel, verb: Event.Verb, changes: dict[str, Any]) -> None:
    before = state_of(pair)
    rows = ProposedParallel.objects.filter(pk=pair.pk, version=pair.version)
    if not rows.update(**changes, version=pair.version + 1):
        raise NotUpdatedError
    pair.version += 1
    for name, value in changes.items():
        setattr(pair, name, value)
    event = current.record(verb, pair, before=before, after=state_of(pair))
    event.audience = Event.Audience.MEMBERS


def state_of(pair: ProposedParallel) -> dict[str, object]:
    """``pair`` as it is now, for an event: what an undo puts back, and where it is."""
    at = pair.judged_at
    return {
        "verdict": str(pair.verdict),
        "version": pair.version,
        "score": round(pair.score, 4),
        "found_by": pair.found_by,
        "judged_by_id": pair.judged_by_id,
        "judged_at": at if at is None or isinstance(at, str) else at.isoformat(),
        "reference_id": None if pair.reference_id is None else str(pair.reference_id),
        "one": place_of(pair.one),
        "other": place_of(pair.other),
    }
