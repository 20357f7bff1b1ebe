"""Long work that one has asked for: how far it is, what came of it, and how to stop it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from annotator.actions import jobs
from annotator.http import MemberRequest
from annotator.http.saved_forms import member_page
from annotator.models import Job


@require_safe
@member_page()
def my_jobs(request: MemberRequest) -> HttpResponse:
    return render(request, "annotator/jobs.html", {"jobs": Job.objects.of(request.user), "here": "account"})


@never_cache
@require_safe
@member_page()
def job(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How far a job is, or what came of it; the page asks again by itself until it has ended."""
    job_shown = Job.objects.for_acting(request.user, pk)
    context = {
        "job": job_shown,
        "far": None if job_shown.ended_at else jobs.how_far(job_shown),
        "cancelled": not job_shown.ended_at and jobs.is_cancelled(job_shown),
        "here": "account",
    }
    return render(request, "annotator/job.html#job" if request.htmx else "annotator/job.html", context)


@require_POST
@member_page(lambda request: request.path.removesuffix("cancel/"))
def cancel_job(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Have a job stop; one that has ended stays as it is."""
    job_shown = Job.objects.for_acting(request.user, pk)
    if not job_shown.ended_at:
        jobs.cancel(job=job_shown)
    return redirect(job_shown)
