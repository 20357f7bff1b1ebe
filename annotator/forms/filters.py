"""The form that narrows a list. ``Filters`` reads and checks what is sent; this offers and shows it."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from annotator.selectors.filters import PARAMETERS, STATUSES, names_in, visible_documents, zone_of_days
from corpus.citation.wording import short_name
from corpus.models import Collection
from corpus.models.collection import Person

# Choices offered in a list; where there are more, a slug is typed.
MOST_OFFERED = 300


def completed(name: str, **query: str) -> forms.TextInput:
    """A field with names separated by commas, completed from the address called ``name``."""
    address = reverse_lazy(name, query=query)
    return forms.TextInput({"autocomplete": "off", "data-complete": address, "data-several": True})


def day() -> forms.DateInput:
    return forms.DateInput({"type": "date"})


class FilterForm(forms.Form):
    """The fields that apply to a list, with what the address says in them."""

    fields: dict[str, Any]
    collection = forms.ChoiceField(label=_("Collection"))
    document = forms.ChoiceField(label=_("Document"))
    tag = forms.CharField(label=_("Tag"), widget=completed("find_tags", slug="1"))
    person = forms.CharField(label=_("Person"), widget=completed("find_people"))
    status = forms.ChoiceField(label=_("Status"))
    since = forms.CharField(label=_("From"), widget=day())
    until = forms.CharField(label=_("Up to and including"), widget=day())
    descendants = forms.BooleanField(
        label=_("Exclude sub-tags"),
        widget=forms.CheckboxInput({"value": "0"}, check_test=lambda value: value == "0"),
    )

    def __init__(self, viewer: Person, query: QueryDict, shown: Sequence[str]) -> None:
        """Show the fields that ``shown`` names; ``viewer``: whose choices are offered."""
        values: dict[str, Any] = {name: ", ".join(names_in(query, name)) for name in shown}
        super().__init__(initial=values, auto_id="by-%s", label_suffix="")
        # What the address says besides is sent again.
        hidden = (PARAMETERS | {"kind"}) - set(shown)
        self.carried = [(name, value) for name in sorted(hidden) for value in query.getlist(name)]
        self.fields = {name: self.fields[name] for name in shown}
        if "until" in shown:
            self.fields["until"].help_text = zone_of_days()
        for field in self.fields.values():
            field.required = False
        if "collection" in shown:
            self._offer("collection", Collection.objects.visible_to(viewer).values_list("slug", "title"))
        if "document" in shown:
            documents = visible_documents(viewer).order_by("title", "slug").values_list("slug", "title", "short_title")
            some = documents[: MOST_OFFERED + 1]
            self._offer("document", [(slug, short_title or short_name("", title)) for slug, title, short_title in some])
        if "status" in shown:
            self._offer("status", STATUSES.items())

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Offer ``choices``, and what the address says where that is several of them, or none.

        Where there are more than a list can hold, a slug is typed instead.
        """
        labels = {value: str(label) for value, label in islice(choices, MOST_OFFERED + 1)}
        if len(labels) > MOST_OFFERED:
            label = _("%(field)s: the name in its address") % {"field": self.fields[name].label}
            widget = completed("find_documents") if name == "document" else None
            self.fields[name] = forms.CharField(label=label, required=False, widget=widget)
            return
        initial = self.initial[name]
        if initial and initial not in labels:
            labels[initial] = ", ".join(labels.get(value, value) for value in initial.split(", "))
        self.fields[name].choices = [("", _("any")), *labels.items()]
