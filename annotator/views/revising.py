"""The pages where editors load documents and revisions, and take back a revision that was loaded by mistake."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from annotator.actions.documents.take_back import preview_of_taking_back, take_back_revision
from annotator.errors import Refused
from annotator.forms.documents import LoadForm
from annotator.http import MemberRequest
from annotator.http.action_result import ALREADY_DONE, carry_out, sent_before, uuid_in
from annotator.http.jobs import for_a_worker, hand_over_form, to_its_job
from annotator.http.loading import preview_of, say_loaded
from annotator.http.responses import UNPROCESSABLE, DoneMessage, answer, done
from annotator.http.saved_forms import member_page
from annotator.models import Job
from annotator.permissions import Permission, can, require
from corpus.models import Collection, Document


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(form_at=None)
@to_its_job
def load(request: MemberRequest) -> HttpResponse:
    """The form; with a file, the preview of what a load would make of it; and when that was seen, the load."""
    require(request.user, Permission.EDIT_DOCUMENT)
    initial = {name: request.GET.get(name, "") for name in ("revises", "collection")}
    form = LoadForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    outcome = None
    if request.method == "POST" and form.is_valid():
        is_load = "load" in request.POST
        if is_load and for_a_worker(form):
            handed = carry_out(request, lambda: hand_over_form(request, form, Job.Kind.LOAD), form)
            if handed.value:
                return redirect(handed.value)
        result = carry_out(request, form.save if is_load else form.preview, form)
        if result.repeated:
            messages.info(request, ALREADY_DONE)
            return HttpResponseRedirect(request.path)
        outcome = result.value
        if is_load and outcome:
            document = say_loaded(request, outcome)
            return redirect("revision_marks", document.slug, outcome.revision) if outcome.marks else redirect(document)
    context = {
        "form": form,
        "outcome": outcome,
        "collections_here": Collection.objects.visible_to(request.user).exists(),
        "may_administer": can(request.user, Permission.ADMINISTER),
        "here": "documents",
        **(preview_of(outcome) if outcome else {}),
    }
    status = 200 if request.method != "POST" or outcome else UNPROCESSABLE
    return render(request, "corpus/load.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def take_back(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Take back the newest revision of a document; say why not where it cannot be."""
    text = Document.objects.for_reading(request.user, slug)
    revision = get_object_or_404(text.revisions, number=number)
    require(request.user, Permission.EDIT_DOCUMENT)
    if sent_before(request):
        return done(request, DoneMessage(str(ALREADY_DONE)), text.get_absolute_url())
    problems: tuple[str, ...] = ()
    would = None
    if revision.taken_back_at is not None:
        values = {"number": number, "at": date_format(localtime(revision.taken_back_at), "j F Y, H:i")}
        problems = (_("Revision %(number)d was taken back already, on %(at)s. Nothing was done now.") % values,)
    elif request.method == "POST":

        def act() -> DoneMessage:
            summary = take_back_revision(document=text, number=number, by=request.user, request_id=uuid_in(request))
            message = ngettext(
                "Revision %(number)d was taken back. %(marks)d mark is where it was.",
                "Revision %(number)d was taken back. %(marks)d marks are where they were.",
                summary.marks,
            )
            return DoneMessage(message % {"number": number, "marks": summary.marks}, onwards=text.get_absolute_url())

        outcome = carry_out(request, act)
        if outcome.succeeded:
            return answer(request, outcome, text.get_absolute_url())
        problems = outcome.problems
    elif text.current_id != revision.pk:
        problems = (_("Only the newest revision can be taken back."),)
    else:
        try:
            would = preview_of_taking_back(document=text, by=request.user)
        except Refused as refused:
            problems = tuple(refused.messages)
    context = {"document": text, "revision": revision, "would": would, "problems": problems, "here": "documents"}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "corpus/take_back.html", context, status=status)
