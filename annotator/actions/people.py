"""What is done to accounts that the work on the texts has to know of."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.models import FormerName


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
