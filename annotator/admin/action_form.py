"""Forms of the admin whose saving is an action: such a form is valid if the action went through.

The admin checks a form, then saves; an action may refuse only while it is carried out. So it is carried out as the last
step of checking, inside the admin's own transaction, and what it says stands beside the fields with all that was typed.
"""

import uuid
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from annotator.errors import AlreadyDone
from annotator.http.action_result import ALREADY_DONE, result_of

from .shared import PolicyAdmin


class ActingForm(forms.ModelForm):
    """A form of the admin that carries out an action."""

    # Set on each request's own class by ``ActingAdmin.get_form``.
    user: ClassVar[User]

    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def _post_clean(self) -> None:
        """Carry out the action, in the place of Django's own building and checking of an instance."""
        if self.errors:
            return
        outcome = result_of(
            partial(self.carry_out, self.cleaned_data), by=self.user, request_id=self.cleaned_data["request_id"]
        )
        if outcome.repeated:
            raise AlreadyDone
        if outcome.succeeded:
            self.instance = outcome.value
            return
        if not outcome.changed:
            outcome.say_in(self)
        self.look_again()

    def carry_out(self, cleaned: dict[str, Any]) -> Model:
        """Do it; returns the thing made or changed. May raise ``Refused`` or ``NotUpdated``."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Nothing, unless the form is about something that is there: see ``ChangeForm``."""


class ChangeForm(ActingForm):
    """A change to something as the person saw it, told by a hidden field of the name ``mark``."""

    mark: ClassVar[str]

    @staticmethod
    def mark_of(thing: Any) -> Any:
        """What is another value as soon as ``thing`` is changed."""
        raise NotImplementedError

    @staticmethod
    def fresh(thing: Any) -> Any:
        """``thing`` read again, with all that its page shows."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Where somebody else saved meanwhile, say so and put what was typed on top of that; saving again is meant."""
        fresh = self.fresh(self.instance)
        if self.mark_of(fresh) == self.cleaned_data[self.mark]:
            return
        # The page was begun with this very instance, and goes on to show it.
        self.instance.__dict__.update(fresh.__dict__)
        self.data = self.data.copy()
        self.data[self.mark] = str(self.mark_of(fresh))
        self.add_error(
            None,
            _(
                "Somebody else changed this meanwhile. What is there now stands below the form, what you typed is in "
                "it. Save again to put yours in the place of theirs."
            ),
        )


class VersionForm(ChangeForm):
    """A change to something that counts its versions."""

    mark = "version"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        values = {"version": instance.version} | self.values_of(instance)
        super().__init__(*args, instance=instance, initial=values | kwargs.pop("initial", {}), **kwargs)

    @staticmethod
    def mark_of(thing: Any) -> int:
        """Its version."""
        return thing.version

    @staticmethod
    def values_of(thing: Any) -> dict[str, Any]:
        """The fields' values as they stand."""
        raise NotImplementedError


class SeenForm(ChangeForm):
    """A change to something that has no versions: the form carries a digest of what the person saw."""

    mark = "seen"
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, initial={"seen": self.mark_of(instance)}, **kwargs)


class ActingAdmin(PolicyAdmin):
    """Pages to add and to change things with an ``ActingForm``."""

    # The form's own fields, to add and to change; and what is shown beside them.
    add_form: type[ActingForm]
    change_form: type[ActingForm]
    shown: tuple[str, ...] = ()
    # What stands in the place of the form for those who may not change the thing.
    instead: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """The form's fields, or what stands in their place, and what is shown."""
        if obj is None:
            return [(None, {"fields": list(self.add_form.base_fields)})]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": [*self.instead, *self.shown]})]
        return [
            (None, {"fields": list(self.change_form.base_fields)}),
            (_("As it is now"), {"fields": [*self.instead, *self.shown]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:  # noqa: ARG002 - Django's
        """What is shown."""
        return () if obj is None else (*self.instead, *self.shown)

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> type:  # noqa: ARG002, FBT001, FBT002 - Django's
        """The form for this person, with the admin's own widgets for what comes from the model."""
        form = self.change_form if change else self.add_form
        widgets = partial(self.formfield_for_dbfield, request=request)
        made = forms.modelform_factory(self.model, form, formfield_callback=widgets)
        made.user = request.user
        return made

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; a request that comes a second time does nothing and says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except AlreadyDone:
            self.message_user(request, ALREADY_DONE, messages.INFO)
            return self.back_to_list()

    def save_form(self, request: HttpRequest, form: ActingForm, change: bool) -> Model:  # noqa: ARG002, FBT001 - Django's
        """What the action made."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Model, form: ActingForm, change: bool) -> None:  # noqa: FBT001 - Django's
        """Nothing is left to save."""

    def save_related(self, request: HttpRequest, form: ActingForm, formsets: list, change: bool) -> None:  # noqa: FBT001 - Django's
        """Nothing is left to save."""
