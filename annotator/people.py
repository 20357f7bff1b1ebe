"""Who is asking: the session and the person of a request, which every page needs, each by a query written once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, F, IntegerField
from django.utils import timezone

from annotator import permissions
from corpus.models.prepared import Parameter, Prepared

_session = Prepared(
    lambda: Session.objects.filter(
        session_key=Parameter("key", CharField()), expire_date__gt=Parameter("now", DateTimeField())
    )
)
# A row for each group the person is in, or one without a group.
_person = Prepared(
    lambda: User.objects.filter(pk=Parameter("pk", IntegerField())).annotate(group=F("groups__name")).order_by()
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def load(self) -> dict[str, object]:
        """What is kept in the session, nothing where there is none or it has ended."""
        for found in _session(key=self.session_key, now=timezone.now()):
            return self.decode(found.session_data)
        self._session_key = None
        return {}


class Backend(AuthenticationBackend):
    """allauth's, which takes a name or an e-mail address; a person comes with their roles."""

    def get_user(self, user_id: int) -> User | None:
        """The person, where their account is in use: 1 query."""
        found: list[Any] = _person(pk=user_id)
        if not found or not self.user_can_authenticate(found[0]):
            return None
        permissions.know_roles(found[0], {each.group for each in found if each.group})
        return found[0]
