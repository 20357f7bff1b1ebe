"""The form of the import page: a file, and what highlights need besides."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator import uploads
from annotator.errors import Refused
from annotator.selectors.filters import visible_documents
from corpus.importing.sources.files import LARGEST, MEGABYTE, Content

ACCEPTED = ".zip,.csv,.tsv,.txt"


def refuse_too_large(file: UploadedFile) -> None:
    """Raise ``ValidationError`` where a file is larger than what is kept between the check and the import."""
    if file.size > LARGEST:
        reason = _("The file has %(size)d MB; %(most)d MB is the most here. Export it in parts, or use manage.py.")
        raise forms.ValidationError(reason % {"size": file.size // MEGABYTE, "most": LARGEST // MEGABYTE})


def file_field(label: Promise, help_text: Promise) -> forms.FileField:
    """A field for a file, which need not be chosen where one was kept before."""
    return forms.FileField(
        label=label,
        required=False,
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=help_text,
    )


class ImportForm(forms.Form):
    """A file that is sent once: what comes back with the check names it by a token."""

    file = file_field(
        gettext_lazy("File"), gettext_lazy("A bundle.zip, a codebook as CSV, or Taguette’s highlights as CSV.")
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    codebook = file_field(
        gettext_lazy("Their codebook"), gettext_lazy("As CSV. Tags that are not here yet are made from it.")
    )
    codebook_token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    document = forms.MultipleChoiceField(
        label=gettext_lazy("Documents to look in"),
        required=False,
        help_text=gettext_lazy("None chosen: each is found by its title, its file’s name, or the name in its address."),
    )
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    # What concerns highlights alone.
    FOR_HIGHLIGHTS = ("codebook", "document")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.user = user
        self.uploads: dict[str, uploads.Upload] = {}
        documents = visible_documents(user).order_by("title", "slug")
        self.fields["document"].choices = documents.values_list("slug", "title")

    def clean(self) -> dict[str, Any]:
        """Keep the files that were sent, or find those that were kept."""
        cleaned = super().clean()
        self.data = self.data.copy()
        for name, token in (("file", "token"), ("codebook", "codebook_token")):
            try:
                if cleaned.get(name):
                    self.uploads[name] = uploads.keep(cleaned[name], self.user)
                elif cleaned.get(token):
                    self.uploads[name] = uploads.kept(cleaned[token], self.user)
            except Refused as refused:
                self.add_error(name, refused.messages)
            self.data[token] = self.uploads[name].token if name in self.uploads else ""
        if "file" not in self.uploads and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return cleaned

    def content(self, name: str) -> Content | None:
        """The file of a field, as an action takes it."""
        upload = self.uploads.get(name)
        return Content(upload.name, upload.data) if upload else None

    def forget(self) -> None:
        """Remove the files, which were imported."""
        for upload in self.uploads.values():
            uploads.forget(upload, self.user)

    @property
    def about_highlights(self) -> bool:
        """Whether anything was chosen that concerns highlights alone."""
        return any(name in self.uploads or self.errors.get(name) or self[name].value() for name in self.FOR_HIGHLIGHTS)
