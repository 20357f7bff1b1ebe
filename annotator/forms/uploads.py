"""Files that are sent once: what comes back with the preview names them by a token."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from annotator import uploads
from annotator.errors import Refused
from corpus.importing.sources.files import Content


class UploadForm(forms.Form):
    """A form whose files are kept until what was previewed is done; ``KEPT`` names each file's field of its token."""

    data: QueryDict
    fields: dict[str, Any]
    KEPT: ClassVar[dict[str, str]] = {"file": "token"}

    token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.user = user
        self.uploads: dict[str, uploads.Upload] = {}

    def clean(self) -> dict[str, Any]:
        """Keep the files that were sent, or find those that were kept."""
        cleaned = super().clean() or {}
        self.data = self.data.copy()
        for name, token in self.KEPT.items():
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

    def content(self, name: str = "file") -> Content | None:
        """The file of a field, as an action takes it."""
        upload = self.uploads.get(name)
        return Content(upload.name, upload.data) if upload else None

    def forget(self) -> None:
        """Remove the files: they were loaded or imported, or cannot be."""
        for upload in self.uploads.values():
            uploads.forget(upload, self.user)
        self.uploads = {}
        for token in self.KEPT.values():
            self.data[token] = ""
