"""What people say about themselves: their name, and whether they want mail."""

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from annotator.models import MailChoice


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs alone
    """The name by which a person is shown. An action saves it."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")


class MailForm(forms.Form):
    """When a person is told by e-mail of what is in their inbox."""

    when = forms.ChoiceField(
        label=_("By e-mail"), choices=MailChoice.When, widget=forms.RadioSelect, initial=MailChoice.When.NEVER
    )
