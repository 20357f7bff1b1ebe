"""Changes of published contributions that wait for a decision, as a person reads them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from annotator.models import Contribution
from annotator.permissions import is_editor
from annotator.selectors.history import PLACES, readable_documents
from corpus.models.collection import Person

from .history import READABLE, FieldChange, differences


def proposed_changes(contributions: Iterable[Contribution], viewer: Person) -> dict[UUID, list[FieldChange]]:
    """What would change of ``contributions``, by their ids: for an editor of all, for others of their own.

    Of a place that ``viewer`` may not read, only that there is one: 1 query where a place would change.
    """
    waiting = [each for each in contributions if each.proposed_change]
    shown = {
        each.pk: (_as_it_is(each), each.proposed_change or {})
        for each in waiting
        if each.author_id == viewer.pk or is_editor(viewer)
    }
    readable = readable_documents((kept for both in shown.values() for kept in both), viewer)
    return {pk: differences(before, after, readable) for pk, (before, after) in shown.items()}


def changed_meanwhile(contribution: Contribution, viewer: Person) -> str:
    """The message to somebody who decides about another version of ``contribution`` than there is: what it says now."""
    says = [getattr(contribution, name, "") for name in ("tag", "relation", "body", "note")]
    now = f"“{' · '.join(str(each) for each in says if each)[:400]}” ({contribution.get_status_display()})"
    changes = proposed_changes([contribution], viewer).get(contribution.pk, ())
    if changes:
        message = "; ".join(f"{change.before} → {change.after}" for change in changes)
        now = _("%(now)s, with a change proposed: %(changes)s") % {"now": now, "changes": message}
    return _("Somebody changed it meanwhile. It says now: %(now)s. Look again, then decide.") % {"now": now}


def _as_it_is(contribution: Contribution) -> dict[str, Any]:
    """What the parts that would change are now, as a snapshot has them."""
    kept: dict[str, Any] = {}
    for name in contribution.proposed_change or {}:
        if name in PLACES:
            passage = getattr(contribution, name)
            kept[name] = {
                "document": passage.paragraph.document.slug,
                "paragraph": passage.paragraph.key,
                "quote": passage.quote,
            }
        elif name in READABLE:
            kept[name] = getattr(contribution, name)
    return kept
