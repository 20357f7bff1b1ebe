"""The people a bundle names: those who are here, and accounts for those who are not."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotator.models.former_name import called

from .cells import CellError, shown
from .ledger import Ledger
from .rows import BundleRow


class People:
    """Accounts by name. ``new``: those that the import makes; nobody can log in to them until they are opened.

    Those have placeholders for keys.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.new: list[User] = []
        self._known: dict[str, User | CellError] = {}
        self._rows: dict[str, BundleRow] = {}

    def read(self, rows: Iterable[BundleRow]) -> None:
        """Keep what a bundle tells of people, for those that are made."""
        self._rows = {row.values["username"]: row for row in rows}

    def look_up(self, names: Iterable[str]) -> None:
        """Find out about ``names``, also former ones, for ``named``: 2 queries for those not asked for before."""
        unknown = sorted(set(names) - self._known.keys())
        self._known |= called(unknown)
        for name in unknown:
            if name not in self._known:
                self._known[name] = self._made(name)

    def named(self, name: str) -> User:
        """The account ``name``. Raises ``CellError`` where there is none and there cannot be one."""
        person = self._known[name]
        if isinstance(person, CellError):
            raise person
        return person

    def _made(self, name: str) -> User | CellError:
        values = self._rows[name].values if name in self._rows else {"username": name}
        user = User(pk=self._ledger.next_placeholder(), **values, is_active=False)
        user.set_unusable_password()
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            return CellError(_("Nobody can be called “%(name)s”. ") % {"name": shown(name)} + " ".join(error.messages))
        if User.normalize_username(name) != name:
            reason = _(
                "Nobody can be called “%(name)s”: another spelling of its letters looks the same. Use “%(other)s”."
            )
            return CellError(reason % {"name": shown(name), "other": shown(User.normalize_username(name))})
        self.new.append(user)
        return user
