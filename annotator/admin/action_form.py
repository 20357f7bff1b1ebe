"""The site's forms as the admin uses them: such a form is valid if its action went through.

The admin checks a form, then saves; an action may refuse only while it is carried out. So it is carried out as the last
step of checking, inside the admin's own transaction, and what it says stands beside the fields with all that was typed.
"""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.forms.models import ModelFormOptions
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from annotator.errors import AlreadyDone
from annotator.forms.action_form import ActionForm
from annotator.http import MemberRequest
from annotator.http.action_result import ALREADY_DONE, content_of, result_of
from annotator.presenters.history import who_saved

from .shared import PolicyAdmin


def widen(form: forms.BaseForm) -> None:
    """Give the fields that words are typed into the width they have in the admin."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["class"] = "vLargeTextField"
        elif isinstance(field.widget, forms.TextInput | forms.URLInput):
            field.widget.attrs["class"] = "vTextField"


class CarriedOutForm(ActionForm[Any]):
    """Goes before a form of the site in the bases of the class that the admin is given for one request."""

    request: MemberRequest
    model_admin: "ActionFormAdmin"
    _meta: "ModelFormOptions[Any]"

    def __init__(self, data: Any = None, files: Any = None, *, instance: Any = None, initial: Any = None) -> None:
        first = {"request_id": uuid.uuid4()} | (initial or {})
        super().__init__(data, files, user=self.request.user, thing=instance, initial=first)
        widen(self)

    @property
    def instance(self) -> Model:
        """What the admin calls the thing; one that is not there yet is empty."""
        return self._meta.model() if self.thing is None else self.thing

    def _post_clean(self) -> None:
        if self.errors:
            return
        with content_of(self.request):
            outcome = result_of(self.save, by=self.user, request_id=self.cleaned_data["request_id"])
        if outcome.repeated:
            raise AlreadyDone
        if outcome.succeeded:
            return
        changed = self._look_again()
        if not (outcome.changed and changed):
            outcome.say_in(self)
        if changed and self.thing is not None:
            message = _(
                "%(who)s saved this meanwhile. It is shown below the form as it is now; what you wrote is in the form. "
                "Save again to replace what is there."
            )
            events = self.model_admin.events_of(self.request, self.thing)
            self.add_error(None, message % {"who": who_saved(events, self.user)})

    def _look_again(self) -> bool:
        """Read the thing again, which the action may have changed; returns whether somebody else saved meanwhile."""
        if self.thing is None:
            return False
        try:
            fresh = self.model_admin.get_object(self.request, str(self.thing.pk))
        except Http404:
            return False
        # The page was begun with this very instance, and goes on to show it.
        self.thing.__dict__.update(fresh.__dict__)
        if self.lock_of(fresh) == self.cleaned_data[self.lock]:
            return False
        self.based_on(self.thing)
        return True


class ActionFormAdmin(PolicyAdmin):
    """Pages to add and to change things with a form of the site."""

    form_class: type[ActionForm[Any]]
    # What is shown beside the form; and what stands in its place for those who may not change the thing.
    shown: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    def get_fieldsets(self, request: MemberRequest, obj: Model | None = None) -> list:
        """The form's fields, or what stands in their place, and what is shown."""
        now = {"fields": [*self.instead, *self.shown]}
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, now)]
        form = (None, {"fields": list(self.get_form(request)(instance=obj).fields)})
        return [form] if obj is None else [form, (_("As it is now"), now)]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if obj is None else (*self.instead, *self.shown)

    def get_form(self, request: MemberRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> type:
        meta: ModelFormOptions[Any] = ModelFormOptions(type("Meta", (), {"model": self.model}))
        own = {"request": request, "model_admin": self, "_meta": meta}
        return type(self.form_class.__name__, (CarriedOutForm, self.form_class), own)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; a request that comes a second time does nothing and says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except AlreadyDone:
            self.message_user(request, ALREADY_DONE, messages.INFO)
            return self.back_to_list()

    def delete(self, request: MemberRequest, thing: Any) -> str:
        """Carry out the action that deletes ``thing``; returns what to tell the person."""
        raise NotImplementedError  # each admin that lets people delete has an action of its own

    def delete_view(self, request: MemberRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if request.method == "POST" and self.has_delete_permission(request, thing):
            self.carry_out(request, lambda: self.delete(request, thing))
            return self.back_to_list()
        return super().delete_view(request, object_id, extra_context)

    def save_form(self, request: HttpRequest, form: CarriedOutForm, change: bool) -> Model:
        return form.instance

    def save_model(self, request: HttpRequest, obj: Model, form: CarriedOutForm, change: bool) -> None:
        """Nothing is left to save."""

    def save_related(self, request: HttpRequest, form: CarriedOutForm, formsets: list, change: bool) -> None:
        """Nothing is left to save."""
