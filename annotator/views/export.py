"""The export page and the downloads. Public: everybody exports what they may read."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotator.errors import Refused
from annotator.exports.dialect import COMMA, SEMICOLON
from annotator.exports.kinds import EXPORT_KINDS, ExportKind
from annotator.exports.package import Bundle
from annotator.exports.ready_lines import ready_lines
from annotator.exports.responses import CSV, ZIP, bundle_response, csv_response
from annotator.exports.search_views import FILES as VIEW_FILES
from annotator.exports.sql import Export
from annotator.exports.variants import VARIANTS
from annotator.forms.export import ExportForm
from annotator.http import Request
from annotator.permissions import Permission, can
from annotator.selectors.filters import Filters

SHOWN = 10
# What is taken out most, and what for.
COMMONEST = {
    "tags": gettext_lazy("Count and compare tags"),
    "annotations": gettext_lazy("Read the notes"),
    "cross-references": gettext_lazy("Follow the references"),
    "codebook": gettext_lazy("Share the codebook"),
}
# Rows are counted up to here: that there are many is soon said, how many exactly takes reading all of them.
COUNTED = 10_000


@login_not_required
@require_safe
def export(request: Request) -> HttpResponse:
    """Choose a file and narrow it; with ``?kind=`` also its first rows, their number, and the downloads."""
    kind = _kind(request.GET["kind"]) if "kind" in request.GET else None
    try:
        shown: dict[str, Any] = _shown(request, kind) if kind else {}
    except Refused as refused:
        return _page(request, kind, refused.messages)
    return _page(request, kind, **shown)


@login_not_required
@require_safe
def export_columns(request: Request) -> HttpResponse:
    """Every file with every column: what the handbook refers to, made from the definitions themselves."""
    described = [(kind, kind.columns(request.user), ready_lines(kind)) for kind in EXPORT_KINDS.values()]
    context = {"files": described, "view_files": [*VIEW_FILES.values(), VARIANTS], "here": "export"}
    return render(request, "annotator/export_columns.html", context)


@login_not_required
@require_safe
def export_csv(request: Request, kind: str) -> HttpResponseBase:
    """One file. ``?raw=1`` leaves formulas alone; ``?bom=1`` and ``?separator=;`` are for spreadsheet programs."""
    export_kind = _kind(kind)
    try:
        export = _export(request, export_kind)
    except Refused as refused:
        return _page(request, export_kind, refused.messages)
    if request.method == "HEAD":
        return HttpResponse(content_type=CSV)
    return csv_response(export, bom=request.GET.get("bom") == "1")


@login_not_required
@require_safe
def export_bundle(request: Request) -> HttpResponseBase:
    """All files with their description; with ``?sources=1``, for editors, also what restores them."""
    try:
        bundle = Bundle(
            viewer=request.user,
            filters=Filters.from_query(request.GET),
            raw=request.GET.get("raw") == "1",
            sources=request.GET.get("sources") == "1",
        )
    except Refused as refused:
        return _page(request, None, refused.messages)
    if bundle.filters.ids:
        return _page(request, None, [_("A bundle holds all that it is narrowed to, not single rows. Leave out “id”.")])
    if request.method == "HEAD":
        return HttpResponse(content_type=ZIP)
    return bundle_response(bundle)


def _kind(name: str) -> ExportKind:
    if name not in EXPORT_KINDS:
        raise Http404("There is no such file.")
    return EXPORT_KINDS[name]


def _export(request: Request, kind: ExportKind) -> Export:
    """What the address asks for. Raises ``Refused``."""
    filters = Filters.from_query(request.GET)
    kind.check(filters)
    separator = request.GET.get("separator", COMMA)
    if separator not in {COMMA, SEMICOLON}:
        raise Refused(_("The separator is , or ;. Leave it out for the comma."))
    export = Export.of(kind, request.user, filters, raw=request.GET.get("raw") == "1", separator=separator)
    # Ids that are none are found out here and not while the file is sent.
    export.rows  # noqa: B018 - read for that
    return export


def _shown(request: Request, kind: ExportKind) -> dict[str, object]:
    export = _export(request, kind)
    query = Filters.from_query(request.GET).to_query()
    return {
        "rows": export.first(SHOWN),
        "count": min(count := export.counted(COUNTED), COUNTED),
        "more": count > COUNTED,
        "csv": f"{reverse('export_csv', args=[kind.name])}?{query}",
        "bundle": f"{reverse('export_bundle')}?{query}",
    }


def _page(
    request: Request, kind: ExportKind | None, problems: list[str] | None = None, **shown: object
) -> HttpResponse:
    """The page, with status 400 where there are ``problems``."""
    sent = request.GET if kind and kind.name == request.GET.get("kind") else None
    form = ExportForm(request.user, sent, initial={"kind": kind.name if kind else "tags"})
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "problems": problems or [],
        "here": "export",
        "bundle": reverse("export_bundle"),
        "commonest": [(EXPORT_KINDS[name], purpose) for name, purpose in COMMONEST.items()],
        "may_import": can(request.user, Permission.IMPORT),
        "may_export_sources": can(request.user, Permission.EXPORT_SOURCES),
    }
    if kind:
        context["columns"] = kind.columns(request.user)
    return render(request, "annotator/export.html", context | shown, status=400 if problems else 200)
