"""The address of the export of what a page shows."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict
from django.urls import reverse

from annotator.models import Tag
from annotator.selectors.filters import PARAMETERS
from corpus.models import Collection, Document

register = template.Library()


@register.simple_tag
def export_link(kind: str, **narrowed: object) -> str:
    """``{% export_link "tags" document=document tag=tag %}``: the export page with that file, narrowed so.

    Values are texts, documents, collections, tags, people, or lists of these; empty ones do not narrow. Raises
    ``TypeError`` for a parameter that the page does not have.
    """
    unknown = narrowed.keys() - PARAMETERS
    if unknown:
        raise TypeError(f"export_link has no {', '.join(sorted(unknown))}.")
    query = QueryDict(mutable=True)
    query["kind"] = kind
    for name, value in narrowed.items():
        values = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
        query.setlist(name, [_named(each) for each in values if each not in {None, ""}])
    return f"{reverse('export')}?{query.urlencode()}"


def _named(value: object) -> str:
    if isinstance(value, Collection | Document | Tag):
        return value.slug
    return value.get_username() if isinstance(value, AbstractBaseUser) else str(value)
