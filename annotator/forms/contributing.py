"""The three verbs as forms: tag, annotate, cross-reference."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions import annotations, cross_references, taggings
from annotator.errors import Refused
from annotator.models import Relation, Tag, Tagging
from annotator.models.annotation import MAX_BODY
from annotator.models.cross_reference import MAX_NOTE
from annotator.models.place import Place
from annotator.models.tag import key_of, names_from_string
from annotator.permissions import Action, can
from annotator.selectors.typed_references import place_meant

from .passages import PlaceForm

OUT, IN = "out", "in"


class TagForm(PlaceForm):
    """Put tags on the words."""

    prefix_id = "tag"
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=2000,
        help_text=gettext_lazy("Names from the codebook, separated by commas."),
        error_messages={"required": gettext_lazy("Choose at least one tag.")},
    )
    # Asked for where an editor names one tag that is not in the codebook.
    definition = forms.CharField(required=False, max_length=10_000, strip=True)

    @property
    def new_tag(self) -> str:
        """The one name typed that is not in the codebook, where the person may add it; else nothing."""
        if not (self.is_bound and can(self.user, Action.EDIT_CODEBOOK)):
            return ""
        names = names_from_string(self["tags"].value() or "")
        found = Tag.objects.named(names)
        unknown = [name for name in names if key_of(name) not in found]
        return unknown[0] if len(unknown) == 1 else ""

    def save(self) -> tuple[str, UUID]:
        """Do it; returns what to tell the person, and the batch's id. Raises ``Refused``."""
        new = self.new_tag
        if new and not self.cleaned_data["definition"]:
            raise Refused(
                _("There is no tag called “%(name)s” yet. Define it below, or choose another.") % {"name": new},
                field="tags",
            )
        self.made, batch = self._tagged(new)
        return ngettext("Tagged.", "%(n)s taggings made.", len(self.made)) % {"n": len(self.made)}, batch

    def _tagged(self, new: str) -> tuple[list[Tagging], UUID]:
        names = names_from_string(self.cleaned_data["tags"])
        said = {"places": self.places, "by": self.user}
        said |= {name: self.cleaned_data[name] for name in ("draft", "request_id")}
        if not new:
            return taggings.tag(tags=taggings.tags_named(names), **said)
        others = [name for name in names if name != new]
        known = taggings.tags_named(others) if others else []
        return taggings.tag_with_new(name=new, definition=self.cleaned_data["definition"], tags=known, **said)


class NoteForm(PlaceForm):
    """Write a note on the words."""

    prefix_id = "note"
    # One more than allowed passes the field, so that the action's message, which knows the length, is shown.
    body = forms.CharField(
        label=gettext_lazy("Note"),
        strip=False,
        max_length=MAX_BODY * 4,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Markdown. @name mentions a person, [[document/12]] shows a passage."),
        error_messages={"required": gettext_lazy("The note is empty. Write something, or cancel.")},
    )

    def save(self) -> tuple[str, UUID]:
        """Do it; returns what to tell the person, and the batch's id. Raises ``Refused``."""
        self.made, batch = annotations.annotate(
            places=self.places,
            body=self.cleaned_data["body"],
            by=self.user,
            draft=self.cleaned_data["draft"],
            request_id=self.cleaned_data["request_id"],
        )
        return ngettext("Note written.", "%(n)s notes written.", len(self.made)) % {"n": len(self.made)}, batch


class ReferenceForm(PlaceForm):
    """Join the words to another passage."""

    prefix_id = "reference"
    target = forms.CharField(
        label=gettext_lazy("Other passage"),
        max_length=2000,
        help_text=gettext_lazy("Its citation or address, or words that stand in it."),
        error_messages={"required": gettext_lazy("Say which passage: paste its citation or address, or type words.")},
    )
    relation = forms.ChoiceField(label=gettext_lazy("Relation"), choices=Relation, initial=Relation.SEE_ALSO)
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        choices=[
            (OUT, gettext_lazy("these words → the other")),
            (IN, gettext_lazy("the other → these words")),
        ],
        initial=OUT,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=MAX_NOTE * 4, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Passages found by words, to choose from, as (citation, words).
        self.candidates: list[tuple[str, str]] = []

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

    def save(self) -> tuple[str, UUID]:
        """Do it; returns what to tell the person, and the batch's id. Raises ``Refused``."""
        if len(self.places) > 1:
            raise Refused(_("A cross-reference begins at one passage. Select words of one paragraph."), field="quote")
        here, other = self.places[0], self.cleaned_data["target"]
        source, target = (other, here) if self.cleaned_data["direction"] == IN else (here, other)
        made, batch = cross_references.cross_reference(
            source=source,
            target=target,
            relation=self.cleaned_data["relation"],
            note=self.cleaned_data["note"],
            by=self.user,
            draft=self.cleaned_data["draft"],
            request_id=self.cleaned_data["request_id"],
        )
        self.made = [made]
        return _("Cross-reference made."), batch
