"""The admin's action that exports the rows a person ticked."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from annotator.selectors.filters import ResolvedFilters

from .kinds import EXPORT_KINDS
from .responses import csv_response
from .sql import Export

type AdminAction = Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponseBase]


def export_selection(kind: str) -> AdminAction:
    """An admin action that downloads the selected rows as the file ``kind``, as far as the person may see them."""

    def export(modeladmin: object, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:  # noqa: ARG001 - the admin's signature
        chosen = ResolvedFilters(chosen=queryset.order_by().values("pk"))
        return csv_response(Export(kind=EXPORT_KINDS[kind], viewer=request.user, narrowing=chosen))

    export.__name__ = f"export_{kind.replace('-', '_')}"
    return admin.action(description=_("Export the selected %(verbose_name_plural)s"))(export)
