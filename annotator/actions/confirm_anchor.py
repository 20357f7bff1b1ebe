"""Deciding about passages whose words are lost or uncertain: they are right, they are elsewhere, or they are gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Annotation, Contribution, CrossReference, Event, Passage, Status
from annotator.models.place import Place, new_passage
from annotator.permissions import Permission, can, require

from .batch import MODELS, Batch, batch, digest_of, snapshot
from .contributions import may_publish, save_changes, take_replies_along, withdraw_in
from .passages import passages_for

# What a passage says of its words, and what an undo puts back.
WORDS = ("state", "quote", "prefix", "suffix", "let_go")

# By the passage's primary key as JSON has it.
type WordsByPassage = Mapping[str, dict[str, Any]]


def confirm(*, contribution: Contribution, by: User, request_id: UUID | None = None) -> UUID:
    """Keep the uncertain words that ``contribution`` stands on, with either end: they are the right ones.

    That is about the passage, so it holds for all that stands there, and everything there that ``by`` may edit has it
    in its history. No contribution is another version for it. Returns the batch's id.

    Raises ``Refused`` where none of its words are uncertain (any more), no words stand there, or something published
    stands there whose words an editor decides about, and
    ``NotUpdatedError`` where somebody changed the passage meanwhile.
    """
    require(by, Permission.EDIT, contribution)
    with batch(by=by, request_id=request_id) as current:
        _confirm_in(current, _uncertain(contribution), by)
    return current.id


def confirm_passages(
    *, passages: Sequence[Passage], seen: Mapping[int, str], by: User, request_id: UUID | None = None
) -> UUID:
    """``confirm`` for all on ``passages`` (with their places), in one batch, each as the person saw it.

    ``seen`` has the mark of each by its primary key (``seen_as``). Returns the batch's id. Raises ``Refused`` where
    none was chosen, and ``NotUpdatedError`` where one is not as it was seen.
    """
    if not passages:
        raise Refused(_("Choose at least one mark."))
    _refuse_unless_seen(passages, seen)
    if not all(passage.confirmable for passage in passages):
        raise NotUpdatedError
    with batch(by=by, request_id=request_id) as current:
        for passage in passages:
            _editable_on(passage, by)
        _confirm_in(current, passages, by)
    return current.id


def put_elsewhere(*, passage: Passage, place: Place, seen: str, by: User, request_id: UUID | None = None) -> UUID:
    """Put all on ``passage`` (with its place) that ``by`` may edit on the words at ``place``. Returns the batch's id.

    Replies go with their notes. What the same person put there already is withdrawn here: one is enough.

    Raises:
        NotUpdatedError: the passage is not as it was ``seen``, or somebody changed what stands on it meanwhile.
        Refused: there are no such words at the place, or a cross-reference would lead from a passage to itself.
        PermissionDenied: ``by`` may edit nothing of what stands on it.
    """
    _refuse_unless_seen([passage], {passage.pk: seen})
    things = [thing for thing in _editable_on(passage, by) if not _is_reply(thing)]
    with batch(by=by, request_id=request_id) as current:
        (target,) = passages_for([place])
        for thing in things:
            _put_in(current, thing, passage, target)
    return current.id


def let_go(*, passage: Passage, seen: str, by: User, request_id: UUID | None = None) -> UUID:
    """Keep ``passage`` (with its place) as lost, with all on it, and have it wait for nobody. Returns the batch's id.

    Raises:
        NotUpdatedError: the passage is not as it was ``seen``.
        Refused: something stands on it that ``by`` may not edit.
        PermissionDenied: ``by`` may edit nothing of what stands on it.
    """
    _refuse_unless_seen([passage], {passage.pk: seen})
    things = _editable_on(passage, by)
    if len(things) < len(_seen_on([passage], by)):
        raise Refused(_("Something of other people stands on the same words. Ask an editor to let it go."))
    _refuse_unreviewed([passage.pk], by)
    before = {str(passage.pk): _words_of(passage)}
    after = {str(passage.pk): _words_of(passage) | {"state": str(Passage.State.LOST), "let_go": True}}
    with batch(by=by, request_id=request_id) as current:
        _write(after, before)
        for thing in things:
            _record(current, Event.Verb.LET_GO, thing, before, after)
    return current.id


def seen_as(passage: Passage) -> str:
    """A value that is another one as soon as ``passage`` (with its place), or the text it is in, is."""
    kept = {name: getattr(passage, name) for name in (*WORDS, "paragraph_id", "start", "end")}
    return digest_of(kept | {"revision": passage.paragraph.document.current_id})


def _refuse_unless_seen(passages: Iterable[Passage], seen: Mapping[int, str]) -> None:
    if any(seen_as(passage) != seen.get(passage.pk) for passage in passages):
        raise NotUpdatedError


def _editable_on(passage: Passage, by: User) -> list[Contribution]:
    """All on ``passage`` that ``by`` may edit, at least one; ``PermissionDenied`` where there is none."""
    things = _standing_on([passage], by)
    if not things:
        seen = _seen_on([passage], by)
        require(by, Permission.EDIT, seen[0]) if seen else require(by, Permission.DECIDE)
    return things


def _is_reply(thing: Contribution) -> bool:
    return isinstance(thing, Annotation) and thing.in_reply_to_id is not None


def _put_in(current: Batch, thing: Contribution, passage: Passage, onto: Passage) -> None:
    """Put ``thing`` on ``there`` with the end that is on ``passage``; a note with its replies."""
    changes: dict[str, Any] = {path: onto for path in thing.PLACES if getattr(thing, path).pk == passage.pk}
    if isinstance(thing, CrossReference) and {thing.source_id, thing.target_id} == {passage.pk, onto.pk}:
        raise Refused(_("The cross-reference would lead from these words to themselves. Choose others."))
    try:
        save_changes(current, thing, Event.Verb.EDITED, modified_at=current.at, **changes)
    except Refused:
        withdraw_in(current, thing, _("the same stands there already"))
        return
    # What is published and reviewed is only proposed to go there.
    if isinstance(thing, Annotation) and thing.passage_id == onto.pk:
        take_replies_along(current, thing)


def _confirm_in(current: Batch, passages: Sequence[Passage], by: User) -> None:
    _refuse_unreviewed([passage.pk for passage in passages], by)
    before = {str(passage.pk): _words_of(passage) for passage in passages}
    right = {str(each.pk): _words_of(new_passage(each.paragraph, each.start, each.end)) for each in passages}
    _write(right, before)
    for thing in _standing_on(passages, by):
        _record(current, Event.Verb.CONFIRMED, thing, before, right)


def _uncertain(contribution: Contribution) -> list[Passage]:
    """The passages of ``contribution`` that can be confirmed; ``Refused`` where there are none."""
    if contribution.withdrawn_at is not None:
        raise Refused(_("It is withdrawn."))
    passages = [passage for passage in contribution.passages if passage.confirmable]
    if passages:
        return passages
    if any(passage.state == Passage.State.UNCERTAIN for passage in contribution.passages):
        raise Refused(_("There are no words at this place any more. Move this contribution onto the right ones."))
    raise Refused(_("These words are no longer uncertain; someone may have confirmed or moved them."))


def put_back_in(current: Batch, thing: Contribution, event: Event) -> None:
    """Undo what ``event`` says of the words of ``thing``. Raises ``NotUpdatedError`` where they changed since."""
    before, after = event.before or {}, event.after or {}
    left, put_back = after["passages"], before["passages"]
    _refuse_unreviewed(list(put_back), current.by)
    # Of several things on one passage the first one's event has put it back already.
    _write(put_back, left, put_back)
    _record(current, Event.Verb.EDITED, thing, left, put_back)


def _words_of(passage: Passage) -> dict[str, Any]:
    return {name: str(getattr(passage, name)) for name in WORDS[:-1]} | {"let_go": passage.let_go}


def _write(after: WordsByPassage, *before: WordsByPassage) -> None:
    """Write the words ``after``. Raises ``NotUpdatedError`` where a passage has none of the words ``before``."""
    for pk in sorted(after):
        condition = Q(*(Q(**each[pk]) for each in before), _connector=Q.OR)
        try:
            with transaction.atomic():
                written = Passage.objects.filter(condition, pk=pk).update(**after[pk])
        except IntegrityError as error:
            # Passages that stand on their words are one a stretch, and this one would be the second.
            raise Refused(
                _("These words have been marked again since. Move this contribution onto them instead.")
            ) from error
        if not written:
            raise NotUpdatedError


def _refuse_unreviewed(passages: Collection[Any], by: User | None) -> None:
    """Raise ``Refused`` where something stands on ``passages``, by their ids, whose words ``by`` may not publish.

    A passage is that of many people, so that its words cannot be proposed as a change of one contribution.
    """
    published = (
        thing
        for model in MODELS.values()
        for thing in model.objects.standing().with_places().filter(_on(model, passages), status=Status.PUBLISHED)
    )
    if not all(may_publish(by, thing) for thing in published):
        raise Refused(_("What is published here is reviewed: an editor says which words it stands on."))


def _on(model: type[Contribution], passages: Iterable[Any]) -> Q:
    return Q(*(Q(**{f"{path}__in": passages}) for path in model.PLACES), _connector=Q.OR)


def _standing_on(passages: Iterable[Passage], by: User) -> list[Contribution]:
    """All on ``passages`` that ``by`` sees and may edit, with their places: 3 queries."""
    return [thing for thing in _seen_on(passages, by) if can(by, Permission.EDIT, thing)]


def _seen_on(passages: Iterable[Passage], by: User) -> list[Contribution]:
    seen = [model.objects.visible_to(by).filter(_on(model, passages)) for model in MODELS.values()]
    return list(chain(*(rows.with_places().order_by("created_at", "pk") for rows in seen)))


def _record(
    current: Batch, verb: Event.Verb, thing: Contribution, words_before: WordsByPassage, words_after: WordsByPassage
) -> None:
    before, after = _kept(thing, words_before), _kept(thing, words_after)
    current.record(verb, thing, before=before, after=after)


def _kept(thing: Contribution, words: WordsByPassage) -> dict[str, object]:
    """``thing`` for an event, with what its passages said at the time."""
    for passage in thing.passages:
        for name, value in words.get(str(passage.pk), {}).items():
            setattr(passage, name, value)
    values = {str(passage.pk): words[str(passage.pk)] for passage in thing.passages if str(passage.pk) in words}
    return snapshot(thing) | {"passages": values, "state": [each["state"] for each in values.values()]}
