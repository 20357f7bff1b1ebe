"""Putting tags on passages."""

from collections.abc import Iterable, Sequence
from itertools import batched
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.models import Event, Origin, Passage, Tag, Tagging
from annotator.models.tag import key_of
from annotator.policy import Action, require

from .contributions import new_fields, save_changes
from .passages import Found, Place, passages_at, passages_for, passages_kept_or_made
from .recording import Batch, batch, snapshot
from .refused import Refused

# Taggings written by one statement: no database takes any number of values in one.
AT_A_TIME = 500


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
    pairs = [(place, each) for place in places for each in tags]
    # Read before the transaction: while it is open, nobody else can write on SQLite.
    there = passages_at(places)
    with batch(by=by, request_id=request_id) as current:
        made = tag_in(current, pairs, by=by, draft=draft, origin=origin, there=there)
        if not made:
            raise Refused(_("You have put this tag on this passage already."), field="tags")
    return made, current.id


def tag_in(
    current: Batch,
    pairs: Iterable[tuple[Place, Tag]],
    *,
    by: User,
    draft: bool = False,
    origin: Origin = Origin.HAND,
    there: Found | None = None,
) -> list[Tagging]:
    """``tag`` as a part of a larger action: put on each place the tag that comes with it.

    ``there`` is as for ``passages_for``. Returns the new taggings, which may be none.
    """
    made = []
    for some in batched(pairs, AT_A_TIME):
        passages = passages_for([place for place, _tag in some], there)
        wanted = {(passage.pk, tag.pk): (passage, tag) for passage, (_place, tag) in zip(passages, some, strict=True)}
        new = _written(
            [
                Tagging(
                    tag=tag,
                    content_object=passage,
                    **new_fields(current, passage.paragraph.document, by=by, draft=draft, origin=origin),
                )
                for passage, tag in wanted.values()
            ]
        )
        for tagging in new:
            current.record(Event.Verb.CREATED, tagging, after=snapshot(tagging))
        made += new
    return made


def _written(taggings: list[Tagging]) -> list[Tagging]:
    """Write ``taggings``; returns those that were not there already.

    The database decides which they are, not a question asked before: another request of the same person may be
    writing the same one at this moment. The second waits for the first and finds it.
    """
    if all(tagging.content_object.is_new for tagging in taggings):
        return Tagging.objects.bulk_create(taggings)
    Tagging.objects.bulk_create(taggings, ignore_conflicts=True)
    written = Tagging.objects.filter(pk__in=[tagging.pk for tagging in taggings]).order_by()
    pks = set(written.values_list("pk", flat=True))
    return [tagging for tagging in taggings if tagging.pk in pks]


def retag(
    *, tagging: Tagging, tag: Tag, by: User, place: Place | Passage | None = None, request_id: UUID | None = None
) -> UUID:
    """Put another tag in the place of ``tagging``'s, and both on the words at ``place``, else where they are.

    Returns the batch's id.
    """
    require(by, Action.EDIT, tagging)
    with batch(by=by, request_id=request_id) as current:
        (passage,) = passages_kept_or_made([place or tagging.passage])
        save_changes(current, tagging, Event.Verb.EDITED, tag=tag, content_object=passage, modified_at=current.at)
    return current.id
