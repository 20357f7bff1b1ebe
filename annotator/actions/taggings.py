"""Putting tags on passages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Event, Origin, Passage, Tag, Tagging
from annotator.models.place import Place
from annotator.models.tag import name_of_several
from annotator.models.tag_names import key_of
from annotator.permissions import Permission, can, require
from corpus.db.insert import insert_new
from corpus.db.row_locks import locked_rows

from .batch import AT_ONCE, Batch, batch, begin_again, go_on, snapshot
from .contributions import hold_tags, new_fields, save_changes
from .passages import passages_for, passages_kept_or_made
from .tag_tree import place_of
from .tags import create_in


def _in_words(names: Sequence[str]) -> str:
    return get_text_list([_("“%(name)s”") % {"name": name} for name in names], _("and"))


def not_in_codebook(names: Sequence[str]) -> str:
    """That there are no tags called ``names``."""
    message = ngettext("There is no tag called %(names)s yet.", "There are no tags called %(names)s yet.", len(names))
    return message % {"names": _in_words(names)}


def tags_named(names: Sequence[str], current: Batch | None = None, *, by: User | None = None) -> list[Tag]:
    """The tags called ``names``, by name, path or other name; in the batch ``current`` they stay until its end.

    Raises ``Refused`` naming those that are not in the codebook (a tag is made with its definition, never by a slip of
    the pen), with what ``by`` can do about it, and those that several tags have.
    """
    if not names:
        raise Refused(_("Choose at least one tag."), field="tags")
    tags = Tag.objects.only("key", "name", "path").named(names, partial(_locked_tags, current) if current else None)
    unknown = [name for name in names if key_of(name) not in tags]
    if unknown:
        if by and can(by, Permission.EDIT_CODEBOOK):
            advice = ngettext(
                "Choose another, or add it on the page of tags first.",
                "Choose others, or add them on the page of tags first.",
                len(unknown),
            )
        else:
            advice = ngettext(
                "Choose one from the codebook, or ask an editor to add it.",
                "Choose others from the codebook, or ask an editor to add them.",
                len(unknown),
            )
        raise Refused(f"{not_in_codebook(unknown)} {advice}", field="tags")
    for name in names:
        if len(meant := tags[key_of(name)]) > 1:
            raise Refused(name_of_several(name, [tag.path for tag in meant]), field="tags")
    return list({tag.pk: tag for name in names for tag in tags[key_of(name)]}.values())


def _locked_tags(current: Batch, keys: Iterable[str]) -> list[Tag]:
    """The tags with ``keys``, found and held by one statement: what tells which are meant, and what events say."""
    names = ("id", "key", "name", "path")
    rows = locked_rows(Tag, keys, *names[1:], by="key")
    tags = [Tag.from_db(DEFAULT_DB_ALIAS, names, (UUID(str(pk)), *row)) for pk, *row in rows]
    current.locked_tags |= {tag.pk for tag in tags}
    return tags


def tag(
    *,
    places: Sequence[Place],
    tags: Sequence[Tag] | None = None,
    names: Sequence[str] = (),
    by: User,
    draft: bool = False,
    origin: Origin = Origin.HAND,
    suggestions: Mapping[UUID, dict[str, Any]] | None = None,
    request_id: UUID | None = None,
) -> tuple[list[Tagging], UUID]:
    """Put each of ``tags`` on each of ``places``, in one batch. Returns the new taggings and the batch's id.

    More than ``AT_ONCE`` are made in parts, between which others can write; where that was cut off, those made so far
    stay, and to send the same request again is to go on with the same action.

    Without ``tags``, those called ``names``; raises ``Refused`` as ``tags_named`` does.
    ``suggestions`` has, by the tag's id, what is kept of a suggestion that was accepted (``Tagging.suggestion``).
    Tags that ``by`` has put on a passage already are left alone; if that leaves nothing to do, ``Refused``.
    """
    require(by, Permission.CONTRIBUTE)
    taggings: list[Tagging] = []
    left = list(places)

    def tag_some(current: Batch) -> None:
        chosen = tags_named(names, current, by=by) if tags is None else tags
        number = max(1, AT_ONCE // len(chosen))
        pairs = [(place, each) for place in left[:number] for each in chosen]
        del left[:number]
        taggings.extend(tag_in(current, pairs, by=by, draft=draft, origin=origin, suggestions=suggestions))
        current.finished = not left
        if not taggings and current.finished:
            message = ngettext(
                "You have put %(tags)s on this passage already.",
                "You have put %(tags)s on these passages already.",
                len(places),
            )
            raise Refused(message % {"tags": _in_words([each.name for each in chosen])}, field="tags")

    with batch(by=by, request_id=request_id) as current:
        if len(places) > 1:
            begin_again(current)
        tag_some(current)
    go_on(current, tag_some)
    return taggings, current.id


def tag_with_new(
    *,
    places: Sequence[Place],
    name: str,
    definition: str,
    by: User,
    tags: Sequence[Tag] = (),
    draft: bool = False,
    request_id: UUID | None = None,
) -> tuple[list[Tagging], UUID]:
    """Add the tag ``name`` to the codebook and put it, with each of ``tags``, on each of ``places``, in one batch.

    A ``name`` may be a path, which says below which tag it stands. Returns the new taggings and the batch's id. To
    undo it takes the new tag away with its taggings.
    """
    require(by, Permission.CONTRIBUTE)
    require(by, Permission.EDIT_CODEBOOK)
    with batch(by=by, request_id=request_id) as current:
        last, parent = place_of(name)
        new = create_in(current, last, parent, definition=definition)
        pairs = [(place, each) for place in places for each in (new, *tags)]
        taggings = tag_in(current, pairs, by=by, draft=draft)
    return taggings, current.id


def tag_in(
    current: Batch,
    pairs: Iterable[tuple[Place, Tag]],
    *,
    by: User,
    draft: bool = False,
    origin: Origin = Origin.HAND,
    suggestions: Mapping[UUID, dict[str, Any]] | None = None,
) -> list[Tagging]:
    """``tag`` as a part of a larger action: put on each place the tag that comes with it.

    Returns the new taggings, which may be none: those that are there already are left alone. The database tells which
    they are, since another request of the same person may be writing the same one at this moment.
    """
    pairs, taggings = list(pairs), []
    hold_tags({tag.pk for _place, tag in pairs} - current.locked_tags)
    for some in batched(pairs, AT_ONCE):
        passages = passages_for([place for place, _tag in some])
        by_place = {(passage.pk, tag.pk): (passage, tag) for passage, (_place, tag) in zip(passages, some, strict=True)}
        new = insert_new(
            [
                Tagging(
                    tag=tag,
                    content_object=passage,
                    suggestion=(suggestions or {}).get(tag.pk),
                    **new_fields(current, passage.paragraph.document, by=by, draft=draft, origin=origin),
                )
                for passage, tag in by_place.values()
            ]
        )
        for tagging in new:
            current.record(Event.Verb.CREATED, tagging, after=snapshot(tagging))
        taggings += new
    return taggings


def retag(
    *, tagging: Tagging, tag: Tag, by: User, place: Place | Passage | None = None, request_id: UUID | None = None
) -> UUID:
    """Put another tag in the place of ``tagging``'s, and both on the words at ``place``, else where they are.

    Returns the batch's id.
    """
    require(by, Permission.EDIT, tagging)
    with batch(by=by, request_id=request_id) as current:
        (passage,) = passages_kept_or_made([place or tagging.as_proposed().passage])
        save_changes(
            current,
            tagging,
            Event.Verb.EDITED,
            tag=tag,
            content_object=passage,
            proposed_change=None,
            modified_at=current.at,
        )
    return current.id


def move(*, taggings: Sequence[Tagging], tag: Tag, by: User, request_id: UUID | None = None) -> UUID:
    """Put ``tag`` in the place of the tag of each of ``taggings``, where it stands, in one batch: to split a tag.

    Returns the batch's id. Raises ``Refused`` where none is left to move, or where the same person has put ``tag`` on
    the same passage already.
    """
    if not taggings:
        raise Refused(_("Nothing to move is ticked. Tick at least one line."))
    with batch(by=by, request_id=request_id) as current:
        for tagging in taggings:
            require(by, Permission.EDIT, tagging)
            if tagging.tag_id == tag.pk:
                raise Refused(
                    _("“%(tag)s” is the tag that these passages carry. Choose another one.") % {"tag": tag.name},
                    field="tags",
                )
            standing = Tagging.objects.standing().filter(
                content_object=tagging.content_object, tag=tag, author=tagging.author
            )
            if standing.exists():
                place = tagging.content_object
                raise Refused(
                    _("%(title)s ¶ %(key)s carries “%(tag)s” already, from the same person. Untick that line.")
                    % {
                        "title": place.paragraph.document.title,
                        "key": place.paragraph.key,
                        "tag": tag.name,
                    },
                    field="tags",
                )
            save_changes(current, tagging, Event.Verb.EDITED, tag=tag, proposed_change=None, modified_at=current.at)
    return current.id


def delete_in(current: Batch, tagging: Tagging) -> None:
    """Delete ``tagging``, where the tag that came with it goes too: one that is only withdrawn would keep its tag.

    Raises ``NotUpdatedError`` where somebody changed it meanwhile.
    """
    before = snapshot(tagging) | {"created_at": tagging.created_at.isoformat()}
    current.record(Event.Verb.DELETED, tagging, before=before)
    if not Tagging.objects.filter(pk=tagging.pk, version=tagging.version).delete()[0]:
        raise NotUpdatedError


def make_again(current: Batch, pk: UUID, before: dict[str, Any]) -> None:
    """Make a deleted tagging of the person again under its old id, from what ``delete_in`` kept."""
    columns = ("tag_id", "content_object_id", "status", "origin")
    tagging = Tagging(pk=pk, author=current.by, version=before["version"] + 1, modified_at=current.at)
    for name in columns:
        setattr(tagging, name, before[name])
    tagging.created_at = datetime.fromisoformat(before["created_at"])
    tagging.save(force_insert=True)
    current.record(Event.Verb.CREATED, tagging, after=snapshot(tagging))
