"""The people a bundle names: those who are here, and accounts for those who are not."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .cells import CellError, shown


class People:
    """Accounts by name. ``new``: those that the import makes; nobody can log in to them until they are opened."""

    def __init__(self) -> None:
        self.new: list[User] = []
        self._known: dict[str, User | CellError] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Find out about ``names``, for ``named``: 1 query for those not asked for before."""
        unknown = sorted(set(names) - self._known.keys())
        self._known |= User.objects.in_bulk(unknown, field_name="username")
        for name in unknown:
            if name not in self._known:
                self._known[name] = self._made(name)

    def named(self, name: str) -> User:
        """The account ``name``. Raises ``CellError`` where there is none and there cannot be one."""
        found = self._known[name]
        if isinstance(found, CellError):
            raise found
        return found

    def _made(self, name: str) -> User | CellError:
        user = User(username=name, is_active=False)
        user.set_unusable_password()
        try:
            User._meta.get_field("username").clean(name, user)  # noqa: SLF001 - Django's documented way to a field
        except ValidationError as error:
            return CellError(_("Nobody can be called “%(name)s”. ") % {"name": shown(name)} + " ".join(error.messages))
        if User.normalize_username(name) != name:
            reason = _(
                "Nobody can be called “%(name)s”: another spelling of its letters looks the same. Use “%(other)s”."
            )
            return CellError(reason % {"name": shown(name), "other": shown(User.normalize_username(name))})
        self.new.append(user)
        return user
