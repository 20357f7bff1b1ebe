"""Changing what is there, one form for each kind of contribution."""

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import annotations, cross_references, taggings
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Annotation, Contribution, CrossReference, Passage, Relation, Tagging
from annotator.models.annotation import MAX_BODY
from annotator.models.cross_reference import MAX_NOTE
from annotator.models.place import Place
from annotator.models.tag import names_from_string
from annotator.selectors.typed_references import place_in_stead, ref_of

# A field that a passage is typed into.
PASSAGE = {"data-complete": reverse_lazy("find_passages"), "autocomplete": "off"}


class EditForm(forms.Form):
    """What the forms share: the version the person saw, and the id of the request."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, thing: Contribution, user: object) -> None:
        super().__init__(data, initial={"version": thing.version} | self.values_of(thing))
        self.thing = thing
        self.user = user

    @staticmethod
    def values_of(thing: Any) -> dict[str, object]:
        """The fields' values as they stand."""
        raise NotImplementedError

    @property
    def unchanged(self) -> bool:
        """Whether what was sent says what is there already, so that there is nothing to save."""
        there = {name: str(value) for name, value in self.values_of(self.thing).items() if name in self.fields}
        said = {name: self.data.get(name, "").replace("\r\n", "\n") for name in there}
        if said.get("passage") == "":
            said["passage"] = there["passage"]
        return not self.data.get("words") and {n: v.strip() for n, v in said.items()} == {
            n: v.strip() for n, v in there.items()
        }

    def place_in(self, name: str, words: str = "") -> Place | Passage:
        """The place typed into the field ``name``; its passage as it is, where nothing was typed over that."""
        return place_in_stead(getattr(self.thing, name), self.cleaned_data[name], words, self.user)

    def based_on(self, thing: Contribution) -> None:
        """Keep what was typed, but on top of ``thing`` as somebody else saved it, both to be shown."""
        self.thing = thing
        self.data = self.data.copy()
        self.data["version"] = str(thing.version)

    def save(self) -> UUID:
        """Write the change; returns the batch's id."""
        raise NotImplementedError


class PlacedForm(EditForm):
    """What stands on one passage and can be put on another: where its words are gone, or were the wrong ones."""

    passage = forms.CharField(
        label=gettext_lazy("Passage"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs=PASSAGE),
        help_text=gettext_lazy("To put it elsewhere: a citation, an address, or words. Empty: where it is."),
    )
    words = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=gettext_lazy("The words meant, as they stand there. Empty: what the passage says."),
    )

    def clean(self) -> dict[str, Any]:
        """Find the place meant, with a message beside the field where it cannot be found."""
        cleaned = super().clean()
        if {"passage", "words"} <= cleaned.keys():
            try:
                cleaned["place"] = self.place_in("passage", cleaned["words"].replace("\r\n", "\n"))
            except Refused as refused:
                self.add_error("words" if refused.field == "quote" else "passage", refused.messages)
        return cleaned


class TaggingForm(PlacedForm):
    """Another tag in the place of this one, or other words."""

    field_order = ("tags", "passage", "words")

    tags = forms.CharField(
        label=gettext_lazy("Tag"),
        max_length=200,
        widget=forms.TextInput(attrs={"data-complete": reverse_lazy("find_tags"), "autocomplete": "off"}),
    )

    @staticmethod
    def values_of(thing: Tagging) -> dict[str, object]:
        """The tag's name, the passage as a ref."""
        return {"tags": thing.tag.name, "passage": ref_of(thing.passage)}

    def save(self) -> UUID:
        """Write the change; returns the batch's id."""
        tags = taggings.tags_named(names_from_string(self.cleaned_data["tags"]))
        if len(tags) != 1:
            raise Refused(_("Choose one tag."), field="tags")
        if self.cleaned_data["version"] != self.thing.version:
            raise NotUpdatedError
        return taggings.retag(
            tagging=self.thing,
            tag=tags[0],
            by=self.user,
            place=self.cleaned_data["place"],
            request_id=self.cleaned_data["request_id"],
        )


class AnnotationForm(PlacedForm):
    """A note's words, and where it stands; a reply stands where its note does."""

    field_order = ("body", "passage", "words")

    body = forms.CharField(
        label=gettext_lazy("Note"),
        strip=False,
        max_length=MAX_BODY * 4,
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "data-mentions": reverse_lazy("find_people"),
                "data-passages": reverse_lazy("find_passages"),
            }
        ),
        error_messages={"required": gettext_lazy("The note is empty. Write something, or cancel.")},
    )

    def __init__(self, data: Any = None, *, thing: Annotation, user: object) -> None:
        super().__init__(data, thing=thing, user=user)
        if thing.in_reply_to_id is not None:
            del self.fields["passage"], self.fields["words"]

    @staticmethod
    def values_of(thing: Annotation) -> dict[str, object]:
        """The note's source, the passage as a ref."""
        return {"body": thing.body, "passage": ref_of(thing.passage)}

    def save(self) -> UUID:
        """Write the change; returns the batch's id."""
        return annotations.edit(
            annotation=self.thing,
            body=self.cleaned_data["body"],
            version=self.cleaned_data["version"],
            by=self.user,
            place=self.cleaned_data.get("place"),
            request_id=self.cleaned_data["request_id"],
        )


class CrossReferenceForm(EditForm):
    """The ends, the relation and the note of a cross-reference."""

    source = forms.CharField(
        label=gettext_lazy("From"),
        max_length=2000,
        widget=forms.TextInput(attrs=PASSAGE),
        help_text=gettext_lazy("A citation, an address, or words."),
    )
    relation = forms.ChoiceField(label=gettext_lazy("Relation"), choices=Relation)
    target = forms.CharField(
        label=gettext_lazy("To"),
        max_length=2000,
        widget=forms.TextInput(attrs=PASSAGE),
        help_text=gettext_lazy("A citation, an address, or words."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=MAX_NOTE * 4, widget=forms.Textarea(attrs={"rows": 3})
    )

    @staticmethod
    def values_of(thing: CrossReference) -> dict[str, object]:
        """The ends as refs, the relation, the note."""
        return {
            "source": ref_of(thing.source),
            "target": ref_of(thing.target),
            "relation": thing.relation,
            "note": thing.note,
        }

    def clean_source(self) -> Place | Passage:
        """The passage it comes from."""
        return self._end("source")

    def clean_target(self) -> Place | Passage:
        """The passage it goes to."""
        return self._end("target")

    def _end(self, name: str) -> Place | Passage:
        try:
            return self.place_in(name)
        except Refused as error:
            raise forms.ValidationError(error.messages) from error

    def save(self) -> UUID:
        """Write the change; returns the batch's id."""
        return cross_references.edit(
            reference=self.thing,
            source=self.cleaned_data["source"],
            target=self.cleaned_data["target"],
            relation=self.cleaned_data["relation"],
            note=self.cleaned_data["note"],
            version=self.cleaned_data["version"],
            by=self.user,
            request_id=self.cleaned_data["request_id"],
        )


FORMS: dict[str, type[EditForm]] = {
    "tagging": TaggingForm,
    "annotation": AnnotationForm,
    "cross-reference": CrossReferenceForm,
}
