"""Joining two passages, and correcting that."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import cross_references
from annotator.errors import Refused
from annotator.models import CrossReference, Relation
from annotator.models.cross_reference import MAX_NOTE
from annotator.models.place import Place
from annotator.selectors.typed_references import PassageChoice, place_meant

from .passages import PassagesForm, SelectionForm, passage_field, words_field

OUT, IN = "out", "in"


def relation_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("Relation"), choices=Relation, initial=Relation.SEE_ALSO)


def note_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=MAX_NOTE * 4, widget=forms.Textarea({"rows": 2})
    )


class CrossReferenceForm(PassagesForm[CrossReference]):
    """Both ends of a cross-reference, which are typed, its relation and its note."""

    field_order = ("source", "source_words", "relation", "target", "target_words", "note")
    ends = {"source": "source_words", "target": "target_words"}
    source = passage_field(gettext_lazy("From"))
    source_words = words_field(gettext_lazy("Words of the first passage"))
    relation = relation_field()
    target = passage_field(gettext_lazy("To"))
    target_words = words_field(gettext_lazy("Words of the second passage"))
    note = note_field()

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        """The ends as refs, the relation, the note."""
        return super().values_of(thing) | {"relation": thing.relation, "note": thing.note}

    def save(self) -> UUID:
        """Join the passages, or write the change."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in ("source", "target", "relation", "note", "request_id")}
        values["by"] = self.user
        if self.thing is not None:
            return cross_references.edit(reference=self.thing, version=cleaned["version"], **values)
        self.thing, batch = cross_references.cross_reference(draft=cleaned["draft"], **values)
        return batch


class CrossReferenceSelectionForm(SelectionForm):
    """Joins the words chosen to another passage."""

    prefix_id = "reference"
    target = passage_field(gettext_lazy("Other passage"))
    relation = relation_field()
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        choices=[
            (OUT, gettext_lazy("these words → the other")),
            (IN, gettext_lazy("the other → these words")),
        ],
        initial=OUT,
        required=False,
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Passages found by words, to choose from.
        self.candidates: list[PassageChoice] = []

    def clean_target(self) -> Place | None:
        """The other passage; where words stand in several, these are offered."""
        if not self.cleaned_data["target"]:
            return None
        try:
            place, candidates = place_meant(self.cleaned_data["target"], self.user)
        except Refused as refused:
            raise forms.ValidationError(refused.messages) from refused
        self.candidates = list(candidates)
        if place is None:
            raise forms.ValidationError(_("These words stand in several passages. Choose one."))
        return place

    @property
    def message(self) -> str:
        return _("Cross-reference made: %(words)s.") % {"words": self.where}

    def save(self) -> UUID:
        if len(self.places) > 1:
            raise Refused(_("A cross-reference begins at one passage. Select words of one paragraph."), field="quote")
        place, other = self.places[0], self.cleaned_data["target"]
        source, target = (other, place) if self.cleaned_data["direction"] == IN else (place, other)
        values = {name: self.cleaned_data[name] for name in ("relation", "note", "draft", "request_id")}
        references, batch = cross_references.cross_reference(source=source, target=target, by=self.user, **values)
        self.made = [references]
        return batch
