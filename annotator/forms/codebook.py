"""The codebook's form."""

from django import forms
from django.utils.translation import gettext_lazy

from annotator.models import Tag


class NewTagForm(forms.Form):
    """A new tag, with its definition."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    parent = forms.ModelChoiceField(label=gettext_lazy("Below"), queryset=Tag.objects.none(), required=False)
    definition = forms.CharField(label=gettext_lazy("Definition"), widget=forms.Textarea(attrs={"rows": 3}))
    use_when = forms.CharField(label=gettext_lazy("Use when"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    avoid_when = forms.CharField(
        label=gettext_lazy("Avoid when"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    colour = forms.IntegerField(label=gettext_lazy("Colour (1 to 8)"), min_value=1, max_value=8, initial=1)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Tag.objects.order_by("path")
