"""Small helpers of the templates."""

import uuid
from functools import lru_cache

from django import template
from django.contrib.auth.models import User
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def batch_to_undo(tags: str | None) -> str:
    """The batch that a message's tags name for undoing, or nothing."""
    for tag in (tags or "").split():
        if tag.startswith("undo-"):
            return tag.removeprefix("undo-")
    return ""


@register.filter
def person_name(user: User) -> str:
    """A person's name as others read it."""
    return user.get_full_name() or user.get_username()


# What opens a quotation in some language.
QUOTATION_MARKS = tuple('"“”„‟«»‹›‘‚「『《〈')


@register.filter
def unquoted(words: str) -> SafeString:
    """The attribute of a `q` whose words have quotation marks of their own, which need no others around them."""
    return SafeString(' class="as-is"' if words.lstrip().startswith(QUOTATION_MARKS) else "")


@register.filter
def quoted(words: str) -> str:
    """``words`` in quotation marks, unless they begin with one."""
    return words if unquoted(words) else f"“{words}”"


@register.simple_tag
def new_id() -> str:
    """An id for the request a form will send; sent twice, it acts once."""
    return str(uuid.uuid4())


@register.filter
def pages_of(query: str, page: int) -> str:
    """The query string of another page of the same list."""
    return f"?{query}&page={page}" if query else f"?page={page}"


@register.filter
def brief(body: str) -> str:
    """The first words of a note without its Markdown marks."""
    return _brief(body[:400])


@lru_cache(maxsize=4096)
def _brief(beginning: str) -> str:
    """A margin has hundreds of notes, and everybody who opens it asks for the same."""
    from annotator.presenters.markdown import plain  # noqa: PLC0415 - the module is heavy and only margins with notes need it

    words = plain(beginning)
    return words if len(words) <= 120 else f"{words[:119].rstrip()}…"  # noqa: PLR2004 - one line and a half
