"""What people say about themselves: their name, and whether they want mail."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from annotator.actions.people import require_visible
from annotator.errors import Refused
from annotator.models import MailChoice


class VisibleName:
    """Checks a person's name, which others can see; before the form's own class among those it is made of."""

    cleaned_data: dict[str, Any]

    def clean_first_name(self) -> str:
        return self._visible("first_name")

    def clean_last_name(self) -> str:
        return self._visible("last_name")

    def _visible(self, field: str) -> str:
        name: str = self.cleaned_data[field]
        try:
            require_visible(name)
        except Refused as refused:
            raise forms.ValidationError(refused.messages) from refused
        return name


class ProfileForm(VisibleName, forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """The name by which a person is shown. An action saves it."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")


class NamesForm(VisibleName, forms.Form):
    """What is asked for with a new account besides what allauth asks for, which builds its form on this one."""

    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        help_text=_("By your names others see who wrote something. Without them it is the username."),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Nothing more: the account is saved with these names. allauth asks for the method."""


class MailForm(forms.Form):
    """When a person is told by e-mail of what is in their inbox."""

    when = forms.ChoiceField(
        label=_("By e-mail"), choices=MailChoice.When, widget=forms.RadioSelect, initial=MailChoice.When.NEVER
    )
