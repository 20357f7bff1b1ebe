"""What every form that carries out an action has: who sends it, the thing it is about, and the id of the request."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ActionForm[Thing: Model](forms.Form):
    """A form that makes a thing or, with ``thing``, changes it; the pages and the admin use the same.

    The hidden field named by ``lock`` says in which state the person saw what they change (optimistic lock); a form
    that makes something has none.
    """

    data: QueryDict
    fields: dict[str, Any]
    lock: ClassVar[str] = "version"
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, "UploadedFile[Any]"] | None = None,
        *,
        user: User,
        thing: Thing | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.user, self.thing = user, thing
        current = {} if thing is None else {self.lock: self.lock_of(thing), **self.values_of(self.as_shown(thing))}
        super().__init__(data, files, initial=current | dict(initial or {}), label_suffix="")
        if thing is None:
            self.fields.pop(self.lock, None)

    @staticmethod
    def lock_of(thing: Any) -> Any:
        """The value of ``lock`` for ``thing`` as it is now: its version, where it counts them."""
        return thing.version

    @staticmethod
    def as_shown(thing: Any) -> Any:
        """What the fields are filled from."""
        return thing

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        """The fields' values as ``thing`` has them."""
        raise NotImplementedError

    def based_on(self, thing: Thing) -> None:
        """Keep what was typed, but on top of ``thing`` as somebody else saved it, both to be shown."""
        self.thing = thing
        self.send_back(self.lock, self.lock_of(thing))

    def send_back(self, name: str, value: object) -> None:
        """Show ``value`` in the field ``name`` in the place of what was sent."""
        self.data = self.data.copy()
        self.data[name] = str(value)

    def save(self) -> UUID | None:
        """Carry out the action; returns its batch's id. What it made is ``thing`` then.

        Raises ``Refused``, ``AlreadyDone``, and ``NotUpdatedError`` where somebody else changed the thing meanwhile.
        """
        raise NotImplementedError
