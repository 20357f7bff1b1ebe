"""Where mail to a person goes."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User


def confirmed_address(person: User) -> str:
    """The e-mail address that ``person`` has shown to be theirs, their first one before others; else nothing.

    An address that was only typed may be a stranger's.
    """
    addresses = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return addresses.values_list("email", flat=True).first() or ""
