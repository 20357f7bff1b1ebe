"""Putting tags on passages."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.models import Event, Origin, Tag, Tagging
from annotator.models.tag import key_of
from annotator.policy import Action, require

from .contributions import new_fields, save_changes
from .passages import Place, passages_for
from .recording import batch, snapshot
from .refused import Refused


def tags_named(names: Sequence[str]) -> list[Tag]:
    """The tags called ``names`` (or by their aliases).

    Raises ``Refused`` naming those that are not in the codebook: a tag is made with its definition, never by a
    slip of the pen.
    """
    if not names:
        raise Refused(_("Choose at least one tag."), field="tags")
    found = Tag.objects.named(names)
    unknown = [name for name in names if key_of(name) not in found]
    if unknown:
        raise Refused(
            _("There is no tag called “%(names)s”. Choose one of the codebook, or ask an editor to add it.")
            % {"names": "”, “".join(unknown)},
            field="tags",
        )
    return list({found[key_of(name)].pk: found[key_of(name)] for name in names}.values())


def tag(
    *,
    places: Sequence[Place],
    tags: Sequence[Tag],
    by: User,
    draft: bool = False,
    origin: Origin = Origin.HAND,
    request_id: UUID | None = None,
) -> tuple[list[Tagging], UUID]:
    """Put each of ``tags`` on each of ``places``, in one batch. Returns the new taggings and the batch's id.

    Tags that ``by`` has put on a passage already are left alone; if that leaves nothing to do, ``Refused``.
    """
    require(by, Action.CONTRIBUTE)
    with batch(by=by, request_id=request_id) as current:
        passages = list({passage.pk: passage for passage in passages_for(places)}.values())
        there = set(
            Tagging.objects.standing()
            .filter(author=by, tag__in=tags, content_object__in=passages)
            .values_list("content_object_id", "tag_id")
        )
        made = [
            Tagging(
                tag=each,
                content_object=passage,
                **new_fields(current, passage.paragraph.document, by=by, draft=draft, origin=origin),
            )
            for passage in passages
            for each in tags
            if (passage.pk, each.pk) not in there
        ]
        if not made:
            raise Refused(_("You have put this tag on this passage already."), field="tags")
        Tagging.objects.bulk_create(made, batch_size=500)
        for tagging in made:
            current.record(Event.Verb.CREATED, tagging, after=snapshot(tagging))
    return made, current.id


def retag(*, tagging: Tagging, tag: Tag, by: User, request_id: UUID | None = None) -> UUID:
    """Put another tag in the place of ``tagging``'s. Returns the batch's id."""
    require(by, Action.EDIT, tagging)
    with batch(by=by, request_id=request_id) as current:
        save_changes(current, tagging, Event.Verb.EDITED, tag=tag, modified_at=current.at)
    return current.id
