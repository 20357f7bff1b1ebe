"""What is done to accounts that the work on the texts has to know of."""

import unicodedata
from uuid import UUID, uuid4

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotator.errors import AlreadyDone, Refused
from annotator.models import FormerName, Invitation
from annotator.permissions import Permission, require

# Letters and signs shown as nothing: fillers of Hangul, unwritten vowels of Khmer, the empty braille cell.
BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# What joins letters, or keeps them apart, in names of some scripts.
JOINERS = "\u200c\u200d"


def require_visible(name: str) -> None:
    """Raise ``Refused`` where part of a person's ``name`` is not to be seen, or turns what stands beside it around."""
    kinds = {each: unicodedata.category(each) for each in name}
    unseen = any(kind[0] == "C" or kind in {"Zl", "Zp"} for each, kind in kinds.items() if each not in JOINERS)
    shown = not name.strip() or any(kind[0] in "LNPS" for kind in kinds.values())
    if unseen or not shown or not kinds.keys().isdisjoint(BLANK):
        raise Refused(_("This has signs that nobody can see. Type the name without them."))


def require_free(name: str, user: User | None = None) -> None:
    """Raise ``Refused`` where another account than ``user`` was called ``name``: what was written means that one."""
    had = FormerName.objects.filter(username=name).select_related("user").first()
    if had is not None and had.user != user:
        reason = _("“%(name)s” was the name of %(now)s, and notes and exports mean them by it. Choose another name.")
        raise Refused(reason % {"name": name, "now": had.user.get_username()}, field="username")


def remember_name(user: User, former: str) -> None:
    """Note that ``user``, who is renamed, was called ``former``, so that mentions and bundles go on meaning them."""
    with transaction.atomic():
        FormerName.objects.filter(username=user.get_username(), user=user).delete()
        FormerName.objects.get_or_create(username=former, defaults={"user": user})


def invite(*, by: User, role: str, email: str = "", pk: UUID | None = None) -> Invitation:
    """Make an invitation to an account of the ``role``, a group's name or nothing; ``pk``: the id of the request.

    Raises ``PermissionDenied``, ``Refused`` where the id is another person's or was for another address or role, and
    ``AlreadyDone`` where the same was sent before: a link works once, and is not for two people.
    """
    require(by, Permission.INVITE, role)
    invitation, new = Invitation.objects.get_or_create(
        pk=pk or uuid4(), defaults={"invited_by": by, "role": role, "email": email}
    )
    if invitation.invited_by != by:
        raise Refused(_("This was not sent from a page of yours. Send it again."))
    if (invitation.role, invitation.email) != (role, email):
        raise Refused(
            _("This form made an invitation already, to another address or role. Send it again for one more.")
        )
    if not new:
        raise AlreadyDone
    return invitation


def withdraw_invitation(*, by: User, invitation: Invitation) -> None:
    """Take back an invitation that nobody has taken up; its link opens nothing any more."""
    require(by, Permission.INVITE, invitation.role)
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).delete()


def accept_invitation(*, invitation: Invitation, user: User) -> None:
    """Give ``user``, who is new, the role they were invited to.

    Raises ``Refused`` where somebody else was first, or whoever made the invitation may no longer invite to that.
    """
    with transaction.atomic():
        if not invitation.is_backed:
            raise Refused(_("Whoever sent this invitation may no longer invite. Ask an editor for another one."))
        accepted = Invitation.objects.open().filter(pk=invitation.pk)
        if not accepted.update(accepted_by=user, accepted_at=timezone.now()):
            raise Refused(_("This invitation was used or withdrawn meanwhile. Ask for another one."))
        if invitation.role:
            user.groups.add(Group.objects.get_or_create(name=invitation.role)[0])
