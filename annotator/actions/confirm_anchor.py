"""Saying of passages whose words are uncertain since the text changed that these are the right words."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Contribution, Event, Passage
from annotator.models.place import new_passage
from annotator.permissions import Action, can, require

from .batch import MODELS, Batch, batch, snapshot

# What a passage says of its words, and what an undo puts back.
WORDS = ("state", "quote", "prefix", "suffix")

# By the passage's primary key as JSON has it.
type Words = Mapping[str, dict[str, Any]]


def confirm(*, contribution: Contribution, by: User, request_id: UUID | None = None) -> UUID:
    """Keep the uncertain words that ``contribution`` stands on, with either end: they are the right ones.

    That is about the passage, so it holds for all that stands there, and everything there that ``by`` may edit has it
    in its history. No contribution is another version for it. Returns the batch's id.

    Raises ``Refused`` where none of its words are uncertain (any more), or no words stand there, and
    ``NotUpdatedError`` where somebody changed the passage meanwhile.
    """
    require(by, Action.EDIT, contribution)
    with batch(by=by, request_id=request_id) as current:
        uncertain = _uncertain(contribution)
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


def _standing_on(passages: Iterable[Passage], by: User) -> list[Contribution]:
    """All on ``passages`` that ``by`` sees and may edit, with their places: 3 queries."""
    there = []
    for model in MODELS.values():
        rule = Q()
        for path in model.PLACES:
            rule |= Q(**{f"{path}__in": passages})
        there.append(model.objects.visible_to(by).with_places().filter(rule).order_by("created_at", "pk"))
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
