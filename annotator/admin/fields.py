"""Fields of the admin's forms: passages, tags and people are typed, with completion, never picked from lists."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.collections import readers_in_words
from annotator.errors import Refused
from annotator.models import Passage
from annotator.models.annotation import MAX_BODY
from annotator.models.place import Place
from annotator.selectors.typed_references import place_in_stead, stretch_meant
from corpus.models import Collection, Document

from .acting import ActingForm

PASSAGE_HELP = gettext_lazy("Its citation or address, or words that stand in it.")
WORDS_HELP = gettext_lazy(
    "The words meant, as they stand there. Empty: the whole paragraph, or what the address names."
)


def completed(address: Any, **more: str) -> dict[str, Any]:
    """The attributes of a field with completion."""
    return {"data-complete": address, "autocomplete": "off", "class": "vTextField", **more}


class CollectionField(forms.ModelChoiceField):
    """A collection, each offered with who reads what is in it: loading or moving a document decides that."""

    def label_from_instance(self, obj: Collection) -> str:
        """Its title, and its readers in words."""
        said = {"title": obj.title, "readers": readers_in_words(obj.access, obj.groups.all())}
        return _("%(title)s, read by %(readers)s") % said


class DocumentField(forms.ModelChoiceField):
    """A document, each offered with its slug: titles alone may be the same."""

    def label_from_instance(self, obj: Document) -> str:
        """Its title and its slug."""
        return f"{obj.title} ({obj.slug})"


def passage_field(label: Any, *, required: bool = True) -> forms.CharField:
    """A passage, cited or found by its words: never a list of all of them."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=PASSAGE_HELP,
        widget=forms.TextInput(attrs=completed(reverse_lazy("find_passages"))),
        error_messages={"required": gettext_lazy("Say which passage: paste its citation or address, or type words.")},
    )


def words_field(label: Any) -> forms.CharField:
    """Words of a passage."""
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=WORDS_HELP,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def body_field() -> forms.CharField:
    """A note."""
    # More than allowed passes the field, so that the action's message, which knows the length, is shown.
    return forms.CharField(
        label=gettext_lazy("Note"),
        strip=False,
        max_length=MAX_BODY * 4,
        widget=forms.Textarea(
            attrs={"rows": 8, "class": "vLargeTextField", "data-mentions": reverse_lazy("find_people")}
        ),
        help_text=gettext_lazy("Markdown. @name mentions a person, [[document/12]] shows a passage."),
        error_messages={"required": gettext_lazy("The note is empty. Write something, or cancel.")},
    )


def tags_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Tags by name, with completion."""
    return forms.CharField(
        label=label,
        max_length=2000,
        help_text=help_text,
        widget=forms.TextInput(attrs=completed(reverse_lazy("find_tags"), **{"data-several": ""})),
        error_messages={"required": gettext_lazy("Choose at least one tag.")},
    )


def draft_field() -> forms.BooleanField:
    """Whether only the author sees it."""
    return forms.BooleanField(label=gettext_lazy("Keep as a draft that only I see"), required=False)


class PlacesForm(ActingForm):
    """Passages typed into fields: ``ends`` names the fields, each with its field of words."""

    ends: tuple[tuple[str, str], ...] = (("passage", "words"),)

    def clean(self) -> dict[str, Any]:
        """Find the places meant, with a message beside the field where one cannot be found."""
        cleaned = super().clean()
        for end, words in self.ends:
            if end in cleaned:
                try:
                    cleaned[end] = self._place(end, cleaned[end], cleaned.get(words) or "")
                except Refused as refused:
                    self.add_error(words if refused.field == "quote" else end, refused.messages)
        return cleaned

    def _place(self, end: str, typed: str, words: str) -> Place | Passage:
        """The place meant, in the stead of the passage where the thing is there already."""
        if end in self.initial:
            return place_in_stead(getattr(self.instance, end), typed, words, self.user)
        return stretch_meant(typed, words, self.user)
