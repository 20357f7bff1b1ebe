"""The form that writes a query: every part of the language as a field."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from annotator.forms.filters import completed
from annotator.models import Status
from annotator.models.tag_names import names_from_string
from annotator.selectors.scope import HAVING
from corpus.models import Paragraph
from corpus.search.query import MOST_BETWEEN, Filter
from corpus.search.query_text import Fields, build

MOST = 500


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=MOST)


class BuildForm(forms.Form):
    """What is searched for, field by field; ``query`` is that in the words of the search field."""

    fields: dict[str, Any]
    words = _words(_("All of these words"), _("In any order. An asterisk at the end of a word stands for letters."))
    phrase = _words(_("These words side by side"), _("An asterisk by itself stands for any word."))
    alternatives = _words(_("One of these"), _("Words or phrases, separated by commas."))
    near = _words(_("A word or phrase"))
    between = forms.IntegerField(
        label=_("Words between, at the most"), required=False, min_value=0, max_value=MOST_BETWEEN, initial=3
    )
    near_to = _words(_("The word or phrase after it"))
    without = _words(_("None of these words"))
    exact = forms.BooleanField(label=_("As written: case and accents count"), required=False)
    document = _words(_("Document"))
    section = _words(_("Under a heading with"))
    collection = _words(_("Collection"))
    author = _words(_("Author"))
    publisher = _words(_("Publisher"))
    published_from = _words(_("Published from"), _("A year, month or day: 2026, 2026-11, 2026-11-22."))
    published_until = _words(_("Published until"))
    kind = forms.ChoiceField(
        label=_("Kind of paragraph"),
        required=False,
        choices=[
            ("", _("running text")),
            ("all", _("text and headings")),
            *[(value, label) for value, label in Paragraph.Kind.choices if value != Paragraph.Kind.FURNITURE],
        ],
    )
    tag = forms.CharField(label=_("Tagged"), required=False, max_length=MOST, widget=completed("find_tags", slug="1"))
    without_tag = forms.CharField(
        label=_("Not tagged"), required=False, max_length=MOST, widget=completed("find_tags", slug="1")
    )
    by = forms.CharField(label=_("Marked by"), required=False, max_length=MOST, widget=completed("find_people"))
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("any")), *Status.choices])
    has = forms.ChoiceField(
        label=_("That has"),
        required=False,
        choices=[
            ("", _("anything")),
            ("tag", _("a tag")),
            ("note", _("a note")),
            ("reference", _("a cross-reference")),
        ],
    )
    notes = forms.BooleanField(label=_("Search the notes, not the texts"), required=False)
    revisions = forms.BooleanField(label=_("Search earlier revisions too"), required=False)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, auto_id="build-%s")
        self.label_suffix = ""
        assert {value for value, _label in self.fields["has"].choices} - {""} == set(HAVING)  # noqa: S101 - one list

    @property
    def query(self) -> str:
        """The query that a valid form means."""
        cleaned = self.cleaned_data
        named = ("document", "section", "collection", "author", "publisher", "kind", "status", "has")
        filters = [(name, [cleaned[name]]) for name in named]
        filters += [("from", [cleaned["published_from"]]), ("until", [cleaned["published_until"]])]
        filters += [("in", ["notes"])] * cleaned["notes"] + [("revision", ["all"])] * cleaned["revisions"]
        # Several tags or people, one of which is enough.
        filters += [("tag", names_from_string(cleaned["tag"])), ("by", cleaned["by"].split(","))]
        without = Filter("tag", tuple(names_from_string(cleaned["without_tag"])), without=True)
        fields = Fields(
            **{name: cleaned[name] for name in ("words", "phrase", "alternatives", "near", "near_to")},
            **{name: cleaned[name] for name in ("without", "exact")},
            between=cleaned["between"] or 0,
            filters=(*(Filter(name, tuple(values)) for name, values in filters), without),
        )
        return build(fields)
