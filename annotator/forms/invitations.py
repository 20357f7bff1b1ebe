"""Whom to invite, and to what."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from annotator.models import Invitation
from annotator.permissions import Permission, can


class InvitationForm(forms.Form):
    """An address and a role, of those that ``user`` may invite to."""

    fields: dict[str, Any]
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Left empty, the link is sent to nobody: give it to one person in another way."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=(), required=False, initial=Invitation.Role.ANNOTATOR)
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["role"].choices = [
            (value, label) for value, label in Invitation.Role.choices if can(user, Permission.INVITE, value)
        ]
