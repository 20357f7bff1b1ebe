"""Somebody leaves: their account is closed, and what they made stays, under the name that each collection says."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import (
    Contribution,
    Event,
    FormerName,
    Invitation,
    Job,
    MailChoice,
    Notification,
    ProposedParallel,
    SavedSearch,
    SearchSeen,
)
from corpus.models import Collection, Revision

from .batch import MODELS

# Rows taken at a time.
CHUNK = 500


def collections_of(person: User) -> list[Collection]:
    """Where ``person`` has made something, by title, withdrawn work too."""
    keys: set[int] = set()
    for model in MODELS.values():
        for place in model.PLACES:
            path = f"{place}__document__collection"
            keys |= set(model.objects.filter(author=person).order_by().values_list(path, flat=True).distinct())
    return list(Collection.objects.filter(pk__in=keys))


def leave(*, person: User) -> None:
    """Close the account of ``person`` for good.

    What they made in collections that say so gets a pseudonym, which is another account, or the same one renamed where
    nothing is left under the name. What other people wrote about them, by name too, is theirs and stays. Searches of
    the team stay; what was theirs alone goes, and so do addresses, factors and log-ins.

    Raises:
        Refused: they are the only administrator there is.
    """
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=person.pk)
        other_administrators = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=kept.pk)
        if kept.is_superuser and not other_administrators.exists():
            raise Refused(_("You are the only administrator. Make somebody else one first, then leave."))
        hidden = list(Collection.objects.filter(leavers=Collection.Leavers.PSEUDONYM))
        if hidden and _has_left_something(kept, hidden):
            _under_a_pseudonym(kept, hidden)
        _forget(kept)


def _within(places: Iterable[str], hidden: Iterable[Collection]) -> Q:
    within = Q()
    for place in places:
        within |= Q(**{f"{place}__document__collection__in": hidden})
    return within


def _rows(model: type[Contribution], person: User, hidden: Iterable[Collection]) -> set[UUID]:
    within = _within(model.PLACES, hidden)
    return set(model.objects.filter(within, author=person).order_by().values_list("pk", flat=True))


def _events(hidden: Iterable[Collection]) -> Q:
    return Q(document__collection__in=hidden) | Q(other_document__collection__in=hidden)


def _has_left_something(person: User, hidden: Iterable[Collection]) -> bool:
    return (
        any(_rows(model, person, hidden) for model in MODELS.values())
        or Event.objects.filter(_events(hidden), actor=person).exists()
        or Revision.objects.filter(document__collection__in=hidden, loaded_by=person).exists()
    )


def _under_a_pseudonym(person: User, hidden: list[Collection]) -> None:
    other = User(username=f"former-member-{secrets.token_hex(4)}", is_active=False)
    other.set_unusable_password()
    other.save()
    for model in MODELS.values():
        rows = sorted(_rows(model, person, hidden))
        for first in range(0, len(rows), CHUNK):
            model.objects.filter(pk__in=rows[first : first + CHUNK]).update(author=other)
    events = Event.objects.filter(pk__in=Event.objects.filter(_events(hidden)).order_by().values("pk"))
    events.filter(actor=person).update(actor=other)
    events.filter(subject_author=person).update(subject_author=other)
    Revision.objects.filter(document__collection__in=hidden, loaded_by=person).update(loaded_by=other)
    judged = ProposedParallel.objects.filter(_within(ProposedParallel.PLACES, hidden), judged_by=person)
    ProposedParallel.objects.filter(pk__in=judged.order_by().values("pk")).update(judged_by=other)
    # An undo puts back who judged, as the events say.
    judgements = Event.objects.filter(_events(hidden), subject_type=Event.Subject.PARALLEL)
    for kept in ("before", "after"):
        for event in judgements.filter(**{f"{kept}__judged_by_id": person.pk}).only("pk", kept).iterator(CHUNK):
            values = getattr(event, kept) | {"judged_by_id": other.pk}
            Event.objects.filter(pk=event.pk).update(**{kept: values})
    # What became of whose marks, by name, is kept with each load of a text.
    loads = Event.objects.filter(document__collection__in=hidden, action=Event.Verb.LOADED, after__isnull=False)
    for event in loads.filter(after__has_key="marks_by_person").iterator(CHUNK):
        after = event.after or {}
        marks = after["marks_by_person"]
        if person.username in marks:
            marks[other.username] = marks.pop(person.username)
            Event.objects.filter(pk=event.pk).update(after=after)
    name_stays = (
        any(model.objects.filter(author=person).exists() for model in MODELS.values())
        or Event.objects.filter(Q(actor=person) | Q(subject_author=person)).exists()
        or Revision.objects.filter(loaded_by=person).exists()
        or ProposedParallel.objects.filter(judged_by=person).exists()
    )
    if not name_stays:
        # Nobody needs the name any more, nor what it was before.
        FormerName.objects.filter(user=person).delete()
        person.username = f"former-member-{secrets.token_hex(4)}"
        person.first_name = person.last_name = ""


def _forget(person: User) -> None:
    """Whatever is about the person and not about their work."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    MailChoice.objects.filter(person=person).delete()
    Notification.objects.filter(person=person).delete()
    SearchSeen.objects.filter(person=person).delete()
    SavedSearch.objects.filter(owner=person, shared=False).delete()
    Invitation.objects.filter(invited_by=person, accepted_at__isnull=True).delete()
    Job.objects.filter(by=person).delete()
    person.groups.clear()
    person.email = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()
