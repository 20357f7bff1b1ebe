"""A list as a page shows it: narrowed by its address in the same way as the export that the page links to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotator.errors import Refused
from annotator.exports.kinds import EXPORT_KINDS
from annotator.forms.filters import FilterForm
from annotator.selectors.filters import Filters
from corpus.db.newest import Newest
from corpus.models import Paragraph
from corpus.models.collection import Person

from . import Request
from .paging import Page, PageableRows, page_of

type Find = Callable[[Filters], PageableRows]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One page of a list; what narrows it, with what is wrong about that; the export of all of it."""

    page: Page
    form: FilterForm
    problems: Sequence[str]
    narrowed: bool
    everything: str
    export: str

    def showing(self, rows: Sequence[Any]) -> "Listing":
        """The same list with ``rows`` made of its page's for a template."""
        return replace(self, page=self.page.showing(rows))


def listing(request: Request, kind: str, shown: Sequence[str], find: Find | None = None, **fixed: Any) -> Listing:
    """The list of what the export file ``kind`` has a row for, narrowed by the address.

    ``shown`` are the fields of the form. ``find`` gives the rows, where these are not simply those of the file, newest
    first. ``fixed`` are filters that the page itself stands for. Where the address names what is not there, or what the
    list cannot be narrowed by, the list is empty and says so.
    """
    exported = EXPORT_KINDS[kind]
    filters, narrowed, problems = Filters(**fixed), True, []
    try:
        typed = Filters.from_query(request.GET)
        narrowed = typed != Filters()
        filters = replace(typed, **fixed)
        if beside := exported.beside(filters):
            raise Refused(_("This list cannot be narrowed by %(filters)s. Leave that out.") % {"filters": beside})  # noqa: TRY301 - told like what look-ups refuse
        rows = find(filters) if find else newest_first(exported.seen(request.user, filters))
    except Refused as refused:
        rows, problems = exported.model.objects.none(), refused.messages
    kept = QueryDict(mutable=True)
    if "kind" in request.GET:
        kept["kind"] = request.GET["kind"]
    return Listing(
        page=page_of(request, rows),
        form=FilterForm(request.user, request.GET, shown),
        problems=problems,
        narrowed=narrowed,
        everything=f"{request.path}?{kept.urlencode()}",
        export=f"{reverse('export')}?kind={kind}&{filters.to_query()}".removesuffix("&"),
    )


def newest_first(rows: Any, among: QuerySet[Any] | None = None) -> Newest:
    """Contributions with what naming them takes, newest first; ``among``: those of which they are some, by an index."""
    return Newest(rows.with_places(), "created_at", among)


def paragraphs_found(user: Person, filters: Filters) -> QuerySet[Paragraph]:
    """The paragraphs that ``user`` may read and ``filters`` ask for, by document, in the order of the text.

    None where nothing is asked for: a search without words lists nothing unless it is narrowed. Raises ``Refused`` for
    a name that is unknown.
    """
    if not filters.names():
        return Paragraph.objects.none()
    file = EXPORT_KINDS["paragraphs"]
    paragraphs: QuerySet[Paragraph] = file.seen(user, filters).select_related("document__collection")
    return paragraphs.order_by(*file.in_order())


def show(request: Request, template: str, listed: Listing, **context: object) -> HttpResponse:
    """The page with its list; status 400 where the address cannot be meant, as the export has it."""
    context |= {"listing": listed, "page": listed.page}
    return render(request, template, context, status=400 if listed.problems else 200)
