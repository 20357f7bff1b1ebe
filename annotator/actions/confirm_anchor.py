"""Saying of passages whose words are uncertain since the text changed that these are the right words."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Contribution, Event, Passage, Status
from annotator.models.place import new_passage
from annotator.permissions import Action, can, require

from .batch import MODELS, Batch, batch, snapshot
from .contributions import may_publish

# What a passage says of its words, and what an undo puts back.
WORDS = ("state", "quote", "prefix", "suffix")

# By the passage's primary key as JSON has it.
type Words = Mapping[str, dict[str, Any]]


def confirm(*, contribution: Contribution, by: User, request_id: UUID | None = None) -> UUID:
    """Keep the uncertain words that ``contribution`` stands on, with either end: they are the right ones.

    That is about the passage, so it holds for all that stands there, and everything there that ``by`` may edit has it
    in its history. No contribution is another version for it. Returns the batch's id.

    Raises ``Refused`` where none of its words are uncertain (any more), no words stand there, or something published
    stands there whose words an editor decides about, and
    ``NotUpdatedError`` where somebody changed the passage meanwhile.
    """
    require(by, Action.EDIT, contribution)
    with batch(by=by, request_id=request_id) as current:
        uncertain = _uncertain(contribution)
        _refuse_unreviewed([passage.pk for passage in uncertain], by)
        found = {str(passage.pk): _said(passage) for passage in uncertain}
        right = {str(each.pk): _said(new_passage(each.paragraph, each.start, each.end)) for each in uncertain}
        _write(right, found)
        for thing in _standing_on(uncertain, by):
            _record(current, Event.Verb.CONFIRMED, thing, found, right)
    return current.id


def _uncertain(contribution: Contribution) -> list[Passage]:
    """The passages of ``contribution`` that can be confirmed; ``Refused`` where there are none."""
    if contribution.withdrawn_at is not None:
        raise Refused(_("It is withdrawn."))
    found = [passage for passage in contribution.passages if passage.confirmable]
    if found:
        return found
    if any(passage.state == Passage.State.UNCERTAIN for passage in contribution.passages):
        raise Refused(_("There are no words at this place any more. Move this contribution onto the right ones."))
    raise Refused(_("These words are no longer uncertain; someone may have confirmed or moved them."))


def put_back_in(current: Batch, thing: Contribution, event: Event) -> None:
    """Undo what ``event`` says of the words of ``thing``. Raises ``NotUpdatedError`` where they changed since."""
    found, put_back = event.after["passages"], event.before["passages"]
    _refuse_unreviewed(list(put_back), current.by)
    # Of several things on one passage the first one's event has put it back already.
    _write(put_back, found, put_back)
    _record(current, Event.Verb.EDITED, thing, found, put_back)


def _said(passage: Passage) -> dict[str, Any]:
    return {name: str(getattr(passage, name)) for name in WORDS}


def _write(wanted: Words, *found: Words) -> None:
    """Write what is ``wanted``. Raises ``NotUpdatedError`` where a passage says nothing of what was ``found``."""
    for pk in sorted(wanted):
        said = Q(*(Q(**each[pk]) for each in found), _connector=Q.OR)
        try:
            with transaction.atomic():
                written = Passage.objects.filter(said, pk=pk).update(**wanted[pk])
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
    seen = [model.objects.visible_to(by).filter(_on(model, passages)) for model in MODELS.values()]
    there = [rows.with_places().order_by("created_at", "pk") for rows in seen]
    return [thing for thing in chain(*there) if can(by, Action.EDIT, thing)]


def _record(current: Batch, verb: Event.Verb, thing: Contribution, found: Words, wanted: Words) -> None:
    before, after = _kept(thing, found), _kept(thing, wanted)
    current.record(verb, thing, before=before, after=after)


def _kept(thing: Contribution, words: Words) -> dict[str, object]:
    """``thing`` for an event, with what its passages said at the time."""
    for passage in thing.passages:
        for name, value in words.get(str(passage.pk), {}).items():
            setattr(passage, name, value)
    said = {str(passage.pk): words[str(passage.pk)] for passage in thing.passages if str(passage.pk) in words}
    return snapshot(thing) | {"passages": said, "state": [each["state"] for each in said.values()]}
