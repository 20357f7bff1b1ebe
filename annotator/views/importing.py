"""The page where editors load work from a file: choose it, check what it would do, and then do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from annotator.actions.imports.bundle import preview_bundle
from annotator.actions.imports.other_tools import check_codebook, check_highlights, import_codebook, import_highlights
from annotator.errors import Refused
from annotator.exports import kinds as exports
from annotator.forms.importing import ImportForm
from annotator.http import MemberRequest
from annotator.http.action_result import ALREADY_DONE, carry_out
from annotator.http.importing import bundle_asked, imported_bundle, sent_file
from annotator.http.jobs import for_a_worker, hand_over_form, to_its_job
from annotator.http.responses import UNPROCESSABLE, DoneMessage, answer
from annotator.http.saved_forms import member_page
from annotator.imports.bundle.plan import BundlePlan
from annotator.imports.highlights_plan import HighlightMatches, HighlightsPlan
from annotator.imports.problems import ImportProblem, ImportRefused
from annotator.imports.recognising import FileKind, kind_of
from annotator.models import Job
from annotator.permissions import Permission, require

# Rows of each list on the page; the command shows them all.
SHOWN = 50
PROBLEMS_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@member_page(form_at=None)
@to_its_job
def import_page(request: MemberRequest) -> HttpResponse:
    """The form; with a file, what importing it would do; and when that was seen, the import."""
    require(request.user, Permission.IMPORT)
    if request.method != "POST":
        return _page(request, ImportForm(user=request.user))
    form = ImportForm(request.POST, request.FILES, user=request.user)
    try:
        if form.is_valid() and (kind := _kind(form)):
            if "import" not in request.POST:
                return _page(request, form, **kind.report(kind.check(form)))
            if kind is FILE_HANDLERS[FileKind.BUNDLE] and for_a_worker(form):
                handed = carry_out(request, lambda: hand_over_form(request, form, Job.Kind.IMPORT), form)
                return redirect(handed.value) if handed.value else _page(request, form)
            outcome = carry_out(request, lambda: kind.carry_out(form), form)
            if outcome.repeated:
                messages.info(request, ALREADY_DONE)
            elif outcome.succeeded:
                form.forget()
            if outcome.succeeded:
                return answer(request, outcome, "import")
    except ImportRefused as refused:
        return _refusal(request, form, refused)
    except Refused as refused:
        form.add_error(None, refused.messages)
    return _page(request, form)


def _page(
    request: MemberRequest, form: ImportForm, *, problems: Sequence[ImportProblem] = (), kept: int = 0, **report: Any
) -> HttpResponse:
    """The page, with ``report`` where the file was checked and nothing stands in its way."""
    context = {
        "form": form,
        "here": "export",
        "done": kept,
        "problems": problems[:PROBLEMS_SHOWN],
        "more_problems": max(0, len(problems) - PROBLEMS_SHOWN),
        "rows": f":{SHOWN}",
    }
    status = UNPROCESSABLE if form.is_bound and not report else 200
    return render(request, "annotator/import.html", context | report, status=status)


def _refusal(request: MemberRequest, form: ImportForm, refused: ImportRefused) -> HttpResponse:
    if not refused.written:
        # It has to be chosen again, when it was mended: a page that has the old one would load that.
        form.forget()
    return _page(request, form, problems=refused.problems, kept=refused.written)


@dataclass(frozen=True)
class FileHandler:
    """What is done with files of one kind."""

    check: Callable[[ImportForm], Any]
    carry_out: Callable[[ImportForm], DoneMessage]
    template: str
    drawn: Callable[[Any], dict[str, object]]

    def report(self, plan: Any) -> dict[str, Any]:
        """What the page shows of what an import would do."""
        return {"plan": plan, "report": self.template, **self.drawn(plan)}


def _kind(form: ImportForm) -> FileHandler | None:
    """The kind of the file; ``None`` with a message where something was chosen that does not go with it."""
    file = sent_file(form)
    kind = kind_of(file.name, file.data)
    for name in form.FOR_HIGHLIGHTS if kind != FileKind.HIGHLIGHTS else ():
        if name in form.uploads or (name == "document" and form.cleaned_data[name]):
            form.add_error(name, _("This goes with highlights only, and the file has none. Begin again without it."))
    return None if form.errors else FILE_HANDLERS[kind]


def _asked(form: ImportForm) -> dict[str, Any]:
    return {"by": form.user, "file": sent_file(form)}


def _highlights_asked(form: ImportForm) -> dict[str, Any]:
    return _asked(form) | {"codebook": form.content("codebook"), "documents": form.cleaned_data["document"]}


def _codebook(form: ImportForm) -> DoneMessage:
    plan, batch = import_codebook(**_asked(form), request_id=form.cleaned_data["request_id"])
    number = len(plan.new)
    if not number:
        return DoneMessage(_("Nothing was changed: the tags that can be taken are here already."), onwards="import")
    message = ngettext("%(number)d tag was added.", "%(number)d tags were added.", number)
    return DoneMessage(message % {"number": number}, batch, "tags")


def _highlights(form: ImportForm) -> DoneMessage:
    plan, number, batch = import_highlights(**_highlights_asked(form), request_id=form.cleaned_data["request_id"])
    left = len(plan.matches) - len(plan.matched(HighlightMatches.ONCE))
    message = ngettext("%(number)d tagging was made.", "%(number)d taggings were made.", number) % {"number": number}
    if not number:
        message = _("No tagging was made that was not here already.")
    if left:
        left_out = ngettext(
            "%(number)d highlight was left out: its words stand in several places or in none.",
            "%(number)d highlights were left out: their words stand in several places or in none.",
            left,
        )
        message = f"{message} {left_out % {'number': left}}"
    return DoneMessage(message, batch, "import")


def _drawn_bundle(plan: BundlePlan) -> dict[str, object]:
    new = {"codebook": len(plan.tags), **plan.new}
    return {
        "files": [
            {"name": exports.EXPORT_KINDS[name].file, "new": new[name], "already": plan.already[name]} for name in new
        ]
    }


def _drawn_highlights(plan: HighlightsPlan) -> dict[str, object]:
    headings = {
        HighlightMatches.ONCE: _("Found once"),
        HighlightMatches.SEVERAL: _("Found in several places: left out"),
        HighlightMatches.NOT: _("Not found: left out"),
    }
    groups = [(outcome, heading, plan.matched(outcome)) for outcome, heading in headings.items()]
    return {
        "groups": [
            {"found": outcome, "heading": heading, "matches": matches[:SHOWN], "count": len(matches)}
            | {"more": len(matches) > SHOWN}
            for outcome, heading, matches in groups
            if matches
        ]
    }


FILE_HANDLERS = {
    FileKind.BUNDLE: FileHandler(
        lambda form: preview_bundle(**bundle_asked(form)),
        imported_bundle,
        "annotator/import_bundle.html",
        _drawn_bundle,
    ),
    FileKind.CODEBOOK: FileHandler(
        lambda form: check_codebook(**_asked(form)),
        _codebook,
        "annotator/import_codebook.html",
        lambda plan: {"codebook": plan},
    ),
    FileKind.HIGHLIGHTS: FileHandler(
        lambda form: check_highlights(**_highlights_asked(form)),
        _highlights,
        "annotator/import_highlights.html",
        _drawn_highlights,
    ),
}
