"""The page that loads a document: a file, a preview of what would be made of it, and then the load."""

import uuid
from collections.abc import Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator import uploads
from annotator.actions.documents.load import Outcome, Status, load_document, preview_document
from annotator.actions.documents.parse import slug_from_path
from annotator.errors import Refused
from annotator.http.action_result import ALREADY_DONE, result_of, uuid_in
from annotator.http.responses import UNPROCESSABLE
from annotator.models import Passage
from corpus.blocks import Genre, Metadata
from corpus.importing import readers
from corpus.importing.notices import describe
from corpus.importing.plan import PlannedParagraph
from corpus.models import Change, Collection, Document, Paragraph

from .fields import CollectionField, DocumentField

# Blocks shown of a file: more of them make a page that no browser likes; of longer files both ends are shown.
MOST_SHOWN = 5000
SHOWN_AT_THE_END = 500
# Characters of each.
FIRST_WORDS = 100


class LoadForm(forms.Form):
    """A file, where it goes, and what the file does not say of itself."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    collection = CollectionField(label=gettext_lazy("Collection"), queryset=Collection.objects.none(), required=False)
    revises = DocumentField(
        label=gettext_lazy("Revision of"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=gettext_lazy("— a new document —"),
    )
    slug = forms.CharField(
        label=gettext_lazy("Slug"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Its name in addresses and citations. Empty: made from the file’s name or title."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of text"),
        required=False,
        choices=[
            (Genre.UNKNOWN.value, gettext_lazy("As the text itself tells")),
            (Genre.PROSE.value, gettext_lazy("Prose")),
            (Genre.TRANSCRIPT.value, gettext_lazy("Transcript of a conversation")),
            (Genre.STATUTE.value, gettext_lazy("Statute")),
            (Genre.VERSE.value, gettext_lazy("Verse")),
        ],
        help_text=gettext_lazy("Only where the preview shows that the guess is wrong."),
    )
    even_if_other = forms.BooleanField(
        label=gettext_lazy("Revise it all the same"),
        required=False,
        help_text=gettext_lazy("Where the text has hardly a word in common with the one there."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=500)
    subtitle = forms.CharField(label=gettext_lazy("Subtitle"), required=False, max_length=500)
    author = forms.CharField(label=gettext_lazy("Author"), required=False, max_length=300)
    publisher = forms.CharField(label=gettext_lazy("Publisher"), required=False, max_length=300)
    published_on = forms.DateField(
        label=gettext_lazy("Published on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
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

    # What goes before what the file says of itself; the template sets these apart.
    FACTS = ("title", "subtitle", "author", "publisher", "published_on", "language", "source_url", "rights")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.upload: uploads.Upload | None = None
        collections = Collection.objects.visible_to(user).prefetch_related("groups").order_by("title", "slug")
        self.fields["collection"].queryset = collections
        documents = Document.objects.visible_to(user).filter(current__isnull=False).order_by("title", "slug")
        self.fields["revises"].queryset = documents
        if not self.is_bound and len(collections) == 1:
            self.initial["collection"] = collections[0]
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput | forms.URLInput):
                field.widget.attrs["class"] = "vTextField"
        self.fields["file"].widget.attrs["accept"] = ",".join(readers.suffixes())
        self.fields["file"].help_text = _("Files that can be read: %(endings)s") % {
            "endings": " ".join(readers.suffixes())
        }

    def clean(self) -> dict[str, Any]:
        """Keep the file that was sent, or find the one that was kept."""
        cleaned = super().clean()
        try:
            if cleaned.get("file"):
                self.upload = uploads.keep(cleaned["file"], self.user)
            elif cleaned.get("token"):
                self.upload = uploads.kept(cleaned["token"], self.user)
            elif "file" not in self.errors:
                self.add_error("file", _("Choose a file."))
        except Refused as refused:
            self.add_error("file", refused.messages)
        if revises := cleaned.get("revises"):
            if cleaned.get("slug") not in {"", revises.slug}:
                self.add_error("slug", _("A revision keeps the slug of its document. Leave this empty."))
            cleaned["slug"], cleaned["collection"] = revises.slug, revises.collection
        # A preview needs none; the load says so beside the field.
        if self.upload and not cleaned.get("collection") and "collection" not in self.errors:
            # A document that is here already stays where it is.
            cleaned["collection"] = self._collection_of(
                cleaned.get("slug") or slug_from_path(PurePath(self.upload.name))
            )
        if "load" in self.data and not cleaned.get("collection") and "collection" not in self.errors:
            self.add_error("collection", _("Choose the collection it goes to."))
        # The page that comes back names the file, so that it need not be sent again.
        self.data = self.data.copy()
        self.data["token"] = self.upload.token if self.upload else ""
        return cleaned

    def _collection_of(self, slug: str) -> Collection | None:
        found = Document.objects.visible_to(self.user).select_related("collection").filter(slug=slug).first()
        return found.collection if found else None

    def asked(self) -> dict[str, Any]:
        """What both the preview and the load are asked."""
        cleaned = self.cleaned_data
        return {
            "by": self.user,
            "name": self.upload.name,
            "data": self.upload.data,
            "slug": cleaned["slug"],
            "genre": Genre(cleaned["kind"]),
            "even_if_other": cleaned["even_if_other"],
            # A file that happens to be called like a document says nothing; somebody does who typed its slug.
            "may_revise": bool(cleaned["revises"] or cleaned["slug"]),
            "metadata": Metadata(**{name: cleaned[name] for name in self.FACTS}),
        }


def load_view(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The form; with a file, the preview of what a load would make of it; and when that was seen, the load."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = LoadForm(request.POST or None, request.FILES or None, user=request.user)
    outcome = None
    if request.method == "POST" and form.is_valid():
        load = "load" in request.POST
        action = partial(_loaded, request, form) if load else partial(preview_document, **form.asked())
        result = result_of(action, by=request.user, request_id=uuid_in(request) if load else None)
        result.say_in(form)
        if result.repeated:
            messages.info(request, ALREADY_DONE)
            return HttpResponseRedirect(reverse("admin:corpus_document_changelist"))
        if load and result.succeeded:
            return result.value
        outcome = result.value
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Load a document"),
        "opts": Document._meta,  # noqa: SLF001 - Django's public API
        "form": form,
        "outcome": outcome,
        "media": model_admin.media,
        **(_shown(outcome) if outcome else {}),
    }
    status = UNPROCESSABLE if form.errors else 200
    return TemplateResponse(request, "admin/load_document.html", context, status=status)


def _loaded(request: HttpRequest, form: LoadForm) -> HttpResponse:
    outcome = load_document(
        **form.asked(), collection=form.cleaned_data["collection"], request_id=form.cleaned_data["request_id"]
    )
    uploads.forget(form.upload, request.user)
    if outcome.status == Status.CREATED:
        messages.success(request, _("“%(title)s” was loaded.") % {"title": outcome.document.title})
    elif outcome.status == Status.REVISED:
        told = {"title": outcome.document.title, "number": outcome.revision}
        messages.success(request, _("“%(title)s” has its revision %(number)s now.") % told)
        if outcome.marks:
            address = reverse("revision_marks", args=[outcome.slug, outcome.revision])
            said = _("Marks: %(marks)s.") % {"marks": _in_words(outcome.marks)}
            messages.info(request, format_html('{} <a href="{}">{}</a>', said, address, _("What became of the marks")))
    else:
        messages.info(request, _("This exact file is already loaded. Nothing was changed."))
    return HttpResponseRedirect(reverse("admin:corpus_document_change", args=[outcome.document.pk]))


def _shown(outcome: Outcome) -> dict[str, Any]:
    """What the preview draws: the metadata, the numbers, the outline, and the beginning of every block."""
    paragraphs = outcome.plan.paragraphs
    left_out = max(0, len(paragraphs) - MOST_SHOWN)
    head = paragraphs[: MOST_SHOWN - SHOWN_AT_THE_END] if left_out else paragraphs
    tail = paragraphs[-SHOWN_AT_THE_END:] if left_out else ()
    labels = dict(Paragraph.Kind.choices)
    return {
        "facts": [(form_label, getattr(outcome.metadata, name)) for name, form_label in _labels().items()],
        "counts": [(labels[kind], number) for kind, number in outcome.counts.items()],
        "changes": [(_fate(what), number) for what, number in outcome.changes.items()],
        "marks": [(Passage.State(state).label, number) for state, number in outcome.marks.items()],
        "people": [(person, _in_words(numbers)) for person, numbers in outcome.by_person.items()],
        "edited": outcome.edited[:MOST_SHOWN],
        "adrift": outcome.adrift[:MOST_SHOWN],
        "notices": [describe(notice) for notice in outcome.plan.notices],
        "headings": [_line(heading) for heading in outcome.plan.outline[:MOST_SHOWN]],
        "head": [_line(paragraph) for paragraph in head],
        "tail": [_line(paragraph) for paragraph in tail],
        "left_out": left_out,
    }


def _in_words(states: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {Passage.State(state).label}" for state, number in states.items())


def _fate(what: str) -> str:
    return str(Change.What(what).label if what in Change.What.values else _("the same"))


def _labels() -> dict[str, Any]:
    return {name: LoadForm.base_fields[name].label for name in LoadForm.FACTS}


def _line(paragraph: PlannedParagraph) -> dict[str, Any]:
    words = paragraph.text[:FIRST_WORDS]
    return {
        "position": paragraph.position,
        "kind": Paragraph.Kind(paragraph.kind.value).label,
        "depth": max(1, min(paragraph.level, 7)),
        "number": paragraph.number,
        "words": f"{words}…" if len(paragraph.text) > FIRST_WORDS else words,
    }
