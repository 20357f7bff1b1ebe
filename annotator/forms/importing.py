"""The form of the import page: a file, and what highlights need besides."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.selectors.filters import visible_documents
from corpus.importing.sources.files import LARGEST, MEGABYTE

from .uploads import UploadForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ACCEPTED = ".zip,.csv,.tsv,.txt"


def refuse_too_large(file: "UploadedFile[Any]") -> None:
    """Raise ``ValidationError`` where a file is larger than what is kept between the check and the import."""
    if (file.size or 0) > LARGEST:
        reason = _("The file has %(size)d MB; %(most)d MB is the most here. Export it in parts, or use manage.py.")
        raise forms.ValidationError(reason % {"size": (file.size or 0) // MEGABYTE, "most": LARGEST // MEGABYTE})


def file_field(label: Any, help_text: Any) -> forms.FileField:
    """A field for a file, which need not be chosen where one was kept before."""
    return forms.FileField(
        label=label,
        required=False,
        validators=[refuse_too_large],
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=help_text,
    )


class ImportForm(UploadForm):
    """A file to import, and with highlights their codebook and where to look for them."""

    file = file_field(
        gettext_lazy("File"), gettext_lazy("A bundle.zip, a codebook as CSV, or Taguette’s highlights as CSV.")
    )
    codebook = file_field(
        gettext_lazy("Their codebook"), gettext_lazy("As CSV. Tags that are not here yet are made from it.")
    )
    codebook_token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    document = forms.MultipleChoiceField(
        label=gettext_lazy("Documents to look in"),
        required=False,
        help_text=gettext_lazy("None chosen: each is found by its title, its file’s name, or the name in its address."),
    )

    KEPT = {"file": "token", "codebook": "codebook_token"}
    # What concerns highlights alone.
    FOR_HIGHLIGHTS = ("codebook", "document")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        documents = visible_documents(user).order_by("title", "slug")
        self.fields["document"].choices = documents.values_list("slug", "title")

    @property
    def about_highlights(self) -> bool:
        """Whether anything was chosen that concerns highlights alone."""
        return any(name in self.uploads or self.errors.get(name) or self[name].value() for name in self.FOR_HIGHLIGHTS)
