"""The codebook's forms."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy, ngettext

from annotator.actions import tags as actions
from annotator.models import Tag
from annotator.models.tag import TagQuerySet, names_from_string

# The eight hues of tokens.css, by names that a person who does not see them can choose by.
COLOURS = [
    (1, gettext_lazy("blue")),
    (2, gettext_lazy("orange")),
    (3, gettext_lazy("green")),
    (4, gettext_lazy("pink")),
    (5, gettext_lazy("ochre")),
    (6, gettext_lazy("violet")),
    (7, gettext_lazy("red")),
    (8, gettext_lazy("moss")),
]
# Tags offered in a list; where there are more, a name is typed.
MOST_OFFERED = 300
# Longer than anybody reads before tagging.
MOST = 10_000


class TextField(forms.CharField):
    """Lines of text, with the line ends that are stored: browsers send others."""

    def __init__(self, rows: int, **kwargs: Any) -> None:
        super().__init__(max_length=MOST, widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with LF alone."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class TagChoice(forms.ModelChoiceField):
    """A tag of the codebook, chosen by its place in the tree; where there are very many, its name is typed."""

    default_error_messages: ClassVar = {
        "unknown": gettext_lazy("There is no such tag. Type its name as the codebook has it."),
    }
    typed = False

    def offer(self, tags: TagQuerySet) -> None:
        """Let one of ``tags`` be chosen: a list of thousands is long to send, and longer to look through."""
        self.typed = tags.order_by().values("pk")[: MOST_OFFERED + 1].count() > MOST_OFFERED
        if self.typed:
            attributes = {"autocomplete": "off", "data-complete": reverse_lazy("find_tags")}
            self.widget = forms.TextInput(attributes)
            self.widget.is_required = self.required
        self.queryset = tags

    def label_from_instance(self, tag: Tag) -> str:
        """The path."""
        return tag.path

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: where it is typed, the name of a tag that is known by its key."""
        if self.typed and isinstance(value, UUID):
            return Tag.objects.filter(pk=value).values_list("name", flat=True).first()
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Tag | None:
        """The tag; where it is typed, of that name or another name of it."""
        if not self.typed or value in self.empty_values:
            return super().to_python(value)
        # No database takes what no keyboard has.
        found = self.queryset.named([value.replace("\x00", " ")])
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return next(iter(found.values()))


class TagForm(forms.Form):
    """What is said about a tag: a new one, or ``tag`` as the person saw it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    parent = TagChoice(
        label=gettext_lazy("Below"),
        queryset=Tag.objects.none(),
        required=False,
        empty_label=gettext_lazy("nothing: it stands at the top"),
    )
    definition = TextField(3, label=gettext_lazy("Definition"))
    use_when = TextField(2, label=gettext_lazy("Use when"), required=False)
    avoid_when = TextField(2, label=gettext_lazy("Avoid when"), required=False)
    aliases = forms.CharField(
        label=gettext_lazy("Other names"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Separated by commas. The tag is found by each of them."),
    )
    colour = forms.TypedChoiceField(
        label=gettext_lazy("Colour"), coerce=int, choices=COLOURS, initial=1, widget=forms.RadioSelect
    )
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tag: Tag | None = None) -> None:
        super().__init__(data, initial=values_of(tag) if tag else {}, label_suffix="")
        self.tag = tag
        self.fields["parent"].offer(Tag.objects.order_by("path", "pk"))
        self.fields["version"].required = tag is not None

    def based_on(self, tag: Tag) -> None:
        """Keep what was typed, but on top of ``tag`` as somebody else saved it, both to be shown."""
        self.tag = tag
        self.data = self.data.copy()
        self.data["version"] = str(tag.version)

    def save(self, by: Any) -> tuple[Tag, UUID]:
        """Add the tag, or change it; returns it and the batch's id.

        Raises ``Refused``, and ``NotUpdatedError`` where somebody else changed it meanwhile.
        """
        said = self.cleaned_data | {"aliases": names_from_string(self.cleaned_data["aliases"]), "by": by}
        version = said.pop("version")
        if self.tag is None:
            return actions.create_tag(**said)
        # A copy, since a refusal must leave what the page shows as it is.
        tag = Tag.objects.get(pk=self.tag.pk)
        return tag, actions.edit_tag(tag=tag, version=version, **said)


def values_of(tag: Tag) -> dict[str, object]:
    """The fields' values as ``tag`` has them."""
    values = {name: getattr(tag, name) for name in (*actions.FIELDS, "version")}
    return values | {"parent": tag.parent_id, "aliases": ", ".join(alias.name for alias in tag.aliases.all())}


class MergeForm(forms.Form):
    """The tag that another one is merged into."""

    into = TagChoice(label=gettext_lazy("The tag that stays"), queryset=Tag.objects.none())
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tag: Tag, user: Any) -> None:
        super().__init__(data, label_suffix="")
        self.fields["into"].offer(Tag.objects.exclude(pk=tag.pk).with_numbers(user).order_by("path", "pk"))
        self.fields["into"].label_from_instance = with_number


def with_number(tag: Tag) -> str:
    """A tag's path with the number of its passages."""
    number = ngettext("%(n)s passage", "%(n)s passages", tag.passages) % {"n": tag.passages}
    return f"{tag.path} ({number})"
