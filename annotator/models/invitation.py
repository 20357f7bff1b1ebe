"""Invitations: a link by which somebody makes an account, once, while it has not expired."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotator.permissions import ANNOTATORS, EDITORS, Permission, can

LASTS = timedelta(days=14)
SALT = "annotator.invitation"


def _in_two_weeks() -> object:
    return timezone.now() + LASTS


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def open(self) -> Self:
        """Those that can still be taken up."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())

    def of_token(self, token: str) -> "Invitation | None":
        """The invitation that the ``token`` of a link names, if it can still be taken up."""
        try:
            pk = uuid.UUID(signing.loads(token, salt=SALT))
        except (signing.BadSignature, ValueError, TypeError):
            return None
        invitation = self.open().select_related("invited_by").filter(pk=pk).first()
        return invitation if invitation is not None and invitation.is_backed else None


class Invitation(models.Model):
    """What an editor gives to somebody who is to have an account. Withdrawn, its row is gone."""

    class Role(models.TextChoices):
        """What the account may do: the names of groups, and none for those who read."""

        READER = "", _("reads")
        ANNOTATOR = ANNOTATORS, _("annotates")
        EDITOR = EDITORS, _("edits")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True, default=Role.ANNOTATOR)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), default=_in_two_weeks)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "pk"]
        constraints = [
            models.CheckConstraint(name="invitation_role_known", condition=models.Q(role__in=["", ANNOTATORS, EDITORS]))
        ]

    def __str__(self) -> str:
        return self.email or str(self.pk)

    def get_absolute_url(self) -> str:
        """The link; signed, so that an id that was seen somewhere opens nothing."""
        return reverse("accept_invitation", args=[signing.dumps(str(self.pk), salt=SALT)])

    @property
    def is_backed(self) -> bool:
        """Whether whoever made it may still invite to its role: an account may be closed, or a role taken away."""
        return can(self.invited_by, Permission.INVITE, self.role)
