"""Searches kept under a name: saved, changed, deleted, and marked as seen."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Event, SavedSearch, SearchSeen
from annotator.models.saved_search import MAX_ADDRESS, MAX_NAME
from annotator.models.tag_names import key_of
from annotator.permissions import Permission, require
from annotator.selectors.saved_searches import asks, carried_out, packed, times_in

from .batch import Batch, batch


def save_search(
    *, name: str, address: str, by: User, shared: bool = False, request_id: UUID | None = None
) -> tuple[SavedSearch, UUID]:
    """Keep the search of ``address``, the query of the search page's, under ``name``; returns it and the batch's id.

    What there is now counts as seen. Raises ``Refused`` where nothing is searched for, or the name is none or taken.
    """
    search = SavedSearch(name=_name(name), address=address, owner=by, shared=shared)
    require(by, Permission.SAVE_SEARCH, search)
    if len(address) > MAX_ADDRESS:
        raise Refused(_("This search is too long to be saved. Use fewer words, or dismiss fewer lines."))
    if not asks(search, by):
        raise Refused(_("Search for something first; what is searched for can then be saved."))
    with batch(by=by, request_id=request_id) as current:
        _require_own_name(search)
        search.created_at = current.at
        search.save(force_insert=True)
        _record(current, Event.Verb.CREATED, search, after=search_snapshot(search))
        _see(current, search, by)
    return search, current.id


def change_search(*, search: SavedSearch, name: str, shared: bool, by: User, request_id: UUID | None = None) -> UUID:
    """Call ``search`` otherwise, or make it the team's or one's own; returns the batch's id.

    Raises ``Refused`` where the name is none, or another search of the same person's has it.
    """
    require(by, Permission.EDIT_SEARCH, search)
    before = search_snapshot(search)
    changed = SavedSearch(pk=search.pk, name=_name(name), address=search.address, owner=search.owner, shared=shared)
    if shared and not search.shared:
        require(by, Permission.SAVE_SEARCH, changed)
    if search.shared and not shared and search.owner_id != by.pk:
        raise Refused(_("This search is the team’s. Only who made it can make it their own again."), field="shared")
    with batch(by=by, request_id=request_id) as current:
        _require_own_name(changed)
        rows = SavedSearch.objects.filter(pk=search.pk, version=search.version)
        if not rows.update(name=changed.name, shared=shared, version=search.version + 1):
            raise NotUpdatedError
        _record(current, Event.Verb.EDITED, changed, before=before, after=search_snapshot(changed))
    return current.id


def delete_search(*, search: SavedSearch, by: User, request_id: UUID | None = None) -> UUID:
    """Delete ``search``, for everybody where it is the team's; returns the batch's id."""
    require(by, Permission.EDIT_SEARCH, search)
    with batch(by=by, request_id=request_id) as current:
        _record(current, Event.Verb.DELETED, search, before=search_snapshot(search))
        SearchSeen.objects.filter(search=search).delete()
        if not SavedSearch.objects.filter(pk=search.pk, version=search.version).delete()[0]:
            raise NotUpdatedError
    return current.id


def mark_seen(*, search: SavedSearch, by: User, request_id: UUID | None = None) -> UUID:
    """Say that ``by`` has seen what ``search`` finds now; returns the batch's id. Nobody else is told."""
    with batch(by=by, request_id=request_id) as current:
        _see(current, search, by)
    return current.id


def search_snapshot(search: SavedSearch) -> dict[str, object]:
    """``search`` as it is now, for an event."""
    return {"name": search.name, "address": search.address, "shared": search.shared}


def _name(typed: str) -> str:
    name = " ".join(typed.replace("\x00", "").split())
    if not name or len(name) > MAX_NAME:
        raise Refused(_("Give the search a name of up to %(most)s characters.") % {"most": MAX_NAME}, field="name")
    return name


def _require_own_name(search: SavedSearch) -> None:
    """Refuse a name that another search of the same person's has, so that lists tell them apart.

    The person is held until the transaction ends: of two requests at once the second sees the first one's.
    """
    User.objects.select_for_update().get(pk=search.owner_id)
    other_names = SavedSearch.objects.filter(owner=search.owner_id).exclude(pk=search.pk).values_list("name", flat=True)
    if key_of(search.name) in map(key_of, other_names):
        message = _("Another search is saved as “%(name)s”. Give this one another name, or change that one first.")
        raise Refused(message % {"name": search.name}, field="name")


def _record(
    current: Batch,
    verb: Event.Verb,
    search: SavedSearch,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    event = current.record(verb, search, before=before, after=after)
    event.subject_author_id = search.owner_id
    was_shared = any(each["shared"] for each in (before, after) if each)
    event.audience = Event.Audience.MEMBERS if was_shared else Event.Audience.AUTHOR


def _see(current: Batch, search: SavedSearch, by: User) -> None:
    times = packed(times_in(carried_out(search, by)))
    SearchSeen.objects.update_or_create(search=search, person=by, defaults={"at": current.at, "found": times})
