"""The page that loads a document: a file, a preview of what would be made of it, and then the load."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.forms.documents import LoadForm
from annotator.http import MemberRequest
from annotator.http.action_result import ALREADY_DONE, content_of, result_of, uuid_in
from annotator.http.loading import preview_of, say_loaded, say_marks
from annotator.http.responses import UNPROCESSABLE
from corpus.models import Document

from .action_form import widen


def load_view(model_admin: admin.ModelAdmin, request: MemberRequest) -> HttpResponse:
    """The form; with a file, the preview of what a load would make of it; and when that was seen, the load."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    initial = {name: request.GET.get(name, "") for name in ("revises", "collection")}
    form = LoadForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    widen(form)
    outcome = None
    if request.method == "POST" and form.is_valid():
        load = "load" in request.POST
        action, request_id = (form.save, uuid_in(request)) if load else (form.preview, None)
        with content_of(request):
            result = result_of(action, by=request.user, request_id=request_id)
        result.say_in(form)
        if result.repeated:
            messages.info(request, ALREADY_DONE)
            return HttpResponseRedirect(reverse("admin:corpus_document_changelist"))
        outcome = result.value
        if load and outcome:
            document = say_loaded(request, outcome)
            say_marks(request, outcome)
            return HttpResponseRedirect(reverse("admin:corpus_document_change", args=[document.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Load a document"),
        "opts": Document._meta,  # noqa: SLF001 - Django's public API
        "form": form,
        "outcome": outcome,
        "media": model_admin.media,
        **(preview_of(outcome) if outcome else {}),
    }
    status = UNPROCESSABLE if form.errors else 200
    return TemplateResponse(request, "admin/load_document.html", context, status=status)
