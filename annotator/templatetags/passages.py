"""Passages in lists."""

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from annotator.anchoring.excerpt import Excerpt, excerpt, shortened
from annotator.models import Contribution, Passage
from annotator.selectors.typed_references import ref_of

register = template.Library()
register.filter(shortened)


@register.filter(name="excerpt")
def excerpt_of(passage: Passage) -> Excerpt:
    """The words of ``passage`` within their sentence; alone, where they are not in the text any more."""
    text, start, end = passage.paragraph.text, passage.start, passage.end
    if start is None or end is None or text[start:end] != passage.quote:
        return Excerpt("", shortened(passage.quote), "")
    return excerpt(text, start, end)


@register.filter
def ref(passage: Passage) -> str:
    """The reference of ``passage``, as addresses and forms name it."""
    return ref_of(passage)


@register.filter
def kind_name(thing: Contribution) -> str:
    if getattr(thing, "in_reply_to_id", None):
        return _("Reply")
    return capfirst(str(thing._meta.verbose_name))  # noqa: SLF001 - Django's public API
