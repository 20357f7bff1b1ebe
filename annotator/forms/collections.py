"""Making a collection, and changing it."""

import re
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotator.actions.collections import create_collection, edit_collection, readers_in_words, state_digest
from annotator.errors import Refused
from corpus.models import Collection

from .action_form import ActionForm

_IN_ADDRESSES = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")


def fit_for_addresses(name: str) -> None:
    """Refuse a new ``name`` that is hard to read out or to type, with one like it; those that are there stay.

    Files may have others, which came from a site or a folder where they are in use.
    """
    if _IN_ADDRESSES.fullmatch(name):
        return
    parts = re.findall("[a-z0-9]+", slugify(name.replace("_", "-")))
    fits = "-".join(parts if re.search("[a-z]", "".join(parts)) else ["text", *parts])
    raise forms.ValidationError(
        _(
            "“%(name)s” is no name for an address. It has lowercase letters (a to z), digits and single hyphens "
            "between them, a letter at least. Type another, such as “%(fits)s”."
        )
        % {"name": name, "fits": fits[:100].strip("-")}
    )


class CollectionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A collection, each offered with who reads what is in it: loading or moving a document decides that."""

    def label_from_instance(self, obj: Collection) -> str:
        """Its title, and its readers in words."""
        values = {"title": obj.title, "readers": readers_in_words(obj.access, obj.groups.all())}
        return _("%(title)s, read by %(readers)s") % values


class CollectionForm(ActionForm[Collection]):
    """A new collection, or a change: who would read it is said before it is so, ``agreed`` is what was said last."""

    lock = "seen"
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    slug = forms.CharField(
        label=gettext_lazy("Name in addresses"),
        max_length=100,
        validators=[fit_for_addresses],
        help_text=gettext_lazy("Its slug: what manifests and exports call it too. It cannot be changed later."),
    )
    description = forms.CharField(label=gettext_lazy("Description"), required=False, widget=forms.Textarea)
    access = forms.ChoiceField(
        label=gettext_lazy("Read by"),
        choices=Collection.Access,
        help_text=gettext_lazy(
            "“Everybody” needs no account. Groups count only where it is for certain groups; administrators read "
            "everything."
        ),
    )
    # Few groups, to be ticked: choosing several in a list takes a key held down.
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups"),
        queryset=Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Collection._meta.get_field("groups").help_text,  # noqa: SLF001 - Django's public API
    )
    review = forms.BooleanField(
        label=gettext_lazy("Review"),
        required=False,
        help_text=Collection._meta.get_field("review").help_text,  # noqa: SLF001 - Django's public API
    )
    leavers = forms.ChoiceField(
        label=gettext_lazy("Work of people who leave, under"),
        choices=Collection.Leavers,
        initial=Collection.Leavers.NAME,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["agreed" if self.thing is None else "slug"]

    def clean_leavers(self) -> str:
        return self.cleaned_data["leavers"] or (self.thing.leavers if self.thing else Collection.Leavers.NAME)

    @staticmethod
    def lock_of(thing: Any) -> str:
        return state_digest(thing)

    @classmethod
    def values_of(cls, thing: Any) -> dict[str, Any]:
        values = {name: getattr(thing, name) for name in ("title", "description", "access", "review", "leavers")}
        return values | {"groups": thing.groups.all()}

    def save(self) -> None:
        """Make it; or change it, once the person knows who will read it."""
        values = self.cleaned_data | {"by": self.user}
        if self.thing is None:
            self.thing = create_collection(**values)
            return
        now = readers_in_words(self.thing.access, self.thing.groups.all())
        then = readers_in_words(values["access"], values["groups"])
        if then not in {now, values.pop("agreed")}:
            self.send_back("agreed", then)
            raise Refused(
                _("Not saved yet. Now it is read by %(now)s. Then it will be read by %(then)s. Save again to do that.")
                % {"now": now, "then": then},
                field="access",
            )
        self.thing = edit_collection(collection=self.thing, **values)
