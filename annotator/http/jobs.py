"""Long work, which a worker does where there is one (``GLOSSATOR_JOBS``)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.tasks import task
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.actions import jobs
from annotator.actions.batch import is_other
from annotator.actions.documents.load import LoadOutcome
from annotator.actions.parallels.find import find_and_propose
from annotator.actions.parallels.propose import Proposed, is_too_long
from annotator.errors import AlreadyDone, NotUpdatedError, Refused
from annotator.forms.documents import LoadForm
from annotator.forms.importing import ImportForm
from annotator.forms.uploads import UploadForm
from annotator.http import MemberRequest
from annotator.http.action_result import content_of, uuid_in
from annotator.http.backups import backed_up
from annotator.http.importing import imported, imported_bundle
from annotator.http.loading import in_the_queue, in_words, parallels_found
from annotator.imports.problems import ImportRefused
from annotator.models import Job, Passage
from annotator.outages import WORDS, outage_in
from annotator.progress import Cancelled
from corpus.models import Document

logger = logging.getLogger(__name__)

# Bytes of a file that is done in the request all the same: it takes a second or two.
SMALL = 256 * 1024
# Marks that a revision moves in the request all the same.
FEW_MARKS = 1_000
# Problems of a file that are kept; the page of the check shows them all.
PROBLEMS = 20


def has_worker() -> bool:
    return bool(settings.JOBS == "worker")


def for_a_worker(form: UploadForm) -> bool:
    """Whether a valid form asks for so much that a worker is to do it, and there is to be one."""
    if not has_worker():
        return False
    large = sum(len(upload.data) for upload in form.uploads.values()) > SMALL
    revised = form.cleaned_data.get("revises")
    return large or bool(revised and Passage.objects.filter(document=revised)[FEW_MARKS : FEW_MARKS + 1].exists())


def to_its_job(view: Callable[[MemberRequest], HttpResponse]) -> Callable[[MemberRequest], HttpResponse]:
    """A view of a form that leads to the job which the same form was handed over as: its file may be gone since.

    With other content it is not the same form.
    """

    @wraps(view)
    def led(request: MemberRequest) -> HttpResponse:
        pk = None if request.POST.keys().isdisjoint(Job.Kind.values) else uuid_in(request)
        job = Job.objects.of(request.user).filter(pk=pk).first() if pk else None
        with content_of(request):
            is_its = job is not None and not is_other(job.digest)
        return redirect(job) if job and is_its else view(request)

    return led


def hand_over_form(request: HttpRequest, form: UploadForm, kind: str) -> Job:
    """Have a worker do what ``form`` asks for. Raises ``Refused``."""
    pk = form.cleaned_data["request_id"]
    return hand_over(request, kind, form.uploads["file"].name, form.data.copy(), pk)


def hand_over(request: HttpRequest, kind: str, name: str, typed: QueryDict, pk: UUID | None) -> Job:
    """Have a worker do a job of ``kind``, called ``name``, as the form ``typed`` says. Raises ``Refused``."""
    typed.pop("csrfmiddlewaretoken", None)
    assert request.user.is_authenticated  # noqa: S101 - actions are for members
    return _enqueue(request.user, kind, name, typed.urlencode(), pk or uuid4())


def _enqueue(by: User, kind: str, name: str, typed: str, pk: UUID) -> Job:
    with transaction.atomic():
        job, new = jobs.ask(pk=pk, by=by, kind=kind, name=name, typed=typed)
        if new:
            work.enqueue(str(job.pk))
    return job


@dataclass
class JobReport:
    """What a job has done so far, in sentences, which stays so whatever becomes of the rest; and where it is seen."""

    messages: list[str] = field(default_factory=list)
    address: str = ""
    whole: bool = True

    def tell(self, *messages: str, address: str = "", whole: bool = True) -> None:
        """Take down what has been done, in place of what was told before."""
        self.messages, self.address, self.whole = list(messages), address, whole

    def but(self, *why: str, nothing: bool = True) -> tuple[str, str]:
        """What is said where the rest was not done, and the address: that nothing was changed only where it is so."""
        if not self.messages:
            return " ".join([*why, _("Nothing was changed.")] if nothing else why), ""
        return " ".join([*self.messages, *why, _("The rest was not done.")]), self.address


@task()
def work(pk: str) -> None:
    """Do a job; whatever comes of it is kept with it, in words for the person who asked."""
    job = Job.objects.select_related("by").filter(pk=UUID(pk), ended_at__isnull=True).first()
    if job is None:
        return
    report = JobReport()

    def fail(*why: str, nothing: bool = False) -> None:
        message, address = report.but(*why, nothing=nothing)
        jobs.end(job=job, succeeded=False, message=message, address=address)

    try:
        with jobs.at_work(job):
            WORK[Job.Kind(job.kind)](job, report)
    except Cancelled:
        fail(_("Cancelled."), nothing=True)
    except AlreadyDone:
        jobs.end(job=job, succeeded=True, message=_("This was done already."))
    except ImportRefused as refused:
        jobs.end(job=job, succeeded=False, message="\n".join(map(str, refused.problems[:PROBLEMS])))
    except Refused as refused:
        fail(*refused.messages)
    except (PermissionDenied, NotUpdatedError) as no:
        fail(str(no) or _("Somebody changed this meanwhile. Send it again."))
    except Exception as error:
        outage = outage_in(error)
        fail(f"{WORDS[outage].title}." if outage else _("Something went wrong here."), nothing=True)
        # The worker logs it, and goes on with the next.
        raise
    else:
        jobs.end(job=job, succeeded=report.whole, message=" ".join(report.messages), address=report.address)


def _load(job: Job, report: JobReport) -> None:
    form = LoadForm(QueryDict(job.typed), user=job.by)
    _check(form)
    outcome = form.save()
    assert outcome.document is not None  # noqa: S101 - the one just loaded
    moved = reverse("revision_marks", args=[outcome.slug, outcome.revision]) if outcome.marks else ""
    loaded, address = in_words(outcome), moved or outcome.document.get_absolute_url()
    report.tell(loaded, address=address)
    if outcome.status in {LoadOutcome.CREATED, LoadOutcome.REVISED}:
        if is_too_long(outcome.document):
            _enqueue(job.by, Job.Kind.PARALLELS, outcome.document.title, f"document={outcome.slug}", uuid4())
            report.tell(loaded, _("Its parallels are looked for next, as work of its own."), address=address)
            return
        looked = parallels_found(outcome.document, job.by)
        report.tell(*filter(None, [loaded, looked.message]), address=address, whole=looked.done)


def _import(job: Job, report: JobReport) -> None:
    form = ImportForm(QueryDict(job.typed), user=job.by)
    _check(form)
    ended = imported_bundle(form, lambda number: report.tell(imported(number), address=reverse("activity")))
    form.forget()
    report.tell(ended.message, address=reverse(ended.onwards))


def _find_parallels(job: Job, report: JobReport) -> None:
    slug = QueryDict(job.typed).get("document", "")
    documents = Document.objects.visible_to(job.by)
    keys = set((documents.filter(slug=slug) if slug else documents).values_list("pk", flat=True))
    if slug and not keys:
        raise Refused(_("The document is not there any more."))
    proposals: list[Proposed] = []

    def kept(proposed: Proposed) -> None:
        proposals.append(proposed)
        address = f"{reverse('parallels')}?document={slug}" if slug else reverse("parallels")
        report.tell(in_the_queue(proposals), address=address)

    find_and_propose(keys, by=job.by, kept=kept)
    kept(Proposed())


def _back_up(job: Job, report: JobReport) -> None:
    report.tell(backed_up(job.by), address=reverse("backups"))


def _check(form: UploadForm) -> None:
    if not form.is_valid():
        raise Refused(*(str(message) for messages in form.errors.values() for message in messages))


WORK = {
    Job.Kind.LOAD: _load,
    Job.Kind.IMPORT: _import,
    Job.Kind.PARALLELS: _find_parallels,
    Job.Kind.BACKUP: _back_up,
}
