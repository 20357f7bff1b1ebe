"""The form that narrows the queue of proposed parallels."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from annotator.forms.filters import MOST_OFFERED, completed
from annotator.models import Agreement
from annotator.selectors.filters import visible_documents
from annotator.selectors.proposed_parallels import OUTCOMES, Narrowed
from corpus.models import Collection
from corpus.models.collection import Person


class QueueForm(forms.Form):
    """What the queue is narrowed to; an address that says something else is told so."""

    document = forms.SlugField(label=_("Document"), required=False, max_length=200)
    other = forms.SlugField(label=_("and document"), required=False, max_length=200)
    collection = forms.ChoiceField(label=_("Collection"), required=False)
    least = forms.FloatField(
        label=_("Score from"),
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.NumberInput({"step": "0.05", "inputmode": "decimal"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *Agreement.choices])
    verdict = forms.ChoiceField(label=_("Verdict"), required=False, choices=OUTCOMES)

    def __init__(self, viewer: Person, query: QueryDict) -> None:
        fields: Any = self.base_fields
        super().__init__(
            {name: query.get(name, "").replace("\x00", "") for name in fields}, auto_id="by-%s", label_suffix=""
        )
        collections = Collection.objects.visible_to(viewer).values_list("slug", "title")
        chosen: Any = self.fields["collection"]
        chosen.choices = [("", _("any")), *collections[:MOST_OFFERED]]
        documents = visible_documents(viewer).order_by("title", "slug").only("slug", "title", "short_title")
        some = [(each.slug, each.title_in_short) for each in documents[: MOST_OFFERED + 1]]
        for name in ("document", "other"):
            if len(some) <= MOST_OFFERED:
                label = self.fields[name].label
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", _("any")), *some])
            else:
                self.fields[name].widget = completed("find_documents")

    @property
    def narrowed(self) -> Narrowed:
        """What is asked for; all that is open, where that cannot be."""
        if not self.is_valid():
            return Narrowed()
        values = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        return Narrowed(**values)

    @property
    def problems(self) -> list[str]:
        """What is wrong with the address."""
        return [f"{self.fields[name].label}: {message}" for name, some in self.errors.items() for message in some]
