"""Loads and imports of large files, which a worker does where there is one (``GLOSSATOR_JOBS``)."""

import logging
from collections.abc import Callable
from functools import wraps
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.tasks import task
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.actions import jobs
from annotator.actions.documents.load import Status
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.forms.documents import LoadForm
from annotator.forms.importing import ImportForm
from annotator.forms.uploads import UploadForm
from annotator.http import MemberRequest
from annotator.http.action_result import uuid_in
from annotator.http.importing import imported_bundle
from annotator.http.loading import in_words, parallels_found
from annotator.imports.problems import ImportRefused
from annotator.models import Job
from annotator.outages import WORDS, outage_in
from annotator.progress import Cancelled

logger = logging.getLogger(__name__)

# Bytes of a file that is done in the request all the same: it takes a second or two.
SMALL = 256 * 1024
# Problems of a file that are kept; the page of the check shows them all.
PROBLEMS = 20


def for_a_worker(form: UploadForm) -> bool:
    """Whether the files of a valid form are so large that a worker is to take them, and there is to be one."""
    return settings.JOBS == "worker" and sum(len(upload.data) for upload in form.uploads.values()) > SMALL


def to_its_job(view: Callable[[MemberRequest], HttpResponse]) -> Callable[[MemberRequest], HttpResponse]:
    """A view of a form that leads to the job which the same form was handed over as: its file may be gone since."""

    @wraps(view)
    def led(request: MemberRequest) -> HttpResponse:
        pk = None if request.POST.keys().isdisjoint(Job.Kind.values) else uuid_in(request)
        job = Job.objects.of(request.user).filter(pk=pk).first() if pk else None
        return redirect(job) if job else view(request)

    return led


def hand_over(request: HttpRequest, form: UploadForm, kind: str) -> Job:
    """Have a worker do what ``form`` asks for. Raises ``Refused``."""
    typed = form.data.copy()
    typed.pop("csrfmiddlewaretoken", None)
    assert request.user.is_authenticated  # noqa: S101 - actions are for members
    with transaction.atomic():
        job, new = jobs.ask(
            pk=form.cleaned_data["request_id"] or uuid4(),
            by=request.user,
            kind=kind,
            name=form.uploads["file"].name,
            typed=typed.urlencode(),
        )
        if new:
            work.enqueue(str(job.pk))
    return job


@task()
def work(pk: str) -> None:
    """Do a job; whatever comes of it is kept with it, in words for the person who asked."""
    job = Job.objects.select_related("by").filter(pk=UUID(pk), ended_at__isnull=True).first()
    if job is None:
        return
    try:
        with jobs.at_work(job):
            said, address = _done(job)
    except Cancelled:
        jobs.end(job=job, succeeded=False, message=_("Cancelled. Nothing was changed."))
    except AlreadyDone:
        jobs.end(job=job, succeeded=True, message=_("This was done already."))
    except ImportRefused as refused:
        lines = [str(problem) for problem in refused.problems[:PROBLEMS]]
        jobs.end(job=job, succeeded=False, message="\n".join(lines))
    except Refused as refused:
        jobs.end(job=job, succeeded=False, message=" ".join(refused.messages))
    except (PermissionDenied, NotUpdatedError) as no:
        jobs.end(job=job, succeeded=False, message=str(no) or _("Somebody changed this meanwhile. Send it again."))
    except Exception as error:
        outage = outage_in(error)
        told = f"{WORDS[outage].title}. {WORDS[outage].message}" if outage else _("Something went wrong here.")
        jobs.end(job=job, succeeded=False, message=_("%(told)s Nothing was changed.") % {"told": told})
        # The worker logs it, and goes on with the next.
        raise
    else:
        jobs.end(job=job, succeeded=True, message=said, address=address)


def _done(job: Job) -> tuple[str, str]:
    """Do what the form of ``job`` asks for; what to say of it, and where it is seen."""
    typed = QueryDict(job.typed)
    form: LoadForm | ImportForm = (LoadForm if job.kind == Job.Kind.LOAD else ImportForm)(typed, user=job.by)
    if not form.is_valid():
        raise Refused(*(str(message) for messages in form.errors.values() for message in messages))
    if isinstance(form, ImportForm):
        done = imported_bundle(form)
        form.forget()
        return done.message, reverse(done.onwards)
    outcome = form.save()
    assert outcome.document is not None  # noqa: S101 - the one just loaded
    said = in_words(outcome)
    if outcome.status in {Status.CREATED, Status.REVISED}:
        said = f"{said} {parallels_found(outcome.document, job.by)[1]}".strip()
    if outcome.marks:
        return said, reverse("revision_marks", args=[outcome.slug, outcome.revision])
    return said, outcome.document.get_absolute_url()
