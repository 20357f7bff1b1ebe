"""Filters of the admin's lists: typed with completion, never chosen from a list of thousands."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from annotator.models import Event, Tag, Tagging
from annotator.models.event import EventQuerySet
from annotator.models.tag_names import key_of, name_from_string
from annotator.selectors.filters import midnight
from corpus.models import Collection, Document

# A day further on could not be written.
LAST_DAY = date(9998, 12, 31)


class TypedFilter(admin.ListFilter):
    """One or more fields that narrow a list; ``inputs`` are (parameter, label, type, address of completion)."""

    template = "admin/typed_filter.html"
    inputs: ClassVar[tuple[tuple[str, Any, str, Any], ...]]

    def __init__(self, request: HttpRequest, params: dict, model: type, model_admin: admin.ModelAdmin) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1].replace("\0", "").strip()[:200]

    def has_output(self) -> bool:
        """Always: the fields are there to be filled."""
        return True

    def expected_parameters(self) -> list[str]:
        return [name for name, _label, _type, _address in self.inputs]

    def value(self, name: str) -> str:
        return str(self.used_parameters.get(name, ""))

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """What the template draws: the fields, and the other parameters to keep."""
        own = self.expected_parameters()
        yield {
            "inputs": [
                {"name": name, "label": label, "type": kind, "address": address, "value": self.value(name)}
                for name, label, kind, address in self.inputs
            ],
            "others": [
                (name, value)
                for name, values in changelist.filter_params.items()
                if name not in own
                for value in values
            ],
            "clear": changelist.get_query_string(remove=own) if any(map(self.value, own)) else "",
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """``queryset`` narrowed to what was typed; unchanged where nothing was."""
        if not any(map(self.value, self.expected_parameters())):
            return queryset
        return self.narrowed(request, queryset)

    def narrowed(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """``queryset`` narrowed to what was typed."""
        raise NotImplementedError


class DocumentFilter(TypedFilter):
    """What stands in one document, at either end where there are two."""

    title = _("document")
    inputs = (("document", _("Document"), "text", reverse_lazy("find_documents")),)

    def narrowed(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those in the document of that slug, none where the person may not read it."""
        document = Document.objects.visible_to(request.user).filter(slug=self.value("document")).first()
        if document is None:
            return queryset.none()
        if isinstance(queryset, EventQuerySet):
            return queryset.of_document(document)
        places = [f"{place}__paragraph__" for place in getattr(queryset.model, "PLACES", ())] or [""]
        rule = Q()
        for place in places:
            rule |= Q(**{f"{place}document": document})
        return queryset.filter(rule)


class CollectionFilter(admin.RelatedFieldListFilter):
    """What is in one collection: few enough to be listed, and only those the person may read are."""

    def field_choices(self, field: ForeignKey, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return list(Collection.objects.visible_to(request.user).values_list("pk", "title"))


class PersonFilter(TypedFilter):
    """What one person made or did."""

    title = _("person")
    inputs = (("person", _("User name"), "text", reverse_lazy("find_people")),)

    def narrowed(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        who = "actor" if queryset.model is Event else "author"
        return queryset.filter(**{f"{who}__username": self.value("person")})


class TagFilter(TypedFilter):
    """What one tag, or a tag below it, stands on."""

    title = _("tag")
    inputs = (("tag", _("Tag"), "text", reverse_lazy("find_tags")),)

    def narrowed(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Taggings with the tag of that name or slug; notes and references on paragraphs where it stands."""
        typed = name_from_string(self.value("tag"))
        meant = Tag.objects.named([typed]).get(key_of(typed)) or list(Tag.objects.filter(slug=typed))
        tags = Tag.objects.with_descendants(meant)
        if queryset.model is Tagging:
            return queryset.filter(tag__in=tags)
        bearing = Tagging.objects.visible_to(request.user).filter(tag__in=tags).values("content_object__paragraph")
        rule = Q()
        for place in queryset.model.PLACES:
            rule |= Q(**{f"{place}__paragraph__in": bearing})
        return queryset.filter(rule)


class PeriodFilter(TypedFilter):
    """What was made, or done, in a stretch of days of the site's time zone, both included."""

    title = format_lazy("{} ({})", _("date"), lazy(timezone.get_current_timezone_name, str)())
    inputs = (("since", _("From"), "date", ""), ("until", _("To"), "date", ""))

    def narrowed(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Those of the days; a date that is none does not narrow."""
        at = "at" if queryset.model is Event else "created_at"
        since, until = self._day("since"), self._day("until")
        if since:
            queryset = queryset.filter(**{f"{at}__gte": midnight(since)})
        if until:
            queryset = queryset.filter(**{f"{at}__lt": midnight(until + timedelta(days=1))})
        return queryset

    def _day(self, name: str) -> date | None:
        try:
            day = date.fromisoformat(self.value(name))
        except ValueError:
            return None
        return day if day <= LAST_DAY else None


class WithdrawnFilter(admin.SimpleListFilter):
    """What stands, which is what one wants to see, or what was withdrawn."""

    title = _("withdrawn")
    parameter_name = "withdrawn"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("Withdrawn"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """As usual, but what is usually "All" is what stands."""
        first, *further = super().choices(changelist)
        yield first | {"display": _("Not withdrawn")}
        yield from further

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(withdrawn_at__isnull=self.value() != "yes")


class ResolvedFilter(admin.SimpleListFilter):
    """Notes that were dealt with, or those that were not."""

    title = _("resolved")
    parameter_name = "resolved"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("no", _("Not resolved")), ("yes", _("Resolved"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {"no", "yes"}:
            return queryset
        return queryset.filter(resolved_at__isnull=self.value() == "no")
