"""The form of the export page: which file, and what to narrow it to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from annotator.exports.kinds import EXPORT_KINDS
from annotator.selectors.filters import STATUSES, names_in, people, visible_documents, visible_tags, zone_of_days
from corpus.models import Collection
from corpus.models.collection import Person

from .filters import MOST_OFFERED, completed


class ExportForm(forms.Form):
    """Offers what the person may see; ``Filters`` reads and checks what is sent."""

    data: QueryDict
    fields: dict[str, Any]
    kind = forms.ChoiceField(
        label=_("File"), choices=[(kind.name, kind.file) for kind in EXPORT_KINDS.values()], widget=forms.RadioSelect
    )
    collection = forms.MultipleChoiceField(label=_("Collections"), required=False)
    document = forms.MultipleChoiceField(label=_("Documents"), required=False)
    tag = forms.MultipleChoiceField(label=_("Tags"), required=False)
    descendants = forms.BooleanField(
        label=_("Only these tags, without their sub-tags"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "0"}, check_test=lambda value: value == "0"),
    )
    person = forms.MultipleChoiceField(label=_("People"), required=False)
    status = forms.MultipleChoiceField(
        label=_("Status"), required=False, choices=STATUSES, widget=forms.CheckboxSelectMultiple
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Up to and including"), required=False, widget=forms.DateInput({"type": "date"}))
    q = forms.CharField(label=_("Paragraphs with the words"), required=False, max_length=1000)

    # Fields with a place of their own on the page.
    APART = ("kind", "descendants", "status")

    def __init__(self, viewer: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["until"].help_text = zone_of_days()
        collections = Collection.objects.visible_to(viewer)
        self.fields["collection"].choices = collections.values_list("slug", "title")
        documents = visible_documents(viewer).order_by("title", "slug").values_list("slug", "title")
        self._offer("document", documents, completed("find_documents"))
        self._offer("tag", visible_tags(viewer).values_list("slug", "path"), completed("find_tags", slug="1"))
        some = people(viewer)[: MOST_OFFERED + 1]
        persons = [(person.username, person.get_full_name() or person.username) for person in some]
        self._offer("person", persons, completed("find_people"))

    def _offer(
        self, name: str, choices: QuerySet[Any, tuple[str, str]] | list[tuple[str, str]], typed: forms.TextInput
    ) -> None:
        """Offer ``choices``; where there are more than a list can hold, their slugs are ``typed`` instead."""
        options = list(choices[: MOST_OFFERED + 1])
        if len(options) <= MOST_OFFERED:
            self.fields[name].choices = options
            return
        self.fields[name] = forms.CharField(label=self.fields[name].label, required=False, widget=typed)
        if self.is_bound:
            self.data = self.data.copy()
            self.data[name] = ", ".join(names_in(self.data, name))

    def narrowing(self) -> list[forms.BoundField]:
        """The fields that stand one below the other."""
        return [field for field in self if field.name not in self.APART]
