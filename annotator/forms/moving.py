"""Moving passages from one tag to another: how a tag is split."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotator.actions import taggings
from annotator.errors import Refused
from annotator.models import Tag
from annotator.models.tag_names import names_from_string


class MoveForm(forms.Form):
    """The tag that the passages of the lines ticked are to carry instead."""

    fields: dict[str, Any]
    tags = forms.CharField(
        label=_("Move what is ticked to the tag"),
        max_length=2000,
        error_messages={"required": _("Choose the tag that they are to carry.")},
    )
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def tag(self, by: User) -> Tag:
        """The tag that ``by`` names. Raises ``Refused`` where there is none, or several of that name."""
        names = names_from_string(self.cleaned_data["tags"])
        if len(names) > 1:
            raise Refused(gettext("Name one tag only: what is ticked is moved to it."), field="tags")
        tags: list[Tag] = taggings.tags_named(names, by=by)
        return tags[0]

    @property
    def request(self) -> UUID | None:
        """The id that the client gave its request."""
        request: UUID | None = self.cleaned_data["request_id"]
        return request
