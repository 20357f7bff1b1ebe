"""The codebook's tags: a new one, a change, a merge."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions import tags as actions
from annotator.models import Tag
from annotator.models.tag import MAX_NAME, TagQuerySet, least_used, name_of_several
from annotator.models.tag_names import as_typed, as_typed_alone, name_from_string, names_from_string

from .action_form import ActionForm

# The hues of tokens.css, by names that a person who does not see them can choose by.
COLOURS = [
    (1, gettext_lazy("blue")),
    (2, gettext_lazy("orange")),
    (3, gettext_lazy("green")),
    (4, gettext_lazy("pink")),
    (5, gettext_lazy("ochre")),
    (6, gettext_lazy("violet")),
    (7, gettext_lazy("red")),
    (8, gettext_lazy("moss")),
    (9, gettext_lazy("teal")),
    (10, gettext_lazy("brown")),
    (11, gettext_lazy("plum")),
    (12, gettext_lazy("slate")),
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
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class TagChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
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
        return tag.path

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: where it is typed, the path of a tag that is known by its key."""
        if self.typed and isinstance(value, UUID):
            path = Tag.objects.filter(pk=value).values_list("path", flat=True).first()
            return path and as_typed(path)
        return super().prepare_value(value)

    def to_python(self, value: Any) -> Tag | None:
        """The tag; where it is typed, of that name, path or another name of it."""
        if not self.typed or value in self.empty_values:
            chosen: Tag | None = super().to_python(value)
            return chosen
        # No database takes what no keyboard has.
        name = name_from_string(value.replace("\x00", " ")[:MOST])
        codebook = cast("TagQuerySet", self.queryset)
        matching = [tag for tags in codebook.named([name]).values() for tag in tags]
        if not matching:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        if len(matching) > 1:
            raise forms.ValidationError(name_of_several(name, (tag.path for tag in matching)), code="several")
        return matching[0]


class TagForm(ActionForm[Tag]):
    """What is said about a tag: a new one, or one as the person saw it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=MAX_NAME)
    parent = TagChoice(
        label=gettext_lazy("Parent tag"),
        queryset=Tag.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: a top-level tag"),
    )
    definition = TextField(3, label=gettext_lazy("Definition"))
    use_when = TextField(2, label=gettext_lazy("Use when"), required=False)
    avoid_when = TextField(2, label=gettext_lazy("Avoid when"), required=False)
    aliases = forms.CharField(
        label=gettext_lazy("Other names"),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Separated by commas. Each of them finds the tag."),
    )
    colour = forms.TypedChoiceField(label=gettext_lazy("Colour"), coerce=int, choices=COLOURS, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(Tag.objects.order_by("sort_key", "pk"))
        if self.thing is not None:
            self.fields["name"].help_text = _("Under another name it is found by this too, until a tag is called so.")
        if self.thing is None and not self.is_bound:
            self.initial.setdefault("colour", least_used(Tag.objects.colours()))

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        values = {name: getattr(thing, name) for name in actions.FIELDS}
        aliases = ", ".join(as_typed(alias.name) for alias in thing.aliases.all())
        return values | {"name": as_typed_alone(thing.name), "parent": thing.parent_id, "aliases": aliases}

    def clean_name(self) -> str:
        """The name, without quotation marks around it."""
        return name_from_string(self.cleaned_data["name"]) or self.cleaned_data["name"]

    def save(self) -> UUID:
        values = self.cleaned_data | {"aliases": names_from_string(self.cleaned_data["aliases"]), "by": self.user}
        if self.thing is None:
            self.thing, batch = actions.create_tag(**values)
            return batch
        # A copy, since a refusal must leave what the page shows as it is.
        tag = Tag.objects.filter(pk=self.thing.pk).first() or self.thing
        batch = actions.edit_tag(tag=tag, **values)
        self.thing = tag
        return batch


class MergeForm(forms.Form):
    """The tag that others are merged into."""

    fields: dict[str, Any]
    into = TagChoice(label=gettext_lazy("The tag that stays"), queryset=Tag.objects.none())
    request_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, tags: Sequence[Tag], user: User) -> None:
        """``tags`` are merged; of several, the one that stays may be one of them."""
        super().__init__(data, label_suffix="")
        self.tags, self.user = tags, user
        choices = Tag.objects.order_by("sort_key", "pk")
        if len(tags) == 1:
            choices = choices.exclude(pk=tags[0].pk)
        self.fields["into"].offer(choices)

    def save(self) -> UUID:
        """Merge them; returns the batch's id. Raises ``Refused`` and ``AlreadyDone``."""
        return actions.merge_tags(tags=self.tags, by=self.user, **self.cleaned_data)
