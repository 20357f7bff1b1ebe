"""Putting tags on a passage, and another tag in the place of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import taggings
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Tag, Tagging
from annotator.models.tag_names import key_of, names_from_string
from annotator.permissions import Permission, can

from .passages import PassageForm, SelectionForm


def tags_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=2000,
        help_text=gettext_lazy("Names from the codebook, with commas between; a name with a comma in quotation marks."),
        widget=forms.TextInput({"data-complete": reverse_lazy("find_tags"), "data-several": "", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Choose at least one tag.")},
    )


class TaggingForm(PassageForm[Tagging]):
    """Tags on a passage that is typed; of a tagging that is there, another tag or other words."""

    field_order = ("tags", "passage", "words")
    tags = tags_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.thing is not None:
            self.fields["tags"].label, self.fields["tags"].help_text = _("Tag"), ""
            del self.fields["tags"].widget.attrs["data-several"]

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        """The tag's name, the passage as a ref."""
        return super().values_of(thing) | {"tags": thing.tag.typed}

    def save(self) -> UUID:
        """Put the tags on the passage, or write the change."""
        cleaned = self.cleaned_data
        names = names_from_string(cleaned["tags"])
        values = {"by": self.user, "request_id": cleaned["request_id"]}
        if self.thing is None:
            new, batch = taggings.tag(places=[cleaned["passage"]], names=names, draft=cleaned["draft"], **values)
            self.thing = new[0]
            return batch
        tags = taggings.tags_named(names, by=self.user)
        if len(tags) != 1:
            raise Refused(_("Choose one tag."), field="tags")
        if cleaned["version"] != self.thing.version:
            raise NotUpdatedError
        return taggings.retag(tagging=self.thing, tag=tags[0], place=cleaned["passage"], **values)


class TaggingSelectionForm(SelectionForm):
    """Tags on the words chosen."""

    prefix_id = "tag"
    made: Sequence[Tagging] = ()
    tags = tags_field()
    # Asked for where an editor names one tag that is not in the codebook.
    definition = forms.CharField(required=False, max_length=10_000, strip=True)

    @cached_property
    def new_tags(self) -> list[str]:
        """The names typed that are not in the codebook, where the person may add them; else none."""
        if not (self.is_bound and can(self.user, Permission.EDIT_CODEBOOK)):
            return []
        names = names_from_string(self["tags"].value() or "")
        existing = Tag.objects.named(names)
        return [name for name in names if key_of(name) not in existing]

    @property
    def new_tag(self) -> str:
        """The one of ``new_tags``, which the form asks to define; nothing where there are several."""
        return self.new_tags[0] if len(self.new_tags) == 1 else ""

    @property
    def message(self) -> str:
        tags = ", ".join(dict.fromkeys(each.tag.name for each in self.made))
        return _("Tagged %(tags)s: %(words)s.") % {"tags": tags, "words": self.where}

    def save(self) -> UUID:
        """Put the tags on the words, and a new one into the codebook first."""
        cleaned = self.cleaned_data
        names = names_from_string(cleaned["tags"])
        values: dict[str, Any] = {"places": self.places, "by": self.user}
        values |= {name: cleaned[name] for name in ("draft", "request_id")}
        try:
            self.made, batch = taggings.tag(names=names, **values)
        except Refused:
            if not self.new_tags:
                raise
            new, advice = self.new_tag, _("Define it below, or choose another.")
            if not new:
                advice = _("Name one of them to define it here, then the next, or add them on the page of tags first.")
            if not (new and cleaned["definition"]):
                problem = taggings.not_in_codebook(self.new_tags)
                raise Refused(f"{problem} {advice}", field="tags") from None
            tags = taggings.tags_named(other_names) if (other_names := [name for name in names if name != new]) else []
            self.made, batch = taggings.tag_with_new(name=new, definition=cleaned["definition"], tags=tags, **values)
        return batch
