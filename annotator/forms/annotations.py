"""Writing a note on a passage, and changing it."""

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import annotations
from annotator.models import Annotation
from annotator.models.annotation import MAX_BODY

from .passages import PassageForm, SelectionForm


def body_field() -> forms.CharField:
    # More than allowed passes the field, so that the action's message, which knows the length, is shown.
    return forms.CharField(
        label=gettext_lazy("Note"),
        strip=False,
        max_length=MAX_BODY * 4,
        widget=forms.Textarea(
            {
                "rows": 8,
                "data-mentions": reverse_lazy("find_people"),
                "data-passages": format_lazy("{}?whole=1", reverse_lazy("find_passages")),
            }
        ),
        help_text=gettext_lazy("Markdown. @name mentions a person, [[document/12]] shows a passage."),
        error_messages={"required": gettext_lazy("The note is empty. Write something, or cancel.")},
    )


class AnnotationForm(PassageForm[Annotation]):
    """A note and the passage it is on, which is typed; a reply stays where its note is."""

    field_order = ("body", "passage", "words")
    body = body_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.thing is not None and self.thing.in_reply_to_id is not None:
            del self.fields["passage"], self.fields["words"]

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        """The note's source, the passage as a ref."""
        return super().values_of(thing) | {"body": thing.body}

    def save(self) -> UUID:
        cleaned = self.cleaned_data
        values = {"body": cleaned["body"], "by": self.user, "request_id": cleaned["request_id"]}
        if self.thing is not None:
            place = cleaned.get("passage")
            return annotations.edit(annotation=self.thing, place=place, version=cleaned["version"], **values)
        (self.thing,), batch = annotations.annotate(places=[cleaned["passage"]], draft=cleaned["draft"], **values)
        return batch


class AnnotationSelectionForm(SelectionForm):
    """A note on the words chosen."""

    prefix_id = "note"
    body = body_field()

    @property
    def message(self) -> str:
        return _("Note written: %(words)s.") % {"words": self.where}

    def save(self) -> UUID:
        values = {name: self.cleaned_data[name] for name in ("body", "draft", "request_id")}
        self.made, batch = annotations.annotate(places=self.places, by=self.user, **values)
        return batch
