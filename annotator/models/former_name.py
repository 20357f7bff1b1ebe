"""The names that accounts had before: what was written and exported under them goes on meaning the same person."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerName(models.Model):
    """A name that an account had before it was renamed. No other account can take it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="former_names")
    username = models.CharField(_("former name"), max_length=150, unique=True)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.username


def called(names: Iterable[str]) -> dict[str, User]:
    """The accounts that have, or had, each of ``names``, by that name: 1 query, 2 where one is nobody's name now."""
    usernames = set(names)
    by_name: dict[str, User] = User.objects.in_bulk(sorted(usernames), field_name="username")
    if missing := usernames - by_name.keys():
        former = FormerName.objects.filter(username__in=missing).select_related("user")
        by_name |= {each.username: each.user for each in former}
    return by_name
