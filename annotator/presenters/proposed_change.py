"""A change of a published contribution that waits for a decision, as a person reads it."""

from typing import Any

from django.utils.translation import gettext as _

from annotator.models import Contribution
from annotator.models.readable import PLACES, READABLE, in_words
from annotator.permissions import is_editor
from corpus.models import Document
from corpus.models.collection import Person


def proposed_change(thing: Contribution, user: Person) -> list[dict[str, Any]]:
    """What would change: label, before and after. Nothing for others than its author and editors.

    Of a place that ``user`` may not read, only that there is one: 1 query where a place would change.
    """
    change = thing.proposed_change or {}
    if not change or not (is_editor(user) or thing.author_id == user.pk):
        return []
    shown = [
        {"label": label, "before": in_words(_now(thing, name)), "after": in_words(change[name])}
        for name, label in READABLE.items()
        if name in change
    ]
    for name, label in PLACES.items():
        if name in change:
            passage = getattr(thing, name)
            before = f"{passage.paragraph.document.slug}/{passage.paragraph.key}: “{passage.quote}”"
            shown.append({"label": label, "before": before, "after": _place(change[name], user)})
    return shown


def in_short(thing: Contribution, user: Person) -> str:
    """What ``thing`` says, and how far it has come, in a line: for a message about it."""
    says = " · ".join(str(_now(thing, name)) for name in ("tag", "relation", "body", "note") if _now(thing, name))
    changes = "; ".join(f"{each['before']} → {each['after']}" for each in proposed_change(thing, user))
    told = f"“{says[:400]}” ({thing.get_status_display()})"
    return _("%(now)s, with a change proposed: %(changes)s") % {"now": told, "changes": changes} if changes else told


def _now(thing: Any, name: str) -> object:
    return getattr(thing, name, "")


def _place(place: dict[str, Any], user: Person) -> str:
    if not Document.objects.visible_to(user).filter(slug=place["document"]).exists():
        return _("a passage you may not read")
    return f"{place['document']}/{place['paragraph']}: “{place['quote']}”"
