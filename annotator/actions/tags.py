"""The codebook: making, changing, merging and deleting tags."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Event, Tag, TagAlias, Tagging
from annotator.models.derived import PATH_JOINER
from annotator.models.tag import least_used, path_under
from annotator.models.tag_names import key_of, name_as_kept
from annotator.permissions import Permission, require

from .batch import AT_ONCE, Batch, batch, begin_again, go_on
from .contributions import AT_A_TIME, save_changes, withdraw_in
from .tag_tree import (
    free_slug,
    gone,
    hold_codebook,
    names_left,
    other_name_of,
    refresh_paths,
    refuse_marks_alone,
    refuse_path,
    set_aliases,
    taken_slugs,
)

FIELDS = ("name", "definition", "use_when", "avoid_when", "colour")


def tag_snapshot(tag: Tag) -> dict[str, object]:
    """``tag`` as it is now, for an event: enough to make it again."""
    kept: dict[str, object] = {name: getattr(tag, name) for name in (*FIELDS, "slug", "path", "version")}
    kept["parent_id"] = str(tag.parent_id) if tag.parent_id else None
    kept["created_at"] = tag.created_at.isoformat()
    kept["aliases"] = sorted(alias.name for alias in tag.aliases.all())
    return kept


def create_tag(
    *,
    name: str,
    definition: str,
    by: User,
    parent: Tag | None = None,
    use_when: str = "",
    avoid_when: str = "",
    colour: int | None = None,
    aliases: Sequence[str] = (),
    request_id: UUID | None = None,
) -> tuple[Tag, UUID]:
    """Add a tag to the codebook, with its definition. Returns the tag and the batch's id.

    Without a ``colour``, it takes the one that the fewest tags have.
    """
    require(by, Permission.EDIT_CODEBOOK)
    refuse_path(name)
    texts = {"use_when": use_when, "avoid_when": avoid_when}
    with batch(by=by, request_id=request_id) as current:
        tag = create_in(current, name, parent, aliases, definition=definition, colour=colour, **texts)
    return tag, current.id


def create_in(
    current: Batch,
    name: str,
    parent: Tag | None = None,
    aliases: Sequence[str] = (),
    *,
    definition: str,
    colour: int | None = None,
    **texts: object,
) -> Tag:
    """``create_tag`` as a part of a larger action."""
    refuse_marks_alone(name)
    hold_codebook()
    if parent is not None and not Tag.objects.filter(pk=parent.pk).exists():
        raise gone(parent)
    if not definition.strip():
        raise Refused(_("Define the tag: say what belongs under it."), field="definition")
    tag = Tag(created_at=current.at)
    colour = colour or least_used(Tag.objects.colours())
    _fill(tag, current, name, parent, aliases, definition=definition, colour=colour, **texts)
    current.record(Event.Verb.CREATED, tag, after=tag_snapshot(tag))
    return tag


def edit_tag(
    *,
    tag: Tag,
    version: int,
    by: User,
    name: str,
    definition: str,
    parent: Tag | None,
    use_when: str,
    avoid_when: str,
    colour: int,
    aliases: Sequence[str],
    request_id: UUID | None = None,
) -> UUID:
    """Change a tag the person saw at ``version``; the paths below it follow. Returns the batch's id.

    Under another name it keeps the one that it had as another name of it.

    Raises ``NotUpdatedError`` where somebody else changed it meanwhile, ``Refused`` where it was deleted.
    """
    require(by, Permission.EDIT_CODEBOOK)
    with batch(by=by, request_id=request_id) as current:
        hold_codebook()
        stored = Tag.objects.in_bulk([each.pk for each in (tag, parent) if each is not None])
        for each in (tag, parent):
            if each is not None and each.pk not in stored:
                raise gone(each)
        if not Tag.objects.filter(pk=tag.pk, version=version).update(version=version + 1):
            raise NotUpdatedError
        before = tag_snapshot(Tag.objects.get(pk=tag.pk)) | {"version": version}
        if key_of(name) != (former := key_of(str(before["name"]))):
            refuse_marks_alone(name)
            refuse_path(name)
            # It goes on being found by it. A name that other tags have means these.
            if not Tag.objects.filter(key=former).exclude(pk=tag.pk).exists():
                aliases = [*aliases, str(before["name"])]
        tag.version = version + 1
        _fill(
            tag,
            current,
            name,
            parent,
            aliases,
            definition=definition,
            use_when=use_when,
            avoid_when=avoid_when,
            colour=colour,
        )
        current.record(Event.Verb.EDITED, tag, before=before, after=tag_snapshot(tag))
    return current.id


def _fill(tag: Tag, current: Batch, name: str, parent: Tag | None, aliases: Iterable[str], **texts: object) -> None:
    """Check and save ``tag`` with its new values, its aliases, and the paths of what is below it."""
    tag.name = name_as_kept(name)
    tag.key = key_of(tag.name)
    tag.parent = parent
    tag.path = path_under(tag, parent)
    tag.slug = tag.slug or free_slug(tag.path, taken_slugs())
    tag.modified_at = current.at
    for field, value in texts.items():
        setattr(tag, field, value.strip() if isinstance(value, str) else value)
    if alias := TagAlias.objects.filter(key=tag.key).exclude(tag=tag.pk).select_related("tag").first():
        _give_up_former_name(current, alias)
    try:
        tag.full_clean(exclude=["slug"])
        with transaction.atomic():
            tag.save()
            set_aliases(tag, aliases)
    except ValidationError as error:
        # What the constraints say concerns the name.
        field = next((each for each in error.message_dict if each != NON_FIELD_ERRORS), "name")
        raise Refused(*error.messages, field=field) from error
    except IntegrityError as error:
        raise Refused(_("There is a tag of that name already."), field="name") from error
    refresh_paths(tag)


def _give_up_former_name(current: Batch, alias: TagAlias) -> None:
    """Take ``alias``, which another tag is to be called, from its tag if that was called so; else refuse that."""
    tag = alias.tag
    if not Event.objects.history_of(tag.pk).filter(before__name=alias.name).exists():
        raise other_name_of(alias, field="name")
    before = tag_snapshot(tag)
    alias.delete()
    tag.version += 1
    tag.save(update_fields=["version"])
    current.record(Event.Verb.EDITED, tag, before=before, after=tag_snapshot(tag))


def delete_tag(*, tag: Tag, by: User, request_id: UUID | None = None) -> UUID:
    """Delete a tag that nothing uses. Returns the batch's id.

    Raises ``Refused`` with the number of taggings, withdrawn ones among them, and of tags below it.
    """
    require(by, Permission.EDIT_CODEBOOK)
    with batch(by=by, request_id=request_id) as current:
        delete_in(current, tag)
    return current.id


def delete_in(current: Batch, tag: Tag) -> None:
    """``delete_tag`` as a part of a larger action."""
    hold_codebook()
    if not Tag.objects.filter(pk=tag.pk).exists():
        raise gone(tag)
    _refuse_tagged(tag)
    if tag.children.exists():
        raise Refused(_("“%(tag)s” has sub-tags. Move them first.") % {"tag": tag.name})
    current.record(Event.Verb.DELETED, tag, before=tag_snapshot(tag))
    tag.delete()


def _refuse_tagged(tag: Tag) -> None:
    taggings = Tagging.objects.filter(tag=tag)
    total, standing = taggings.count(), taggings.standing().count()
    if total:
        message = ngettext(
            "“%(tag)s” is in use by %(total)s tagging (%(withdrawn)s withdrawn). Merge it instead.",
            "“%(tag)s” is in use by %(total)s taggings (%(withdrawn)s withdrawn). Merge it instead.",
            total,
        )
        raise Refused(message % {"tag": tag.name, "total": total, "withdrawn": total - standing})


def merge_tags(*, tags: Sequence[Tag], into: Tag, by: User, request_id: UUID | None = None) -> UUID:
    """Move everything of ``tags`` to ``into``; their names become other names of it. Returns the batch's id.

    Taggings are moved some hundred at a time, so that others can write between; where that was cut off, those moved so
    far stay, and to merge again is to go on, with the same request as the same action.

    Where a person had both tags on a passage, the tagging that would be there twice is withdrawn.
    """
    require(by, Permission.EDIT_CODEBOOK)
    merged = [tag for tag in tags if tag.pk != into.pk]
    if not merged:
        raise Refused(_("Choose at least one other tag to merge."), field="tags")
    with batch(by=by, request_id=request_id) as current:
        begin_again(current)
        _merge_some(current, merged, into)
    go_on(current, lambda current: _merge_some(current, merged, into))
    return current.id


def _merge_some(current: Batch, merged: list[Tag], into: Tag) -> None:
    """Move some taggings of ``merged`` to ``into``; the tags that have none left are merged, and ``merged`` no more."""
    hold_codebook()
    stored = Tag.objects.select_related("parent").in_bulk([into.pk, *(tag.pk for tag in merged)])
    for tag in (into, *merged):
        if tag.pk not in stored:
            raise gone(tag)
    into = stored[into.pk]
    for tag in merged:
        _refuse_merging(stored[tag.pk], into)
    while merged and len(current.events) < AT_ONCE:
        tag = stored[merged[0].pk]
        # What was below another one is below it by now.
        _refuse_merging(tag, into)
        if not _move_some_taggings(current, tag, into):
            break
        _hand_over(current, tag, into)
        del merged[0]
    current.finished = not merged
    refresh_paths(into)


def _hand_over(current: Batch, tag: Tag, into: Tag) -> None:
    """Give the names of ``tag``, which has no tagging any more, and the tags below it to ``into``; it is no more."""
    children = [str(pk) for pk in tag.children.values_list("pk", flat=True)]
    before = tag_snapshot(tag) | {"merged_into": str(into.pk), "children": children}
    Tag.objects.filter(parent=tag).update(parent=into)
    tag.aliases.update(tag=into)
    current.record(Event.Verb.MERGED, tag, before=before)
    tag.delete()
    # A name that other tags have means these.
    if not Tag.objects.filter(key=tag.key).exists():
        TagAlias.objects.create(tag=into, name=tag.name, key=tag.key)


def merge_again(current: Batch, tag: Tag, into: UUID) -> None:
    """Merge ``tag``, which the undo of a merge brought back, into the tag ``into`` once more, its taggings apart.

    Those that the undo moved back are moved again by then; ``Refused`` where others came.
    """
    hold_codebook()
    target = Tag.objects.select_related("parent").filter(pk=into).first()
    if target is None:
        raise Refused(_("The tag that “%(tag)s” was merged into is not there any more.") % {"tag": tag.name})
    _refuse_tagged(tag)
    _refuse_merging(tag, target)
    _hand_over(current, tag, target)
    refresh_paths(target)


def _refuse_merging(tag: Tag, into: Tag) -> None:
    above: Tag | None = into
    while above is not None:
        if above.pk == tag.pk:
            raise Refused(_("A tag cannot be merged into one of its sub-tags."), field="into")
        above = above.parent
    _refuse_same_children(tag, into)


def _refuse_same_children(tag: Tag, into: Tag) -> None:
    same = tag.children.filter(key__in=into.children.exclude(pk=tag.pk).values("key")).first()
    if same is not None:
        reason = _("“%(tag)s” and “%(into)s” both have a tag “%(name)s” below them. Merge those two first.")
        raise Refused(reason % {"tag": tag.name, "into": into.name, "name": same.name}, field="into")


def _move_some_taggings(current: Batch, tag: Tag, into: Tag) -> bool:
    """Move ``AT_ONCE`` taggings of ``tag``; whether these were all."""
    # Nobody else changes them on the way; in an order that is always the same.
    moving = Tagging.objects.select_for_update(of=("self",)).filter(tag=tag).with_places().order_by("pk")[:AT_ONCE]
    places = [tagging.content_object_id for tagging in moving]
    standing = Tagging.objects.standing().filter(tag=into, content_object__in=places)
    existing = set(standing.values_list("content_object_id", "author_id"))
    for tagging in moving:
        if tagging.withdrawn_at is None and (tagging.content_object_id, tagging.author_id) in existing:
            withdraw_in(current, tagging)
        save_changes(current, tagging, Event.Verb.EDITED, tag=into, modified_at=current.at)
    if len(places) == AT_ONCE:
        return False
    waiting = Tagging.objects.select_for_update(of=("self",)).filter(proposed_change__tag_id=str(tag.pk))
    for tagging in waiting.with_places().order_by("pk"):
        change = tagging.proposed_change | {"tag_id": str(into.pk), "tag": into.name}
        save_changes(current, tagging, Event.Verb.EDITED, proposed_change=change)
    return True


def put_back(current: Batch, tag: Tag, before: dict[str, Any]) -> None:
    """Make ``tag`` again what ``before``, a ``tag_snapshot``, says."""
    hold_codebook()
    now = tag_snapshot(tag)
    tag.version += 1
    parent = Tag.objects.filter(pk=before["parent_id"]).first()
    _fill(tag, current, before["name"], parent, before["aliases"], **_texts(before))
    current.record(Event.Verb.EDITED, tag, before=now, after=tag_snapshot(tag))


def make_again(current: Batch, pk: UUID, before: dict[str, Any]) -> None:
    """Make a deleted or merged tag again under its old id, from its last ``tag_snapshot``.

    Other names of it that were taken meanwhile stay where they are; the event names them.
    """
    hold_codebook()
    into = before.get("merged_into")
    # What the merge handed over comes back: the names, and the tags that stood below.
    names = [before["name"], *before["aliases"]]
    TagAlias.objects.filter(tag=into, key__in=[key_of(name) for name in names]).delete()
    tag = Tag(pk=pk, slug=before["slug"], version=before["version"] + 1)
    tag.created_at = datetime.fromisoformat(before["created_at"])
    parent = Tag.objects.filter(pk=before["parent_id"]).first()
    aliases = names_left(before["aliases"])
    _fill(tag, current, before["name"], parent, aliases, **_texts(before))
    Tag.objects.filter(pk__in=before.get("children", ()), parent=into).update(parent=tag)
    refresh_paths(tag)
    # To undo this is to merge it again, or to delete it.
    further: dict[str, object] = {"merged_into": into} if into else {}
    if gone_names := [name for name in before["aliases"] if name not in aliases]:
        further["names_taken"] = gone_names
    current.record(Event.Verb.CREATED, tag, after=tag_snapshot(tag) | further)


def write_tags_in(current: Batch, action: Event.Verb, tags: Sequence[Tag], aliases: Iterable[TagAlias] = ()) -> None:
    """Write new ``tags`` with their other names, which were checked before, and record ``action`` of each."""
    Tag.objects.bulk_create(tags, batch_size=AT_A_TIME)
    TagAlias.objects.bulk_create(aliases, batch_size=AT_A_TIME)
    prefetch_related_objects(tags, "aliases")
    for tag in tags:
        current.record(action, tag, after=tag_snapshot(tag))


def delete_unused_in(current: Batch, versions: Mapping[UUID, int]) -> None:
    """Delete those of the tags that are still of their version and that nothing uses, the lowest first.

    The others stay: what is used is a tagging of it, a withdrawn one too, or a tag below it that stays.
    """
    hold_codebook()
    tags = Tag.objects.filter(pk__in=versions).exclude(pk__in=Tag.objects.in_use()).prefetch_related("aliases")
    unused = {tag.pk: tag for tag in tags if tag.version == versions[tag.pk]}
    parents = dict(Tag.objects.values_list("pk", "parent"))
    for pk in parents.keys() - unused.keys():
        above = parents[pk]
        while above in unused:
            del unused[above]
            above = parents[above]
    in_order = sorted(unused.values(), key=_depth, reverse=True)
    for _number, some in groupby(in_order, _depth):
        level = list(some)
        for tag in level:
            current.record(Event.Verb.DELETED, tag, before=tag_snapshot(tag))
        Tag.objects.filter(pk__in=[tag.pk for tag in level]).delete()


def _depth(tag: Tag) -> int:
    return tag.path.count(PATH_JOINER)


def _texts(before: dict[str, Any]) -> dict[str, Any]:
    return {name: before[name] for name in FIELDS if name != "name"}
