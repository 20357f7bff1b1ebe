"""Cells that SQL alone cannot write: changes that are proposed, JSON and scores, without one database's ways."""

import json
from collections.abc import Callable, Mapping

from django.db.models import Q

from annotator.permissions import is_editor
from annotator.selectors.filters import Viewer, visible_documents

# What means something in one database only: the places are there in words too.
KEYS = {"content_object_id": "passage", "passage_id": "passage", "source_id": "source", "target_id": "target"}
PLACES = frozenset(KEYS.values())


def dumped(value: object) -> str:
    """JSON with sorted keys and without spaces, so that the two databases' ways of keeping it make no difference."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def compact(text: str | None) -> str | None:
    """JSON as a database keeps it as the files have it."""
    value = json.loads(text) if text else None
    return None if value is None else dumped(value)


def four_digits(score: str | None) -> str | None:
    """A score as a file has it: the databases write fractions in ways of their own."""
    return None if score is None else f"{float(score):.4f}"


def seen(viewer: Viewer) -> Q | None:
    """The condition that ``viewer`` sees the change: an editor, or the author; ``None`` for the command line."""
    if viewer is None or is_editor(viewer):
        return None
    return Q(author=viewer.pk) if viewer.is_authenticated else Q(pk__in=[])


def readable(viewer: Viewer) -> Callable[[str | None], str | None]:
    """What writes a change, unless it would put the thing where ``viewer`` may not read."""
    known: dict[str, bool] = {}

    def reads(slug: str) -> bool:
        if slug not in known:
            known[slug] = visible_documents(viewer).filter(slug=slug).exists()
        return known[slug]

    def finish(text: str | None) -> str | None:
        change: Mapping[str, object] | None = json.loads(text) if text else None
        if not change:
            return None
        places = (place for name in PLACES if isinstance(place := change.get(name), dict))
        if viewer is not None and not all(reads(str(place["document"])) for place in places):
            return None
        return dumped({name: value for name, value in change.items() if name not in KEYS})

    return finish
