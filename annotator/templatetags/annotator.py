"""Small helpers of the templates."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from annotator.presenters.cards import person_name
from annotator.presenters.markdown import brief
from annotator.presenters.parallels import score_shown
from annotator.presenters.quotation import quoted, unquoted
from annotator.presenters.user_agent import browser_name

register = template.Library()
register.filter(brief)
register.filter(browser_name)
register.filter(person_name)
register.filter(quoted)
register.filter(score_shown)
register.filter(unquoted)


@register.filter
def batch_to_undo(tags: str | None) -> str:
    """The batch that a message's tags name for undoing, or nothing."""
    for tag in (tags or "").split():
        if tag.startswith("undo-"):
            return tag.removeprefix("undo-")
    return ""


@register.filter
def options(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """The options of a list to choose from: a template's own lines take ten times as long for each."""
    lines: list[str] = []
    for name, choices, _index in groups:
        if name:
            lines.append(format_html('<optgroup label="{}">', name))
        for each in choices:
            attributes = flatatt(each["attrs"]) if each["attrs"] else ""
            value, label = conditional_escape(each["value"]), conditional_escape(each["label"])
            lines.append(f'<option value="{value}"{attributes}>{label}</option>')
        if name:
            lines.append("</optgroup>")
    return mark_safe("\n".join(lines))  # noqa: S308 - made of what is escaped


@register.filter
def unbroken(citation: str) -> str:
    """``citation`` with no line break between a sign and its number."""
    return citation.replace("¶ ", "¶\u00a0").replace("§ ", "§\u00a0")


@register.simple_tag
def new_id() -> str:
    """An id for the request a form will send; sent twice, it acts once."""
    return str(uuid.uuid4())


@register.filter
def pages_of(query: str, page: int) -> str:
    """The query string of another page of the same list."""
    return f"?{query}&page={page}" if query else f"?page={page}"
