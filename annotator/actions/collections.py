"""Collections: making, changing and deleting them, and saying in words who reads their documents."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotator.errors import NotUpdatedError, Refused
from annotator.models import Event
from annotator.permissions import Permission, require
from corpus.models import Collection

from .batch import batch, digest_of

Access = Collection.Access


def details_of(collection: Collection) -> dict[str, object]:
    """``collection`` as it is now, as JSON keeps it; groups by name."""
    return {
        "slug": collection.slug,
        "title": collection.title,
        "description": collection.description,
        "access": str(collection.access),
        "groups": sorted(collection.groups.values_list("name", flat=True)),
        "review": collection.review,
        "leavers": str(collection.leavers),
    }


def state_digest(collection: Collection) -> str:
    """A value that changes when ``collection`` does: what a form sends back as ``seen``."""
    return digest_of(details_of(collection))


def readers_in_words(access: str, groups: Iterable[Group] = ()) -> str:
    """Who reads the documents of a collection of this access, in words that end a sentence: "read by …"."""
    if access == Access.PUBLIC:
        return _("everybody who comes to this site, without logging in, search engines included")
    if access == Access.MEMBERS:
        return _("everybody who has an account on this site")
    chosen = sorted(groups, key=lambda group: group.name)
    if not chosen:
        return _("administrators only, as no group is chosen")
    people = User.objects.filter(groups__in=chosen, is_active=True).distinct().count()
    names = get_text_list([_("“%(group)s”") % {"group": group.name} for group in chosen], _("and"))
    return ngettext(
        "the members of %(groups)s (%(n)d person now) and administrators",
        "the members of %(groups)s (%(n)d people now) and administrators",
        people,
    ) % {"groups": names, "n": people}


def create_collection(
    *,
    slug: str,
    title: str,
    by: User,
    description: str = "",
    access: str = Access.PUBLIC,
    groups: Iterable[Group] = (),
    review: bool = False,
    leavers: str = Collection.Leavers.NAME,
    request_id: UUID | None = None,
) -> Collection:
    """Make an empty collection.

    Args:
        slug: its name in addresses and manifests, free; it stays for ever.
        title: what it is called.
        by: the person.
        description: what is in it.
        access: who reads it.
        groups: who reads it where it is for certain groups.
        review: whether contributions wait there until an editor publishes them.
        leavers: what the work of somebody who leaves is under.
        request_id: the id the client gave its request.

    Raises:
        Refused: one of these cannot be kept, or the slug is taken.
        PermissionDenied: ``by`` does not administer the site.
        AlreadyDone: a request of this id was carried out before.
    """
    require(by, Permission.ADMINISTER)
    new = Collection(slug=slug, title=title, description=description, access=access, review=review, leavers=leavers)
    with batch(by=by, request_id=request_id) as current:
        _save(new, groups)
        current.record(Event.Verb.CREATED, new, after=details_of(new))
    return new


def edit_collection(
    *,
    collection: Collection,
    title: str,
    description: str,
    access: str,
    groups: Iterable[Group],
    review: bool,
    seen: str,
    leavers: str = Collection.Leavers.NAME,
    by: User,
    request_id: UUID | None = None,
) -> Collection:
    """Change ``collection``, of which the person saw what ``state_digest`` gave as ``seen``; its slug stays.

    The other arguments are those of ``create_collection``. Where nothing is different nothing is recorded.

    Returns:
        The collection as it is now.

    Raises:
        Refused: one of these cannot be kept.
        NotUpdatedError: somebody else changed or deleted it since.
        PermissionDenied: ``by`` does not administer the site.
        AlreadyDone: a request of this id was carried out before.
    """
    require(by, Permission.ADMINISTER)
    with batch(by=by, request_id=request_id) as current:
        # Where the database can, it keeps others waiting from here; SQLite has one writer anyway.
        kept = Collection.objects.select_for_update().filter(pk=collection.pk).first()
        if kept is None or state_digest(kept) != seen:
            raise NotUpdatedError
        before = details_of(kept)
        kept.title, kept.description, kept.access, kept.review = title, description, access, review
        kept.leavers = leavers
        _save(kept, groups)
        after = details_of(kept)
        if after != before:
            current.record(Event.Verb.EDITED, kept, before=before, after=after)
    return kept


def delete_collection(*, collection: Collection, by: User, request_id: UUID | None = None) -> None:
    """Delete ``collection``, which must be empty.

    Raises:
        Refused: there are documents in it.
        PermissionDenied: ``by`` does not administer the site.
        AlreadyDone: a request of this id was carried out before.
    """
    require(by, Permission.ADMINISTER)
    with batch(by=by, request_id=request_id) as current:
        current.record(Event.Verb.DELETED, collection, before=details_of(collection))
        try:
            collection.delete()
        except ProtectedError as error:
            raise Refused(_("There are documents in this collection. Move them to another one first.")) from error


def _save(collection: Collection, groups: Iterable[Group]) -> None:
    """Check and save; ``Refused`` with the field at fault."""
    collection.title = " ".join(collection.title.split())
    if "\0" in collection.title + collection.description:
        raise Refused(_("There is a NUL character in it, which cannot be kept. Remove it."))
    try:
        collection.full_clean()
        with transaction.atomic():
            collection.save()
    except ValidationError as error:
        raise Refused(*error.messages, field=next(iter(error.message_dict), None)) from error
    except IntegrityError as error:
        # Somebody made one of that slug between the check and here.
        raise Refused(_("Another collection has this slug."), field="slug") from error
    collection.groups.set(groups)
