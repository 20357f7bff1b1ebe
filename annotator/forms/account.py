"""What people say about themselves: their name, and whether they want mail."""

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from annotator.actions.people import require_visible
from annotator.errors import Refused
from annotator.models import MailChoice


class VisibleName(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """A person's name, which others can see."""

    def clean_first_name(self) -> str:
        """Without what nobody sees."""
        return self._visible("first_name")

    def clean_last_name(self) -> str:
        """Without what nobody sees."""
        return self._visible("last_name")

    def _visible(self, field: str) -> str:
        name: str = self.cleaned_data[field]
        try:
            require_visible(name)
        except Refused as refused:
            raise forms.ValidationError(refused.messages) from refused
        return name


class ProfileForm(VisibleName):
    """The name by which a person is shown. An action saves it."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")


class MailForm(forms.Form):
    """When a person is told by e-mail of what is in their inbox."""

    when = forms.ChoiceField(
        label=_("By e-mail"), choices=MailChoice.When, widget=forms.RadioSelect, initial=MailChoice.When.NEVER
    )
