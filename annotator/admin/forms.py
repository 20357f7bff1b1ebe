"""The three verbs as forms of the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import annotations, cross_references, taggings
from annotator.errors import NotUpdatedError, Refused
from annotator.models import Annotation, CrossReference, Relation, Tagging
from annotator.models.cross_reference import MAX_NOTE
from annotator.models.tag import names_from_string
from annotator.presenters.note_html import html_for_reader
from annotator.selectors.typed_references import ref_of

from .acting import VersionForm
from .fields import PlacesForm, body_field, draft_field, passage_field, tags_field, words_field


class ContributionForm(VersionForm):
    """A change to a contribution."""

    def _post_clean(self) -> None:
        """Refuse what was withdrawn while the form was open, with all that was typed still in it."""
        if self.instance.withdrawn_at is not None:
            self.add_error(None, _("This was withdrawn meanwhile. Bring it back first, then save again."))
        super()._post_clean()

    @staticmethod
    def fresh(thing: Any) -> Any:
        """``thing`` read again, with its places."""
        return type(thing).objects.with_places().get(pk=thing.pk)


class NewTaggingForm(PlacesForm):
    """Put tags on a passage."""

    passage = passage_field(gettext_lazy("Passage"))
    words = words_field(gettext_lazy("Words"))
    tags = tags_field(gettext_lazy("Tags"), gettext_lazy("Names from the codebook, separated by commas."))
    draft = draft_field()

    class Meta:
        model = Tagging
        fields = ()

    def carry_out(self, cleaned: dict[str, Any]) -> Tagging:
        """Make the taggings; the first is the one whose page may be opened next."""
        made, _batch = taggings.tag(
            places=[cleaned["passage"]],
            tags=taggings.tags_named(names_from_string(cleaned["tags"])),
            by=self.user,
            draft=cleaned["draft"],
            request_id=cleaned["request_id"],
        )
        return made[0]


class TaggingForm(PlacesForm, ContributionForm):
    """Put another tag in the place of this one, or put it on other words."""

    tags = tags_field(gettext_lazy("Tag"))
    passage = passage_field(gettext_lazy("Passage"), required=False)
    words = words_field(gettext_lazy("Words"))

    class Meta:
        model = Tagging
        fields = ()

    @staticmethod
    def values_of(thing: Tagging) -> dict[str, Any]:
        """The tag's name, the passage as a ref."""
        return {"tags": thing.tag.typed, "passage": ref_of(thing.passage)}

    def carry_out(self, cleaned: dict[str, Any]) -> Tagging:
        """Change the tag."""
        tags = taggings.tags_named(names_from_string(cleaned["tags"]))
        if len(tags) != 1:
            raise Refused(_("Choose one tag."), field="tags")
        if cleaned["version"] != self.instance.version:
            raise NotUpdatedError
        taggings.retag(
            tagging=self.instance,
            tag=tags[0],
            by=self.user,
            place=cleaned["passage"],
            request_id=cleaned["request_id"],
        )
        return self.instance


class NewAnnotationForm(PlacesForm):
    """Write a note on a passage."""

    passage = passage_field(gettext_lazy("Passage"))
    words = words_field(gettext_lazy("Words"))
    body = body_field()
    draft = draft_field()

    class Meta:
        model = Annotation
        fields = ()

    def carry_out(self, cleaned: dict[str, Any]) -> Annotation:
        """Write the note."""
        made, _batch = annotations.annotate(
            places=[cleaned["passage"]],
            body=cleaned["body"],
            by=self.user,
            draft=cleaned["draft"],
            request_id=cleaned["request_id"],
        )
        return made[0]


class AnnotationForm(PlacesForm, ContributionForm):
    """Change a note's words, or where it stands; a reply stands where its note does."""

    body = body_field()
    passage = passage_field(gettext_lazy("Passage"), required=False)
    words = words_field(gettext_lazy("Words"))

    class Meta:
        model = Annotation
        fields = ()

    @staticmethod
    def values_of(thing: Annotation) -> dict[str, Any]:
        """The note's source, the passage as a ref."""
        return {"body": thing.body, "passage": ref_of(thing.passage)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passage"].disabled = self.fields["words"].disabled = self.instance.in_reply_to_id is not None

    def look_again(self) -> None:
        """With the note as this person may read it, which the page shows."""
        super().look_again()
        self.instance.html = html_for_reader([self.instance], self.user)[self.instance.pk]

    def carry_out(self, cleaned: dict[str, Any]) -> Annotation:
        """Change the words."""
        annotations.edit(
            annotation=self.instance,
            body=cleaned["body"],
            place=cleaned["passage"],
            version=cleaned["version"],
            by=self.user,
            request_id=cleaned["request_id"],
        )
        return self.instance


class EndsForm(PlacesForm):
    """Both ends of a cross-reference, its relation and its note."""

    ends = (("source", "source_words"), ("target", "target_words"))

    source = passage_field(gettext_lazy("From"))
    source_words = words_field(gettext_lazy("Words of the first passage"))
    relation = forms.ChoiceField(label=gettext_lazy("Relation"), choices=Relation, initial=Relation.SEE_ALSO)
    target = passage_field(gettext_lazy("To"))
    target_words = words_field(gettext_lazy("Words of the second passage"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=MAX_NOTE * 4,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    class Meta:
        model = CrossReference
        fields = ()


class NewCrossReferenceForm(EndsForm):
    """Join two passages."""

    draft = draft_field()

    def carry_out(self, cleaned: dict[str, Any]) -> CrossReference:
        """Join them."""
        made, _batch = cross_references.cross_reference(
            **{name: cleaned[name] for name in ("source", "target", "relation", "note", "draft", "request_id")},
            by=self.user,
        )
        return made


class CrossReferenceForm(EndsForm, ContributionForm):
    """Correct the ends, the relation or the note."""

    @staticmethod
    def values_of(thing: CrossReference) -> dict[str, Any]:
        """The ends as refs, the relation, the note."""
        return {
            "source": ref_of(thing.source),
            "target": ref_of(thing.target),
            "relation": thing.relation,
            "note": thing.note,
        }

    def carry_out(self, cleaned: dict[str, Any]) -> CrossReference:
        """Save the correction."""
        cross_references.edit(
            **{name: cleaned[name] for name in ("source", "target", "relation", "note", "version", "request_id")},
            reference=self.instance,
            by=self.user,
        )
        return self.instance
