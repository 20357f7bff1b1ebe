"""Backups that administrators ask for on the site; they lie in the data folder, and no page gives them away."""

from datetime import UTC, datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from annotator.actions.backup import KEPT, backups_here
from annotator.http import MemberRequest
from annotator.http.action_result import carry_out, uuid_in
from annotator.http.backups import backed_up
from annotator.http.jobs import hand_over, has_worker
from annotator.http.responses import UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page
from annotator.models import Job
from annotator.permissions import Permission, require

CALLED = _("Backup of the site")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page()
def backups(request: MemberRequest) -> HttpResponse:
    """Those that are there; sent, one more."""
    require(request.user, Permission.ADMINISTER)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        if has_worker():
            nothing = QueryDict(mutable=True)
            return redirect(hand_over(request, Job.Kind.BACKUP, str(CALLED), nothing, uuid_in(request)))
        outcome = carry_out(request, lambda: DoneMessage(backed_up(request.user)))
        if outcome.succeeded:
            return answer(request, outcome, "backups")
        problems = outcome.problems
    files = [
        {"name": path.name, "size": stat.st_size, "at": datetime.fromtimestamp(stat.st_mtime, UTC)}
        for path in backups_here()
        for stat in [path.stat()]
    ]
    context = {"backups": files, "most": KEPT, "problems": problems, "here": "account"}
    return render(request, "annotator/backups.html", context, status=UNPROCESSABLE if problems else 200)
