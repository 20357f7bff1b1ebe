"""The name of a saved search, and whose it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotator.models.saved_search import MAX_NAME


class SavedSearchForm(forms.Form):
    """A name, and whether the search is the team's."""

    fields: dict[str, Any]
    name = forms.CharField(label=_("Name"), max_length=MAX_NAME, error_messages={"required": _("Give it a name.")})
    shared = forms.BooleanField(
        label=_("For the team"),
        required=False,
        help_text=_("Everybody who is logged in sees it, and finds with it what they may read."),
    )
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if not may_share:
            del self.fields["shared"]
