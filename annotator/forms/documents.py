"""Loading a document, and changing what is said about it."""

from dataclasses import fields
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.documents.load import Outcome, is_same_file, load_document, preview_document
from annotator.actions.documents.metadata import TEXTS, edit_document, state_digest
from annotator.actions.documents.parse import slug_from_path
from corpus.blocks import Genre, Metadata
from corpus.importing import readers
from corpus.importing.plan import is_language_tag
from corpus.importing.readers.encoding import codec_of
from corpus.models import Collection, Document, Revision

from .action_form import ActionForm
from .collections import CollectionField, fit_for_addresses
from .uploads import UploadForm

# What is said about a document; a file that is loaded may say it of itself.
FACTS = tuple(each.name for each in fields(Metadata))


class FactsForm(forms.Form):
    """What is said about a document."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=500)
    subtitle = forms.CharField(label=gettext_lazy("Subtitle"), required=False, max_length=500)
    short_title = forms.CharField(
        label=gettext_lazy("Short title"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("What references and lists call it. Empty: made from the title."),
    )
    author = forms.CharField(label=gettext_lazy("Author"), required=False, max_length=300)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), required=False, max_length=300)
    published_on = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("This is no date. Write year, month and day: 1948-12-10.")},
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        required=False,
        max_length=35,
        help_text=gettext_lazy("A language tag such as en, zh-Hans or ar."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Source address"), required=False, max_length=1000, assume_scheme="https"
    )
    rights = forms.CharField(
        label=gettext_lazy("Rights"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DocumentForm(ActionForm[Document], FactsForm):
    """A change to what is said about a document; its slug, which citations name, is not to be changed."""

    lock = "seen"
    field_order = ("collection", *FACTS)
    collection = CollectionField(label=gettext_lazy("Collection"), queryset=Collection.objects.none())
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["collection"].queryset = Collection.objects.visible_to(self.user).prefetch_related("groups")

    @staticmethod
    def lock_of(thing: Any) -> str:
        return state_digest(thing)

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in (*FACTS, "collection")}

    def save(self) -> UUID:
        assert self.thing is not None  # noqa: S101 - a document is not typed in but loaded
        cleaned = self.cleaned_data
        batch = edit_document(
            document=self.thing,
            texts={name: cleaned[name] for name in TEXTS},
            by=self.user,
            **{name: cleaned[name] for name in ("collection", "published_on", "seen", "request_id")},
        )
        self.thing.collection = cleaned["collection"]
        return batch


class DocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A document, each offered with its slug: titles alone may be the same."""

    def label_from_instance(self, obj: Document) -> str:
        return f"{obj.title} ({obj.slug})"


class LoadForm(UploadForm, FactsForm):
    """A file, where it goes, and what the file does not say of itself."""

    field_order = ("file", "collection", "revises", "slug", "kind", "encoding", "even_if_other", *FACTS)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    revises = DocumentField(
        label=gettext_lazy("Revision of"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: a new document"),
    )
    collection = CollectionField(
        label=gettext_lazy("Collection"),
        queryset=Collection.objects.none(),
        required=False,
        help_text=gettext_lazy("Where a new document goes. A revision stays where its document is."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Name in addresses"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "Its slug: what citations call it too. Empty: made from the file’s name, with its ending unless that is "
            ".txt, .text, .md or .markdown (“speech.html” becomes “speech-html”), or from the title where the name has "
            "no letters."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of text"),
        required=False,
        choices=[("", gettext_lazy("Detect it from the text")), *Revision.Genre.choices],
        help_text=gettext_lazy("Only where the preview shows that the guess is wrong."),
    )
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Only where the preview shows wrong letters: a name such as windows-1250, iso-8859-2, koi8-r or shift_jis."
        ),
    )
    even_if_other = forms.BooleanField(
        label=gettext_lazy("Load it as a revision anyway"),
        required=False,
        help_text=gettext_lazy("Where the text has almost no words in common with the current one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collections = Collection.objects.visible_to(self.user).prefetch_related("groups").order_by("title", "slug")
        self.fields["collection"].queryset = collections
        documents = Document.objects.visible_to(self.user).filter(current__isnull=False).order_by("title", "slug")
        self.fields["revises"].queryset = documents.select_related("collection")
        if not self.is_bound and len(collections) == 1:
            self.initial["collection"] = collections[0]
        self.fields["file"].widget.attrs["accept"] = ",".join(readers.suffixes())
        self.fields["file"].help_text = _("Files that can be read: %(endings)s") % {
            "endings": " ".join(readers.suffixes())
        }

    @property
    def lacks_collection(self) -> bool:
        """Whether what was previewed has no collection yet, without which it cannot be loaded."""
        return self.is_valid() and not self.cleaned_data.get("collection")

    @property
    def has_facts(self) -> bool:
        """Whether anything is said that the file does not say of itself, or is wrong."""
        return any(self[name].errors or self[name].value() for name in FACTS)

    def clean_encoding(self) -> str:
        """Only one that there is."""
        encoding: str = self.cleaned_data["encoding"].strip()
        if encoding and not codec_of(encoding):
            raise forms.ValidationError(
                _("There is no encoding called “%(name)s”. Use a name such as utf-8, windows-1250 or iso-8859-2.")
                % {"name": encoding}
            )
        return encoding

    def clean_language(self) -> str:
        """A language tag or nothing: a load passes over what a page says and is none, but not what a person typed."""
        tag: str = self.cleaned_data["language"].strip()
        if tag and not is_language_tag(tag):
            raise forms.ValidationError(
                _("“%(tag)s” is not a language tag. Use one such as en, zh-Hans or ar.") % {"tag": tag}
            )
        return tag

    def clean(self) -> dict[str, Any]:
        """Find the collection, which a load needs and a preview does not."""
        cleaned = super().clean()
        upload = self.uploads.get("file")
        if revises := cleaned.get("revises"):
            if cleaned.get("slug") not in {"", revises.slug}:
                self.add_error("slug", _("A revision keeps the slug of its document. Leave this empty."))
            cleaned["slug"], cleaned["collection"] = revises.slug, revises.collection
        elif upload and (existing := self._document_at(cleaned.get("slug") or slug_from_path(PurePath(upload.name)))):
            # A document that is here already stays where it is.
            if "collection" not in self.errors:
                cleaned["collection"] = cleaned.get("collection") or existing.collection
            if cleaned.get("slug") and not is_same_file(existing, upload.data):
                self.add_error("slug", self._taken(existing))
        elif cleaned.get("slug") and not Document.objects.filter(slug=cleaned["slug"]).exists():
            try:
                fit_for_addresses(cleaned["slug"])
            except forms.ValidationError as error:
                self.add_error("slug", error)
        if "load" in self.data and not cleaned.get("collection") and "collection" not in self.errors:
            self.add_error("collection", _("Choose the collection it goes to."))
        return cleaned

    def _document_at(self, slug: str) -> Document | None:
        return Document.objects.visible_to(self.user).select_related("collection", "current").filter(slug=slug).first()

    @staticmethod
    def _taken(document: Document) -> str:
        message = _(
            "“%(slug)s” is the name of “%(title)s” already. Choose it under “Revision of” to load a revision of it, or "
            "type another name."
        )
        return message % {"slug": document.slug, "title": document.title}

    def preview(self) -> Outcome:
        """What a load would make of the file. Raises ``Refused``."""
        return preview_document(**self._asked())

    def save(self) -> Outcome:
        """Load the file. Raises ``Refused`` and ``AlreadyDone``."""
        cleaned = self.cleaned_data
        outcome = load_document(**self._asked(), collection=cleaned["collection"], request_id=cleaned["request_id"])
        self.forget()
        return outcome

    def _asked(self) -> dict[str, Any]:
        cleaned, upload = self.cleaned_data, self.uploads["file"]
        return {
            "by": self.user,
            "name": upload.name,
            "data": upload.data,
            "slug": cleaned["slug"],
            "genre": Genre(cleaned["kind"]),
            "encoding": cleaned["encoding"],
            "even_if_other": cleaned["even_if_other"],
            # A name says nothing, be it the file's or typed: who chose “a new document” may not know that it is taken.
            "may_revise": cleaned["revises"] is not None,
            "metadata": Metadata(**{name: cleaned[name] for name in FACTS}),
        }
